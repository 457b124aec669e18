"""How long to wait before asking Telegram again, and not a moment longer once it is time to stop."""

import asyncio
from contextlib import suppress
from random import Random

from plbot.backoff import grown, spread
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
        self._failures += 1
        wait = max(grown(FIRST_WAIT, self._failures, LONGEST_WAIT), least)
        await self.exactly(spread(min(wait, LONGEST_WAIT), self._chance))

    async def exactly(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
