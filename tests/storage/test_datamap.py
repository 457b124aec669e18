"""The data map is complete, true to what tidy does, and what parents read."""

import sqlite3
from contextlib import closing
from pathlib import Path

from plbot.storage.datamap import data_map, privacy_page
from plbot.storage.migrate import known
from plbot.storage.retention import days
from plbot.storage.sqlite_care import DELETIONS, STRANGERS

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"


def schema() -> dict[str, list[str]]:
    """Every table of a new database with its columns."""
    with closing(sqlite3.connect(":memory:")) as database:
        for migration in known():
            database.executescript(migration.sql)
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in tables}


def test_every_stored_column_has_a_class_a_purpose_and_a_retention() -> None:
    """Nothing is stored that the map does not name, and the map names nothing that is not stored."""
    stored = {(table, column) for table, columns in schema().items() for column in columns}
    mapped = {(table, column) for table, columns in data_map.items() for column in columns}
    assert (stored - mapped, mapped - stored) == (set(), set())
    assert all(column.purpose and column.kept for columns in data_map.values() for column in columns.values())


def test_school_leads_every_primary_key() -> None:
    """Schools can be spread over databases, and no row of one can stand in another's way."""
    with closing(sqlite3.connect(":memory:")) as database:
        for migration in known():
            database.executescript(migration.sql)
        first_of_key = {
            table: [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[5] == 1]
            for table in schema()
        }
    assert first_of_key == {table: ["school"] for table in schema()}


def test_what_the_map_promises_to_delete_is_deleted() -> None:
    """Every retention in days belongs to a deletion with the same number of days, and the other way round."""
    promised = {
        table: {column.kept for column in columns.values()}
        for table, columns in data_map.items()
        if any(" days" in column.kept for column in columns.values())
    }
    assert set(promised) == set(days) == set(DELETIONS)
    for table, kept in promised.items():
        assert {text.split(" days")[0] for text in kept} == {str(days[table])}


def test_doctor_looks_for_strangers_in_every_table() -> None:
    """A table that is added is asked too."""
    assert all(f"FROM {table}" in STRANGERS for table in schema())


def test_the_privacy_page_is_up_to_date() -> None:
    """Write it anew with: python -m plbot.storage.datamap > docs/privacy.md"""
    assert PAGE.read_text("utf-8") == privacy_page()
