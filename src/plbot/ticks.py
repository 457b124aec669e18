"""The ticks of the real clock: what is due is taken to the desk, what is owed to delivery, and the night is tidied."""

from datetime import UTC, datetime

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

    def start(self) -> None:
        jobs = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(self.look, "interval", seconds=LOOK_SECONDS, **jobs)
        now = datetime.now(UTC)
        self._scheduler.add_job(self.night, "interval", minutes=NIGHT_MINUTES, next_run_time=now, **jobs)
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

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
