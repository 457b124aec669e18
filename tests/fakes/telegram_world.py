"""All that Telegram knows of one bot: its chats, its updates, its files, and what people see of it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.fakes import telegram_refusals as words
from tests.fakes.telegram_chats import Bell, Chat, Photo, Post, Wire, counting
from tests.fakes.telegram_hook import Deliveries
from tests.fakes.telegram_limits import QUERY_LIFE, Pace
from tests.fakes.telegram_refusals import RefusedError, bad, forbidden, kicked, migrated
from tests.fakes.telegram_updates import Updates

Shut = Literal["blocked", "deactivated", "not started", "a bot", "kicked"]


@dataclass
class Toast:
    text: str
    alert: bool


@dataclass
class Press:
    """A button that somebody pressed; it spins until `answer` is there. An answer without words is an empty text."""

    id: str
    by: int
    at: float
    data: str
    post: Post
    answer: Toast | None = None


class World:
    """`clock` gives seconds; a test may move it on with `later`."""

    def __init__(self, clock: Callable[[], float], *, rich: bool, paced: bool, pause: float) -> None:
        self._clock = clock
        self._ahead = 0.0
        self.rich = rich
        self.paced = paced
        self.bell = Bell()
        self.updates = Updates(self.now, self.bell)
        self.deliveries = Deliveries(self.updates, self.now, self.bell, pause)
        self.pace = Pace(self.now)
        self.chats: dict[int, Chat] = {}
        self.moved: dict[int, int] = {}  # a small group -> the supergroup it became
        self.shut: dict[int, Shut] = {}  # chats that the bot cannot write into, and why
        self.files: dict[str, Photo] = {}
        self.presses: dict[str, Press] = {}
        self.violations: list[str] = []
        self.commands: dict[tuple[str, str], list[Wire]] = {}  # by scope and language
        self.words: dict[tuple[str, str], str] = {}  # name and descriptions, by kind and language
        self.menus: dict[int, Wire] = {}  # menu buttons by private chat; 0 is everybody else's
        self.ids = counting(1)
        self.serial = counting(1)
        self.me: Wire = {"id": 7_000_000_001, "is_bot": True, "first_name": "plbot", "username": "plbot_test_bot"}

    def now(self) -> float:
        return self._clock() + self._ahead

    def later(self, seconds: float) -> None:
        """Let time pass for Telegram, without waiting for it."""
        self._ahead += seconds
        self.bell.ring()

    # places

    def chat(self, chat_id: int | str) -> Chat:
        """The chat of that id. Raises what Telegram says of ids that it, or the bot, does not know."""
        if chat_id == "":
            raise bad("chat_id is empty")
        if isinstance(chat_id, str) or chat_id not in self.chats:
            raise bad(words.NO_CHAT)
        if chat_id in self.moved:
            raise migrated(self.moved[chat_id])
        return self.chats[chat_id]

    def open_chat(self, chat_id: int | str) -> Chat:
        """A chat that the bot may write into now."""
        chat = self.chat(chat_id)
        if chat.id in self.shut:
            raise shut_reason(chat, self.shut[chat.id])
        return chat

    def speak(self, chat: Chat) -> None:
        """Count one message of the bot against Telegram's pace."""
        if not self.paced:
            return
        try:
            self.pace.take(chat.id, group=chat.kind != "private")
        except RefusedError as error:
            self.violations.append(f"{error} in a {chat.kind} chat, {chat.name}")
            raise

    def post(self, chat: Chat, message_id: int | None, missing: str) -> Post:
        """The message of that id that stands there still."""
        if not message_id:
            raise bad("message identifier is not specified")
        post = chat.posts.get(message_id)
        if post is None or post.deleted:
            raise bad(missing)
        return post

    def own_post(self, chat: Chat, message_id: int | None) -> Post:
        """A message that the bot may edit."""
        post = self.post(chat, message_id, words.NO_EDIT)
        if not post.ours:
            raise bad(words.NOT_OURS)
        return post

    # things

    def store(self, data: bytes, size: tuple[int, int]) -> Photo:
        photo = Photo(f"AgACAgIAAxkBAAI{secrets.token_urlsafe(24)}", data, *size)
        self.files[photo.file_id] = photo
        return photo

    def press(self, post: Post, by: int, data: str) -> Press:
        press = Press(str(4_800_000_000_000_000_000 + next(self.serial)), by, self.now(), data, post)
        self.presses[press.id] = press
        return press

    def answer(self, query_id: str, toast: Toast) -> None:
        """Stop a button's spinning. Raises when that is over, was done, or never began."""
        press = self.presses.get(query_id)
        if press is None or press.answer is not None or self.now() - press.at > QUERY_LIFE:
            raise bad(words.STALE_QUERY)
        press.answer = toast
        self.bell.ring()


def shut_reason(chat: Chat, why: Shut) -> RefusedError:
    """What the bot is told when it writes there."""
    match why:
        case "blocked":
            return forbidden(words.BLOCKED)
        case "deactivated":
            return forbidden(words.DEACTIVATED)
        case "not started":
            return forbidden(words.NOT_STARTED)
        case "a bot":
            return forbidden(words.TO_A_BOT)
        case "kicked":
            return kicked(chat.kind)
