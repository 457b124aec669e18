"""Time for the fake: it runs by itself, and a test may put it forward, so that nobody has to sleep."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class Clock:
    """Seconds since it was made, plus what a test put it forward."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._start = self._loop.time()
        self._ahead = 0.0
        self._sleepers: dict[asyncio.Future[None], float] = {}

    def now(self) -> float:
        return self._loop.time() - self._start + self._ahead

    async def sleep(self, seconds: float) -> None:
        """Return when so many seconds have passed, by themselves or by `advance`."""
        woken: asyncio.Future[None] = self._loop.create_future()
        self._sleepers[woken] = self.now() + seconds
        timer = self._loop.call_later(seconds, _wake, woken)
        try:
            await woken
        finally:
            timer.cancel()
            del self._sleepers[woken]

    def advance(self, seconds: float) -> None:
        """Put the clock forward; who has slept long enough wakes up."""
        self._ahead += seconds
        for woken, due in list(self._sleepers.items()):
            if due <= self.now():
                _wake(woken)
            else:
                self._loop.call_later(due - self.now(), _wake, woken)

    async def within(self, seconds: float, awaited: Awaitable[T]) -> T | None:
        """What is awaited, or None when it takes longer than so many seconds."""
        work = asyncio.ensure_future(awaited)
        patience = asyncio.ensure_future(self.sleep(seconds))
        try:
            await asyncio.wait({work, patience}, return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else None
        finally:
            for task in (work, patience):
                task.cancel()
            await asyncio.gather(work, patience, return_exceptions=True)


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)
