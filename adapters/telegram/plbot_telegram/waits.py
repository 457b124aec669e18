"""How long to wait before asking Telegram again, and not a moment longer once it is time to stop."""

import asyncio
from contextlib import suppress
from random import Random

from plbot_telegram.limits import FIRST_WAIT, LONGEST_WAIT


class Waits:
    """`over` ends every wait. The waits grow from failure to failure, and chance spreads them."""

    def __init__(self, over: asyncio.Event) -> None:
        self._over = over
        self._chance = Random()  # noqa: S311 # jitter
        self._failures = 0

    def went_well(self) -> None:
        self._failures = 0

    async def after_failure(self, least: float = 0.0) -> None:
        """Wait longer than the last time, but at least so many seconds."""
        grown = FIRST_WAIT * 2 ** min(self._failures, 10)
        self._failures += 1
        await self.exactly(min(max(grown, least), LONGEST_WAIT) * self._chance.uniform(0.5, 1.5))

    async def exactly(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
