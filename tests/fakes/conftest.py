"""A Telegram of a test's own, and an independent client of it."""

from collections.abc import AsyncIterator

import pytest
from tests.fakes.aiogram_models import Bot
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_clients import client


@pytest.fixture
async def fake() -> AsyncIterator[TelegramFake]:
    async with TelegramFake() as fake:
        yield fake


@pytest.fixture
async def bot(fake: TelegramFake) -> AsyncIterator[Bot]:
    async with client(fake) as bot:
        yield bot
