"""The demo's class has a life when somebody sits down in it: things that went well, things that wait, somebody who needs help."""

import asyncio
from collections import Counter
from pathlib import Path

from plbot.content import load
from plbot.core.opening import open_record
from plbot.core.records import Classroom, Person
from plbot.demo import sample
from plbot.limits import DAY, HOUR
from plbot.simulation.building import simulated_school
from plbot.simulation.slate import Slate

CONTENT = Path(__file__).parents[2] / "content"


async def week() -> tuple[Classroom, list[Person]]:
    """The sample class after its week, in memory."""
    slates = (Slate("classmate"), Slate("terminal"))
    async with simulated_school(load(CONTENT), "demo", slates) as (school, clock):
        await sample.live(school, clock, slates)
        assert await school.desk.store.troubles(school.desk.school) == []
        room = await sample.class_of(school)
        docs = await school.desk.store.records_like(school.desk.school, "p")
        people = [open_record(record_id, doc) for record_id, doc in docs.items()]
        assert room is not None
        return room, [person for person in people if isinstance(person, Person) and person.learns_in]


def test_classmates_are_in_different_places_and_something_waits_for_the_teacher() -> None:
    room, people = asyncio.run(week())
    assert sorted(person.name for person in people) == [mate.name for mate in sample.CLASSMATES]
    states = Counter(standing.state for person in people for standing in person.standings.values())
    assert states["mastered"] > 0
    assert states["practising"] + states["learning"] > 0
    assert room.requests


def test_the_week_is_over_when_somebody_sits_down() -> None:
    for now in (20_000 * DAY, 20_000 * DAY + 7 * HOUR, 20_000 * DAY + 8 * HOUR, 20_000 * DAY + 23 * HOUR):
        begins = sample.week_before(now)
        assert now - (sample.DAYS + 1) * DAY < begins <= now - sample.DAYS * DAY
        assert begins % DAY == sample.MORNING
