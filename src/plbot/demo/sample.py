"""The sample class: a teacher, and simulated classmates who practised, asked, mastered and came back over the last school week."""

from random import Random
from typing import NamedTuple

import msgspec

from plbot.clock import VirtualClock
from plbot.core import names
from plbot.core.letters import FoundClass, Letter
from plbot.core.opening import open_record
from plbot.core.records import Admit, Classroom, Consent
from plbot.limits import DAY, HOUR
from plbot.school import School
from plbot.simulation import cohort
from plbot.simulation.cohort import Course, Habits, Profile
from plbot.simulation.life import Life, Plan
from plbot.simulation.slate import Slate
from plbot.storage.store import EventKey

CLASS_NAME = "Room 12"
PATH = "ratios-6"
TEACHER = "Ms Li"
TEACHER_ADDRESS = "terminal:ms-li"
DAYS = 7  # a week, five school days in it whenever it begins: a binder with a past, and everybody at a different place
DECIDED = 2  # school days on which the teacher decided; what was asked since waits for you, if you like
SEED = "12"  # the same sample class for everybody, so that two people can talk about it
MORNING = 8 * HOUR  # when a school day begins (UTC)
HABITS = Habits(attends=1.0, away=range(0), deeds=16, odd=0.01, asks_anyway=0.02)


class Classmate(NamedTuple):
    """A name, and what kind of student it is (`simulation.cohort.KINDS`). `puzzled`: a mix-up stands in the way everywhere."""

    name: str
    kind: str
    puzzled: bool = False


CLASSMATES = (
    Classmate("Ben", "on level"),
    Classmate("Cleo", "ahead"),
    Classmate("Dara", "on level"),
    Classmate("Emeka", "behind", puzzled=True),
    Classmate("Fatima", "ahead"),
)


async def found_class(school: School, chance: Random, *, admit: Admit = "open") -> tuple[str, str, str]:
    """Found the sample class. Gives its id, its code and the teacher's code."""
    classroom, code, teacher_code = names.class_id(chance), names.new_code(chance), names.new_code(chance)
    consent = Consent("school", school.desk.clock.now())
    note = FoundClass(classroom, CLASS_NAME, PATH, TEACHER, code, teacher_code, admit, consent, school.desk.zone)
    letter = Letter(classroom, school.desk.clock.now(), note)
    await school.desk.run(EventKey("demo", "", "class"), (letter,)).settled
    return classroom, code, teacher_code


def week_before(now: int) -> int:
    """The morning (ms) on which the sample class's week begins, so that it is over at `now`."""
    return (now - MORNING) // DAY * DAY + MORNING - DAYS * DAY


async def live(school: School, clock: VirtualClock, slates: tuple[Slate, Slate]) -> str:
    """Let the sample class live its week from the clock's moment on; `slates` are its students' and its teacher's.

    Gives the class code.
    """
    course = cohort.course(school.desk.office.library, PATH, SEED)
    plan = Plan(CLASS_NAME, PATH, TEACHER, DAYS, SEED, "open", DECIDED)
    life = Life(school, clock, course, plan, slates)
    await life.found([_profile(course, number, mate) for number, mate in enumerate(CLASSMATES, 1)])
    await life.days(lambda: None)
    return life.code


def _profile(course: Course, number: int, mate: Classmate) -> Profile:
    drawn = cohort.profile(course, number, mate.kind, f"{SEED}/{mate.name}")
    for skill in drawn.skills.values():
        skill.blocked = mate.puzzled
    return msgspec.structs.replace(drawn, name=mate.name, habits=HABITS)


async def class_of(school: School) -> Classroom | None:
    """The sample class, if this folder holds it already."""
    records = await school.desk.store.records_like(school.desk.school, "c")
    rooms = [open_record(record_id, doc) for record_id, doc in records.items()]
    return next((room for room in rooms if isinstance(room, Classroom)), None)
