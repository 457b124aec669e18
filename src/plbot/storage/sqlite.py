"""The store in one SQLite file: for a class, a school, a laptop. Nothing that was committed is lost to a power cut."""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiosqlite

from plbot.limits import DAY, limits
from plbot.storage import chain
from plbot.storage.lanes import urgency_sql
from plbot.storage.migrate import known, migrate
from plbot.storage.retention import holding_words, horizon
from plbot.storage.sqlite_batch import AUDIT, SqliteBatch, filled
from plbot.storage.sqlite_care import BEFORE, DELETIONS, ORPHANS, STRANGERS, drop_old_copies
from plbot.storage.sqlite_errors import PRIMARY, told
from plbot.storage.store import NewText, StoredAddress, StoredAudit, StoredOwed, StoredTrouble, StoreError

_OLDEST = (3, 35)  # the first SQLite with RETURNING

_STATEMENTS = 256  # prepared statements kept: all that exist here, with their few lengths of IN lists

# FULL: with NORMAL a power cut takes committed rows. secure_delete: deleted bytes are overwritten, not only unlinked.
_WRITER = ("PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON")
_READER = ("PRAGMA query_only = ON",)

# `head` is the first unsent message of each person and lane, and when it is due: beside a min(), SQLite takes the other
# columns from the row of the minimum. INDEXED BY: left to choose, SQLite reads all that was ever sent.
_OWED = f"""WITH head AS (
    SELECT min(seq) AS seq, due, lane FROM outbox WHERE school = :school AND state = 'owed' GROUP BY person, lane)
    SELECT o.seq, o.person, o.via, o.lane, o.key, o.revises, o.doc, o.attempts, o.since
    FROM head JOIN outbox AS o ON o.school = :school AND o.seq = head.seq
    WHERE head.due <= :now AND NOT (o.revises AND EXISTS (
        SELECT 1 FROM outbox AS e INDEXED BY outbox_owed WHERE e.school = :school AND e.state = 'owed'
        AND e.person = o.person AND e.key = o.key AND e.seq < o.seq))
    ORDER BY {urgency_sql("head.lane")}, o.seq LIMIT :most"""  # noqa: S608 # made of our own words

_OWED_LATER = """WITH head AS (
    SELECT min(seq) AS seq, due FROM outbox WHERE school = :school AND state = 'owed' GROUP BY person, lane)
    SELECT min(due) FROM head WHERE due > :now"""

_ADDRESSES = """SELECT hash, sealed, person, preferred, reachable FROM address
    WHERE school = ? AND person IN (?{more}) ORDER BY person, preferred DESC, hash"""

_RECORDS_LIKE = "SELECT id, doc FROM record WHERE school = ? AND id >= ? AND substr(id, 1, ?) = ? ORDER BY id"


