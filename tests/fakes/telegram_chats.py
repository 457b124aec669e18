"""Chats and what stands in them, as a person sees it."""

import asyncio
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.fakes.telegram_html import Entity

Wire = dict[str, Any]
Kind = Literal["private", "group", "supergroup"]
WITHIN = 60.0  # seconds until a test says that something never came: a busy machine takes ten for a crowd


class Bell:
    """Rings when anything changed; waiters look again."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, true: Callable[[], object], within: float = WITHIN) -> None:
        """Wait until it is true. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while not true():
                await self._event.wait()


@dataclass
class Photo:
    file_id: str
    data: bytes
    width: int
    height: int

    def wire(self) -> Wire:
        sizes = {"file_id": self.file_id, "file_unique_id": self.file_id[-12:], "width": self.width}
        return {**sizes, "height": self.height, "file_size": len(self.data)}


@dataclass
class Look:
    """What can be changed of a message. `text` is a photo's caption where there is a photo."""

    text: str = ""
    entities: list[Entity] = field(default_factory=list)
    photo: Photo | None = None
    rich: Wire | None = None
    keyboard: list[list[Wire]] = field(default_factory=list)


@dataclass
class Post:
    """One message. `earlier` is how it looked before each edit, oldest first; `ours`: the bot under test said it."""

    id: int
    chat: "Chat"
    sender: Wire
    at: int
    look: Look
    more: Wire = field(default_factory=dict)  # what else Telegram says of it: its thread, what it replies to
    earlier: list[Look] = field(default_factory=list)
    deleted: bool = False
    ours: bool = False
    reactions: list[str] = field(default_factory=list)  # the bot's

    @property
    def text(self) -> str:
        return self.look.text

    @property
    def photo(self) -> bytes | None:
        return self.look.photo.data if self.look.photo else None

    @property
    def rich(self) -> Wire | None:
        return self.look.rich

    @property
    def rows(self) -> list[list[str]]:
        """The labels of its buttons, row by row."""
        return [[str(button["text"]) for button in row] for row in self.look.keyboard]

    @property
    def buttons(self) -> list[str]:
        return [label for row in self.rows for label in row]

    @property
    def edits(self) -> int:
        return len(self.earlier)

    def marked(self, kind: str) -> list[str]:
        """The pieces of its text that are `bold`, `code` ..."""
        raw = self.look.text.encode("utf-16-le")
        spans = ((e["offset"], e["offset"] + e["length"]) for e in self.look.entities if e["type"] == kind)
        return [raw[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]

    def change(self, look: Look) -> None:
        self.earlier.append(self.look)
        self.look = look

    def wire(self) -> Wire:
        """The message as the Bot API tells it."""
        told = {"message_id": self.id, "from": self.sender, "chat": self.chat.wire(), "date": self.at, **self.more}
        told |= {"edit_date": self.at} if self.earlier else {}
        told |= {"reply_markup": {"inline_keyboard": self.look.keyboard}} if self.look.keyboard else {}
        return told | self._content()

    def _content(self) -> Wire:
        text, entities = ("caption", "caption_entities") if self.look.photo else ("text", "entities")
        content: Wire = {text: self.look.text} if self.look.text and not self.look.rich else {}
        content |= {entities: self.look.entities} if self.look.entities else {}
        content |= {"photo": [self.look.photo.wire()]} if self.look.photo else {}
        return content | ({"rich_message": self.look.rich} if self.look.rich else {})


class Chat:
    """A private chat or a group. Message ids count through all private chats and small groups, as they do for a bot."""

    def __init__(self, chat_id: int, kind: Kind, name: str, ids: Iterator[int], bell: Bell) -> None:
        self.id = chat_id
        self.kind: Kind = kind
        self.name = name
        self.posts: dict[int, Post] = {}
        self.ids = ids
        self.bell = bell
        self.actions: list[str] = []  # "typing" ...
        self._heard = 0

    def wire(self) -> Wire:
        called = {"first_name": self.name} if self.kind == "private" else {"title": self.name}
        return {"id": self.id, "type": self.kind, **called}

    def put(self, sender: Wire, at: float, look: Look, more: Wire | None = None, *, ours: bool = False) -> Post:
        post = Post(next(self.ids), self, sender, int(at), look, more or {}, ours=ours)
        self.posts[post.id] = post
        self.bell.ring()
        return post

    # what is seen

    def said(self) -> list[Post]:
        """All that the bot said, what was deleted since included, oldest first."""
        return [post for post in self.posts.values() if post.ours]

    @property
    def unheard(self) -> list[Post]:
        """What the bot said and nobody waited for yet."""
        return self.said()[self._heard :]

    @property
    def messages(self) -> list[Post]:
        """What the bot said and stands there still, oldest first."""
        return [post for post in self.said() if not post.deleted]

    @property
    def last(self) -> Post:
        return self.messages[-1]

    async def hears(self, n: int = 1, within: float = WITHIN) -> Sequence[Post]:
        """Wait for the next n messages of the bot that were not waited for before."""
        wanted = self._heard + n
        try:
            await self.bell.until(lambda: len(self.said()) >= wanted, within)
        except TimeoutError:
            texts = [post.text for post in self.unheard]
            raise AssertionError(f"{self.name} waited for {n} message(s) and heard only {texts}.") from None
        self._heard = wanted
        return self.said()[wanted - n : wanted]

    async def sees(self, true: Callable[[], object], within: float = WITHIN) -> None:
        """Wait until something is so: an edit, buttons that go, a toast."""
        try:
            await self.bell.until(true, within)
        except TimeoutError:
            seen = [(post.text, post.rows) for post in self.messages[-3:]]
            raise AssertionError(f"{self.name} waited in vain; the last messages are {seen}.") from None


def counting(start: int) -> Iterator[int]:
    return itertools.count(start)
