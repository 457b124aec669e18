"""Brings a SQLite database forward, one numbered file after the other, each whole or not at all."""

import asyncio
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import aiosqlite

from plbot.storage.store import StoreError

_NAME = re.compile(r"(\d{4})_\w+\.sql")


class Migration(NamedTuple):
    """`number` is the version of the database after it."""

    number: int
    sql: str


def known() -> list[Migration]:
    """List the migrations that came with this plbot, in order."""
    found = [(_NAME.fullmatch(file.name), file) for file in (files("plbot.storage") / "migrations").iterdir()]
    return sorted(Migration(int(match[1]), file.read_text("utf-8")) for match, file in found if match)


async def migrate(db: aiosqlite.Connection, path: Path, migrations: Sequence[Migration]) -> None:
    """Bring the database behind `db` (at `path`) to the last of `migrations`; an older one is copied aside before.

    Several programs may call this at once: the first migrates, the others find it done.
    Raises StoreError when the database is newer than this plbot or belongs to another program.
    """
    if await _version(db, path, migrations) == migrations[-1].number:
        return
    await db.execute_fetchall("BEGIN IMMEDIATE")
    try:
        version = await _version(db, path, migrations)
        pending = [migration for migration in migrations if migration.number > version]
        if version and pending:
            await asyncio.to_thread(_copy_aside, path, pending[0].number)
        for migration in pending:
            await _apply(db, migration)
        await db.commit()
    except BaseException:
        await db.rollback()
        raise


async def _apply(db: aiosqlite.Connection, migration: Migration) -> None:
    for statement in _statements(migration.sql):
        await db.execute_fetchall(statement)
    await db.execute_fetchall(f"PRAGMA user_version = {migration.number:d}")


async def _version(db: aiosqlite.Connection, path: Path, migrations: Sequence[Migration]) -> int:
    # one statement, one moment: another program may be creating the tables right now
    sql = "SELECT user_version, EXISTS (SELECT 1 FROM sqlite_master) FROM pragma_user_version"
    [(version, inhabited)] = await db.execute_fetchall(sql)
    newest = migrations[-1].number
    if version > newest:
        raise StoreError(
            f"The database {path} was written by a newer plbot (version {version}; this one knows up to {newest}). "
            "Install the newer plbot again, or restore the backup made before the update."
        )
    if version == 0 and inhabited:
        raise StoreError(f"The database {path} belongs to another program. Name another data folder.")
    return int(version)


def _copy_aside(path: Path, number: int) -> None:
    """Make a copy that appears whole or not at all, through a connection of its own: a writing one copies nothing."""
    goal = path.with_name(f"{path.name}.before-{number:04d}")
    part = goal.with_name(goal.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(goal)


def _statements(sql: str) -> Iterator[str]:
    """One statement at a time: `executescript` would commit what is open before it starts."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