class SqliteStore:
    """The database at `path`, in a folder that exists. Its folder must lie on a local disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = asyncio.Lock()  # batches of this process follow each other; other processes wait in SQLite
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None

    async def open(self) -> None:
        if sqlite3.sqlite_version_info < _OLDEST:
            raise StoreError(
                f"SQLite {sqlite3.sqlite_version} is too old: plbot needs 3.35 or newer, as a newer Python has it."
            )
        _create(self._path)
        try:
            with told(self._path):
                self._writer = await self._connect(_WRITER)
                await migrate(self._writer, self._path, known())
                await self._log_ahead(self._writer)
                self._reader = await self._connect(_READER)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Let go of the file. Closing twice is once."""
        connections, self._reader, self._writer = (self._reader, self._writer), None, None
        for connection in connections:
            if connection is not None:
                await connection.close()

    @asynccontextmanager
    async def batch(self, school: str) -> AsyncIterator[SqliteBatch]:
        """As the protocol says.

        A task cancelled while it commits cannot know the outcome: `heard` makes the repetition harmless.
        """
        async with self._transaction() as db:
            batch = SqliteBatch(db, self._path, school)
            yield batch
            if batch.broken:
                raise ValueError("A part of this batch could not be kept, so nothing of it was.")

    async def found_school(self, school: str, zone: str, at: int) -> None:
        async with self._transaction() as db:
            await db.execute_fetchall(
                "INSERT OR IGNORE INTO school (school, zone, at) VALUES (?, ?, ?)", (school, zone, at)
            )

    async def claim(self, school: str, job: str, slot: str, at: int) -> bool:
        sql = "INSERT INTO job (school, job, slot, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1"
        async with self._transaction() as db:
            return bool(list(await db.execute_fetchall(sql, (school, job, slot, at))))

    async def schools(self) -> dict[str, str]:
        return dict(await self._read("SELECT school, zone FROM school ORDER BY school"))

    async def owed(self, school: str, now: int, most: int) -> list[StoredOwed]:
        rows = await self._read(_OWED, {"school": school, "now": now, "most": most})
        return [StoredOwed(*row)._replace(revises=bool(row[5])) for row in rows]

    async def owed_later(self, school: str, now: int = 0) -> int | None:
        [(due,)] = await self._read(_OWED_LATER, {"school": school, "now": now})
        return None if due is None else int(due)

    async def next_letter(self, school: str) -> int | None:
        [(due,)] = await self._read("SELECT min(due) FROM letter WHERE school = ?", (school,))
        return None if due is None else int(due)

    async def addresses(self, school: str, people: Collection[str]) -> list[StoredAddress]:
        padded = filled(people)
        sql = _ADDRESSES.format(more=", ?" * (len(padded) - 1))
        rows = await self._read(sql, (school, *padded)) if padded else []
        return [StoredAddress(*row)._replace(preferred=bool(row[3]), reachable=bool(row[4])) for row in rows]

    async def platform_ids(self, school: str, person: str, key: str) -> bytes | None:
        rows = await self._read(
            "SELECT ids FROM said WHERE school = ? AND person = ? AND key = ?", (school, person, key)
        )
        return bytes(rows[0][0]) if rows else None

    async def troubles(self, school: str) -> list[StoredTrouble]:
        rows = await self._read("SELECT event, exception, at FROM trouble WHERE school = ? ORDER BY seq", (school,))
        return [StoredTrouble(*row) for row in rows]

    async def records_like(self, school: str, prefix: str) -> dict[str, bytes]:
        return dict(await self._read(_RECORDS_LIKE, (school, prefix, len(prefix), prefix)))

    async def audit(self, school: str) -> list[StoredAudit]:
        return [StoredAudit(*row) for row in await self._read(f"{AUDIT} ORDER BY seq", (school,))]

    async def audit_ends(self, school: str) -> tuple[str, int]:
        anchor = await self._read("SELECT value FROM note WHERE school = ? AND name = ?", (school, chain.ANCHOR))
        newest = await self._read("SELECT value FROM counter WHERE school = ? AND name = ?", (school, chain.COUNTER))
        return (anchor[0][0] if anchor else "", newest[0][0] if newest else 0)

    async def remembers(self, school: str, until: int) -> list[str]:
        sql = "SELECT DISTINCT person FROM fact WHERE school = ? AND at <= ? ORDER BY person"
        return [person for (person,) in await self._read(sql, (school, until))]

    async def texts(self, school: str, person: str) -> list[NewText]:
        sql = "SELECT person, seq, at, kind, body FROM text WHERE school = ? AND person = ? ORDER BY seq"
        return [NewText(*row) for row in await self._read(sql, (school, person))]

    async def tidy(self, school: str, now: int) -> dict[str, int]:
        """As the protocol says, a few hundred rows at a time; then what was deleted leaves the bytes of the files too.

        `secure_delete` alone leaves some: rows that SQLite once moved between pages lie on in the gaps of the old page
        (up to 8 of 2,500 in trials). Only a rebuild (VACUUM, 1 s for 100 MB) takes them: it follows when words went.
        """
        gone = {table: await self._delete(table, school, horizon(table, now)) for table in DELETIONS}
        await self._rewrite(whole=any(gone[table] for table in holding_words))
        drop_old_copies(self._path, now - limits.backup_days * DAY)
        return gone

    async def scour(self) -> None:
        await self._rewrite(whole=True)
        drop_old_copies(self._path)

    async def _rewrite(self, *, whole: bool) -> None:
        async with self._lock:
            with told(self._path):
                if whole:
                    await self._hold(self._writer).execute_fetchall("VACUUM")
                await self._hold(self._writer).execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def check(self) -> Sequence[str]:
        damage = [str(row[0]) for row in await self._read("PRAGMA quick_check") if row[0] != "ok"]
        amiss = [f"The database is damaged ({line}). Restore the last backup with: plbot restore" for line in damage]
        [(mode,)] = await self._read("PRAGMA journal_mode")
        if mode != "wal":
            amiss.append(f"The database runs in journal mode {mode!r}, not in WAL. Start plbot again to set it right.")
        strangers = [row[0] for row in await self._read(STRANGERS)]
        amiss += [f"Rows belong to a school that was never founded here: {school!r}." for school in strangers]
        [(orphans,)] = await self._read(ORPHANS)
        return [*amiss, f"{orphans} texts belong to no fact."] if orphans else amiss

    async def _delete(self, table: str, school: str, until: int) -> int:
        gone = 0
        while True:
            async with self._transaction() as db:
                if table in BEFORE:
                    await db.execute(BEFORE[table], (school, until, limits.tidy_rows))
                cursor = await db.execute(DELETIONS[table], (school, until, limits.tidy_rows))
            gone += cursor.rowcount
            if cursor.rowcount < limits.tidy_rows:
                return gone

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        async with self._lock:
            db = self._hold(self._writer)
            with told(self._path):
                try:
                    await db.execute_fetchall("BEGIN IMMEDIATE")
                    yield db
                    await db.execute_fetchall("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):  # the first error is the one to tell
                        await db.rollback()
                    raise

    async def _read(self, sql: str, values: Any = ()) -> list[Any]:
        with told(self._path):
            return list(await self._hold(self._reader).execute_fetchall(sql, values))

    async def _connect(self, settings: Sequence[str]) -> aiosqlite.Connection:
        db = await aiosqlite.connect(
            self._path, timeout=limits.busy_seconds, isolation_level=None, cached_statements=_STATEMENTS
        )
        try:
            for setting in settings:
                await db.execute_fetchall(setting)
        except BaseException:
            await db.close()
            raise
        return db

    async def _log_ahead(self, db: aiosqlite.Connection) -> None:
        mode = await _switched(db)
        if mode != "wal":
            raise StoreError(
                f"The disk of {self._path} cannot hold SQLite's log (WAL). Put the data folder on a local disk."
            )

    def _hold(self, connection: aiosqlite.Connection | None) -> aiosqlite.Connection:
        if connection is None:
            raise StoreError(f"The database {self._path} is not open: call open() first.")
        return connection


def _create(path: Path) -> None:
    """Make the file, for this user alone; SQLite gives its log the same rights."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(
            f"The database {path} cannot be opened ({error.strerror}). "
            "Check that its folder exists and that this user may write to the folder and the file."
        ) from error


async def _switched(db: aiosqlite.Connection) -> str:
    """Switch to the log. While another program writes, SQLite refuses that at once instead of waiting: ask again."""
    end = time.monotonic() + limits.busy_seconds
    while True:
        try:
            [(mode,)] = await db.execute_fetchall("PRAGMA journal_mode = WAL")
            return str(mode)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        await asyncio.sleep(limits.busy_again)
