"""The virtual clock: what falls due on the way happens at its own moment, and a crash on the way skips nothing."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plbot import papers
from plbot.adapters import Adapter
from plbot.clock import RealClock, VirtualClock, first_morning
from plbot.core.calendar import local
from plbot.core.events import Inbound
from plbot.core.opening import open_record
from plbot.core.records import Classroom
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.durations import DurationError, read_duration
from plbot.limits import DAY, HOUR, MINUTE, SECOND, limits
from plbot.night import next_tidy, tidy_once
from plbot.storage.store import Changes, EventKey, Store
from plbot.ticks import Ticks
from plbot.travel import CLOCK_NOTE, TARGET_NOTE, Traveller, noted, virtual_clock

Says = Callable[..., Inbound]
SCHOOL = "hill"


class Notebook(Adapter, Protocol):
    """The adapter of the fixture: it writes down what it was given."""

    said: list[tuple[str, str]]


def key(name: str) -> EventKey:
    return EventKey("note", "", name)


@pytest.fixture
def traveller(desk: Desk, delivery: Delivery, clock: VirtualClock) -> Traveller:
    return Traveller(desk, delivery, clock)


@pytest.mark.parametrize(
    ("text", "length"),
    [("2d 3h", 2 * DAY + 3 * HOUR), ("90m", 90 * MINUTE), ("1w", 7 * DAY), ("45s", 45 * SECOND), ("1D2H", DAY + 2 * HOUR), ("0s", 0)],
)  # fmt: skip
def test_durations_are_read_as_people_write_them(text: str, length: int) -> None:
    assert read_duration(text) == length


@pytest.mark.parametrize("text", ["", "2", "d", "2x", "-1d", "1.5h", "2d and 3h", "٣d", "99999999w", "1d" * 80])
def test_what_is_not_a_duration_is_refused(text: str) -> None:
    with pytest.raises(DurationError):
        read_duration(text)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_durations(text: str) -> None:
    """Any text is either a length or refused in words."""
    with suppress(DurationError):
        assert read_duration(text) >= 0


def test_the_school_year_begins_on_a_monday_at_eight_in_the_schools_zone() -> None:
    for zone in ("UTC", "America/Los_Angeles", "Asia/Kolkata"):
        here = local(first_morning(zone), zone)
        assert (here.isoformat()[:16], here.weekday()) == ("2026-09-07T08:00", 0)


def test_the_real_clock_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is set right must not make letters that were due now wait."""
    clock = RealClock()
    moments = iter([5_000_000_000, 3_000_000_000])
    monkeypatch.setattr("plbot.clock.time.time_ns", lambda: next(moments))
    assert [clock.now(), clock.now()] == [5_000, 5_000]


async def test_what_falls_due_on_the_way_happens_in_order_at_its_own_moment(
    desk: Desk, store: Store, notebook: Notebook, says: Says, traveller: Traveller
) -> None:
    clock, start = traveller.clock, traveller.clock.now()
    for who, wait in (("ana", 2 * DAY), ("ben", HOUR), ("cem", 3 * DAY), ("dee", HOUR)):
        await desk.hear(says(who, f"in {wait}")).settled
    await traveller.advance(key("a"), 2 * DAY)
    assert [who for who, _ in notebook.said] == ["ben", "dee", "ana"]
    assert clock.now() == start + 2 * DAY
    assert await noted(store, SCHOOL, CLOCK_NOTE) == clock.now()
    assert await noted(store, SCHOOL, TARGET_NOTE) is None
    assert await store.next_letter(SCHOOL) == start + 3 * DAY


async def test_the_same_advance_twice_moves_once(clock: VirtualClock, traveller: Traveller) -> None:
    start = clock.now()
    await traveller.advance(key("a"), HOUR)
    await traveller.advance(key("a"), HOUR)
    assert clock.now() == start + HOUR


async def test_an_advance_that_a_crash_cut_off_is_finished_at_the_next_start(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says, clock: VirtualClock
) -> None:
    """The crash came between the letters of the first and of the second day."""
    start = clock.now()
    await desk.hear(says("ana", f"in {DAY}")).settled
    await desk.hear(says("ben", f"in {2 * DAY}")).settled
    await desk.run(key("a"), notes={TARGET_NOTE: str(start + 3 * DAY)}).settled
    await desk.run(None, notes={CLOCK_NOTE: str(start + DAY)}).settled
    clock.move_to(start + DAY)
    again = Traveller(desk, delivery, await virtual_clock(desk.store, SCHOOL, "UTC"))
    desk.clock = again.clock
    await again.resume()
    assert [who for who, _ in notebook.said] == ["ana", "ben"]
    assert desk.clock.now() == start + 3 * DAY
    await again.advance(key("a"), 3 * DAY)
    assert desk.clock.now() == start + 3 * DAY


async def test_each_night_on_the_way_is_tidied_once(
    desk: Desk, store: Store, says: Says, traveller: Traveller, clock: VirtualClock
) -> None:
    """Words go after their thirty days, though the program never ran on the real clock; the fact stays."""
    await desk.hear(says("ana", "fact my own words")).settled
    [person] = await store.records_like(SCHOOL, "p")
    await traveller.advance(key("a"), (limits.text_days + 2) * DAY)
    async with store.batch(SCHOOL) as batch:
        [fact] = await batch.facts(person, 0, 5)
    assert fact.text is None
    assert not await tidy_once(store, SCHOOL, "UTC", clock.now())


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"])
def test_a_night_comes_once_a_day_also_when_the_clocks_change(zone: str) -> None:
    moment = first_morning(zone)
    days = []
    for _ in range(365):
        moment = next_tidy(moment, zone)
        days.append(local(moment, zone).date())
    assert len(set(days)) == 365
    assert (days[-1] - days[0]).days == 364


async def test_codes_made_on_the_real_clock_still_open_the_door_on_the_virtual_one(store: Store) -> None:
    """A class made long before the virtual school year keeps a code that can be used in it."""
    old = Classroom("c1", "6b", "grade-6", "Ms Li", "ABCDEFGH", code_until=5)
    async with store.batch(SCHOOL) as batch:
        await batch.keep(Changes(records={"c1": papers.encode(old)}))
    clock = await virtual_clock(store, SCHOOL, "UTC")
    room = open_record("c1", (await store.records_like(SCHOOL, "c"))["c1"])
    assert isinstance(room, Classroom)
    assert room.code_until == clock.now() + limits.code_days * DAY


async def test_a_tick_reads_letters_that_came_due(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says, clock: VirtualClock
) -> None:
    await desk.hear(says("ana", "in 1000")).settled
    ticks = Ticks(desk, delivery)
    await ticks.look()
    await desk.quiet()
    assert notebook.said == []
    clock.move_to(clock.now() + 1000)
    await ticks.look()
    await desk.quiet()
    await delivery.flush()
    assert notebook.said == [("ana", "letter 0")]
    await ticks.night()
    assert not await tidy_once(desk.store, SCHOOL, "UTC", clock.now())


async def test_what_a_tick_began_is_finished_when_the_ticks_stop(desk: Desk, says: Says) -> None:
    """Stopping in the middle of the night's tidying leaves neither half a transaction nor a second tidying."""
    ticks = Ticks(desk, Delivery(desk, {}, Random(1)))
    ticks.start()
    await desk.hear(says("ana", "hello")).settled
    await ticks.stop()
    await ticks.stop()
    assert not await tidy_once(desk.store, SCHOOL, "UTC", desk.clock.now())
