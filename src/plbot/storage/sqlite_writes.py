"""What one batch keeps, as SQL: a list of statements with their rows, in the order they must run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from plbot.storage.store import Changes, NewOwed, SentMark

Rows = list[tuple[object, ...]]

NUMBERS = """INSERT INTO counter (school, name, value) VALUES (?, 'letter', ?), (?, 'outbox', ?), (?, 'trouble', ?)
    ON CONFLICT (school, name) DO UPDATE SET value = value + excluded.value RETURNING name, value"""

_MARKS = {
    "sent": "UPDATE outbox SET state = 'sent', sent_at = ? WHERE school = ? AND seq = ? AND state = 'owed'",
    "again": "UPDATE outbox SET due = ?, reason = ?, attempts = attempts + 1 WHERE school = ? AND seq = ? AND state = 'owed'",
    "dead": "UPDATE outbox SET state = 'dead', sent_at = ?, reason = ? WHERE school = ? AND seq = ? AND state = 'owed'",
}

_SAID = """INSERT INTO said (school, person, key, ids, at) SELECT ?1, ?2, ?3, ?4, ?5
    WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE school = ?1 AND seq = ?6 AND state <> 'owed')
    ON CONFLICT (school, person, key) DO UPDATE SET ids = excluded.ids, at = excluded.at"""

_ADDRESS = """INSERT INTO address (school, hash, sealed, person, preferred, reachable) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (school, hash) DO UPDATE SET sealed = excluded.sealed, person = excluded.person,
    preferred = excluded.preferred, reachable = excluded.reachable"""

_REACHABLE = "UPDATE address SET reachable = ? WHERE school = ? AND hash = ?"

_MOVED = "UPDATE address SET person = ?, preferred = FALSE WHERE school = ? AND hash = ?"

_PREFERRED = "UPDATE address SET preferred = (hash = ?) WHERE school = ? AND person = ?"

_RECORD = (
    "INSERT INTO record (school, id, doc) VALUES (?, ?, ?) ON CONFLICT (school, id) DO UPDATE SET doc = excluded.doc"
)

_TEXT = """INSERT INTO text (school, person, seq, at, kind, body) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (school, person, seq) DO UPDATE SET at = excluded.at, kind = excluded.kind, body = excluded.body"""

_RELEASED = "UPDATE text SET kind = 'wellbeing' WHERE school = ? AND person = ? AND seq = ?"

_STANDING = """INSERT INTO standing (school, person, standard, state, since) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (school, person, standard) DO UPDATE SET state = excluded.state, since = excluded.since"""

_LETTER = "INSERT INTO letter (school, seq, id, receiver, due, doc, root) VALUES (?, ?, ?, ?, ?, ?, ?)"

_MERGED = """DELETE FROM outbox
    WHERE school = ? AND person = ? AND key = ? AND revises AND state = 'owed' AND attempts = 0"""

_OWED = """INSERT INTO outbox (school, seq, person, via, lane, key, revises, doc, due, since)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

_BUTTON = """INSERT INTO button (school, mid, person, at, doc) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (school, mid) DO UPDATE SET person = excluded.person, at = excluded.at, doc = excluded.doc"""

_CODE = """INSERT INTO code (school, code, record, role) VALUES (?, ?, ?, ?)
    ON CONFLICT (school, code) DO UPDATE SET record = excluded.record, role = excluded.role"""


def numbered(changes: Changes) -> dict[str, int]:
    """How many new numbers each counter must give."""
    return {"letter": len(changes.letters), "outbox": len(changes.owed), "trouble": len(changes.troubles)}


def writes(school: str, changes: Changes, first: Mapping[str, int]) -> Iterator[tuple[str, Rows]]:
    """All statements that keep `changes`; `first` is the first new number of each counter."""
    yield from _marks(school, changes.marks)
    yield "INSERT OR IGNORE INTO heard VALUES (?, ?, ?, ?, ?)", [(school, *key, at) for key, at in changes.heard]
    yield _RECORD, [(school, id_, doc) for id_, doc in changes.records.items()]
    yield _ADDRESS, _led(school, changes.addresses)
    yield _REACHABLE, [(False, school, hash_) for hash_ in changes.unreachable]
    yield _REACHABLE, [(True, school, hash_) for hash_ in changes.reachable]
    yield _MOVED, [(person, school, hash_) for hash_, person in changes.moved]
    yield _PREFERRED, [(hash_, school, person) for hash_, person in changes.preferred]
    yield "DELETE FROM address WHERE school = ? AND hash = ?", [(school, hash_) for hash_ in changes.dropped]
    yield "DELETE FROM record WHERE school = ? AND id = ?", [(school, id_) for id_ in changes.gone]
    yield "INSERT INTO fact (school, person, seq, at, doc) VALUES (?, ?, ?, ?, ?)", _led(school, changes.facts)
    yield _TEXT, _led(school, changes.texts)
    yield _RELEASED, [(school, *each) for each in changes.released]
    yield _STANDING, _led(school, changes.standings)
    yield _LETTER, [(school, seq, *letter) for seq, letter in enumerate(changes.letters, first.get("letter", 0))]
    yield "DELETE FROM letter WHERE school = ? AND seq = ?", [(school, seq) for seq in changes.stepped]
    yield from _owed(school, changes.owed, first.get("outbox", 0))
    yield _BUTTON, _led(school, changes.buttons)
    yield _CODE, _led(school, changes.codes)
    troubles: Rows = [(school, seq, *trouble) for seq, trouble in enumerate(changes.troubles, first.get("trouble", 0))]
    yield "INSERT INTO trouble (school, seq, event, exception, at) VALUES (?, ?, ?, ?, ?)", troubles
    yield "INSERT OR REPLACE INTO note (school, name, value) VALUES (?, ?, ?)", _led(school, changes.notes.items())


def merged(owed: Sequence[NewOwed]) -> list[bool]:
    """Tell for each message whether it is a revise that a later one of the same person and key makes needless."""
    last = {(new.person, new.key): at for at, new in enumerate(owed) if new.revises}
    return [new.revises and last[new.person, new.key] != at for at, new in enumerate(owed)]


def _owed(school: str, owed: Sequence[NewOwed], first: int) -> Iterator[tuple[str, Rows]]:
    yield _MERGED, [(school, new.person, new.key) for new in owed if new.revises]
    yield (
        _OWED,
        [
            (school, seq, new.person, new.via, new.lane, new.key, new.revises, new.doc, new.due, new.due)
            for seq, (new, needless) in enumerate(zip(owed, merged(owed), strict=True), first)
            if not needless
        ],
    )


def _marks(school: str, marks: Sequence[SentMark]) -> Iterator[tuple[str, Rows]]:
    of = {state: [mark for mark in marks if mark.state == state] for state in _MARKS}
    if unknown := [mark.state for mark in marks if mark.state not in of]:
        raise ValueError(f"A try to send ends as sent, again or dead, not as {unknown[0]!r}.")
    yield _SAID, [(school, mark.person, mark.key, mark.ids, mark.at, mark.seq) for mark in of["sent"] if mark.ids]
    yield _MARKS["sent"], [(mark.at, school, mark.seq) for mark in of["sent"]]
    yield _MARKS["again"], [(mark.due, mark.reason, school, mark.seq) for mark in of["again"]]
    yield _MARKS["dead"], [(mark.at, mark.reason, school, mark.seq) for mark in of["dead"]]


def _led(school: str, rows: Iterable[Sequence[object]]) -> Rows:
    return [(school, *row) for row in rows]
