"""aiogram, with each of its models built when it is first used: building all of them takes seconds, in every process.

Import aiogram from here, so that whoever imports it first does so in this way.
"""

import sys
from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from pydantic import BaseModel

_NAMES: dict[str, Any] = {}


def _later(*, _types_namespace: Mapping[str, Any] | None = None) -> None:
    """Only remember what the names in annotations mean, which is said at this call alone."""
    _NAMES.update(_types_namespace or {})


with patch.object(BaseModel, "model_rebuild", _later):
    from aiogram import Bot, exceptions, methods
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import TelegramConflictError
    from aiogram.methods import TelegramMethod
    from aiogram.types import (
        BotCommand,
        BotCommandScopeChat,
        BufferedInputFile,
        InlineKeyboardButton,
        InlineKeyboardMarkup,
        InputMediaPhoto,
        InputRichBlockMathematicalExpression,
        InputRichBlockParagraph,
        InputRichBlockPhoto,
        InputRichMessage,
        MessageEntity,
        ReplyParameters,
        RichTextBold,
    )

for _name, _module in [*sys.modules.items()]:
    if _name.startswith(("aiogram.types.", "aiogram.methods.")):
        for _known, _meant in _NAMES.items():
            vars(_module).setdefault(_known, _meant)

__all__ = [
    "AiohttpSession",
    "Bot",
    "BotCommand",
    "BotCommandScopeChat",
    "BufferedInputFile",
    "InlineKeyboardButton",
    "InlineKeyboardMarkup",
    "InputMediaPhoto",
    "InputRichBlockMathematicalExpression",
    "InputRichBlockParagraph",
    "InputRichBlockPhoto",
    "InputRichMessage",
    "MessageEntity",
    "ReplyParameters",
    "RichTextBold",
    "TelegramAPIServer",
    "TelegramConflictError",
    "TelegramMethod",
    "exceptions",
    "methods",
]
