"""The words of danger and the page about them are kept together: there is no moment at which one is stored without the other."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from tests.privacy.test_forget import Lesson
from tests.schoolhouse import Schoolhouse
from tests.test_conversations import opener

CRY = "i want to kill myself, canary cry"
TABLES = ("text", "outbox", "fact", "letter", "hold", "record")  # all that such a turn writes
OF_WORDS = ("text", "fact", "hold")


@pytest_asyncio.fixture
async def school(tmp_path: Path) -> AsyncIterator[Lesson]:
    house = Schoolhouse(opener("sqlite", tmp_path))
    await house.open()
    made = Lesson(house)
    await house.found_class("Room 12", admit="open", path="ratios-6", teacher="Ms Li")
    await made.say("bell", await house.put_on_duty("Mr Bell"))
    await made.say("ana", (await made.room()).code, "Ana", "skip", "skip")
    yield made
    await house.close()


def kept(folder: Path) -> tuple[int, int]:
    """How many texts hold the words, and how many pages are owed or were sent, as another program sees it."""
    with closing(sqlite3.connect(folder / "plbot.db")) as database:
        [[words]] = database.execute("SELECT count(*) FROM text WHERE body LIKE '%canary cry%'")
        [[pages]] = database.execute("SELECT count(*) FROM outbox WHERE key LIKE 'alarm:%'")
    return words, pages


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "plbot.db", timeout=10)) as database:
        database.execute(statement)
        database.commit()


async def test_after_each_commit_both_are_there_or_neither(school: Lesson, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    school.house.desk.followers.append(lambda _: seen.append(kept(tmp_path)))
    await school.say("ana", CRY)
    assert set(seen) <= {(0, 0), (1, 1)}
    assert seen[-1] == (1, 1)


@pytest.mark.parametrize("table", TABLES)
async def test_where_one_of_it_cannot_be_written_nothing_of_it_is(school: Lesson, tmp_path: Path, table: str) -> None:
    """The database refuses in the middle of the transaction: no words without a page; where only the words cannot be kept, a page."""
    for verb in ("INSERT", "UPDATE"):
        change(
            tmp_path, f"CREATE TRIGGER broken_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'disk'); END"
        )
    hearing = asyncio.create_task(school.say("ana", CRY))
    await asyncio.wait([hearing], timeout=60 if table in OF_WORDS else 0.5)
    assert kept(tmp_path) == (0, 1 if table in OF_WORDS else 0)
    for verb in ("INSERT", "UPDATE"):
        change(tmp_path, f"DROP TRIGGER broken_{verb}")
    await asyncio.wait_for(hearing, 60)
    await school.say("ana", CRY)
    assert kept(tmp_path) == (1, 1)
