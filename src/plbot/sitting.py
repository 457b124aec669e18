"""One sitting of the desk: what one transaction hears and steps. Records are read once and stay at hand until the end."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from random import Random
from typing import TypeVar

import msgspec
import structlog

from plbot import brake, papers, safety
from plbot.core.duty import DUTY
from plbot.core.engine import Heard, House, NobodyHomeError, Post, Wants, rescue, step
from plbot.core.events import Inbound
from plbot.core.heed import may_be_danger
from plbot.core.letters import GroupLost, Letter
from plbot.core.library import Library
from plbot.core.model import DEFAULTS, Parameters
from plbot.core.names import person_id
from plbot.core.records import Classroom, Person, Record
from plbot.core.screen.look import Screen
from plbot.core.talk import Move, Turn
from plbot.core.traces import Forgets
from plbot.core.world import (
    CodesRest,
    Found,
    FoundAudit,
    FoundCode,
    Need,
    ReadAudit,
    ReadButton,
    ReadCode,
    ReadFacts,
    ReadHeld,
    ReadRecord,
    Seen,
    Words,
    World,
)
from plbot.ledger import Ledger, where
from plbot.limits import limits
from plbot.opened import Opened
from plbot.receipts import Entry
from plbot.storage.store import Batch, Changes, StoredAddress, StoredLetter, StoreError
from plbot.storage.vault import Vault

log = structlog.get_logger()

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True, slots=True)
class Office:
    """What is the same in every turn of one school."""

    house: House
    library: Library
    words: Words
    vault: Vault
    salt: bytes
    parameters: Parameters = DEFAULTS  # of the readiness model
    screen: Screen = field(default_factory=safety.screen)


class UnfitError(Exception):
    """Something that a turn decided cannot be kept, so that the whole transaction is void."""


class Sitting:
    """`deep` counts the letters stepped of each chain, over all sittings. What was decided is in `ledger`.
    `spoilt`: why what this event decided could not be kept. Then only the least is decided: an apology, or an alarm.
    """

    def __init__(
        self,
        office: Office,
        batch: Batch,
        now: int,
        deep: dict[str, int],
        opened: Opened,
        *,
        spoilt: Exception | None = None,
    ) -> None:
        self.office = office
        self.batch = batch
        self.deep = deep
        self.spoilt = spoilt
        self.opened = opened
        self.ledger = Ledger(now)
        self.records: dict[str, Record] = {}
        self.changed: set[str] = set()
        self.people: dict[str, str] = {}
        self.forgotten: dict[str, int] = {}  # addresses (hash) of people forgotten lately, and when (ms)
        self.letters: list[StoredLetter] = []
        self.forgot = False  # somebody was forgotten in this sitting
        self.at_once = 0  # letters stepped in the transaction that wrote them

    async def take(self, entries: Sequence[Entry], letters: int) -> None:
        """Take up to `letters` due letters and then all `entries`, in this order, to their end; the caller commits.

        Raises StoreError when the store fails, UnfitError when something decided here cannot be kept.
        """
        fresh = await self._fresh(entries)
        inbounds = [entry.inbound for entry in fresh if entry.inbound]
        named = {name for inbound in inbounds for name in (inbound.who, inbound.where) if name}
        hashes = {name: self.office.vault.hash(name) for name in named}
        if hashes:
            self.people = await self.batch.people(tuple(set(hashes.values())))
            new = set(hashes.values()) - self.people.keys()
            self.forgotten = await self.batch.forgotten(new) if new else {}
        if letters:
            self.letters = await self.batch.letters(self.ledger.now, letters)
        await self._load({*self.people.values(), *(letter.to for letter in self.letters)})
        for letter in self.letters:
            self.ledger.changes.stepped.append(letter.seq)
            await self._open(letter.id, letter.to, letter.doc, letter.root)
            await asyncio.sleep(0)  # see below
        await self._settle()
        for entry in fresh:
            if entry.key:
                self.ledger.changes.heard.append((entry.key, self.ledger.now))
            if entry.inbound:
                await self._hear(entry, entry.inbound, hashes)
            else:
                self.ledger.changes.notes.update(entry.notes)
                self.ledger.send(entry.letters, entry.root, entry.root)
            await self._settle()
            await asyncio.sleep(0)  # a batch may hold 64 turns: whoever waits for the loop waits for one of them

    async def keep(self) -> None:
        """Write what was decided so far into the transaction."""
        changes = self.ledger.handed_over()
        try:
            changes.records = {record_id: papers.encode(self.records[record_id]) for record_id in self.changed}
            await self.batch.keep(changes)
            for record_id, doc in changes.records.items():
                self.opened.keep(record_id, doc, self.records[record_id])
        except (ValueError, TypeError, OverflowError) as error:
            raise UnfitError(where(error)) from error
        self.changed.clear()

    # reading

    async def _fresh(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries that were not heard before, each once."""
        keys = {entry.key for entry in entries if entry.key}
        known = await self.batch.heard(keys) if keys else set()
        fresh: list[Entry] = []
        for entry in entries:
            entry.receipt.fresh = entry.key is None or entry.key not in known
            if entry.receipt.fresh:
                fresh.append(entry)
                if entry.key:
                    known.add(entry.key)
        return fresh

    async def _load(self, ids: set[str]) -> None:
        missing = ids - self.records.keys()
        if not missing:
            return
        for record_id, doc in (await self.batch.records(missing)).items():
            try:
                self.records[record_id] = self.opened.open(record_id, doc)
            except msgspec.DecodeError as error:
                self.ledger.trouble(record_id, error)

    async def _read(self, need: Need) -> Found:
        pending = self.ledger.changes
        if pending.codes or pending.buttons or pending.facts or pending.audits or pending.holds:
            await self.keep()  # so that a turn reads what its neighbours decided just now
        match need:
            case ReadCode(code):
                return await self._code(code)
            case ReadButton(mid):
                button = await self.batch.button(mid)
                return papers.button(button) if button else None
            case ReadFacts(person, before, most):
                return papers.kept(await self.batch.facts(person, before, most))
            case ReadHeld(person):
                return await self.batch.held(person)
            case ReadAudit(person, most):
                rows = await self.batch.audit(person, most)
                return FoundAudit(tuple(Seen(row.at, row.who, row.deed, row.why) for row in rows))
            case ReadRecord(record_id):
                await self._load({record_id})
                return self.records.get(record_id)

    async def _code(self, code: str) -> FoundCode | CodesRest | None:
        """Where a code leads. Codes that lead nowhere are counted for the whole school, and after too many none is looked up."""
        misses = brake.misses(await self.batch.note(brake.NOTE), self.ledger.now)
        if misses >= limits.school_code_misses_an_hour:
            return CodesRest()
        stored = await self.batch.code(code)
        if stored:
            return FoundCode(stored.record, stored.role)
        await self.batch.keep(Changes(notes={brake.NOTE: brake.noted(misses + 1, self.ledger.now)}))
        return None

    # stepping

    async def _hear(self, entry: Entry, inbound: Inbound, hashes: Mapping[str, str]) -> None:
        via = hashes[inbound.who]
        if inbound.kind == "moved":
            self._move(inbound, via)
            return
        person = self._speaker(entry, inbound, via)
        if person is None:
            if via in self.people and may_be_danger(Person(self.people[via]), inbound, self.office.screen):
                self.ledger.trouble(entry.root, LookupError("the record cannot be read"), danger=True)
            return
        heard = self._heard(inbound, via, hashes)

        async def turn(again: bool) -> None:
            speaker = self._copied(person) if again else person
            decided = await self._step(speaker, heard, entry.root)
            self._decided(decided, entry.root, entry.root)
            entry.receipt.toast = decided.toast

        if not await self._taken(turn, entry.root):
            await self._rescue(self._copied(person), heard, entry.root, entry.root)

    async def _settle(self) -> None:
        """Step the letters that are due now at once, so that a person's next words find the answer to the last.

        Beyond `letters_at_once` they are written, and stepped in the sittings to come: one tap for 500 students holds up nobody.
        """
        while self.at_once < limits.letters_at_once and (receivers := self.ledger.receivers()):
            await self._load(receivers)
            letter = self.ledger.next_letter()
            if letter:
                self.at_once += 1
                await self._open(letter.id, letter.to, letter.doc, letter.root)

    async def _open(self, letter_id: str, to: str, doc: bytes, root: str) -> None:
        root = root or letter_id
        self.deep[root] = self.deep.get(root, 0) + 1
        if self.deep[root] > limits.letters_deep:
            self.ledger.trouble(letter_id, RecursionError("letters lead to each other without end"))
            return
        try:
            post = Post(letter_id, papers.read_note(doc))
        except msgspec.DecodeError as error:
            self.ledger.trouble(letter_id, error, danger=to == DUTY)
            return
        record = self.records.get(to)

        async def turn(again: bool) -> None:
            reader = self._copied(record) if again and record else record
            self._decided(await self._step(reader, post, letter_id), letter_id, root)

        if not await self._taken(turn, letter_id) and to == DUTY:
            await self._rescue(record, post, letter_id, root)

    async def _taken(self, turn: Callable[[bool], Awaitable[None]], origin: str) -> bool:
        """Take a turn to its end, with a second try on a fresh copy. False: both tries failed, and a trouble is noted."""
        if self.spoilt:
            self.ledger.trouble(origin, self.spoilt)
            return False
        for again in (False, True):
            try:
                await turn(again)
            except (StoreError, UnfitError):
                raise  # not the turn's own doing, or no longer: the desk decides
            except NobodyHomeError:
                log.warning("letter-to-nobody", letter=origin)
                return True
            except Exception as error:  # noqa: BLE001 # whatever a turn raises must not stop its neighbours
                if again:
                    self.ledger.trouble(origin, error)
            else:
                return True
        return False

    def _heard(self, inbound: Inbound, via: str, hashes: Mapping[str, str]) -> Heard:
        """What was heard; a group that is another class's already is none that could be named as theirs."""
        if not inbound.where:
            return Heard(inbound, via)
        group = hashes[inbound.where]
        free = group not in self.people
        return Heard(inbound, via, group, self.office.vault.seal(inbound.where).hex() if free else "")

    def _move(self, inbound: Inbound, via: str) -> None:
        """A chat goes on under another address: whoever it led to is found there from now on."""
        known = self.people.pop(via, None)
        if known is None or inbound.text == inbound.who:
            return
        new = self.office.vault.hash(inbound.text)
        self.people[new] = known
        self.ledger.lead(StoredAddress(new, self.office.vault.seal(inbound.text), known))
        self.ledger.changes.dropped.append(via)
        room = self.records.get(known)
        if isinstance(room, Classroom):
            self.records[known] = msgspec.structs.replace(room, group=new)
            self.changed.add(known)

    def _speaker(self, entry: Entry, inbound: Inbound, via: str) -> Person | None:
        """Who speaks; somebody new becomes a person. None: there is nobody to talk to, or their record cannot be read.

        In a group nobody becomes a person: they would be kept without ever having asked for it.
        """
        known = self.people.get(via)
        if inbound.kind == "blocked":
            self.ledger.changes.unreachable.append(via)
        if known is None:
            return None if inbound.kind == "blocked" or inbound.where else self._newcomer(entry, inbound, via)
        person = self.records.get(known)
        if isinstance(person, Classroom) and inbound.kind == "blocked":
            self.ledger.send([Letter(known, self.ledger.now, GroupLost())], entry.root, entry.root)
        if not isinstance(person, Person):
            return None
        here = person.places.get(via)
        reachable = here.reachable if here else person.reachable
        if inbound.kind == "blocked" or (reachable and inbound.kind != "unblocked"):
            return person
        self.ledger.changes.reachable.append(via)  # whoever speaks can be reached again
        return person

    def _newcomer(self, entry: Entry, inbound: Inbound, via: str) -> Person | None:
        """A new person; None for what was said before its writer was forgotten, and is delivered late."""
        if 0 < inbound.at <= self.forgotten.get(via, 0):
            return None
        new = Person(id=person_id(self._chance(f"{entry.root}/person")))
        self.people[via] = new.id
        self.ledger.lead(StoredAddress(via, self.office.vault.seal(inbound.who), new.id))
        self.records[new.id] = new
        self.changed.add(new.id)
        return new

    async def _step(
        self, record: Record | None, event: Heard | Post, origin: str, decide: Callable[..., Turn | Wants] = step
    ) -> Turn:
        found: Mapping[Need, Found] = {}
        for _ in range(limits.wants + 1):
            answer = decide(self.office.house, record, event, self._world(origin, found))
            if not isinstance(answer, Wants):
                return answer
            found = {**found, **{need: await self._read(need) for need in answer.needs}}
        raise RuntimeError(f"one turn wanted more than {limits.wants} reads")

    def _world(self, origin: str, found: Mapping[Need, Found]) -> World:
        office = self.office
        return World(
            self.ledger.now,
            self._chance(origin),
            office.library,
            office.words,
            office.salt,
            found,
            office.parameters,
            office.screen,
        )

    def _chance(self, origin: str) -> Random:
        """Chance that decides the same again for the same event."""
        digest = blake2b(self.office.salt + origin.encode(), digest_size=16).digest()
        return Random(int.from_bytes(digest))  # noqa: S311 # it must be repeatable; secrets are drawn elsewhere

    def _decided(self, turn: Turn, origin: str, root: str) -> None:
        record_id = turn.record.id
        self.ledger.write(turn, self.records.get(record_id), origin, root)
        self.records[record_id] = turn.record
        self.changed.add(record_id)
        for move in turn.moves:
            self._follow(move, record_id)
        for trace in turn.traces:
            if isinstance(trace, Forgets):
                self._forget(trace.person)

    def _forget(self, person: str) -> None:
        """What the ledger takes away is gone for the rest of this sitting, too."""
        self.forgot = True
        self.records.pop(person, None)
        self.opened.drop(person)
        self.changed.discard(person)
        for via in [via for via, known in self.people.items() if known == person]:
            del self.people[via]
            self.forgotten[via] = self.ledger.now

    def _follow(self, move: Move, record_id: str) -> None:
        """What the ledger writes about an address holds for the rest of this sitting, too."""
        match move.what:
            case "link" | "gather":
                self.people[move.place] = record_id
                self.records.pop(move.gone, None)
                self.changed.discard(move.gone)
            case "drop":
                self.people.pop(move.place, None)
            case "prefer":
                pass  # only delivery asks which address comes first

    async def _rescue(self, record: Record | None, event: Heard | Post, origin: str, root: str) -> None:
        """Say that it was our fault; where somebody may be in danger, raise the alarm, or be loud that nobody was told."""
        for plainly in (True,) if self.spoilt else (False, True):
            try:
                turn = await self._step(record, event, origin, partial(rescue, plainly=plainly))
                self._decided(turn, origin, root)
            except (StoreError, UnfitError):
                raise
            except Exception as error:  # noqa: BLE001 # an apology that fails must not stop the neighbours either
                if plainly:
                    self._missed(record, event, origin, error)
            else:
                return

    def _missed(self, record: Record | None, event: Heard | Post, origin: str, error: Exception) -> None:
        """Not even the least could be done."""
        match record, event:
            case Person(), Heard(inbound):
                self.ledger.trouble(origin, error, danger=may_be_danger(record, inbound, self.office.screen))
            case _, Post(_, note):
                self.ledger.trouble(origin, error, danger=True)
                self.ledger.page_later(origin, note)

    def _copied(self, record: AnyRecord) -> AnyRecord:
        """The record as the store would give it back: what a failed turn did to its insides is gone."""
        self.opened.drop(record.id)
        return msgspec.json.decode(papers.encode(record), type=type(record))
