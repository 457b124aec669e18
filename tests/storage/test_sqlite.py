"""What the SQLite store promises beyond the contract: it survives, refuses, waits and forgets."""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest
import pytest_asyncio

from plbot.limits import DAY, limits
from plbot.storage.migrate import known, migrate
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import (
    Changes,
    EventKey,
    NewFact,
    NewLetter,
    NewOwed,
    NewText,
    SentMark,
    StoredAddress,
    StoreError,
)

OAK = "oak"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plbot.db"


@pytest_asyncio.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(path)
    await made.open()
    yield made
    await made.close()


async def keep(store: SqliteStore, changes: Changes) -> None:
    async with store.batch(OAK) as batch:
        await batch.keep(changes)


async def refusal(path: Path) -> str:
    """Why the database cannot be opened."""
    store = SqliteStore(path)
    with pytest.raises(StoreError) as refused:
        await store.open()
    return str(refused.value)


def all_bytes(path: Path) -> bytes:
    """Everything that lies on the disk of this database."""
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def start(program: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Another program of ours, which we can write to, read from and kill."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def canaries(path: Path, many: int) -> set[int]:
    """Which of the marked words lie anywhere in the files."""
    lie = all_bytes(path)
    return {n for n in range(many) if b"canary-%04d" % n in lie}


def open_to_others(path: Path) -> dict[str, int]:
    """Which rights other users have on each file of the database."""
    return {file.name: file.stat().st_mode & 0o077 for file in path.parent.glob(f"{path.name}*")}


def junk(path: Path) -> None:
    path.write_bytes(b"My holidays. " * 100)


def age(path: Path, day: int) -> Path:
    """A copy that was written on this day since 1970."""
    path.write_bytes(b"canary")
    os.utime(path, (day * 86_400, day * 86_400))
    return path


WRITER = """
import asyncio, sys
from pathlib import Path
from plbot.storage.migrate import known, migrate
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Changes

async def main():
    store = SqliteStore(Path(sys.argv[1]))
    await store.open()
    for n in range(1_000_000):
        async with store.batch("oak") as batch:
            await batch.keep(Changes(records={f"r{n}": b"doc"}))
        print(n, flush=True)

asyncio.run(main())
"""


async def test_what_was_committed_survives_kill_9(path: Path) -> None:
    """Every turn that was acknowledged before the process was killed is there afterwards, and the database is sound."""
    with start(WRITER, path) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        told += [int(line) for line in process.stdout if line.endswith("\n")]
    store = SqliteStore(path)
    await store.open()
    await store.found_school(OAK, "UTC", 1)
    kept = await store.records_like(OAK, "r")
    amiss = await store.check()
    await store.close()
    assert {f"r{n}" for n in told} <= set(kept)
    assert amiss == []


OPENER = """
import asyncio, sys
from pathlib import Path
from plbot.storage.migrate import known, migrate
from plbot.storage.sqlite import SqliteStore

async def main():
    store = SqliteStore(Path(sys.argv[1]))
    sys.stdin.readline()
    await store.open()
    for n in range(20):
        assert await store.claim("oak", sys.argv[2], str(n), 1)
    await store.close()

asyncio.run(main())
"""


def test_several_programs_open_a_new_database_at_once(path: Path) -> None:
    """One of them creates the tables, all of them write, and nobody fails."""
    programs = [start(OPENER, path, str(n)) for n in range(4)]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    for program in programs:
        program.communicate(timeout=60)
    assert [program.returncode for program in programs] == [0] * 4
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM job").fetchone() == (80,)


async def test_a_store_opens_while_another_program_writes_into_the_new_database(path: Path) -> None:
    """SQLite refuses to switch to its log while somebody writes, without waiting; opening waits all the same."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        async with aiosqlite.connect(path) as db:
            await migrate(db, path, known())
        database.execute("BEGIN IMMEDIATE")
        store = SqliteStore(path)
        opening = asyncio.create_task(store.open())
        await asyncio.wait({opening}, timeout=0.2)
        assert not opening.done()
        database.execute("COMMIT")
        await opening
    assert await store.check() == []
    await store.close()


async def test_two_stores_on_one_file_write_in_turn(store: SqliteStore, path: Path) -> None:
    """An admin command works beside the bot: both batches are kept, each sees what the other committed."""
    other = SqliteStore(path)
    await other.open()
    await asyncio.gather(*(keep(one, Changes(records={f"r{n}": b""})) for n, one in enumerate([store, other] * 5)))
    assert len(await store.records_like(OAK, "r")) == len(await other.records_like(OAK, "r")) == 10
    await other.close()


async def test_a_store_opens_again_with_everything_in_it(store: SqliteStore) -> None:
    """Closed and opened, closed twice: the rows and the numbers go on."""
    await keep(store, Changes(letters=[NewLetter("a", "ana", 1, b"", "")], records={"ana": b"doc"}))
    await store.close()
    await store.close()
    await store.open()
    await keep(store, Changes(letters=[NewLetter("b", "ana", 1, b"", "")]))
    async with store.batch(OAK) as batch:
        assert [letter.seq for letter in await batch.letters(1, 9)] == [1, 2]
        assert await batch.records(["ana"]) == {"ana": b"doc"}


async def test_a_store_that_is_not_open_says_so(path: Path) -> None:
    """A slip of a programmer gets a sentence."""
    with pytest.raises(StoreError, match="not open"):
        await SqliteStore(path).schools()


async def test_a_newer_database_is_refused(store: SqliteStore, path: Path) -> None:
    """An old plbot does not touch what a newer one wrote, and says what to do."""
    await store.close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
    sentence = await refusal(path)
    assert "written by a newer plbot (version 99" in sentence
    assert "Install the newer plbot" in sentence


async def test_a_database_of_another_program_is_refused(path: Path) -> None:
    """Its tables are left alone."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE recipes (name)")
    assert "belongs to another program" in await refusal(path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
        assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)


