"""The rows of one school in memory: tables whose changes stay in a layer on top until the batch commits."""

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from plbot.storage.store import (
    EventKey,
    Hold,
    NewButton,
    NewFact,
    NewStanding,
    NewText,
    StoredAddress,
    StoredAudit,
    StoredCode,
    StoredLetter,
    StoredOwed,
    StoredTrouble,
)

Key = TypeVar("Key")
Row = TypeVar("Row")


class Table(Generic[Key, Row]):
    """`kept` is what was committed. `get`, `put`, `drop` and `rows` work on the layer of the open batch above it."""

    def __init__(self) -> None:
        self.kept: dict[Key, Row] = {}
        self._layer: dict[Key, Row | None] = {}

    def get(self, key: Key) -> Row | None:
        return self._layer[key] if key in self._layer else self.kept.get(key)

    def put(self, key: Key, row: Row) -> None:
        self._layer[key] = row

    def drop(self, key: Key) -> None:
        self._layer[key] = None

    def rows(self) -> Iterator[tuple[Key, Row]]:
        """All rows as the batch sees them, in no particular order."""
        yield from ((key, row) for key, row in self._layer.items() if row is not None)
        yield from ((key, row) for key, row in self.kept.items() if key not in self._layer)

    def commit(self) -> None:
        if not self._layer:
            return
        for key, row in self._layer.items():
            if row is None:
                self.kept.pop(key, None)
            else:
                self.kept[key] = row
        self._layer.clear()

    def roll_back(self) -> None:
        self._layer.clear()


class Unsent(NamedTuple):
    """A message that is owed, and when it is due (ms)."""

    owed: StoredOwed
    due: int


class Settled(NamedTuple):
    """A message that was sent or given up: at what moment (ms), and why if given up."""

    owed: StoredOwed
    state: str
    at: int
    reason: str


class Said(NamedTuple):
    ids: bytes
    at: int


class Rows:
    """All tables of one school. Facts lie person by person, in order."""

    def __init__(self, school: str = "") -> None:
        self.school = school
        self.heard: Table[EventKey, int] = Table()
        self.address: Table[str, StoredAddress] = Table()
        self.record: Table[str, bytes] = Table()
        self.fact: Table[str, tuple[NewFact, ...]] = Table()
        self.text: Table[tuple[str, int], NewText] = Table()
        self.standing: Table[tuple[str, str], NewStanding] = Table()
        self.letter: Table[int, StoredLetter] = Table()
        self.unsent: Table[int, Unsent] = Table()
        self.settled: Table[int, Settled] = Table()
        self.said: Table[tuple[str, str], Said] = Table()
        self.button: Table[str, NewButton] = Table()
        self.code: Table[str, StoredCode] = Table()
        self.trouble: Table[int, StoredTrouble] = Table()
        self.job: Table[tuple[str, str], int] = Table()
        self.note: Table[str, str] = Table()
        self.counter: Table[str, int] = Table()
        self.audit: Table[int, StoredAudit] = Table()
        self.hold: Table[Hold, bool] = Table()
        self.forgotten: Table[str, int] = Table()
        self._tables = [table for table in vars(self).values() if isinstance(table, Table)]

    def commit(self) -> None:
        for table in self._tables:
            table.commit()

    def roll_back(self) -> None:
        for table in self._tables:
            table.roll_back()

    def next_number(self, counter: str) -> int:
        """The next number of this counter, never given before."""
        number = (self.counter.get(counter) or 0) + 1
        self.counter.put(counter, number)
        return number
