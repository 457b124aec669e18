"""How a database comes from one version to the next."""

import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from plbot.storage.migrate import Migration, known, migrate

SECOND = Migration(
    2,
    """
-- a column, and a trigger with a semicolon inside
ALTER TABLE note ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER noted AFTER INSERT ON note BEGIN
    UPDATE note SET at = 1 WHERE name = new.name;
    UPDATE note SET at = at + 1 WHERE name = new.name;
END;
""",
)
BROKEN = Migration(2, "CREATE TABLE half (a);\nCREATE TABLE half (a);")


async def bring(path: Path, *more: Migration) -> None:
    async with aiosqlite.connect(path, isolation_level=None) as db:
        await migrate(db, path, [*known()[:1], *more])


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def ask(path: Path, sql: str) -> list[object]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(sql).fetchall()
        database.commit()
        return rows


def test_migrations_are_numbered_without_a_gap() -> None:
    """So that a version says exactly which files were applied."""
    assert [migration.number for migration in known()] == list(range(1, len(known()) + 1))


async def test_an_older_database_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    """The copy holds what was there before, at its old version, for this user alone."""
    path, copy = tmp_path / "plbot.db", tmp_path / "plbot.db.before-0002"
    await bring(path)
    ask(path, "INSERT INTO note VALUES ('oak', 'clock', '7')")
    await bring(path, SECOND)
    assert ask(copy, "SELECT * FROM note") == [("oak", "clock", "7")]
    assert (ask(copy, "PRAGMA user_version"), ask(path, "PRAGMA user_version")) == ([(1,)], [(2,)])
    assert copy.stat().st_mode & 0o077 == 0
    ask(path, "INSERT INTO note (school, name, value) VALUES ('oak', 'new', '8')")
    assert ask(path, "SELECT * FROM note ORDER BY name") == [("oak", "clock", "7", 0), ("oak", "new", "8", 2)]


async def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    """Nor does one that is up to date."""
    path = tmp_path / "plbot.db"
    await bring(path, SECOND)
    await bring(path, SECOND)
    assert names(tmp_path) == ["plbot.db"]


async def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    """Not even its first statement stays, and the next plbot can try again."""
    path = tmp_path / "plbot.db"
    await bring(path)
    with pytest.raises(sqlite3.OperationalError, match="half already exists"):
        await bring(path, BROKEN)
    assert ask(path, "PRAGMA user_version") == [(1,)]
    assert ask(path, "SELECT name FROM sqlite_master WHERE name = 'half'") == []
    await bring(path, SECOND)
    assert ask(path, "PRAGMA user_version") == [(2,)]


async def test_a_copy_cut_short_is_made_anew(tmp_path: Path) -> None:
    """A half-written copy of an update that was interrupted is not mistaken for a whole one."""
    path = tmp_path / "plbot.db"
    await bring(path)
    (tmp_path / "plbot.db.before-0002.part").write_bytes(b"half")
    await bring(path, SECOND)
    assert ask(tmp_path / "plbot.db.before-0002", "PRAGMA user_version") == [(1,)]
    assert not (tmp_path / "plbot.db.before-0002.part").exists()
