"""Modals and homes: who has which on the screen, and what is written into it."""

from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.fakes.slack_clock import Clock
from tests.fakes.slack_workspace import APP, BOT, TEAM, Json, Workspace

DEEPEST = 3  # https://docs.slack.dev/surfaces/modals: "up to 3 views in the view stack"


class RefusedError(Exception):
    """Slack's answer is an error; its code is the first argument."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass(eq=False)
class Shown:
    """A view on somebody's screen."""

    id: str
    user: str
    given: Json
    root: str
    previous: str | None = None
    hash: str = field(default_factory=lambda: uuid4().hex)
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.given["type"])

    def payload(self) -> Json:
        """The view as Slack tells the app."""
        filled: Json = {
            "private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False,
            "notify_on_close": False, "title": {"type": "plain_text", "text": "View Title", "emoji": True},
            "close": None, "submit": None,
        }  # fmt: skip
        mine = {
            "id": self.id, "team_id": TEAM, "app_id": APP, "app_installed_team_id": TEAM, "bot_id": BOT,
            "hash": self.hash, "root_view_id": self.root, "previous_view_id": self.previous,
            "state": {"values": deepcopy(self.values)},
        }  # fmt: skip
        return filled | self.given | mine


def with_ids(blocks: list[Json], workspace: Workspace) -> list[Json]:
    """The blocks as Slack keeps them: who had no block_id or action_id has one now."""
    kept = deepcopy(blocks)
    for block in kept:
        block.setdefault("block_id", workspace.new_id("b"))
        parts = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        for part in parts:
            if isinstance(part, dict) and part.get("type") not in {"image", "plain_text", "mrkdwn"}:
                part.setdefault("action_id", workspace.new_id("a"))
    return kept


class Triggers:
    """A press, a form or a command lets the app open one modal, within 3 seconds."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._issued: dict[str, tuple[str, float]] = {}
        self._exchanged: set[str] = set()

    def issue(self, user: str) -> str:
        trigger = f"{len(self._issued) + 1}.1234.{uuid4().hex}"
        self._issued[trigger] = (user, self._clock.now())
        return trigger

    def exchange(self, trigger: str) -> str:
        """Whose screen it opens. Raises RefusedError when it is none, is used or too old."""
        if trigger not in self._issued:
            raise RefusedError("invalid_trigger_id")
        if trigger in self._exchanged:
            raise RefusedError("exchanged_trigger_id")
        user, issued = self._issued[trigger]
        if self._clock.now() - issued > self._seconds:
            raise RefusedError("expired_trigger_id")
        self._exchanged.add(trigger)
        return user


class Screens:
    """Every person's stack of modals, and their home."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[Shown]] = defaultdict(list)
        self.homes: dict[str, Shown] = {}

    def modal(self, user: str) -> Shown | None:
        stack = self.stacks[user]
        return stack[-1] if stack else None

    def open(self, user: str, given: Json) -> Shown:
        self._no_twin(given)
        shown = self._new(user, given)
        self.stacks[user] = [shown]
        self._workspace.changed()
        return shown

    def push(self, user: str, given: Json) -> Shown:
        self._no_twin(given)
        stack = self.stacks[user]
        if not stack:
            raise RefusedError("not_found")
        if len(stack) >= DEEPEST:
            raise RefusedError("push_limit_reached")
        shown = self._new(user, given)
        shown.root, shown.previous = stack[0].id, stack[-1].id
        stack.append(shown)
        self._workspace.changed()
        return shown

    def publish(self, user: str, given: Json, expected: str) -> Shown:
        before = self.homes.get(user)
        if before and expected and expected != before.hash:
            raise RefusedError("hash_conflict")
        shown = self._new(user, given)
        if before:
            shown.id = shown.root = before.id
        self.homes[user] = shown
        self._workspace.changed()
        return shown

    def update(self, given: Json, *, view_id: str, external_id: str, expected: str) -> Shown:
        """Change an open modal in place; what stands in fields that stay is kept."""
        shown = self._find(view_id, external_id)
        if expected and expected != shown.hash:
            raise RefusedError("hash_conflict")
        self._no_twin(given, but=shown)
        shown.given = given | {"blocks": with_ids(given["blocks"], self._workspace)}
        shown.hash, shown.errors = uuid4().hex, {}
        staying = {block["block_id"] for block in shown.given["blocks"]}
        shown.values = {block: values for block, values in shown.values.items() if block in staying}
        self._workspace.changed()
        return shown

    def close(self, user: str, *, all_views: bool = False) -> None:
        self.stacks[user] = [] if all_views else self.stacks[user][:-1]
        self._workspace.changed()

    def _new(self, user: str, given: Json) -> Shown:
        name = self._workspace.new_id("V")
        return Shown(name, user, given | {"blocks": with_ids(given["blocks"], self._workspace)}, root=name)

    def _find(self, view_id: str, external_id: str) -> Shown:
        for shown in (view for stack in self.stacks.values() for view in stack):
            if shown.id == view_id or (external_id and shown.given.get("external_id") == external_id):
                return shown
        raise RefusedError("not_found")

    def _no_twin(self, given: Json, but: Shown | None = None) -> None:
        name = given.get("external_id")
        for shown in (view for stack in self.stacks.values() for view in stack):
            if name and shown is not but and shown.given.get("external_id") == name:
                raise RefusedError("duplicate_external_id")
