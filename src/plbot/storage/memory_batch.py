"""One transaction of one school in memory: the same verbs on the rows themselves."""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from heapq import nsmallest

from plbot.storage import chain
from plbot.storage.memory_forgetting import drop_letters_about, forget, scrub
from plbot.storage.memory_rows import Rows, Said, Settled, Unsent
from plbot.storage.store import (
    Changes,
    EventKey,
    NewFact,
    NewOwed,
    SentMark,
    StoredAudit,
    StoredButton,
    StoredCode,
    StoredFact,
    StoredLetter,
    StoredOwed,
)


class MemoryBatch:
    """Reads see what was kept so far. `broken`: a keep did not come to its end, so nothing may be committed."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.broken = False

    async def heard(self, keys: Collection[EventKey]) -> set[EventKey]:
        return {key for key in keys if self._rows.heard.get(key) is not None}

    async def people(self, hashes: Collection[str]) -> dict[str, str]:
        known = ((hash_, self._rows.address.get(hash_)) for hash_ in hashes)
        return {hash_: address.person for hash_, address in known if address}

    async def records(self, ids: Collection[str]) -> dict[str, bytes]:
        known = ((id_, self._rows.record.get(id_)) for id_ in ids)
        return {id_: doc for id_, doc in known if doc is not None}

    async def letters(self, until: int, most: int) -> list[StoredLetter]:
        due = (letter for _, letter in self._rows.letter.rows() if letter.due <= until)
        return nsmallest(most, due, key=lambda letter: (letter.due, letter.seq))

    async def facts(self, person: str, before: int, most: int) -> list[StoredFact]:
        earlier = [fact for fact in self._rows.fact.get(person) or () if not before or fact.seq < before]
        return [StoredFact(fact.seq, fact.at, fact.doc, self._text(fact)) for fact in earlier[::-1][:most]]

    async def button(self, mid: str) -> StoredButton | None:
        button = self._rows.button.get(mid)
        return StoredButton(button.person, button.doc) if button else None

    async def code(self, code: str) -> StoredCode | None:
        return self._rows.code.get(code)

    async def note(self, name: str) -> str | None:
        return self._rows.note.get(name)

    async def audit(self, about: str, most: int) -> list[StoredAudit]:
        found = [row for _, row in self._rows.audit.rows() if row.about == about]
        return sorted(found, reverse=True)[:most]

    async def held(self, person: str) -> bool:
        return any(hold.person == person for hold, _ in self._rows.hold.rows())

    async def forgotten(self, ids: Collection[str]) -> dict[str, int]:
        known = ((id_, self._rows.forgotten.get(id_)) for id_ in ids)
        return {id_: at for id_, at in known if at is not None}

    async def keep(self, changes: Changes) -> None:
        """Write all of it. After an error nothing of this batch is committed.

        Raises ValueError: a fact of this number is there already.
        """
        whole, self.broken = not self.broken, True
        self._keep(changes)
        self.broken = not whole

    def _keep(self, changes: Changes) -> None:
        rows = self._rows
        for mark in changes.marks:
            self._mark(mark)
        for each in changes.scrubs:
            scrub(rows, each)
        for gone in {each.person for each in changes.scrubs} | {each.person for each in changes.forgets}:
            drop_letters_about(rows, gone)
        for person, until in changes.expired:
            rows.fact.put(person, tuple(fact for fact in rows.fact.get(person) or () if fact.seq > until))
        for key, at in changes.heard:
            if rows.heard.get(key) is None:
                rows.heard.put(key, at)
        for id_, doc in changes.records.items():
            rows.record.put(id_, doc)
        self._keep_people(changes)
        self._keep_learning(changes)
        self._keep_letters(changes)
        for owed in changes.owed:
            self._owe(owed)
        for button in changes.buttons:
            rows.button.put(button.mid, button)
        for code in changes.codes:
            rows.code.put(code.code, code)
        for trouble in changes.troubles:
            rows.trouble.put(rows.next_number("trouble"), trouble)
        for name, value in changes.notes.items():
            rows.note.put(name, value)
        self._keep_privacy(changes)

    def _keep_privacy(self, changes: Changes) -> None:
        rows = self._rows
        for hold in changes.holds:
            rows.hold.put(hold, row=True)
        for hold in [hold for hold, _ in rows.hold.rows() if hold.report in changes.released]:
            rows.hold.drop(hold)
        for each in changes.forgets:
            forget(rows, each)
        last = max((row for _, row in rows.audit.rows()), default=None)
        anchor = chain.Anchor(last.seq, last.hash) if last else chain.read_anchor(rows.note.get(chain.ANCHOR))
        for row in chain.sealed(anchor, changes.audits, rows.school):
            rows.audit.put(row.seq, row)
            rows.counter.put(chain.COUNTER, row.seq)

    def _keep_people(self, changes: Changes) -> None:
        for address in changes.addresses:
            self._rows.address.put(address.hash, address)
        self._reach(changes.unreachable, reachable=False)
        self._reach(changes.reachable, reachable=True)
        for hash_, person in changes.moved:
            if linked := self._rows.address.get(hash_):
                self._rows.address.put(hash_, linked._replace(person=person, preferred=False))
        for hash_, person in changes.preferred:
            self._prefer(hash_, person)
        for hash_ in changes.dropped:
            self._rows.address.drop(hash_)
        for id_ in changes.gone:
            self._rows.record.drop(id_)

    def _prefer(self, hash_: str, person: str) -> None:
        for place, known in list(self._rows.address.rows()):
            if known.person == person:
                self._rows.address.put(place, known._replace(preferred=place == hash_))

    def _reach(self, hashes: Iterable[str], *, reachable: bool) -> None:
        for hash_ in hashes:
            if address := self._rows.address.get(hash_):
                self._rows.address.put(hash_, address._replace(reachable=reachable))

    def _keep_learning(self, changes: Changes) -> None:
        rows = self._rows
        for fact in changes.facts:
            rows.fact.put(fact.person, _with(rows.fact.get(fact.person) or (), fact))
        for text in changes.texts:
            rows.text.put((text.person, text.seq), text)
        for standing in changes.standings:
            rows.standing.put((standing.person, standing.standard), standing)

    def _keep_letters(self, changes: Changes) -> None:
        for new in changes.letters:
            seq = self._rows.next_number("letter")
            self._rows.letter.put(seq, StoredLetter(seq, *new))
        for seq in changes.stepped:
            self._rows.letter.drop(seq)

    def _owe(self, new: NewOwed) -> None:
        """A revise takes the place of earlier ones of its key that nobody tried to send yet."""
        for seq, (earlier, _) in list(self._rows.unsent.rows()) if new.revises else ():
            if earlier.revises and (earlier.person, earlier.key, earlier.attempts) == (new.person, new.key, 0):
                self._rows.unsent.drop(seq)
        seq = self._rows.next_number("outbox")
        owed = StoredOwed(seq, new.person, new.via, new.lane, new.key, new.revises, new.doc, 0, new.due)
        self._rows.unsent.put(seq, Unsent(owed, new.due))

    def _mark(self, mark: SentMark) -> None:
        unsent = self._rows.unsent.get(mark.seq)
        gone = self._rows.forgotten.get(mark.person) is not None
        if mark.state == "sent" and mark.ids and self._rows.settled.get(mark.seq) is None and not gone:
            self._rows.said.put((mark.person, mark.key), Said(mark.ids, mark.at))
        match mark.state:
            case "again" if unsent:
                again = unsent.owed._replace(attempts=unsent.owed.attempts + 1)
                self._rows.unsent.put(mark.seq, Unsent(again, mark.due))
            case "sent" | "dead" if unsent:
                self._rows.unsent.drop(mark.seq)
                self._rows.settled.put(mark.seq, Settled(unsent.owed, mark.state, mark.at, mark.reason))
            case "again" | "sent" | "dead":
                pass
            case state:
                raise ValueError(f"A try to send ends as sent, again or dead, not as {state!r}.")

    def _text(self, fact: NewFact) -> str | None:
        text = self._rows.text.get((fact.person, fact.seq))
        return text.body if text else None


def _with(earlier: tuple[NewFact, ...], fact: NewFact) -> tuple[NewFact, ...]:
    """A person's facts and one more, in order: it is nearly always the last."""
    place = bisect_left(earlier, fact.seq, key=lambda known: known.seq)
    if place < len(earlier) and earlier[place].seq == fact.seq:
        raise ValueError(f"These rows cannot be kept: fact {fact.seq} of this person is there already.")
    return (*earlier[:place], fact, *earlier[place:])
