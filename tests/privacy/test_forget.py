"""Whoever is forgotten is gone: from every byte of the data folder, from a new backup, and for whatever is delivered late."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest_asyncio
from tests.schoolhouse import SCHOOL, Schoolhouse
from tests.test_conversations import opener

from plbot.backup import back_up
from plbot.core import consent_letters as c
from plbot.core import letters as n
from plbot.core.cards import Choice
from plbot.core.events import Inbound
from plbot.core.forgetting import mentions, without
from plbot.core.records import Asked, Board, Classroom, Member, Membership, News, Person, Request, Teacher, Told
from plbot.core.scenes import AtMenu, ReadingBinder
from plbot.core.standing import fold
from plbot.storage.store import Changes, EventKey, Hold

NAME = "Quetzal Canary"
WORDS = "canary words about a secret garden"
ANA = "stage:ana"


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[Schoolhouse]:
    made = Schoolhouse(opener("sqlite", tmp_path))
    await made.open()
    yield made
    await made.close()


class Lesson:
    """A class in which Ana did everything that leaves something behind, and Ben sat beside her."""

    def __init__(self, house: Schoolhouse) -> None:
        self.house = house
        self.count = 0

    async def say(self, who: str, *texts: str, at: int = 0) -> None:
        for text in texts:
            self.count += 1
            await self.house.hear(Inbound(f"x{self.count}", f"stage:{who}", "text", at, text))

    async def tap(self, who: str, label: str) -> None:
        """Press the newest button of this label that was shown to somebody."""
        for sending in reversed(self.house.said):
            choices = sending.card.choices
            if sending.address == f"stage:{who}" and choices:
                for place, choice in enumerate(choices.choices, 1):
                    if choice.label == label:
                        self.count += 1
                        value = f"{choices.mid}:{place}"
                        await self.house.hear(Inbound(f"x{self.count}", f"stage:{who}", "choice", choice=value))
                        return
        raise AssertionError(f"{who} was shown no button {label!r}")

    async def room(self) -> Classroom:
        [room] = await self.house.classes()
        return room

    async def give(self) -> None:
        house = self.house
        await house.found_class("Room 12", admit="open", path="ratios-6", teacher="Ms Li")
        code = (await self.room()).code
        await self.say("li", house.teacher_codes["Room 12"])
        await self.say("ben", code, "Ben", "skip", "skip")
        await self.say("ana", code, NAME, "1", f"{WORDS}: a goal")
        await self.say(
            "ana",
            "practise 6.RP.A.1",
            "1:2",
            "hint",
            "reassess",
            f"{WORDS}: a request",
            "very sure",
            f"{WORDS}: a feeling",
        )
        await self.say("ana", "binder", "add my own evidence", f"{WORDS}: a poster")
        await self.say("li", "menu", "Room 12")
        await self.tap("li", NAME)
        await self.say("li", "menu", "Room 12", "record a result")
        await self.tap("li", NAME)
        await self.say("ben", "practise 6.RP.A.1", "1:2")

    async def forget(self) -> str:
        person = await self.house.person("ana")
        assert person
        letter = n.Letter(person.id, self.house.desk.clock.now(), c.BeForgotten("admin"))
        await self.house.desk.run(EventKey("admin", "", "forget"), [letter]).settled
        await self.house.delivery.flush()
        return person.id


@pytest_asyncio.fixture
async def lesson(house: Schoolhouse) -> Lesson:
    made = Lesson(house)
    await made.give()
    return made


_HOLDS = "SELECT 1 FROM {table} WHERE instr(CAST({column} AS BLOB), CAST(? AS BLOB)) LIMIT 1"


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def where_found(folder: Path, needle: str) -> list[str]:
    """Which tables and columns of the database hold a text."""
    with closing(sqlite3.connect(folder / "plbot.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            f"{table}.{column}"
            for table in tables
            for _, column, *_ in database.execute(f"PRAGMA table_info({table})").fetchall()
            if database.execute(_HOLDS.format(table=table, column=column), (needle,)).fetchone()
        ]


async def test_everything_of_a_forgotten_person_leaves_the_bytes_of_the_database_and_a_new_backup(
    lesson: Lesson, tmp_path: Path
) -> None:
    """Name and words are nowhere; the number stands in the audit alone, and for a while as a word that it was forgotten."""
    assert NAME.encode() in all_bytes(tmp_path)
    assert WORDS.encode() in all_bytes(tmp_path)
    assert len(where_found(tmp_path, NAME)) >= 3
    (tmp_path / "plbot.db.before-0002").write_text(NAME)
    person = await lesson.forget()
    assert where_found(tmp_path, NAME) == where_found(tmp_path, WORDS) == []
    (tmp_path / "secret.key").write_text("0" * 64)
    made = back_up(tmp_path, tmp_path / "backups")
    assert made.is_dir()
    for text in (NAME, NAME.split(maxsplit=1)[0], WORDS, "secret garden"):
        assert text.encode() not in all_bytes(tmp_path)
    assert set(where_found(tmp_path, person)) == {"audit.about", "forgotten.id"}


async def test_neighbours_and_the_class_keep_what_is_theirs(lesson: Lesson) -> None:
    """Ben learns on, his record still follows from his facts, and the board is the teacher's as before."""
    before = await lesson.house.person("ben")
    await lesson.forget()
    ben = await lesson.house.person("ben")
    assert ben == before
    assert ben
    assert fold((kept.fact, kept.at) for kept in await lesson.house.facts("ben")) == ben.standings
    li = await lesson.house.person("li")
    assert li
    assert fold((kept.fact, kept.at) for kept in await lesson.house.facts("li")) == li.standings
    room = await lesson.room()
    assert [member.name for member in room.members.values()] == ["Ben"]
    assert room.requests == {}
    lesson.house.said.clear()
    await lesson.say("li", "record", "menu", "board")
    assert lesson.house.said


