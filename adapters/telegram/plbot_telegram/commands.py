"""What Telegram lists behind its menu button: for everybody by language, and for each chat its own."""

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
from plbot_telegram.limits import COMMAND_DOES, COMMAND_LETTERS, COMMANDS
from plbot_telegram.passages import clean, visible
from plbot_telegram.transport import TokenRefusedError

log = structlog.get_logger()

_WORD = re.compile(rf"[a-z0-9_]{{1,{COMMAND_LETTERS}}}", re.ASCII)  # (API BotCommand)
_CODE = re.compile(r"[a-z]{2}", re.ASCII)  # languages that Telegram tells apart (API setMyCommands)
_DIGEST_BYTES = 12


async def list_for_all(client: Client, words: Phrasebook) -> None:
    """Tell Telegram what may be typed by whom we do not know yet. The menu is no reason not to start."""
    for language, commands in default_commands(words).items():
        code = "" if language == FALLBACK else language
        if not (listed := as_json(commands)) or (code and not _CODE.fullmatch(code)):
            continue
        try:
            await client.call("setMyCommands", {"commands": listed, **({"language_code": code} if code else {})})
        except TokenRefusedError:
            raise
        except TelegramError as error:
            log.warning("commands-not-listed", language=language, exception=type(error).__name__)


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
