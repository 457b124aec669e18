"""Two libraries that know the real Telegram, pointed at the stand-in."""

from collections.abc import Awaitable

import pytest
import telegram as ptb
from tests.fakes.aiogram_models import (
    AiohttpSession,
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    TelegramAPIServer,
    exceptions,
)
from tests.fakes.telegram_server import TelegramFake


def session_of(url: str) -> AiohttpSession:
    return AiohttpSession(api=TelegramAPIServer.from_base(url))


def client(fake: TelegramFake, token: str | None = None) -> Bot:
    return Bot(token or fake.token, session=session_of(fake.url))


def other_client(fake: TelegramFake) -> ptb.Bot:
    return ptb.Bot(fake.token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot")


def buttons(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=it, callback_data=it) for it in labels]])


async def refused(call: Awaitable[object]) -> str:
    """What Telegram said, when it did not do it."""
    with pytest.raises(exceptions.TelegramAPIError) as caught:
        await call
    return caught.value.message
