"""The store that forgets everything when the program ends: for tests, yours too, under the same contract."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from plbot.storage.lanes import urgency
from plbot.storage.memory_batch import MemoryBatch
from plbot.storage.memory_rows import Rows, Unsent
from plbot.storage.retention import horizon
from plbot.storage.store import StoredAddress, StoredOwed, StoredTrouble


class MemoryStore:
    """Batches follow each other; reads outside a batch see only what was committed."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._zones: dict[str, tuple[str, int]] = {}
        self._rows: defaultdict[str, Rows] = defaultdict(Rows)

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    @asynccontextmanager
    async def batch(self, school: str) -> AsyncIterator[MemoryBatch]:
        async with self._lock:
            rows = self._rows[school]
            batch = MemoryBatch(rows)
            try:
                yield batch
                if batch.broken:
                    raise ValueError("A part of this batch could not be kept, so nothing of it was.")
                rows.commit()
            finally:
                rows.roll_back()

    async def found_school(self, school: str, zone: str, at: int) -> None:
        self._zones.setdefault(school, (zone, at))

    async def schools(self) -> dict[str, str]:
        return {school: zone for school, (zone, _) in sorted(self._zones.items())}

    async def owed(self, school: str, now: int, most: int) -> list[StoredOwed]:
        unsent = self._rows[school].unsent.kept
        first = _first_of_keys(unsent)
        due = (head.owed for head in _heads(unsent) if head.due <= now)
        ready = (owed for owed in due if not owed.revises or first[owed.person, owed.key] == owed.seq)
        return sorted(ready, key=lambda owed: (urgency(owed.lane), owed.seq))[:most]

    async def owed_later(self, school: str, now: int = 0) -> int | None:
        return min((head.due for head in _heads(self._rows[school].unsent.kept) if head.due > now), default=None)

    async def next_letter(self, school: str) -> int | None:
        return min((letter.due for letter in self._rows[school].letter.kept.values()), default=None)

    async def addresses(self, school: str, people: Collection[str]) -> list[StoredAddress]:
        found = [address for address in self._rows[school].address.kept.values() if address.person in people]
        return sorted(found, key=lambda address: (address.person, not address.preferred, address.hash))

    async def platform_ids(self, school: str, person: str, key: str) -> bytes | None:
        said = self._rows[school].said.kept.get((person, key))
        return said.ids if said else None

    async def troubles(self, school: str) -> list[StoredTrouble]:
        return list(self._rows[school].trouble.kept.values())

    async def records_like(self, school: str, prefix: str) -> dict[str, bytes]:
        return {id_: doc for id_, doc in sorted(self._rows[school].record.kept.items()) if id_.startswith(prefix)}

    async def claim(self, school: str, job: str, slot: str, at: int) -> bool:
        async with self._lock:
            jobs = self._rows[school].job.kept
            if (job, slot) in jobs:
                return False
            jobs[job, slot] = at
            return True

    async def tidy(self, school: str, now: int) -> dict[str, int]:
        async with self._lock:
            rows = self._rows[school]
            moments: dict[str, tuple[dict[Any, Any], Callable[[Any], int]]] = {
                "text": (rows.text.kept, lambda text: now if text.kind == "report" else text.at),
                "outbox": (rows.settled.kept, lambda settled: settled.at),
                "said": (rows.said.kept, lambda said: said.at),
                "button": (rows.button.kept, lambda button: button.at),
                "heard": (rows.heard.kept, lambda at: at),
                "trouble": (rows.trouble.kept, lambda trouble: trouble.at),
                "job": (rows.job.kept, lambda at: at),
            }
            return {name: _drop(kept, moment, horizon(name, now)) for name, (kept, moment) in moments.items()}

    async def check(self) -> Sequence[str]:
        return []


def _drop(kept: dict[Any, Any], moment: Callable[[Any], int], until: int) -> int:
    """Delete the rows whose moment is `until` (ms) or before; how many went."""
    old = [key for key, row in kept.items() if moment(row) <= until]
    for key in old:
        del kept[key]
    return len(old)


def _heads(unsent: Mapping[int, Unsent]) -> list[Unsent]:
    """List the first unsent message of each person and lane."""
    heads: dict[tuple[str, str], Unsent] = {}
    for _, row in sorted(unsent.items()):
        heads.setdefault((row.owed.person, row.owed.lane), row)
    return list(heads.values())


def _first_of_keys(unsent: Mapping[int, Unsent]) -> dict[tuple[str, str], int]:
    """Find the number of the first unsent message of each person and key."""
    first: dict[tuple[str, str], int] = {}
    for seq, row in sorted(unsent.items()):
        first.setdefault((row.owed.person, row.owed.key), seq)
    return first
