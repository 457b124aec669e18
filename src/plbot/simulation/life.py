"""One class lives: lessons, nights and weekends on a virtual clock; every deed goes through the real desk and dialogues."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from plbot import papers
from plbot.clock import VirtualClock
from plbot.core import names
from plbot.core.calendar import SATURDAY, local
from plbot.core.events import Inbound
from plbot.core.facts import Kept
from plbot.core.letters import FoundClass, Letter
from plbot.core.records import Admit, Classroom, Consent, Person
from plbot.limits import DAY, HOUR, MINUTE, SECOND
from plbot.receipts import Receipt
from plbot.school import School
from plbot.simulation.cohort import Course, Profile
from plbot.simulation.deeds import Deed, wrote
from plbot.simulation.mind import Seen
from plbot.simulation.slate import Slate
from plbot.simulation.student import Student
from plbot.simulation.teacher import Load, Teacher
from plbot.storage.store import EventKey

BETWEEN = 25 * SECOND  # from one deed of a student to the next
LESSONS = ((HOUR, 0.6), (6 * HOUR, 0.4))  # after the morning's 8 o'clock, and the share of the day's work in it
BOARD_AFTER = 45 * MINUTE  # from a lesson's beginning to the teacher's look at the board
ALL_FACTS = 1_000_000  # more than any student's life has


@dataclass(frozen=True)
class Plan:
    """What class there is: its name and path, how people get in, and for how many days it lives."""

    name: str
    path: str
    teacher: str
    days: int
    seed: str
    admit: Admit = "approve"
    decides: int = 1_000  # school days on which the teacher looks at the board; what is asked after them waits


@dataclass(frozen=True)
class Lived:
    """A student's life as the store remembers it, the truth beside it, and messages sent to them."""

    profile: Profile
    facts: tuple[Kept, ...]
    journal: dict[tuple[int, str], Seen]
    messages: int
    worked: int  # days on which they worked


