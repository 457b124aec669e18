"""The audit's chain: each row is sealed together with the seal before it, so that none can be changed or taken out unseen."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from plbot.storage.store import NewAudit, StoredAudit

ANCHOR = "audit-anchor"  # the note that keeps number and hash of the last row that its retention took away
COUNTER = "audit"


class Anchor(NamedTuple):
    """Where the chain begins: the number and the hash of the last row before it (0 and '': nothing went yet)."""

    seq: int = 0
    hash: str = ""


def read_anchor(note: str | None) -> Anchor:
    seq, _, known = (note or "0 ").partition(" ")
    return Anchor(int(seq), known)


def write_anchor(anchor: Anchor) -> str:
    return f"{anchor.seq} {anchor.hash}"


def sealed(last: Anchor, new: Iterable[NewAudit], school: str) -> list[StoredAudit]:
    """Number and seal new rows behind `last`. Hash: SHA-256 (FIPS 180-4) over the hash before and the row, as JSON."""
    rows: list[StoredAudit] = []
    for entry in new:
        last = Anchor(last.seq + 1, _hash(last.hash, school, last.seq + 1, entry))
        rows.append(StoredAudit(last.seq, *entry, last.hash))
    return rows


def first_broken(anchor: Anchor, rows: Iterable[StoredAudit], newest: int, school: str) -> tuple[int, str] | None:
    """The first row at which the chain does not hold, and why in a word: `missing` or `changed`. None: it holds.

    `newest` is the last number ever given out: rows cut off at the end are missing, too.
    """
    last = anchor
    for row in rows:
        if row.seq != last.seq + 1:
            return last.seq + 1, "missing"
        if row.hash != _hash(last.hash, school, row.seq, NewAudit(*row[1:-1])):
            return row.seq, "changed"
        last = Anchor(row.seq, row.hash)
    return (last.seq + 1, "missing") if newest > last.seq else None


def _hash(before: str, school: str, seq: int, entry: NewAudit) -> str:
    row = json.dumps([before, school, seq, *entry], ensure_ascii=True, separators=(",", ":"))
    return sha256(row.encode()).hexdigest()
