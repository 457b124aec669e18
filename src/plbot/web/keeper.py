"""A keeper looks after one adapter: begins again after a crash, and leaves off where only an admin can help."""

import asyncio
import time
from collections.abc import Callable
from random import Random

import structlog

from plbot.adapters import AdapterStoppedError, Health, ServedAdapter
from plbot.backoff import grown, spread
from plbot.ledger import where
from plbot.school import School

log = structlog.get_logger()

FIRST_WAIT = 1.0  # seconds after a crash; doubled for each further one
LONGEST_WAIT = 60.0  # a platform that is back is heard again within a minute and a half
STEADY = 300.0  # seconds of work after which an earlier crash no longer counts

Tell = Callable[[str], None]


class Keeper:
    """`tell` gets the sentences for the admin; `chance` keeps adapters that fell together from coming back together."""

    def __init__(
        self, name: str, adapter: ServedAdapter, tell: Tell, chance: Random, first_wait: float = FIRST_WAIT
    ) -> None:
        self.name = name
        self.adapter = adapter
        self._tell = tell
        self._chance = chance
        self._first_wait = first_wait
        self._crashes = 0
        self._down: Health | None = None
        self._stopping = asyncio.Event()

    @property
    def health(self) -> Health:
        return self._down or self.adapter.health

    async def run(self, school: School) -> None:
        """Serve until told to stop, or until only an admin can help."""
        while not self._stopping.is_set():
            self._down = None
            began = time.monotonic()
            try:
                code = await self.adapter.serve(school)
            except AdapterStoppedError as error:
                self._leave_off(str(error))
                return
            except Exception as error:  # noqa: BLE001 # one adapter's crash is not the others' business
                steady = time.monotonic() - began > STEADY
                self._crashes = 1 if steady else self._crashes + 1
                await self._rest(error)
            else:
                self._ended(code)
                return

    def stop(self) -> None:
        """Have the adapter hear no more."""
        self._stopping.set()
        self.adapter.stop()

    async def _rest(self, error: Exception) -> None:
        wait = spread(grown(self._first_wait, self._crashes, LONGEST_WAIT), self._chance)
        log.error(
            "adapter-crashed", adapter=self.name, exception=where(error), again_in=round(wait, 1)
        )  # no trace: it may quote what was heard
        self._down = Health(
            "waiting", f"It failed ({where(error)}) and is started again. If this goes on, please report that."
        )
        try:
            await asyncio.wait_for(self._stopping.wait(), wait)
        except TimeoutError:
            return

    def _ended(self, code: int) -> None:
        if self._stopping.is_set():
            self._down = Health("stopped")
        else:
            self._leave_off(f"It ended by itself (code {code}). Start plbot again, and please report this.")

    def _leave_off(self, why: str) -> None:
        self._down = Health("stopped", why)
        log.error("adapter-stopped", adapter=self.name)
        self._tell(f"{self.name}: {why}")
