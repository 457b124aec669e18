"""What a person presses and submits on their screen, and what the app's answer does to it."""

from collections.abc import Callable
from typing import Any

from tests.fakes import slack_forms as forms
from tests.fakes.slack_delivery import Delivery
from tests.fakes.slack_events import Announcer, channel_told
from tests.fakes.slack_forms import CannotError
from tests.fakes.slack_oracle import wrong_view
from tests.fakes.slack_rules import FindFile
from tests.fakes.slack_sight import Seen
from tests.fakes.slack_views import RefusedError, Screens, Shown
from tests.fakes.slack_workspace import Json, Member, Message, Workspace


class Screen:
    """One person's screen."""

    def __init__(
        self,
        *,
        who: Member,
        workspace: Workspace,
        screens: Screens,
        announcer: Announcer,
        find: FindFile,
        object_to: Callable[[str, str], None],
    ) -> None:
        self.who = who
        self.errors: list[str] = []  # what Slack itself told the person: a form that did not go, a sign beside a button
        self._workspace = workspace
        self._screens = screens
        self._announcer = announcer
        self._find = find
        self._object = object_to

    # pressing

    def press_in_view(self, shown: Shown, action: Json) -> Delivery:
        view = shown.payload() | {"state": {"values": forms.state(shown)}}
        more = {"container": {"type": "view", "view_id": shown.id}, "view": view, "actions": [self._now(action)]}
        return self._interact("block_actions", more)

    def press_in_message(self, message: Message, action: Json) -> Delivery:
        channel, ephemeral = message.channel, bool(message.only_for)
        container = {
            "type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": ephemeral,
        }  # fmt: skip
        more: Json = {
            "container": container, "channel": channel_told(channel), "state": {"values": {}},
            "response_url": self._announcer.response_url(channel, self.who.id, message),
            "actions": [self._now(action)],
        }  # fmt: skip
        return self._interact("block_actions", more if ephemeral else more | {"message": message.payload()})

    def _now(self, action: Json) -> Json:
        return action | {"action_ts": self._workspace.new_ts()}

    def find(self, named: str, where: Seen | str | None) -> tuple[Shown | Message, Json]:
        """The button, and what it stands in: the open modal before the messages, newest first, before the home."""
        for place, blocks in self._places(where):
            if (action := forms.find_button(blocks, named)) is not None:
                return place, action
        labels = [blocks for _, blocks in self._places(where)]
        raise CannotError(f"{self.who.name} sees no button {named!r} in {labels}")

    def _places(self, where: Seen | str | None) -> list[tuple[Shown | Message, list[Json]]]:
        if isinstance(where, Seen):
            return [(self.message(where), list(where.blocks))]
        modal, home = self._screens.modal(self.who.id), self._screens.homes.get(self.who.id)
        views = [view for view, name in ((modal, "modal"), (home, "home")) if view and where in {None, name}]
        messages = list(self._workspace.visible_to(self.who.id))[::-1] if where in {None, "message"} else []
        told: list[Shown | Message] = [*views[:1], *messages, *views[1:]] if modal else [*messages, *views]
        return [(one, one.given["blocks"] if isinstance(one, Shown) else one.blocks) for one in told]

    def message(self, seen: Seen) -> Message:
        """The message that was seen; it may have changed since."""
        message = self._workspace.ever(seen.channel, seen.ts)
        if message is None:
            raise CannotError("That message was never there.")
        return message

    # forms

    def modal(self) -> Shown:
        """The form on top. Raises CannotError when none is open."""
        shown = self._screens.modal(self.who.id)
        if shown is None:
            raise CannotError(f"{self.who.name} has no form open.")
        return shown

    def submit(self) -> Delivery:
        shown = self.modal()
        if "submit" not in shown.given:
            raise CannotError("The form has nothing to submit it with.")
        if empty := forms.asks_for(shown):
            raise CannotError(f"Slack does not let the form go: {empty} is empty.")
        view = shown.payload() | {"state": {"values": forms.state(shown)}}
        return self._interact(
            "view_submission", {"view": view, "response_urls": []}, lambda said: self._take(shown, said)
        )

    def close(self) -> Delivery | None:
        """Close the form on top; the app hears of it only where it asked to."""
        shown = self.modal()
        self._screens.close(self.who.id, all_views=bool(shown.given.get("clear_on_close")))
        if not shown.given.get("notify_on_close"):
            return None
        view = shown.payload() | {"state": {"values": forms.state(shown)}}
        return self._interact("view_closed", {"view": view, "is_cleared": False}, trigger=False)

    def _take(self, shown: Shown, said: Json) -> None:
        """Do with the form what the app answered."""
        try:
            self._obey(shown, said)
        except RefusedError as refused:
            self._object("view_submission", f"the answer was refused: {refused.code}")
            self._trouble()

    def _obey(self, shown: Shown, said: Json) -> None:
        match said.get("response_action"):
            case None if not said:
                self._screens.close(self.who.id)
            case "clear":
                self._screens.close(self.who.id, all_views=True)
            case "errors":
                self._show_errors(shown, said.get("errors"))
            case "update":
                self._screens.update(self._good(said), view_id=shown.id, external_id="", expected="")
            case "push":
                self._screens.push(self.who.id, self._good(said))
            case _:
                raise RefusedError("unknown response_action")

    def _good(self, said: Json) -> Json:
        view: Any = said.get("view")
        wrong = wrong_view(view, "modal", self._find)
        for each in wrong:
            self._object("view_submission", str(each))
        if wrong:
            raise RefusedError("invalid view")
        return dict(view)

    def _show_errors(self, shown: Shown, errors: Any) -> None:
        fields = {block["block_id"] for block in forms.inputs(shown.given["blocks"])}
        if not isinstance(errors, dict) or not errors or not errors.keys() <= fields:
            raise RefusedError("errors must name the block_ids of inputs")
        shown.errors = {block: str(says) for block, says in errors.items()}
        self._workspace.changed()

    # shortcuts

    def shortcut(self, callback_id: str, message: Message | None) -> Delivery:
        told: Json = {"callback_id": callback_id, "action_ts": self._workspace.new_ts()}
        if message is None:
            return self._interact("shortcut", told)
        told |= {
            "channel": channel_told(message.channel), "message_ts": message.ts, "message": message.payload(),
            "response_url": self._announcer.response_url(message.channel, self.who.id, message),
        }  # fmt: skip
        return self._interact("message_action", told)

    def _interact(
        self, kind: str, more: Json, answered: Callable[[Json], None] = lambda _: None, *, trigger: bool = True
    ) -> Delivery:
        return self._announcer.interact(
            kind, self.who, more, answered=answered, given_up=self._trouble, trigger=trigger
        )

    def _trouble(self) -> None:
        """Slack tells the person, in its own words, that the app did not answer."""
        self.errors.append("trouble_connecting")
        self._workspace.changed()
