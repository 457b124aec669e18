"""One transaction of one school in SQLite: each verb is as few trips to the database's thread as it can be."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from plbot.storage import chain
from plbot.storage.sqlite_errors import told
from plbot.storage.sqlite_writes import NUMBERS, numbered, writes
from plbot.storage.store import Changes, EventKey, StoredAudit, StoredButton, StoredCode, StoredFact, StoredLetter

Value = TypeVar("Value")

_LAST = 2**63 - 1  # the largest whole number SQLite knows: no fact has it

_FACTS = """SELECT fact.seq, fact.at, fact.doc, text.body
    FROM fact LEFT JOIN text ON text.school = fact.school AND text.person = fact.person AND text.seq = fact.seq
    WHERE fact.school = ? AND fact.person = ? AND fact.seq < ? ORDER BY fact.seq DESC LIMIT ?"""

_LETTERS = """SELECT seq, id, receiver, due, doc, root FROM letter
    WHERE school = ? AND due <= ? ORDER BY due, seq LIMIT ?"""

# CROSS JOIN: for each key one step into the index. Left to choose, SQLite reads all that the school ever heard.
_HEARD = """WITH key (platform, bot, event) AS (VALUES (?2, ?, ?){more})
    SELECT heard.platform, heard.bot, heard.event FROM key CROSS JOIN heard
    ON heard.school = ?1 AND heard.platform = key.platform AND heard.bot = key.bot AND heard.event = key.event"""

_PEOPLE = "SELECT hash, person FROM address WHERE school = ? AND hash IN (?{more})"

_FORGOTTEN = "SELECT id, at FROM forgotten WHERE school = ? AND id IN (?{more})"

AUDIT = "SELECT seq, at, who, deed, about, why, hash FROM audit WHERE school = ?"

_AUDITED = "INSERT INTO audit (school, seq, at, who, deed, about, why, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

_COUNTED = "INSERT OR REPLACE INTO counter (school, name, value) VALUES (?, ?, ?)"

_RECORDS = "SELECT id, doc FROM record WHERE school = ? AND id IN (?{more})"


class SqliteBatch:
    """Reads see what was kept so far. `broken`: a keep did not come to its end, so nothing may be committed."""

    def __init__(self, db: aiosqlite.Connection, path: Path, school: str) -> None:
        self._db = db
        self._path = path
        self._school = school
        self.broken = False

    async def heard(self, keys: Collection[EventKey]) -> set[EventKey]:
        padded = filled(keys)
        sql = _HEARD.format(more=", (?, ?, ?)" * (len(padded) - 1))
        rows = await self._rows(sql, *(part for key in padded for part in key)) if padded else []
        return {EventKey(*row) for row in rows}

    async def people(self, hashes: Collection[str]) -> dict[str, str]:
        return await self._pairs(_PEOPLE, hashes)

    async def records(self, ids: Collection[str]) -> dict[str, bytes]:
        return await self._pairs(_RECORDS, ids)

    async def letters(self, until: int, most: int) -> list[StoredLetter]:
        return [StoredLetter(*row) for row in await self._rows(_LETTERS, until, most)]

    async def facts(self, person: str, before: int, most: int) -> list[StoredFact]:
        return [StoredFact(*row) for row in await self._rows(_FACTS, person, before or _LAST, most)]

    async def button(self, mid: str) -> StoredButton | None:
        rows = await self._rows("SELECT person, doc FROM button WHERE school = ? AND mid = ?", mid)
        return StoredButton(*rows[0]) if rows else None

    async def code(self, code: str) -> StoredCode | None:
        rows = await self._rows("SELECT code, record, role FROM code WHERE school = ? AND code = ?", code)
        return StoredCode(*rows[0]) if rows else None

    async def note(self, name: str) -> str | None:
        rows = await self._rows("SELECT value FROM note WHERE school = ? AND name = ?", name)
        return str(rows[0][0]) if rows else None

    async def audit(self, about: str, most: int) -> list[StoredAudit]:
        sql = f"{AUDIT} AND about = ? ORDER BY seq DESC LIMIT ?"
        return [StoredAudit(*row) for row in await self._rows(sql, about, most)]

    async def held(self, person: str) -> bool:
        return bool(await self._rows("SELECT 1 FROM hold WHERE school = ? AND person = ? LIMIT 1", person))

    async def forgotten(self, ids: Collection[str]) -> dict[str, int]:
        return await self._pairs(_FORGOTTEN, ids)

    async def keep(self, changes: Changes) -> None:
        """Write all of it, in bulk. After an error nothing of this batch is committed.

        Raises ValueError: a fact of this number is there already, or a value cannot be stored.
        """
        whole, self.broken = not self.broken, True
        with told(self._path):
            first = await self._numbers(changes)
            for sql, rows in writes(self._school, changes, first):
                if rows:
                    await self._db.executemany(sql, rows)
            if changes.audits:
                await self._seal(changes)
        self.broken = not whole

    async def _seal(self, changes: Changes) -> None:
        """Add rows to the audit, behind the last one or, where its retention took all, behind the anchor."""
        last = await self._rows("SELECT seq, hash FROM audit WHERE school = ? ORDER BY seq DESC LIMIT 1")
        anchor = chain.Anchor(*last[0]) if last else chain.read_anchor(await self.note(chain.ANCHOR))
        rows = chain.sealed(anchor, changes.audits, self._school)
        await self._db.executemany(_AUDITED, [(self._school, *row) for row in rows])
        await self._db.execute_fetchall(_COUNTED, (self._school, chain.COUNTER, rows[-1].seq))

    async def _numbers(self, changes: Changes) -> dict[str, int]:
        wanted = numbered(changes)
        if not any(wanted.values()):
            return {}
        values = [part for name in ("letter", "outbox", "trouble") for part in (self._school, wanted[name])]
        return {name: last - wanted[name] + 1 for name, last in await self._db.execute_fetchall(NUMBERS, values)}

    async def _pairs(self, sql: str, keys: Collection[str]) -> dict[str, Any]:
        padded = filled(keys)
        return dict(await self._rows(sql.format(more=", ?" * (len(padded) - 1)), *padded)) if padded else {}

    async def _rows(self, sql: str, *values: object) -> list[Any]:
        with told(self._path):
            return list(await self._db.execute_fetchall(sql, (self._school, *values)))


def filled(values: Iterable[Value]) -> list[Value]:
    """`values` with the last one repeated up to a power of two: few statements to prepare, and the cache holds all."""
    known = list(values)
    size = 1 << max(len(known) - 1, 0).bit_length()
    return known + known[-1:] * (size - len(known))
