"""People of the workspace: what each of them does, in words of the day, and what they see."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from tests.fakes import slack_forms as forms
from tests.fakes.slack_delivery import Delivery
from tests.fakes.slack_events import Announcer
from tests.fakes.slack_files import Files
from tests.fakes.slack_forms import CannotError
from tests.fakes.slack_posts import Posts
from tests.fakes.slack_screen import Screen
from tests.fakes.slack_sight import Seen, see_message, see_view
from tests.fakes.slack_views import RefusedError, Screens, Shown
from tests.fakes.slack_workspace import BOT_USER, TEAM, Channel, Json, Message, Workspace

PATIENCE = (
    60.0  # seconds until a test that waits in vain is told what there is instead; a busy machine may take its time
)
URL = re.compile(r"https?://[^\s<>]+")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3"
    "660000000049454e44ae426082"
)


def as_typed(text: str) -> str:
    """A person's text as Slack hands it on: < > & escaped, addresses in marks."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return URL.sub(lambda found: f"<{found[0]}>", escaped)


class Person:
    """Somebody with Slack open. What they do returns at once; await it to know that the app has answered."""

    def __init__(
        self,
        *,
        screen: Screen,
        workspace: Workspace,
        screens: Screens,
        announcer: Announcer,
        posts: Posts,
        files: Files,
    ) -> None:
        self.who = screen.who
        self.id = screen.who.id
        self.heard = 0
        self._screen = screen
        self._workspace = workspace
        self._screens = screens
        self._announcer = announcer
        self._posts = posts
        self._files = files

    # talking

    def types(self, text: str, channel: Channel | None = None, thread: Seen | None = None) -> Delivery:
        """Write to the bot, or in a channel."""
        return self._say(as_typed(text), channel, thread)

    def mentions(self, channel: Channel, text: str) -> Delivery:
        """Write in a channel and call the bot by name: Slack tells that twice, as a mention and as a message."""
        self._say(f"<@{BOT_USER}> {as_typed(text)}", channel, None)
        message = self._mine(None).payload()
        told = {"type": "app_mention", "channel": channel.id, "event_ts": message["ts"]}
        return self._announcer.tell(message | told)

    def _say(self, text: str, channel: Channel | None, thread: Seen | None, files: list[Any] | None = None) -> Delivery:
        where = channel or self._workspace.direct(self.id)
        if self.id not in where.members:
            raise CannotError(f"{self.who.name} is not in {where.name}.")
        rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        blocks = [{"type": "rich_text", "block_id": self._workspace.new_id("b"), "elements": [rich]}]
        message = Message(where, self._workspace.new_ts(), self.id, text, blocks if text else [], files=files or [])
        message.thread_ts = thread.ts if thread else ""
        self._workspace.keep(message)
        more = {"subtype": "file_share"} if files else {"client_msg_id": str(uuid4())}
        if self.who.is_bot:
            more = {"bot_id": f"B{self.id[1:]}", "app_id": "A0OTHER"}
        return self._announcer.tell_message(message.payload() | more, where)

    def sends_photo(self, name: str = "photo.png", content: bytes = PIXEL, text: str = "") -> Delivery:
        """Send a picture, or any other file, to the bot."""
        file = self._files.make(name, self.id)
        file.content, file.size, file.complete = content, len(content), True
        return self._say(as_typed(text), None, None, [file])

    def edits(self, text: str, message: Seen | None = None) -> Delivery:
        """Change an own message; the last one where none is named."""
        mine = self._mine(message)
        before = mine.payload()
        mine.text, mine.edits, mine.blocks = as_typed(text), mine.edits + 1, []
        self._workspace.changed()
        told = {"subtype": "message_changed", "message": mine.payload(), "previous_message": before}
        return self._tell_hidden(told, mine.channel)

    def deletes(self, message: Seen | None = None) -> Delivery:
        mine = self._mine(message)
        mine.deleted = True
        self._workspace.changed()
        told = {"subtype": "message_deleted", "deleted_ts": mine.ts, "previous_message": mine.payload()}
        return self._tell_hidden(told, mine.channel)

    def _tell_hidden(self, told: Json, channel: Channel) -> Delivery:
        event = {"type": "message", "hidden": True, "ts": self._workspace.new_ts()}
        return self._announcer.tell_message(event | told, channel)

    def _mine(self, seen: Seen | None) -> Message:
        if seen is not None:
            return self._screen.message(seen)
        mine = [message for message in self._workspace.visible_to(self.id) if message.user == self.id]
        if not mine:
            raise CannotError(f"{self.who.name} has said nothing yet.")
        return mine[-1]

    def reacts(self, name: str, message: Seen | None = None) -> Delivery:
        """Put an emoji under a message; under the last one heard where none is named."""
        to = message or self.messages[-1]
        item = {"type": "message", "channel": to.channel, "ts": to.ts}
        ts = self._workspace.new_ts()
        event = {"user": self.id, "reaction": name, "item": item, "item_user": to.by, "event_ts": ts}
        return self._announcer.tell({"type": "reaction_added"} | event)

    # pressing, forms

    def presses(self, named: str, where: Seen | str | None = None) -> Delivery:
        """Press a button by its label or value: in `where` ("message", "modal", "home", or a message as it was seen)."""
        place, action = self._screen.find(named, where)
        if isinstance(place, Shown):
            return self._screen.press_in_view(place, action)
        return self._screen.press_in_message(place, action)

    def fills(self, said: Any, field: str = "") -> None:
        """Write into a field of the open form: the first one, or the one of that label."""
        shown = self._screen.modal()
        forms.write(shown, forms.find_input(shown.given["blocks"], field), said)

    def submits(self, values: Mapping[str, Any] | None = None) -> Delivery:
        """Fill in what is given, by label, and send the form."""
        for field, said in (values or {}).items():
            self.fills(said, field)
        return self._screen.submit()

    def closes(self) -> Delivery | None:
        return self._screen.close()

    def opens_home(self, tab: str = "home") -> Delivery:
        """Open the app's home, or (`tab="messages"`) its messages."""
        home = self._screens.homes.get(self.id)
        event: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self._workspace.direct(self.id).id,
            "tab": tab,
        }
        if home and tab == "home":
            event["view"] = home.payload()
        return self._announcer.tell(event | {"event_ts": self._workspace.new_ts()})

    def commands(self, command: str, text: str = "", channel: Channel | None = None) -> Delivery:
        """Give a slash command; what the app answers at once only this person sees."""
        where = channel or self._workspace.direct(self.id)
        answered = self._answer_in(where)
        return self._announcer.command(
            command, text, self.who, where, answered=answered, given_up=lambda: self._told("operation_timeout")
        )

    def _answer_in(self, channel: Channel) -> Any:
        def show(said: Json) -> None:
            if said:
                try:
                    self._posts.respond(said, channel, self.id, None)
                except RefusedError as refused:
                    self._told(refused.code)

        return show

    def _told(self, error: str) -> None:
        self._screen.errors.append(error)
        self._workspace.changed()

    def shortcut(self, callback_id: str) -> Delivery:
        return self._screen.shortcut(callback_id, None)

    def message_shortcut(self, callback_id: str, message: Seen) -> Delivery:
        return self._screen.shortcut(callback_id, self._screen.message(message))

    # coming and going

    def joins(self, channel: Channel) -> Delivery:
        channel.members.append(self.id)
        return self._came("member_joined_channel", channel)

    def leaves(self, channel: Channel) -> Delivery:
        channel.members.remove(self.id)
        return self._came("member_left_channel", channel)

    def _came(self, kind: str, channel: Channel) -> Delivery:
        told = {"user": self.id, "channel": channel.id, "channel_type": channel.id[0], "team": TEAM}
        return self._announcer.tell({"type": kind, "event_ts": self._workspace.new_ts()} | told)

    def goes_away(self) -> Delivery:
        """The account is deactivated: the person has left school."""
        self.who.deleted = True
        ts = self._workspace.new_ts()
        return self._announcer.tell({"type": "user_change", "user": self.who.payload(), "event_ts": ts})

    # seeing

    @property
    def messages(self) -> list[Seen]:
        """What the bot has said where this person reads, as it looks now, oldest first."""
        return [*reversed([*self.newest()])]

    def newest(self) -> Iterator[Seen]:
        """The same, the newest first."""
        said = [message for message in self._workspace.visible_to(self.id) if message.by_app]
        return map(self._see, reversed(said))

    @property
    def ephemerals(self) -> list[Seen]:
        """What only this person sees."""
        return [self._see(message) for message in self._workspace.visible_to(self.id) if message.only_for]

    @property
    def home(self) -> Seen | None:
        shown = self._screens.homes.get(self.id)
        return see_view(shown.given, shown.errors, self._name_of) if shown else None

    @property
    def modal(self) -> Seen | None:
        shown = self._screens.modal(self.id)
        return see_view(shown.given, shown.errors, self._name_of) if shown else None

    @property
    def errors(self) -> list[str]:
        """What Slack itself told this person: `operation_timeout`, `trouble_connecting`."""
        return self._screen.errors

    def _see(self, message: Message) -> Seen:
        return see_message(message, self._name_of)

    def _name_of(self, user: str) -> str:
        member = self._workspace.members.get(user)
        return member.name if member else user

    async def hears(self, n: int = 1, *, patience: float = PATIENCE) -> Seen:
        """Wait for so many further messages of the bot, and return the last of them."""
        self.heard += n
        due = self.heard
        await self._workspace.until(lambda: len(self._heard()) >= due, patience, lambda: self._instead(f"{n} messages"))
        return self._see(self._heard()[due - 1])

    def _heard(self) -> list[Message]:
        return [message for message in self._workspace.said_to(self.id) if message.by_app]

    async def sees(self, text: str, *, patience: float = PATIENCE) -> Seen:
        """Wait until these words stand on the screen: in the form, in a message, on the home."""
        await self._workspace.until(lambda: self._shows(text) is not None, patience, lambda: self._instead(repr(text)))
        seen = self._shows(text)
        if seen is None:
            raise AssertionError(self._instead(text))
        return seen

    def _shows(self, text: str) -> Seen | None:
        places = [self.modal, *self.messages[::-1], self.home]
        return next((seen for seen in places if seen and text in str(seen)), None)

    def _instead(self, what: str) -> str:
        shown = "\n---\n".join(str(seen) for seen in self.messages[-3:])
        return f"{self.who.name} waited for {what}; heard {len(self._heard())} so far, the last being:\n{shown}"
