"""The ticks of the real clock: what is due is taken to the desk, what is owed to delivery, and the night is tidied."""

import asyncio
from datetime import UTC, datetime
from typing import Literal

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.ledger import where
from plbot.night import tidy_once
from plbot.storage.store import StoreError

log = structlog.get_logger()

LOOK_SECONDS = 1  # timers are minutes and mornings: nobody notices a second; also finds what admin commands left
NIGHT_MINUTES = 10  # each asks whether this night's tidying is done: a laptop asleep at three does it after breakfast


class Ticks:
    """Runs beside one school's desk and delivery."""

    def __init__(self, desk: Desk, delivery: Delivery) -> None:
        self.desk = desk
        self.delivery = delivery
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def start(self) -> None:
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        now = datetime.now(UTC)
        self._scheduler.add_job(self._begin, "interval", args=["look"], seconds=LOOK_SECONDS, **options)
        self._scheduler.add_job(
            self._begin, "interval", args=["night"], minutes=NIGHT_MINUTES, next_run_time=now, **options
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Tick no more; what is under way comes to its end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await asyncio.gather(*self._under_way.values())

    async def _begin(self, work: Literal["look", "night"]) -> None:
        """Begin unless it is under way still. In a task of its own: the scheduler's are cancelled when it stops."""
        if work not in self._under_way:
            task = asyncio.create_task(self.look() if work == "look" else self.night())
            self._under_way[work] = task
            task.add_done_callback(lambda _: self._under_way.pop(work))

    async def look(self) -> None:
        """Wake whom something waits for."""
        try:
            due = await self.desk.store.next_letter(self.desk.school)
        except StoreError as error:
            log.error("letters-unreadable", exception=where(error))  # noqa: TRY400 # a trace may quote what was stored
            return
        if due is not None and due <= self.desk.clock.now():
            self.desk.wake()
        self.delivery.wake()

    async def night(self) -> None:
        """Tidy if this night's tidying is still to do."""
        try:
            await tidy_once(self.desk.store, self.desk.school, self.desk.zone, self.desk.clock.now())
        except StoreError as error:
            log.error("not-tidied", exception=where(error))  # noqa: TRY400 # a trace may quote what was stored
