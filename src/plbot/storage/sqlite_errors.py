"""SQLite's errors, told as what to do next: the database cannot be used now, or what was given cannot be kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plbot.limits import limits
from plbot.storage.store import StoreError

_ADVICE = {
    sqlite3.SQLITE_BUSY: f"Another program held it for {limits.busy_seconds} seconds. End that, then try again.",
    sqlite3.SQLITE_READONLY: "It may only be read. Give this user the right to write to the file and to its folder.",
    sqlite3.SQLITE_PERM: "This user may not open it. Give this user the right to write to the file and to its folder.",
    sqlite3.SQLITE_CANTOPEN: "Check that its folder exists, that this user may write there, and that it is a file.",
    sqlite3.SQLITE_FULL: "The disk is full. Free some space, then start again; nothing that was confirmed is lost.",
    sqlite3.SQLITE_IOERR: "The disk refused. Check the disk and its free space, then start again.",
    sqlite3.SQLITE_CORRUPT: "The file is damaged. Move it aside and restore the last backup with: plbot restore",
    sqlite3.SQLITE_NOTADB: "The file is not a database. Move it aside, or name another data folder.",
}  # fmt: skip

PRIMARY = 0xFF  # SQLite packs details into the higher bits of a result code

_UNFIT = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise StoreError where the database at `path` cannot be used, ValueError where the rows cannot be kept."""
    try:
        yield
    except _UNFIT as error:
        raise ValueError(f"These rows cannot be kept: {error}") from error
    except sqlite3.Error as error:
        raise StoreError(f"The database {path} cannot be used ({error}). {_advice(error)}") from error


def _advice(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return _ADVICE.get(code & PRIMARY, "Run `plbot doctor` to see what is amiss.")
