"""Telegram's limits, each with the words its server refuses with. Sources: core.telegram.org/bots/api and tdlib."""

import re
import struct
from collections.abc import Callable, Sequence

from tests.fakes import telegram_refusals as words
from tests.fakes.aiogram_models import BotCommand, InlineKeyboardMarkup, MessageEntity
from tests.fakes.telegram_html import Entity, parse, units
from tests.fakes.telegram_oracle import plain
from tests.fakes.telegram_refusals import bad, flood

TEXT = 4096  # UTF-16 units, after entities are parsed (sendMessage)
CAPTION = 1024  # the same (sendPhoto)
ENTITIES = 100  # telegram.constants.MessageLimit.MESSAGE_ENTITIES; the real server drops further ones without a word
CALLBACK_DATA = 64  # bytes (InlineKeyboardButton)
BUTTONS, BUTTONS_IN_A_ROW = 100, 8  # telegram.constants.InlineKeyboardMarkupLimit
TOAST = 200  # characters (answerCallbackQuery)
QUERY_LIFE = 60.0  # seconds within which a press must be answered; undocumented, bots report 15 s to some minutes
COMMANDS = 100  # setMyCommands
PHOTO = 10 * 1024 * 1024  # bytes (sendPhoto)
PHOTO_SIDES = 10_000  # width and height together (sendPhoto)
PHOTO_RATIO = 20  # (sendPhoto)
RETENTION = 24 * 3600.0  # seconds an update is kept (getUpdates)
PER_SECOND = 30  # messages over all chats (bots FAQ)
PER_CHAT_SECOND = 1  # messages a chat (bots FAQ)
PER_GROUP_MINUTE = 20  # messages a group (bots FAQ)
JITTER = 0.03  # seconds that two calls may come closer than they were sent: the road is not even

ACTIONS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat")
MORE_ACTIONS = ("switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay")
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")  # of a deep link


def text(
    source: str, mode: str | None, entities: Sequence[MessageEntity] | None, longest: int
) -> tuple[str, list[Entity]]:
    """The text a person sees and its entities. Raises what the server refuses with."""
    if mode and mode.lower() not in {"html", "markdown", "markdownv2"}:
        raise bad("unsupported parse_mode")
    if mode and mode.lower() != "html":
        raise bad("can't parse entities: this stand-in reads HTML only")
    seen, found = parse(source) if mode else (source, [plain(entity) for entity in entities or ()])
    if any(entity["offset"] < 0 or entity["offset"] + entity["length"] > units(seen) for entity in found):
        raise bad("ENTITY_BOUNDS_INVALID")
    seen, found = _trimmed(seen, found)
    if units(seen) > longest:
        raise bad(words.LONG_CAPTION if longest == CAPTION else words.LONG_TEXT)
    if len(found) > ENTITIES:
        raise bad("entities too long")
    return seen, found


def _trimmed(seen: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram cuts white space at both ends, and what was marked there."""
    left, whole = units(seen) - units(seen.lstrip()), units(seen.strip())
    kept = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        end = min(entity["offset"] + entity["length"] - left, whole)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return seen.strip(), kept


def keyboard(markup: InlineKeyboardMarkup) -> None:
    buttons = [button for row in markup.inline_keyboard for button in row]
    if len(buttons) > BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    if any(len(row) > BUTTONS_IN_A_ROW for row in markup.inline_keyboard):
        raise bad("REPLY_MARKUP_INVALID")
    for button in buttons:
        if not button.text.strip():
            raise bad("inline keyboard button text must be non-empty")
        actions = [name for name in ACTIONS + MORE_ACTIONS if getattr(button, name) is not None]
        if not actions:
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if len(actions) > 1:
            raise bad("BUTTON_TYPE_INVALID")
        if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= CALLBACK_DATA:
            raise bad("BUTTON_DATA_INVALID")
        if button.url is not None and not re.match(r"(?:https?|tg)://\S+$", button.url):
            raise bad(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")


def commands(given: Sequence[BotCommand]) -> None:
    if len(given) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in given:
        if not command.command:
            raise bad("command must be non-empty")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.command):
            raise bad("BOT_COMMAND_INVALID")
        if not command.description.strip():
            raise bad("command description must be non-empty")
        if len(command.description) > 256:
            raise bad("command description length must not exceed 256")


def photo(data: bytes) -> tuple[int, int]:
    """Width and height of a picture that Telegram takes as a photo."""
    if not data:
        raise bad("file must be non-empty")
    if len(data) > PHOTO:
        raise bad(f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO} bytes")
    size = _png(data) or _jpeg(data)
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    if sum(size) > PHOTO_SIDES or max(size) > PHOTO_RATIO * max(min(size), 1) or not min(size):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return size


def _png(data: bytes) -> tuple[int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg(data: bytes) -> tuple[int, int] | None:
    if data[:3] != b"\xff\xd8\xff":
        return None
    frame = re.search(rb"\xff[\xc0-\xc3]..(.)(..)(..)", data, re.DOTALL)
    return (int.from_bytes(frame[3]), int.from_bytes(frame[2])) if frame else None


class Pace:
    """Telegram's limits on how fast a bot may speak. A call that is refused does not count."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._times: dict[str, list[float]] = {}

    def take(self, chat: int, *, group: bool) -> None:
        """Count one message. Raises 429 when it comes too early."""
        windows = [("all", PER_SECOND, 1.0), (f"chat {chat}", PER_CHAT_SECOND, 1.0)]
        windows += [(f"minute of {chat}", PER_GROUP_MINUTE, 60.0)] if group else []
        now = self._clock()
        wait = max(self._wait(*window, now) for window in windows)
        if wait > 0:
            raise flood(max(1, -int(-wait // 1)))
        for name, _, _ in windows:
            self._times.setdefault(name, []).append(now)

    def _wait(self, name: str, most: int, seconds: float, now: float) -> float:
        recent = [at for at in self._times.get(name, []) if now - at < seconds - JITTER]
        self._times[name] = recent
        return recent[-most] + seconds - now if len(recent) >= most else 0.0
