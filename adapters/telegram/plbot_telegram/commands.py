"""What Telegram shows of us: who we are, and what it lists behind its menu button, for everybody and for each chat."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import msgspec
import structlog
from telegram.error import TelegramError

from plbot.core.cards import Card, Command, Commands
from plbot.menus import default_commands
from plbot.words import FALLBACK, Phrasebook
from plbot_telegram.client import Client
from plbot_telegram.hear import PLATFORM
from plbot_telegram.limits import ABOUT, COMMAND_DOES, COMMAND_LETTERS, COMMANDS, DESCRIPTION
from plbot_telegram.passages import clean, visible
from plbot_telegram.transport import TokenRefusedError

log = structlog.get_logger()

_WORD = re.compile(rf"[a-z0-9_]{{1,{COMMAND_LETTERS}}}", re.ASCII)  # (API BotCommand)
_CODE = re.compile(r"[a-z]{2}", re.ASCII)  # languages that Telegram tells apart (API setMyCommands)
_DIGEST_BYTES = 12


async def introduce(client: Client, words: Phrasebook) -> None:
    """Tell Telegram, in each language, who we are and what may be typed by whom we do not know yet."""
    for language, commands in default_commands(words).items():
        code = "" if language == FALLBACK else language
        if code and not _CODE.fullmatch(code):
            continue
        told: dict[str, dict[str, Any]] = {
            "setMyCommands": {"commands": as_json(commands)},
            "setMyDescription": {"description": words.say(language, PLATFORM, "description", {})[:DESCRIPTION]},
            "setMyShortDescription": {"short_description": words.say(language, PLATFORM, "about", {})[:ABOUT]},
        }
        for method, what in told.items():
            await _tell(client, method, {**what, **({"language_code": code} if code else {})})


async def _tell(client: Client, method: str, what: dict[str, Any]) -> None:
    """Say it to Telegram; that it would not listen is no reason not to start."""
    try:
        await client.call(method, what)
    except TokenRefusedError:
        raise
    except TelegramError as error:
        log.warning("not-introduced", method=method, exception=type(error).__name__)


async def list_in(client: Client, chat: int, card: Card, known: bytes | None) -> bytes:
    """List a card's commands in one chat unless they are known to stand there; gives what to know them by."""
    listed = as_json([command for block in card.blocks if isinstance(block, Commands) for command in block.commands])
    if not listed:
        return b""
    digest = hashlib.blake2s(msgspec.json.encode([chat, listed]), digest_size=_DIGEST_BYTES).hexdigest().encode()
    if digest != known:
        await client.call("setMyCommands", {"commands": listed, "scope": {"type": "chat", "chat_id": chat}})
    return digest


def as_json(commands: Sequence[Command]) -> list[dict[str, Any]]:
    """As the API wants them: `my path` becomes `my_path`; a word in other letters is still typed, but not listed."""
    found: dict[str, str] = {}
    for command in commands:
        word = command.word.casefold().replace(" ", "_")
        does = " ".join(clean(command.does).split())[:COMMAND_DOES]
        if _WORD.fullmatch(word) and visible(does):
            found.setdefault(word, does)
    return [{"command": word, "description": does} for word, does in list(found.items())[:COMMANDS]]