class Life:
    """`slates` are the students' and the teacher's: one and the same, where all use one platform."""

    def __init__(
        self, school: School, clock: VirtualClock, course: Course, plan: Plan, slates: tuple[Slate, Slate]
    ) -> None:
        slate, board = slates
        self.desk = school.desk
        self.delivery = school.delivery
        self.school = school
        self.clock = clock
        self.slate = slate
        self.course = course
        self.plan = plan
        self.chance = Random(f"{plan.seed}/{plan.name}")  # noqa: S311 - a simulation must be repeatable
        self.students: list[Student] = []
        self.classroom = ""
        self.code = ""
        self.teacher = Teacher(f"{board.platform}:ms-li", board, self.chance, self._alone)
        self.worked: dict[str, int] = {}
        self.deeds = 0
        self._teacher_id = ""

    async def found(self, profiles: Sequence[Profile]) -> None:
        """Found the class; its teacher comes in. The students join in their first lesson."""
        self.classroom, self.code = names.class_id(self.chance), names.new_code(self.chance)
        teacher_code, now, plan = names.new_code(self.chance), self.clock.now(), self.plan
        note = FoundClass(
            self.classroom, plan.name, plan.path, plan.teacher, self.code, teacher_code, plan.admit,
            Consent("school", now), self.desk.zone,
        )  # fmt: skip
        await self.desk.run(EventKey("simulation", "", "class"), (Letter(self.classroom, now, note),)).settled
        await self.teacher.act(wrote(teacher_code))
        self.students = [
            Student(profile, self.course, self._address(profile), self.code, plan.seed) for profile in profiles
        ]

    def _address(self, profile: Profile) -> str:
        return f"{self.slate.platform}:{profile.name.casefold().replace(' ', '-')}"

    async def days(self, told: Callable[[], None]) -> None:
        """Live all days; `told` is called after each."""
        start = self.clock.now()
        for day in range(self.plan.days):
            morning = start + day * DAY
            if local(morning, self.desk.zone).weekday() < SATURDAY:
                await self._school_day(day, morning)
            await self._until(morning + DAY, f"night {day}")
            told()
        await self.delivery.caught_up()

    async def _school_day(self, day: int, morning: int) -> None:
        here: set[str] = set()
        for begins, share in LESSONS:
            self.clock.move_to(morning + begins)
            await self.desk.quiet()
            working = [student for student in self.students if student.sits_down(day, share)]
            if not day:
                working = list(self.students)  # on the first day everybody is there
            here |= {student.address for student in working}
            await self._lesson(working)
            self.clock.move_to(morning + begins + BOARD_AFTER)
            await self.desk.quiet()
            await self.delivery.caught_up()
            if len(self.teacher.loads) < self.plan.decides:
                await self.teacher.decide(self._board, self.clock.now())
        for address in here:
            self.worked[address] = self.worked.get(address, 0) + 1
        self.teacher.day_ends()

    async def _lesson(self, working: Sequence[Student]) -> None:
        """Everybody does one thing after the other, all at the same pace."""
        while working:
            self.clock.move_to(self.clock.now() + BETWEEN)
            people = await self._people(working)
            deeds = [(student, student.next_deed(people.get(student.address), self.clock.now())) for student in working]
            receipts = [self._hand_in(student.address, deed) for student, deed in deeds if deed]
            self.desk.wake()  # timers may have come due
            await asyncio.gather(*(receipt.settled for receipt in receipts))
            working = [student for student, deed in deeds if deed]

    def _hand_in(self, address: str, deed: Deed) -> Receipt:
        self.deeds += 1
        return self.desk.hear(Inbound(f"e{self.deeds}", address, deed.kind, self.clock.now(), deed.text, deed.choice))

    async def _alone(self, address: str, deed: Deed) -> None:
        """One deed to its very end, until everybody has seen what it led to."""
        await self._hand_in(address, deed).settled
        await self.delivery.caught_up()

    async def _until(self, moment: int, event: str) -> None:
        """Let time pass; what falls due on the way happens at its own moment."""
        if self.school.traveller:
            await self.delivery.caught_up()
            await self.school.traveller.advance(EventKey("simulation", "", event), moment - self.clock.now())

    # looking

    async def _people(self, students: Sequence[Student]) -> dict[str, Person]:
        """The records of those students who have one."""
        fresh = {self.desk.office.vault.hash(one.address): one for one in students if not one.person_id}
        async with self.desk.store.batch(self.desk.school) as batch:
            for digest, person_id in (await batch.people(list(fresh))).items() if fresh else ():
                fresh[digest].person_id = person_id
                self.teacher.minds[person_id] = fresh[digest].mind
            docs = await batch.records([one.person_id for one in students if one.person_id])
        at_hand = self.desk.opened
        records = {one.address: at_hand.open(one.person_id, docs[one.person_id]) for one in students if one.person_id}
        return {address: record for address, record in records.items() if isinstance(record, Person)}

    async def _board(self) -> tuple[Person, Classroom]:
        async with self.desk.store.batch(self.desk.school) as batch:
            if not self._teacher_id:
                digest = self.desk.office.vault.hash(self.teacher.address)
                self._teacher_id = (await batch.people([digest]))[digest]
            docs = await batch.records([self._teacher_id, self.classroom])
        me, room = (self.desk.opened.open(id_, docs[id_]) for id_ in (self._teacher_id, self.classroom))
        if not isinstance(me, Person) or not isinstance(room, Classroom):
            raise TypeError("a class and its teacher changed places")
        return me, room

    async def lived(self) -> list[Lived]:
        """All lives, once the days are over."""
        lives = []
        async with self.desk.store.batch(self.desk.school) as batch:
            for student in self.students:
                found = papers.kept(await batch.facts(student.person_id, 0, ALL_FACTS)) if student.person_id else ()
                lives.append(
                    Lived(
                        student.profile,
                        tuple(reversed(found)),
                        student.mind.journal,
                        self.slate.messages[student.address],
                        self.worked.get(student.address, 0),
                    )
                )
        return lives

    @property
    def loads(self) -> Sequence[Load]:
        return self.teacher.loads
