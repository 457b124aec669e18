"""Travel in time on the virtual clock: what falls due on the way happens at its own moment, in order, and nothing is skipped."""

import msgspec

from plbot import papers
from plbot.clock import VirtualClock, first_morning
from plbot.core.opening import open_record
from plbot.core.records import Classroom
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.limits import DAY, limits
from plbot.night import next_tidy, tidy_once
from plbot.storage.store import Changes, EventKey, Store

CLOCK_NOTE = "clock"  # the virtual moment (ms)
TARGET_NOTE = "clock-target"  # where an advance that is under way leads (ms); empty: none is


class Traveller:
    """Moves one school's virtual clock. An advance that a crash cut off is finished by `resume`."""

    def __init__(self, desk: Desk, delivery: Delivery, clock: VirtualClock) -> None:
        self.desk = desk
        self.delivery = delivery
        self.clock = clock

    async def advance(self, key: EventKey, length: int) -> None:
        """Move on by `length` ms, once for this key. Raises Unavailable; then the same advance may be asked for again."""
        target = self.clock.now() + length
        receipt = self.desk.run(key, notes={TARGET_NOTE: str(target)})
        await receipt.committed
        if receipt.fresh:
            await self._go(target)

    async def resume(self) -> None:
        """Finish an advance that was under way when the program ended."""
        target = await noted(self.desk.store, self.desk.school, TARGET_NOTE)
        if target is not None:
            await self._go(target)

    async def _go(self, target: int) -> None:
        await self.desk.quiet()
        while (moment := await self._next()) <= target:
            await self._land(moment, {})
            await tidy_once(self.desk.store, self.desk.school, self.desk.zone, moment)
        await self._land(target, {TARGET_NOTE: ""})

    async def _land(self, moment: int, notes: dict[str, str]) -> None:
        self.clock.move_to(moment)
        self.desk.run(None, notes={CLOCK_NOTE: str(self.clock.now()), **notes})
        await self.desk.quiet()
        await self.delivery.caught_up()

    async def _next(self) -> int:
        """When something falls due next: a letter, or the night's tidying."""
        letter = await self.desk.store.next_letter(self.desk.school)
        night = next_tidy(self.clock.now(), self.desk.zone)
        return night if letter is None else min(letter, night)


async def noted(store: Store, school: str, name: str) -> int | None:
    """Read a moment that was kept as a note; None where there is none."""
    async with store.batch(school) as batch:
        value = await batch.note(name)
    return int(value) if value else None


async def virtual_clock(store: Store, school: str, zone: str) -> VirtualClock:
    """Make the clock that stands where it was left; the first time, on the first morning of the school year."""
    left = await noted(store, school, CLOCK_NOTE)
    if left is not None:
        return VirtualClock(left)
    start = first_morning(zone)
    await _begin(store, school, start)
    return VirtualClock(start)


async def _begin(store: Store, school: str, start: int) -> None:
    """Keep where the virtual clock starts. Codes of classes made on the real clock count from there, too."""
    changes = Changes(notes={CLOCK_NOTE: str(start)})
    for record_id, doc in (await store.records_like(school, "c")).items():
        room = open_record(record_id, doc)
        if isinstance(room, Classroom):
            until = start + limits.code_days * DAY
            changes.records[record_id] = papers.encode(msgspec.structs.replace(room, code_until=until))
    async with store.batch(school) as batch:
        await batch.keep(changes)
