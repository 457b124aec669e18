"""Polling: ask for updates, take all of them to their end, and only then move on. What is not kept comes again."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import Conflict, TelegramError

from plbot.adapters import Health
from plbot.receipts import Unavailable
from plbot_telegram.client import Client
from plbot_telegram.ears import Ears, update_id
from plbot_telegram.health import READY, troubled
from plbot_telegram.limits import CLOSE_SECONDS, CONFLICT_WAIT, PAUSE, SECOND
from plbot_telegram.transport import SlowDownError, TokenRefusedError
from plbot_telegram.waits import Waits

log = structlog.get_logger()


class Polling:
    """One long poll at a time. `over` ends it at once; nothing unacknowledged is lost by that."""

    def __init__(self, client: Client, ears: Ears, over: asyncio.Event, note: Callable[[Health], None]) -> None:
        self._client = client
        self._ears = ears
        self._over = over
        self._note = note
        self._waits = Waits(over)
        self._offset: int | None = None  # the first update that is not kept yet
        self._confirmed: int | None = None  # what Telegram knows of that

    async def run(self) -> None:
        """Hear until it is over. Raises TokenRefusedError."""
        while not self._over.is_set():
            try:
                raws = await self._ask()
                if raws:
                    await self._take(raws)
            except Unavailable:
                await self._waits.exactly(PAUSE)
            except TokenRefusedError:
                raise
            except TelegramError as error:
                await self._trouble(error)
        await self._confirm()

    async def _ask(self) -> Sequence[Any]:
        offset = self._offset
        asking = asyncio.create_task(self._client.updates(offset))
        ending = asyncio.create_task(self._over.wait())
        try:
            await asyncio.wait({asking, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                return ()
            raws = asking.result()
        finally:
            for task in (asking, ending):
                task.cancel()
            await asyncio.gather(asking, ending, return_exceptions=True)
        self._confirmed = offset
        self._waits.went_well()
        self._note(READY)
        return raws

    async def _take(self, raws: Sequence[Any]) -> None:
        """Every update to its end; the offset moves behind those that could not be read as well."""
        await self._ears.keep(self._ears.take(raws))
        ids = [found for found in map(update_id, raws) if found is not None]
        if ids:
            self._offset = max(ids) + 1
        else:
            await self._waits.after_failure()  # nothing here can be acknowledged: do not ask again in a circle

    async def _trouble(self, error: TelegramError) -> None:
        self._note(troubled(error))
        if isinstance(error, SlowDownError):
            await self._waits.exactly(error.after_ms / SECOND)
        else:
            await self._waits.after_failure(CONFLICT_WAIT if isinstance(error, Conflict) else 0.0)

    async def _confirm(self) -> None:
        """Tell Telegram how far we came, so that the next start does not hear the last batch again."""
        if self._offset != self._confirmed:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._client.updates(self._offset, wait=0)
