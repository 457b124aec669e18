"""A lesson over a Telegram that keeps its limits: how long until each answer's reply is there.

Students, Telegram and plbot share one process and one processor here, so that real replies come a little sooner.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from benchmarks import school
from tests.fakes.telegram import TOKEN, Person, TelegramFake

from plbot import papers
from plbot.adapters import Adapter
from plbot.clock import RealClock
from plbot.content import find_content, load
from plbot.core import letters as n
from plbot.core import names
from plbot.core import scenes as s
from plbot.core.cards import Card, Paragraph
from plbot.core.events import Inbound
from plbot.core.records import Consent
from plbot.delivery import Delivery
from plbot.demo.answering import missed, right
from plbot.desk import Desk
from plbot.school import School
from plbot.sitting import Office
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Changes, EventKey, NewOwed
from plbot.words import load as load_words
from plbot_telegram.serve import Telegram, adapter

EVERY = 12.0  # seconds between two answers of one student, give or take a quarter
JOINING = ("1 3", "skip", school.STANDARD, "practise")  # after the code and the name
BROADCAST = "School ends at noon tomorrow."
SAYING = ("sendmessage", "sendphoto", "sendrichmessage")
PATIENCE = 60.0  # seconds until what never came counts as lost
LOOK = 0.5  # seconds between two looks whether all is said: a look takes some milliseconds


@dataclass(frozen=True)
class Size:
    """Of `people`, the first `students` answer."""

    people: int = 300
    students: int = 150
    seconds: float = 60.0
    every: float = EVERY


QUICK = Size(people=12, students=6, seconds=4.0, every=2.0)


class Silent(school.Listener):
    """Telegram while students join: it takes everything at once."""

    platform = "telegram"


@dataclass
class Lesson:
    """An open school with students in the middle of practice. `sent` notes when each answer was available to the bot."""

    fake: TelegramFake
    desk: Desk
    delivery: Delivery
    minds: school.Minds
    people: Sequence[Person]
    chance: Random = field(default_factory=lambda: Random(4))  # noqa: S311 # the same lesson each time
    sent: list[tuple[int, float]] = field(default_factory=list)  # chat, moment

    def answer(self, person: Person) -> None:
        scene = self.minds.scenes.get(_urn(person))
        words = "practise"
        if isinstance(scene, s.Practising):
            knows = self.chance.random() < school.KNOWS
            words = right(scene.question) if knows else missed(scene.question, self.chance)
        self.sent.append((person.id, self.fake.world.now()))
        person.types(words)

    async def goes_on(self, people: Sequence[Person], seconds: float, every: float) -> None:
        """Let each of them answer about every so many seconds, at moments of their own."""
        async with asyncio.TaskGroup() as group:
            for person in people:
                group.create_task(self._works(person, seconds, every))
        await self.all_said()

    async def _works(self, person: Person, seconds: float, every: float) -> None:
        until = asyncio.get_running_loop().time() + seconds
        await asyncio.sleep(self.chance.uniform(0, every))
        while asyncio.get_running_loop().time() < until:
            self.answer(person)
            await asyncio.sleep(every * self.chance.uniform(0.75, 1.25))

    async def broadcast(self) -> None:
        """Owe everybody the same news, as one commit of a turn would."""
        ids = list(await self.desk.store.records_like(school.SCHOOL, "p"))
        now, doc = self.desk.clock.now(), papers.encode(Card((Paragraph(BROADCAST),)))
        owed = [NewOwed(id_, "", "cheers", f"news {id_}", revises=False, doc=doc, due=now) for id_ in ids]
        async with self.desk.store.batch(school.SCHOOL) as batch:
            await batch.keep(Changes(owed=owed))
        self.delivery.wake()

    async def all_said(self) -> None:
        """Wait until every answer has its reply, or for a minute."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while len(self.waits(0)) < len(self.sent) and loop.time() < until:  # noqa: ASYNC110 # a look at every call would cost what is measured
            await asyncio.sleep(LOOK)

    def waits(self, since: int) -> list[float]:
        """Seconds until the reply arrived, for the answers from number `since` on that have one."""
        replies = _replies(self.fake)
        found = []
        for chat, moment in self.sent[since:]:
            here = replies.get(chat, ())
            reply = next((at for at in here if at >= moment), None)
            if reply is not None:
                found.append(reply - moment)
        return found

    def news(self) -> int:
        """To how many the broadcast was said."""
        return sum(1 for call in self.fake.calls if call.code == 200 and BROADCAST in str(call.payload))


