"""The data map is complete, true to what tidy does, and what parents read."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import msgspec

from plbot.core.duty import Duty
from plbot.core.facts import AnyFact, Fact
from plbot.core.records import Classroom, Person
from plbot.core.scene import SceneBase
from plbot.storage.datamap import data_map, privacy_page
from plbot.storage.documents import CONTENT, NUMBERS, documents
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


def structs(wanted: Any, found: dict[str, set[str]] | None = None) -> dict[str, set[str]]:
    """Every struct inside a type, with its fields; those of all scenes and of all facts stand together, by name."""
    found = {} if found is None else found
    for inner in get_args(wanted):
        structs(inner, found)
    if not isinstance(wanted, type) or not issubclass(wanted, msgspec.Struct) or wanted.__name__ in CONTENT | NUMBERS:
        return found
    name = "Scene" if issubclass(wanted, SceneBase) else "Fact" if issubclass(wanted, Fact) else wanted.__name__
    fields = msgspec.structs.fields(wanted)
    if not {field.name for field in fields} <= found.setdefault(name, set()):
        found[name] |= {field.name for field in fields}
        for field in fields:
            structs(field.type, found)
    return found


def test_every_field_of_a_document_has_a_class_a_purpose_and_a_retention() -> None:
    """Of the records of people, classes and the duty desk, and of facts: a new field is told to parents, or fails here."""
    stored: dict[str, set[str]] = {}
    for document in (Person, Classroom, Duty, AnyFact):
        structs(document, stored)
    mapped = {name: set(part.fields) for name, part in documents().items()}
    amiss = {name: stored.get(name, set()) ^ mapped.get(name, set()) for name in stored.keys() | mapped.keys()}
    assert {name: fields for name, fields in amiss.items() if fields} == {}
    assert all(column.purpose and column.kept for part in documents().values() for column in part.fields.values())


def test_a_new_field_would_be_missed() -> None:
    class Extra(msgspec.Struct):
        shoe_size: int = 0

    assert structs(dict[str, Extra] | None) == {"Extra": {"shoe_size"}}


def test_words_of_people_stand_in_no_document_but_for_reports_and_names() -> None:
    """Facts and records hold no free text of a student, but for a name, a nickname, a place to meet, and a reported talk."""
    texts = {name for name, part in documents().items() for field in part.fields if field in ("text", "texts", "lines")}
    assert texts == {"Line", "Report", "Duty"}


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
