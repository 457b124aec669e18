"""The one door to storage: a few verbs, offered alike by memory, SQLite and (later) PostgreSQL under one contract.

Everything here is rows and bytes; what the bytes mean is the desk's business. Every verb is about one school.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple, Protocol

import msgspec


class EventKey(NamedTuple):
    """One update of one bot on one platform."""

    platform: str
    bot: str
    event: str


class StoredLetter(NamedTuple):
    """`seq` orders letters as written; `root` is the event that began the chain (empty for timers); `doc` the note."""

    seq: int
    id: str
    to: str
    due: int
    doc: bytes
    root: str


class StoredFact(NamedTuple):
    """`text` is what belongs to the fact in the person's own words, as long as it is kept; else None."""

    seq: int
    at: int
    doc: bytes
    text: str | None


class StoredOwed(NamedTuple):
    """One message to send. `attempts` were made already; `since` is when it was first owed (ms)."""

    seq: int
    person: str
    via: str
    lane: str
    key: str
    revises: bool
    doc: bytes
    attempts: int
    since: int


class StoredAddress(NamedTuple):
    """`hash` finds the person; `sealed` is the address itself, encrypted; `preferred` gets what is not a reply."""

    hash: str
    sealed: bytes
    person: str
    preferred: bool = True
    reachable: bool = True


class StoredButton(NamedTuple):
    """The buttons of a thing: who they were made for, and what each does (`doc`: choices)."""

    person: str
    doc: bytes


class StoredCode(NamedTuple):
    """A code leads to a record, in a role. Whether it still counts is the record's decision."""

    code: str
    record: str
    role: str


class StoredTrouble(NamedTuple):
    """An event that could not be taken to its end: no text, only what kind of exception it was and where."""

    event: str
    exception: str
    at: int


class NewLetter(NamedTuple):
    id: str
    to: str
    due: int
    doc: bytes
    root: str


class NewOwed(NamedTuple):
    person: str
    via: str
    lane: str
    key: str
    revises: bool
    doc: bytes
    due: int


class NewFact(NamedTuple):
    person: str
    seq: int
    at: int
    doc: bytes


class NewText(NamedTuple):
    """Words of a person, by their fact. `kind` is their class: learning or wellbeing, or report (held while it is open)."""

    person: str
    seq: int
    at: int
    kind: str
    body: str


class NewStanding(NamedTuple):
    """One row of who stands where, for walls and boards: derived from facts, and rebuilt from them."""

    person: str
    standard: str
    state: str
    since: int


class NewButton(NamedTuple):
    mid: str
    person: str
    at: int
    doc: bytes


class NewAudit(NamedTuple):
    """At a moment (ms) `who` (a person, or `admin`) did `deed` to the person `about`; `why`: for whom, on whose word."""

    at: int
    who: str
    deed: str
    about: str
    why: str = ""


class StoredAudit(NamedTuple):
    """A row of the audit with its number; `hash` seals it together with the hash before."""

    seq: int
    at: int
    who: str
    deed: str
    about: str
    why: str
    hash: str


class Hold(NamedTuple):
    """The words under fact `seq` of a person stay until `report` is closed, however old they are."""

    person: str
    seq: int
    report: str


class Forget(NamedTuple):
    """Delete all that is stored of `person`, and leave word so that nothing late brings them back."""

    person: str
    at: int


class Scrub(NamedTuple):
    """Take `person` (called `name`) out of what is stored of the people `near`: messages, buttons, references in facts."""

    person: str
    name: str
    near: tuple[str, ...]


class SentMark(NamedTuple):
    """The outcome of one try to send: `state` is sent, again (at `due`) or dead; `ids` are the platform's if sent.

    The ids are kept under `person` and `key` even when the row has gone meanwhile: a newer revise may have taken its place
    while this one was being said.
    """

    seq: int
    state: str
    at: int
    due: int = 0
    ids: bytes = b""
    reason: str = ""
    person: str = ""
    key: str = ""


class Changes(msgspec.Struct):
    """All that one batch keeps. Nothing of it is kept unless the whole batch commits."""

    heard: list[tuple[EventKey, int]] = []
    records: dict[str, bytes] = {}
    addresses: list[StoredAddress] = []
    facts: list[NewFact] = []
    texts: list[NewText] = []
    standings: list[NewStanding] = []
    letters: list[NewLetter] = []
    stepped: list[int] = []  # seq of letters that were taken to their end
    owed: list[NewOwed] = []
    buttons: list[NewButton] = []
    codes: list[StoredCode] = []
    troubles: list[StoredTrouble] = []
    marks: list[SentMark] = []
    unreachable: list[str] = []  # address hashes
    reachable: list[str] = []
    moved: list[tuple[str, str]] = []  # (address hash, the person it leads to from now on, without being preferred)
    preferred: list[tuple[str, str]] = []  # (address hash, person): this one before the person's others
    dropped: list[str] = []  # address hashes that lead nowhere from now on
    gone: list[str] = []  # records
    audits: list[NewAudit] = []
    holds: list[Hold] = []
    released: list[str] = []  # reports that were closed: what they held is kept no longer than other words
    expired: list[tuple[str, int]] = []  # (person, seq): facts up to this number go, before the new ones come
    scrubs: list[Scrub] = []
    forgets: list[Forget] = []
    notes: dict[str, str] = {}  # small named values of the school, like the virtual clock