def _urn(person: Person) -> str:
    return f"telegram:{person.id}"


def _replies(fake: TelegramFake) -> Mapping[int, Sequence[float]]:
    """When replies reached each chat."""
    found: dict[int, list[float]] = {}
    for call in fake.calls:
        if call.code == 200 and call.method.lower() in SAYING and BROADCAST not in str(call.payload):
            found.setdefault(int(str(call.chat)), []).append(call.at)
    return found


# opening


@asynccontextmanager
async def _at_work(store: SqliteStore, minds: school.Minds, platform: Adapter) -> AsyncIterator[School]:
    office = Office(
        school.real_house(minds), load(find_content(None)), load_words(), school.VAULT, school.VAULT.salt(school.SCHOOL)
    )
    desk = Desk(school.SCHOOL, "UTC", store, office, RealClock())
    delivery = Delivery(desk, {"telegram": platform}, Random(1))  # noqa: S311 # jitter
    desk.start()
    delivery.start()
    try:
        yield School(desk, delivery)
    finally:
        await delivery.close()
        await desk.close()


async def _join(open_school: School, people: Sequence[Person]) -> None:
    chance = Random(1)  # noqa: S311 # the same class each time
    desk, now = open_school.desk, open_school.desk.clock.now()
    code = names.new_code(chance)
    consent = Consent("school", now)
    note = n.FoundClass(names.class_id(chance), "Room 12", school.PATH, "Ms Li", code, "", "open", consent, "UTC")
    await desk.run(EventKey("admin", "", "class"), [n.Letter(note.classroom, now, note)]).settled

    async def one(person: Person) -> None:
        for number, words in enumerate((code, person.name, *JOINING)):
            event = f"join {person.id} {number}"
            await desk.hear(Inbound(event, _urn(person), "text", desk.clock.now(), words)).settled

    await asyncio.gather(*map(one, people))
    await open_school.delivery.flush()


@asynccontextmanager
async def opened(folder: Path, size: Size) -> AsyncIterator[Lesson]:
    """Open a school whose students joined and practise, then put the real adapter before a Telegram with limits."""
    minds = school.Minds(Random(3))  # noqa: S311 # the same students each time
    store = SqliteStore(folder / "lesson.db")
    await store.open()
    await store.found_school(school.SCHOOL, "UTC", 0)
    async with TelegramFake(paced=True) as fake:
        people = [fake.user(f"Student {number}", started=True) for number in range(size.people)]
        async with _at_work(store, minds, Silent()) as joining:
            await _join(joining, people)
        telegram = _telegram(fake)
        async with _at_work(store, minds, telegram) as open_school:
            serving = asyncio.create_task(telegram.serve(open_school))
            yield Lesson(fake, open_school.desk, open_school.delivery, minds, people)
            telegram.stop()
            await serving
    await store.close()


def _telegram(fake: TelegramFake) -> Telegram:
    return adapter({"PLBOT_TELEGRAM_TOKEN": TOKEN, "PLBOT_TELEGRAM_API": fake.url})


# measuring


async def measure(folder: Path, size: Size) -> dict[str, Any]:
    """A lesson, the same while a broadcast goes out, and all answers in one instant."""
    async with opened(folder, size) as lesson:
        students = lesson.people[: size.students]
        await lesson.goes_on(students, size.seconds, size.every)
        alone = lesson.waits(0)
        since = len(lesson.sent)
        going = asyncio.create_task(lesson.goes_on(students, size.seconds / 2, size.every))
        await asyncio.sleep(size.every / 4)
        await lesson.broadcast()
        await going
        beside = lesson.waits(since)
        await asyncio.sleep(1.5)  # so that every chat may be spoken to at once
        since = len(lesson.sent)
        for person in students:
            lesson.answer(person)
        await lesson.all_said()
        instant = lesson.waits(since)
        await lesson.all_said()
        return {
            "lesson": _spread(alone),
            "beside_broadcast": _spread(beside),
            "later": max(beside) - median(alone),
            "news": lesson.news(),
            "instant_last": max(instant),
            "lost": len(lesson.sent) - len(lesson.waits(0)),
            "too_fast": len(lesson.fake.violations),
            "not_of_the_api": len(lesson.fake.objections),
        }


def _spread(waits: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(waits, n=20, method="inclusive")
    return {"replies": len(waits), "p50": median(waits), "p95": cuts[18], "max": max(waits)}
