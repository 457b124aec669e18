"""A store that fails now and then, as a disk that is full or a database that another program holds."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from random import Random

from plbot.storage.memory import MemoryStore
from plbot.storage.store import Batch, NewText, StoredAddress, StoredAudit, StoredOwed, StoredTrouble, StoreError

ENOUGH = 3  # failures that a test waits for


class FrailStore:
    """A store around another. Of all transactions a share `busy` cannot begin, a share `full` cannot commit, and a share
    `mute` commits and still reports an error. `failures` counts them; `shaken` is set with the third.
    """

    def __init__(self, inner: MemoryStore, chance: Random) -> None:
        self.inner = inner
        self.chance = chance
        self.busy = self.full = self.mute = 0.0
        self.failures = 0
        self.shaken = asyncio.Event()

    def _fail(self, share: float, why: str) -> None:
        if self.chance.random() < share:
            self.failures += 1
            if self.failures == ENOUGH:
                self.shaken.set()
            raise StoreError(why)

    @asynccontextmanager
    async def batch(self, school: str) -> AsyncIterator[Batch]:
        self._fail(self.busy, "database is locked")
        async with self.inner.batch(school) as batch:
            yield batch
            self._fail(self.full, "disk is full")
        self._fail(self.mute, "the disk did not answer")

    async def owed(self, school: str, now: int, most: int) -> list[StoredOwed]:
        self._fail(self.busy, "database is locked")
        return await self.inner.owed(school, now, most)

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def found_school(self, school: str, zone: str, at: int) -> None:
        await self.inner.found_school(school, zone, at)

    async def schools(self) -> dict[str, str]:
        return await self.inner.schools()

    async def owed_later(self, school: str, now: int = 0) -> int | None:
        return await self.inner.owed_later(school, now)

    async def next_letter(self, school: str) -> int | None:
        return await self.inner.next_letter(school)

    async def addresses(self, school: str, people: Collection[str]) -> list[StoredAddress]:
        return await self.inner.addresses(school, people)

    async def platform_ids(self, school: str, person: str, key: str) -> bytes | None:
        return await self.inner.platform_ids(school, person, key)

    async def troubles(self, school: str) -> list[StoredTrouble]:
        return await self.inner.troubles(school)

    async def records_like(self, school: str, prefix: str) -> dict[str, bytes]:
        return await self.inner.records_like(school, prefix)

    async def audit(self, school: str) -> list[StoredAudit]:
        return await self.inner.audit(school)

    async def audit_ends(self, school: str) -> tuple[str, int]:
        return await self.inner.audit_ends(school)

    async def remembers(self, school: str, until: int) -> list[str]:
        return await self.inner.remembers(school, until)

    async def texts(self, school: str, person: str) -> list[NewText]:
        return await self.inner.texts(school, person)

    async def claim(self, school: str, job: str, slot: str, at: int) -> bool:
        return await self.inner.claim(school, job, slot, at)

    async def tidy(self, school: str, now: int) -> dict[str, int]:
        return await self.inner.tidy(school, now)

    async def scour(self) -> None:
        await self.inner.scour()

    async def check(self) -> Sequence[str]:
        return await self.inner.check()
