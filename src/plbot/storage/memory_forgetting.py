"""What it takes in memory to forget a person: the same as in SQL, on the rows themselves."""

from collections.abc import Callable
from typing import Any

from plbot.storage.memory_rows import Rows, Table
from plbot.storage.store import Forget, Scrub


def forget(rows: Rows, who: Forget) -> None:
    """Delete all that is this person's, and leave word so that nothing late brings them back."""
    mine = who.person
    for hash_ in [hash_ for hash_, address in rows.address.rows() if address.person == mine]:
        rows.forgotten.put(hash_, who.at)
        rows.address.drop(hash_)
    rows.forgotten.put(mine, who.at)
    rows.record.drop(mine)
    rows.fact.drop(mine)
    for table in (rows.text, rows.standing, rows.hold):
        _drop(table, lambda key, _: key[0] == mine)
    _drop(rows.letter, lambda _, letter: letter.to == mine)
    _drop(rows.unsent, lambda _, row: row.owed.person == mine)
    _drop(rows.settled, lambda _, row: row.owed.person == mine)
    _drop(rows.said, lambda key, _: key[0] == mine)
    _drop(rows.button, lambda _, button: button.person == mine)
    _drop(rows.code, lambda _, code: code.record == mine)


def scrub(rows: Rows, what: Scrub) -> None:
    """Take a person out of what is stored of the people near: messages, buttons, references in facts."""
    needles = [needle.encode() for needle in (what.person, what.name) if needle]

    def about(doc: bytes) -> bool:
        return any(needle in doc for needle in needles)

    _drop(rows.settled, lambda _, row: row.owed.person in what.near)
    _drop(rows.unsent, lambda _, row: row.owed.person in what.near and about(row.owed.doc))
    _drop(rows.button, lambda _, button: button.person in what.near and about(button.doc))
    for near in what.near:
        told = rows.fact.get(near)
        if told:
            rows.fact.put(near, tuple(fact._replace(doc=fact.doc.replace(needles[0], b"")) for fact in told))


def drop_letters_about(rows: Rows, person: str) -> None:
    """Letters under way that name this person: to anyone, they are about nobody now."""
    _drop(rows.letter, lambda _, letter: person.encode() in letter.doc)


def _drop(table: Table[Any, Any], which: Callable[[Any, Any], bool]) -> None:
    for key in [key for key, row in table.rows() if which(key, row)]:
        table.drop(key)
