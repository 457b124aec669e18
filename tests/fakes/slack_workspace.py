"""The school's Slack workspace: its people, channels, messages and files, as Slack itself would hold them."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import count
from operator import attrgetter
from typing import Any, Literal

Json = dict[str, Any]

TEAM = "T0SCHOOL"
APP = "A0PLBOT"
BOT = "B0PLBOT"
BOT_USER = "U0PLBOT"
DOMAIN = "school"

ChannelKind = Literal["im", "mpim", "channel", "group"]


@dataclass(eq=False)
class Member:
    """Somebody of the workspace: a person, or a bot."""

    id: str
    name: str
    tz: str = "Europe/Amsterdam"
    is_bot: bool = False
    deleted: bool = False

    @property
    def handle(self) -> str:
        return self.name.lower().replace(" ", ".")

    def payload(self) -> Json:
        """The person as `users.info` tells."""
        profile = {"real_name": self.name, "display_name": self.name, "email": f"{self.handle}@school.example"}
        return {
            "id": self.id, "team_id": TEAM, "name": self.handle, "deleted": self.deleted, "real_name": self.name,
            "tz": self.tz, "tz_label": self.tz, "tz_offset": 0, "profile": profile, "is_bot": self.is_bot,
            "is_app_user": False, "is_restricted": False, "is_ultra_restricted": False, "updated": 1_700_000_000,
        }  # fmt: skip


@dataclass(eq=False)
class Channel:
    id: str
    name: str
    kind: ChannelKind
    members: list[str]
    archived: bool = False

    def payload(self) -> Json:
        """The conversation as `conversations.info` tells."""
        told: Json = {
            "id": self.id, "created": 1_700_000_000, "is_archived": self.archived, "context_team_id": TEAM,
            "is_channel": self.kind == "channel", "is_group": self.kind == "group", "is_im": self.kind == "im",
            "is_mpim": self.kind == "mpim", "is_private": self.kind != "channel",
        }  # fmt: skip
        if self.kind == "im":
            return told | {"user": next((who for who in self.members if who != BOT_USER), BOT_USER)}
        return told | {"name": self.name, "name_normalized": self.name, "is_member": BOT_USER in self.members}


@dataclass(eq=False)
class File:
    """A file somebody sent; `complete` once it is uploaded and shared or kept."""

    id: str
    name: str
    mimetype: str
    owner: str
    url: str
    size: int = 0
    content: bytes = b""
    title: str = ""
    alt: str = ""
    complete: bool = False

    def payload(self) -> Json:
        private = {"url_private": self.url, "url_private_download": self.url}
        return {
            "id": self.id, "created": 1_700_000_000, "name": self.name, "title": self.title or self.name,
            "mimetype": self.mimetype, "filetype": self.name.rpartition(".")[2], "user": self.owner,
            "size": self.size, "mode": "hosted", "is_external": False, "file_access": "visible", **private,
        }  # fmt: skip


@dataclass(eq=False)
class Message:
    """One message. `only_for`: the one person who sees it, where it is ephemeral."""

    channel: Channel
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    by_app: bool = False
    thread_ts: str = ""
    files: list[File] = field(default_factory=list)
    edits: int = 0
    deleted: bool = False
    only_for: str = ""

    def payload(self) -> Json:
        """The message as events and interactions tell it."""
        told: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts, "team": TEAM}
        if self.by_app:
            profile = {"id": BOT, "app_id": APP, "name": "plbot", "team_id": TEAM, "deleted": False}
            told |= {"bot_id": BOT, "app_id": APP, "bot_profile": profile}
        if self.blocks:
            told["blocks"] = self.blocks
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.files:
            told |= {"files": [file.payload() for file in self.files], "upload": False}
        if self.edits:
            told["edited"] = {"user": self.user, "ts": self.ts}
        return told


class Workspace:
    """All that Slack keeps for this school. `until` waits for something to become true of it."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self._said: dict[str, list[Message]] = defaultdict(list)  # by channel, oldest first
        self._by_ts: dict[tuple[str, str], Message] = {}
        self._numbers = count(1)
        self._second = 0
        self._changed: asyncio.Event = asyncio.Event()
        self.members[BOT_USER] = Member(BOT_USER, "plbot", is_bot=True)

    def new_id(self, letter: str) -> str:
        return f"{letter}{next(self._numbers):09d}"

    def new_ts(self) -> str:
        """A time stamp that no other message has."""
        self._second = max(self._second, int(time.time()))  # a wall clock may step back; messages never do
        return f"{self._second}.{next(self._numbers):06d}"

    def enrol(self, name: str, *, tz: str = "Europe/Amsterdam", is_bot: bool = False) -> Member:
        member = Member(self.new_id("U"), name, tz, is_bot)
        self.members[member.id] = member
        return member

    def open_channel(self, name: str, kind: ChannelKind, members: Sequence[str]) -> Channel:
        channel = Channel(self.new_id("D" if kind == "im" else "C"), name, kind, list(members))
        self.channels[channel.id] = channel
        return channel

    def direct(self, user: str) -> Channel:
        """The conversation between this person and the bot; opened when there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and user in channel.members:
                return channel
        return self.open_channel("directmessage", "im", [user, BOT_USER])

    def keep(self, message: Message) -> Message:
        self._said[message.channel.id].append(message)
        self._by_ts[message.channel.id, message.ts] = message
        self.changed()
        return message

    def message(self, channel: str, ts: str) -> Message | None:
        """The message of that channel and time; None when there is none (any more). Ephemeral ones cannot be found."""
        found = self.ever(channel, ts)
        return None if found is None or found.deleted or found.only_for else found

    def ever(self, channel: str, ts: str) -> Message | None:
        """The message of that channel and time, ephemeral and deleted ones, too."""
        return self._by_ts.get((channel, ts))

    def in_channel(self, channel: Channel) -> Iterator[Message]:
        """What everybody can see there, oldest first."""
        return (m for m in self._said[channel.id] if not m.deleted and not m.only_for)

    def said_to(self, user: str) -> Iterator[Message]:
        """All that this person could ever see, oldest first; it may be deleted by now."""
        mine = (self._said[channel.id] for channel in self.channels.values() if user in channel.members)
        for message in merge(*mine, key=attrgetter("ts")):
            if message.only_for in {"", user}:
                yield message

    def visible_to(self, user: str) -> Iterator[Message]:
        """What this person can see now, oldest first."""
        return (message for message in self.said_to(user) if not message.deleted)

    def changed(self) -> None:
        """Tell all who wait that something is different now."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, is_so: Callable[[], bool], seconds: float, what: Callable[[], str]) -> None:
        """Wait until it is so. Fails with what there is instead, once this took too long."""
        try:
            async with asyncio.timeout(seconds):
                while not is_so():
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(what()) from None
