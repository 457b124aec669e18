"""A backup: the database as it is at one moment, without what was deleted, and the key that opens its addresses."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from plbot.storage.migrate import known
from plbot.storage.store import StoreError
from plbot.storage.vault import DATABASE_FILE, KEY_FILE, Vault


class Contents(NamedTuple):
    """What a backup holds: who was forgotten, as far as its audit goes back, by school."""

    forgotten: dict[str, set[str]]


def back_up(data: Path, folder: Path, *, with_key: bool = True) -> Path:
    """Write a backup into a new folder inside `folder`, beside a plbot that may be running. Gives the new folder.

    It appears whole or not at all. Raises StoreError.
    """
    made = folder / f"plbot-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    part = made.with_name(made.name + ".part")
    try:
        part.mkdir(mode=0o700, parents=True)
        _copy_database(data / DATABASE_FILE, part / DATABASE_FILE)
        if with_key:
            _copy_private(data / KEY_FILE, part / KEY_FILE)
        part.replace(made)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(part, ignore_errors=True)
        raise StoreError(
            f"The backup could not be written to {folder} ({error}). Free some space or name another."
        ) from error
    return made


def _copy_database(source: Path, target: Path) -> None:
    """VACUUM INTO: one consistent moment, and no page that was freed comes along."""
    if not source.is_file():
        raise StoreError(f"There is no database at {source}. Name the data folder with --data.")
    os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as database:
        database.execute("VACUUM INTO ?", (str(target),))


def _copy_private(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    target.write_bytes(source.read_bytes())


def examined(backup: Path, data: Path) -> Contents:
    """Look whether a backup is whole, readable by this plbot, and fits the key. Raises StoreError with what to do."""
    database = backup / DATABASE_FILE
    if not database.is_file():
        raise StoreError(f"{backup} holds no {DATABASE_FILE}. Name the folder that `plbot backup` made.")
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            [(state,)] = opened.execute("PRAGMA quick_check").fetchall()[:1]
            [(version,)] = opened.execute("PRAGMA user_version").fetchall()
            sealed = opened.execute("SELECT sealed FROM address LIMIT 1").fetchall()
    except sqlite3.Error as error:
        raise StoreError(f"{database} cannot be read ({error}). Take another backup.") from error
    if state != "ok":
        raise StoreError(f"{database} is damaged ({state}). Take another backup.")
    if version > known()[-1].number:
        raise StoreError(f"{database} was written by a newer plbot. Install that one, then restore.")
    _fits(backup, data, [row[0] for row in sealed])
    return Contents(who_was_forgotten(data / DATABASE_FILE))


def _fits(backup: Path, data: Path, sealed: list[bytes]) -> None:
    key = backup if (backup / KEY_FILE).is_file() else data
    if not (key / KEY_FILE).is_file():
        raise StoreError(
            f"The backup holds no {KEY_FILE}, and {data} has none. Put the key that belongs to it there first."
        )
    for each in sealed:
        Vault.at(key).open(each)


def who_was_forgotten(database: Path) -> dict[str, set[str]]:
    """Who was forgotten, as far as the audit of the database goes back; nothing where it cannot be read."""
    found: dict[str, set[str]] = {}
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            for school, person in opened.execute("SELECT school, about FROM audit WHERE deed = 'forgotten'"):
                found.setdefault(school, set()).add(person)
    except sqlite3.Error:
        return {}
    return found


def put_back(backup: Path, data: Path) -> None:
    """Put the backup in the place of what is there, which is moved aside (`plbot.db.before-restore`) for a week."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = data / DATABASE_FILE
    if database.exists():
        with closing(sqlite3.connect(database)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.replace(data / f"{DATABASE_FILE}.before-restore")
    for leftover in ("-wal", "-shm"):
        (data / f"{DATABASE_FILE}{leftover}").unlink(missing_ok=True)
    if (backup / KEY_FILE).is_file():
        (data / KEY_FILE).unlink(missing_ok=True)
        _copy_private(backup / KEY_FILE, data / KEY_FILE)
    part = data / f"{DATABASE_FILE}.part"
    part.unlink(missing_ok=True)
    _copy_private(backup / DATABASE_FILE, part)
    part.replace(database)