class Batch(Protocol):
    """One transaction of one school: reads see what the batch has kept so far."""

    async def heard(self, keys: Collection[EventKey]) -> set[EventKey]:
        """Those of `keys` that were taken to their end before."""

    async def people(self, hashes: Collection[str]) -> dict[str, str]:
        """Address hash -> person, for those known."""

    async def records(self, ids: Collection[str]) -> dict[str, bytes]:
        """Record id -> document, for those that exist."""

    async def letters(self, until: int, most: int) -> list[StoredLetter]:
        """The letters due at `until` (ms) or before, by due time and then in the order written."""

    async def facts(self, person: str, before: int, most: int) -> list[StoredFact]:
        """A person's facts with a number below `before` (0: the newest), newest first."""

    async def button(self, mid: str) -> StoredButton | None: ...

    async def code(self, code: str) -> StoredCode | None: ...

    async def note(self, name: str) -> str | None: ...

    async def audit(self, about: str, most: int) -> list[StoredAudit]:
        """What was done to this person, newest first."""

    async def held(self, person: str) -> bool:
        """Whether an open report holds words of this person."""

    async def forgotten(self, ids: Collection[str]) -> dict[str, int]:
        """Those of `ids` (addresses as hashes, people) that were forgotten, and when (ms)."""

    async def keep(self, changes: Changes) -> None:
        """Write all of it, in bulk. May be called several times in one batch."""


class Store(Protocol):
    """A database of one or more schools. Opened once; batches of one process follow each other."""

    async def open(self) -> None:
        """Create or migrate, and take hold of it.

        Raises StoreError (unwritable, newer version, damaged) with a sentence that says what to do.
        """

    async def close(self) -> None: ...

    def batch(self, school: str) -> AbstractAsyncContextManager[Batch]:
        """One transaction: committed durably when the block ends, rolled back when it raises."""

    async def found_school(self, school: str, zone: str, at: int) -> None:
        """Make the school unless it is there."""

    async def schools(self) -> dict[str, str]:
        """School -> time zone."""

    async def owed(self, school: str, now: int, most: int) -> list[StoredOwed]:
        """Unsent messages due now, by lane (`lanes`) and then the oldest first; none overtakes an earlier one of its person and lane.

        So at most one of each person and lane: the next one shows when that one is marked sent or dead. A revise also
        waits for what it revises (same person and key), in whatever lane that is.
        """

    async def owed_later(self, school: str, now: int = 0) -> int | None:
        """When the next unsent message that no earlier one of its lane holds back becomes due, after `now` (ms)."""

    async def next_letter(self, school: str) -> int | None:
        """When the next letter is due (ms)."""

    async def addresses(self, school: str, people: Collection[str]) -> list[StoredAddress]: ...

    async def platform_ids(self, school: str, person: str, key: str) -> bytes | None:
        """The platform's ids of a message sent before under this key."""

    async def troubles(self, school: str) -> list[StoredTrouble]: ...

    async def records_like(self, school: str, prefix: str) -> dict[str, bytes]:
        """All records whose id starts with `prefix`: for admin commands, never in a turn."""

    async def audit(self, school: str) -> list[StoredAudit]:
        """The whole audit, oldest first."""

    async def audit_ends(self, school: str) -> tuple[str, int]:
        """Where the audit begins (the anchor, as `chain` writes it) and the last number ever given out."""

    async def remembers(self, school: str, until: int) -> list[str]:
        """People with facts of this moment (ms) or before: for the yearly tidying, never in a turn."""

    async def texts(self, school: str, person: str) -> list[NewText]:
        """All words of a person that are still kept, by number: for an export, never in a turn."""

    async def claim(self, school: str, job: str, slot: str, at: int) -> bool:
        """True for the first who claims this slot of a recurring job, whatever the number of workers."""

    async def tidy(self, school: str, now: int) -> dict[str, int]:
        """Delete what its retention no longer covers (limits.py); how many rows of each table went."""

    async def scour(self) -> None:
        """Have what was deleted leave the bytes of the files, and the copies made before updates: after forgetting."""

    async def check(self) -> Sequence[str]:
        """What is amiss with the database, in sentences; empty when nothing is."""


class StoreError(Exception):
    """The store cannot be used; the message says why and what to do."""
