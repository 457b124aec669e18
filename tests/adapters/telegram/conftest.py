"""Schools on Telegram for tests of failures."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from tests.adapters.telegram.telegramhouse import TelegramHouse

Opened = Callable[[TelegramHouse], AbstractAsyncContextManager[TelegramHouse]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Opens a school, which must end well and not be objected to. After a failure it goes on at once, so that nobody waits."""
    for number in ("waits.FIRST_WAIT", "polling.PAUSE", "polling.CONFLICT_WAIT"):
        monkeypatch.setattr(f"plbot_telegram.{number}", 0.001)
    monkeypatch.setattr("plbot_telegram.serve.CLOSE_SECONDS", 0.05)
    monkeypatch.setattr("plbot.desk.FIRST_PAUSE", 0.0)
    monkeypatch.setattr("plbot.delivery.STORE_WAIT", 0.0)

    @asynccontextmanager
    async def open_(house: TelegramHouse) -> AsyncIterator[TelegramHouse]:
        for stage in house.stages:
            await stage.open()
        try:
            await house.open()
            yield house
            await house.close()
            assert [stage.amiss() for stage in house.stages] == [[] for _ in house.stages]
        finally:
            for stage in house.stages:
                await stage.close()

    return open_


@pytest.fixture(params=["polling", "webhook"])
async def house(request: pytest.FixtureRequest, opened: Opened) -> AsyncIterator[TelegramHouse]:
    """An open school, in each way that Telegram has of telling."""
    async with opened(TelegramHouse(called=request.param == "webhook")) as house:
        yield house