async def test_what_was_mastered_stays_in_the_class_total_without_a_name(lesson: Lesson) -> None:
    await lesson.say("li", "menu", "Room 12", "record a result", "quetzal", "6.RP.A.1", "mastered")
    await lesson.forget()
    assert (await lesson.room()).mastered_by_gone == 1


async def test_what_is_delivered_late_brings_nobody_back(lesson: Lesson) -> None:
    """Neither the same update once more nor one that was written before; who writes anew begins anew."""
    old = Inbound("late", ANA, "text", lesson.house.desk.clock.now() - 5, "hello again")
    seen = Inbound("x4", ANA, "text", text="whatever")
    await lesson.forget()
    for inbound in (old, seen):
        await lesson.house.hear(inbound)
    assert await lesson.house.person("ana") is None
    await lesson.house.advance(60_000, "later")
    await lesson.house.hear(Inbound("new", ANA, "text", lesson.house.desk.clock.now(), "hello"))
    new = await lesson.house.person("ana")
    assert new
    assert (new.name, new.facts, new.memberships) == ("", 0, ())


async def test_a_letter_under_way_to_somebody_forgotten_is_for_nobody(lesson: Lesson) -> None:
    person = await lesson.house.person("ana")
    assert person
    later = lesson.house.desk.clock.now() + 3_600_000
    note = n.YouWait("6.RP.A.1", 1)
    room = (await lesson.room()).id
    letters = [n.Letter(person.id, later, note), n.Letter(room, later, n.Renamed(person.id, NAME))]
    await lesson.house.desk.run(EventKey("admin", "", "letters"), letters).settled
    await lesson.forget()
    await lesson.house.advance(7_200_000, "later")
    assert await lesson.house.store.troubles(SCHOOL) == []
    assert await lesson.house.person("ana") is None


async def test_nobody_is_forgotten_while_an_open_report_holds_their_words(lesson: Lesson) -> None:
    """Whoever hurt somebody cannot take the evidence away; the teacher is told."""
    person = await lesson.house.person("ana")
    assert person
    async with lesson.house.store.batch(SCHOOL) as batch:
        await batch.keep(Changes(holds=[Hold(person.id, 1, "report")]))
    lesson.house.said.clear()
    await lesson.forget()
    assert await lesson.house.person("ana")
    assert any("open report" in sending.card.to_text() for sending in lesson.house.said)
    assert [row.deed for row in await lesson.house.store.audit(SCHOOL)][-1] == "held_back"


# a record without a person


def test_a_record_without_somebody_names_them_nowhere() -> None:
    """Whichever part of it does: lists, entries under their number, entries about them, a message of the day."""
    room = Classroom(
        "c1", "Room 12", "ratios-6", "Ms Li", "CODE", 9,
        teachers={"p-li": Teacher("Ms Li")},
        members={"p-ana": Member(NAME), "p-ben": Member("Ben")},
        requests={"r1": Request("p-ana", "A.1", 1), "r2": Request("p-ben", "A.1", 2)},
        leaving={"p-ana": 1},
        copies={"p-ana": 1, "p-ben": 2},
        board=Board("2026-09-07", news=(News("p-ana", "A.1", True), News("p-ben", "A.1", True)), told=(Told("lost", "p-ana"),)),
    )  # fmt: skip
    left = without(room, "p-ana")
    assert not mentions(left, "p-ana")
    assert NAME.encode() not in msgspec.json.encode(left)
    assert (list(left.members), list(left.requests), list(left.copies)) == (["p-ben"], ["r2"], ["p-ben"])
    assert left.board.news == (News("p-ben", "A.1", True),)
    assert without(left, "p-ana") is left


def test_a_teacher_who_was_just_reading_them_finds_the_menu() -> None:
    li = Person(
        "p-li",
        memberships=(Membership("c1", "Room 12", "ratios-6", "Ms Li", "teacher"),),
        scene=ReadingBinder("p-ana", classroom="c1"),
        asked=Asked("m1", (Choice(NAME, "student", "student:p-ana"),)),
    )
    left = without(li, "p-ana")
    assert (left.scene, left.asked, left.memberships) == (AtMenu(), None, li.memberships)
