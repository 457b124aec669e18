"""Travel in time: what has had its day leaves the bytes of the database, and what it came to stays."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.privacy.test_forget import Lesson, all_bytes, where_found
from tests.schoolhouse import SCHOOL, Schoolhouse
from tests.test_conversations import opener
from tests.wander import acts, perform, started

from plbot.core.standing import carried_over, fold
from plbot.limits import DAY, limits
from plbot.storage.store import Changes, Hold
from plbot.yearly import carry_over, carry_over_once, horizon

WORDS = "canary words"


@pytest_asyncio.fixture
async def lesson(tmp_path: Path) -> AsyncIterator[Lesson]:
    house = Schoolhouse(opener("sqlite", tmp_path))
    await house.open()
    made = Lesson(house)
    await made.give()
    yield made
    await house.close()


async def test_words_leave_after_thirty_days_and_messages_that_quoted_them_after_seven_more(
    lesson: Lesson, tmp_path: Path
) -> None:
    """Of every byte of the database; that something was written stays."""
    facts = len(await lesson.house.facts("ana"))
    await lesson.house.advance((limits.text_days - 1) * DAY, "a month")
    assert b"canary words" in all_bytes(tmp_path)
    await lesson.house.advance(2 * DAY, "two days")
    assert where_found(tmp_path, WORDS) == ["outbox.doc"]
    await lesson.house.advance(limits.outbox_days * DAY, "a week")
    assert b"canary words" not in all_bytes(tmp_path)
    assert len(await lesson.house.facts("ana")) == facts
    assert all(not kept.text for kept in await lesson.house.facts("ana"))


async def test_held_words_stay_until_the_report_is_closed(lesson: Lesson, tmp_path: Path) -> None:
    person = await lesson.house.person("ana")
    assert person
    texts = await lesson.house.store.texts(SCHOOL, person.id)
    async with lesson.house.store.batch(SCHOOL) as batch:
        await batch.keep(Changes(holds=[Hold(person.id, text.seq, "r") for text in texts]))
    await lesson.house.advance(40 * DAY, "forty days")
    assert b"canary words" in all_bytes(tmp_path)
    async with lesson.house.store.batch(SCHOOL) as batch:
        await batch.keep(Changes(released=["r"]))
    await lesson.house.advance((1 + limits.outbox_days) * DAY, "a week and a day")
    assert b"canary words" not in all_bytes(tmp_path)


async def test_a_report_of_danger_keeps_its_words_until_it_is_closed_and_no_longer(
    lesson: Lesson, tmp_path: Path
) -> None:
    """Forty days later whoever has it can still read it; after closing the words go with the others of their age."""
    await lesson.say("bell", await lesson.house.put_on_duty("Mr Bell"))
    await lesson.say("ana", "i want to kill myself, canary cry")
    await lesson.tap("bell", "I take care of it")
    await lesson.house.advance((limits.text_days + 10) * DAY, "forty days")
    assert "text.body" in where_found(tmp_path, "canary cry")
    assert where_found(tmp_path, "canary words") == []
    await lesson.tap("bell", "Read what was written")
    assert "canary cry" in lesson.house.said[-1].card.to_text()
    await lesson.tap("bell", "Close: looked after, safe")
    await lesson.house.advance((1 + limits.outbox_days) * DAY, "a week and a day")
    assert b"canary cry" not in all_bytes(tmp_path)


async def test_facts_of_years_long_ended_become_what_they_came_to(lesson: Lesson) -> None:
    """Three years on the single answers are gone; the standing, and what is learned from then on, are as before."""
    before = await lesson.house.person("ana")
    assert before
    assert await carry_over_once(lesson.house.store, SCHOOL, "UTC", lesson.house.desk.clock.now() + 3 * 365 * DAY) > 0
    facts = await lesson.house.facts("ana")
    assert {kept.fact.__struct_config__.tag for kept in facts} == {"carried-over"}
    assert fold((kept.fact, kept.at) for kept in facts) == before.standings
    await lesson.say("ana", "practise 6.RP.A.1", "1:2")
    person = await lesson.house.person("ana")
    assert person
    assert fold((kept.fact, kept.at) for kept in await lesson.house.facts("ana")) == person.standings
    assert await lesson.house.store.troubles(SCHOOL) == []


async def test_carrying_over_happens_once_a_year_and_leaves_recent_facts(lesson: Lesson) -> None:
    house = lesson.house
    now = house.desk.clock.now()
    facts = len(await house.facts("ana"))
    assert await carry_over_once(house.store, SCHOOL, "UTC", now) == 0
    later = now + 3 * 365 * DAY
    person = await house.person("ana")
    assert person
    assert await carry_over(house.store, SCHOOL, person.id, now) == 0
    assert await carry_over_once(house.store, SCHOOL, "UTC", later) > 0
    assert 0 < len(await house.facts("ana")) < facts
    assert await carry_over_once(house.store, SCHOOL, "UTC", later) == 0


@pytest.mark.parametrize(
    ("now", "first_kept"),
    [
        ("2026-09-07", "2024-08-01"),
        ("2026-07-31", "2023-08-01"),
        ("2026-08-01", "2024-08-01"),
        ("2027-01-01", "2024-08-01"),
    ],
)
def test_facts_are_kept_to_the_end_of_the_school_year_and_two_more(now: str, first_kept: str) -> None:
    moment = int(datetime.fromisoformat(now).replace(tzinfo=UTC).timestamp() * 1000)
    assert datetime.fromtimestamp(horizon(moment, "UTC") / 1000, UTC).date().isoformat() == first_kept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts, st.integers(0, 200))
def test_wherever_the_past_is_cut_the_standings_stay(doings: list, cut: int) -> None:  # type: ignore[type-arg] # hypothesis draws it
    """Summed up and folded on it gives what all facts give."""
    stage = started(admit="open", joined=True)
    for act in doings:
        perform(stage, act)
    facts = [(kept.fact, kept.at) for kept in stage.facts_of("ana")]
    old, rest = facts[:cut], facts[cut:]
    sums = carried_over(old)
    assert fold([*((fact, 0) for fact in sums), *rest]) == fold(facts)
    assert len(sums) <= len(old)