async def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    """It stays as it is, byte for byte."""
    junk(path)
    assert "not a database" in await refusal(path)
    assert all_bytes(path) == b"My holidays. " * 100


async def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """The sentence names the path and what to check."""
    sentence = await refusal(tmp_path / "nowhere" / "plbot.db")
    assert str(tmp_path / "nowhere" / "plbot.db") in sentence
    assert "Check that its folder exists" in sentence


async def test_a_file_in_place_of_the_folder_and_a_folder_in_place_of_the_file_are_told(tmp_path: Path) -> None:
    """Neither is an exception of SQLite."""
    junk(tmp_path / "file")
    assert "cannot be opened" in await refusal(tmp_path / "file" / "plbot.db")
    assert "cannot be opened" in await refusal(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    """The sentence says which right is missing."""
    folder = tmp_path / "closed"
    folder.mkdir(0o500)
    assert "this user may write" in await refusal(folder / "plbot.db")


async def test_nobody_else_may_read_the_files(store: SqliteStore, path: Path) -> None:
    """The database and its log belong to the bot's user alone."""
    await keep(store, Changes(records={"ana": b"doc"}))
    assert open_to_others(path) == {"plbot.db": 0, "plbot.db-wal": 0, "plbot.db-shm": 0}


async def test_rows_that_cannot_be_stored_are_not_the_databases_fault(store: SqliteStore) -> None:
    """Half an emoji or a number of 70 bits is one turn's trouble (ValueError), not an unusable database (StoreError)."""
    for changes in (Changes(notes={"clock": "\ud83e"}), Changes(heard=[(EventKey("t", "b", "1"), 2**70)])):
        with pytest.raises((ValueError, OverflowError)) as refused:
            await keep(store, changes)
        assert not isinstance(refused.value, StoreError)
    await keep(store, Changes(records={"ana": b"doc"}))


async def test_the_bytes_of_deleted_words_are_gone(store: SqliteStore, path: Path) -> None:
    """After tidying, no word that was deleted is anywhere in the files, though SQLite had moved its row about before."""
    chance = random.Random(1)  # with it three words are left where SQLite deletes without rebuilding
    moments = chance.sample(range(2_000), 2_000)
    for first in range(0, 2_000, 50):
        numbers = range(first, first + 50)
        words = {n: f"canary-{moments[n]:04d} " + "x" * chance.choice([5, 50, 300, 900]) for n in numbers}
        changes = Changes(
            facts=[NewFact(f"p{n % 23}", n, n, b"{}") for n in numbers],
            texts=[NewText(f"p{n % 23}", n, moments[n], "wellbeing", words[n]) for n in numbers],
            owed=[NewOwed("ana", "t", "own", str(first), False, b"canary-%04d" % moments[first], 1)],
        )
        await keep(store, changes)
    while messages := await store.owed(OAK, 1, 1):
        await keep(store, Changes(marks=[SentMark(message.seq, "sent", 1) for message in messages]))
    assert canaries(path, 2_000) == set(range(2_000))
    gone = await store.tidy(OAK, limits.text_days * DAY + 1_699)
    assert (gone["text"], gone["outbox"]) == (1_700, 40)
    assert canaries(path, 2_000) == set(range(1_700, 2_000))


async def test_a_replaced_name_leaves_the_files(store: SqliteStore, path: Path) -> None:
    """A record that was overwritten does not live on in the log after tidying."""
    await keep(store, Changes(records={"ana": b"canary", "ben": b"doc"}))
    await keep(store, Changes(records={"ana": b"other!"}))
    await store.tidy(OAK, 1)
    assert b"canary" not in all_bytes(path)


async def test_old_copies_of_updates_are_deleted(store: SqliteStore, path: Path) -> None:
    """What was forgotten must not live on in a copy that nobody needs any more; a recent one stays."""
    age(path.with_name("plbot.db.before-0002"), 10)
    recent = age(path.with_name("plbot.db.before-0003"), 12)
    await store.tidy(OAK, (10 + limits.backup_days) * DAY)
    assert list(path.parent.glob("*before*")) == [recent]


async def test_doctor_finds_what_is_amiss(store: SqliteStore) -> None:
    """Rows of an unknown school and words without a fact are told in sentences."""
    await store.found_school("elm", "UTC", 1)
    await keep(store, Changes(texts=[NewText("ana", 1, 1, "learning", "words")]))
    assert await store.check() == [
        "Rows belong to a school that was never founded here: 'oak'.",
        "1 texts belong to no fact.",
    ]


async def test_a_turn_costs_the_same_however_much_was_learned_before(store: SqliteStore) -> None:
    """Counted in SQLite's own steps: after 3,000 turns a batch works no more than after 100 (index depth apart)."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    async def turn(first: int, many: int) -> int:
        nonlocal steps
        steps = 0
        people = [f"p{n % 100}" for n in range(first, first + many)]
        keys = [EventKey("telegram", "bot", str(n)) for n in range(first, first + many)]
        async with store.batch(OAK) as batch:
            await batch.heard(keys)
            await batch.people([f"h{person}" for person in people])
            await batch.records(set(people))
            await batch.facts(people[0], 0, 10)
            await batch.letters(first, 10)
            await batch.keep(changes(first, people, keys))
        while messages := await store.owed(OAK, first, 100):
            await keep(store, Changes(marks=[SentMark(message.seq, "sent", first, 0, b"id") for message in messages]))
        await keep(store, Changes(stepped=list(range(first, first + many))))
        await store.owed_later(OAK, first)
        await store.next_letter(OAK)
        return steps

    def changes(first: int, people: list[str], keys: list[EventKey]) -> Changes:
        numbers = range(first, first + len(people))
        return Changes(
            heard=[(key, first) for key in keys],
            records=dict.fromkeys(people, b"doc"),
            addresses=[StoredAddress(f"h{person}", b"sealed", person) for person in people],
            facts=[NewFact(person, n, first, b"fact") for n, person in zip(numbers, people, strict=True)],
            letters=[NewLetter(str(n), "ana", first, b"", "") for n in numbers],
            owed=[NewOwed(person, "t", "own", "say", n % 2 == 0, b"", first) for n, person in enumerate(people)],
        )

    for connection in (store._writer, store._reader):
        assert connection is not None
        await connection.set_progress_handler(count, 10)
    await turn(1, 100)
    early = await turn(101, 20)
    for first in range(121, 3_121, 100):
        await turn(first, 100)
    late = await turn(3_121, 20)
    assert late < 1.2 * early
