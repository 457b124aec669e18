"""What turns decided, as the rows that one transaction will keep."""

from collections.abc import Sequence
from hashlib import blake2s
from pathlib import Path

import structlog

from plbot import papers
from plbot.core import facts as f
from plbot.core.duty import DUTY
from plbot.core.letters import AnyNote, Letter
from plbot.core.pages import PagesAgain, RaisesAlarm
from plbot.core.records import Person, Record
from plbot.core.talk import Turn
from plbot.core.traces import Did, Forgets, Holds, Releases, Scrubs, Trace
from plbot.limits import MINUTE, limits
from plbot.storage import store as rows

log = structlog.get_logger()

DANGER = "danger: "  # how a trouble begins by which somebody in danger may have been missed


class Ledger:
    """`changes` is what is not written yet; `owed`: to whom, in which lane.

    `roots`: chains whose letters due now were written, to be stepped in a later sitting.
    """

    def __init__(self, now: int) -> None:
        self.now = now
        self.changes = rows.Changes()
        self.roots: set[str] = set()
        self.owed: list[tuple[str, str]] = []

    def write(self, turn: Turn, before: Record | None, origin: str, root: str) -> None:
        """Take over what a turn decided. All is encoded first: a turn that cannot be kept leaves nothing behind."""
        person = turn.record.id
        facts = [rows.NewFact(person, kept.seq, kept.at, papers.encode(kept.fact)) for kept in turn.facts]
        owed = [
            rows.NewOwed(owed.to, owed.via, owed.lane, owed.key, owed.revises, papers.encode(owed.card), self.now)
            for owed in turn.owed
        ]
        buttons = [rows.NewButton(b.mid, b.person, self.now, papers.encode(b.choices)) for b in turn.pressables]
        self.send(turn.letters, origin, root)
        changes = self.changes
        if facts:
            changes.facts += facts
            changes.texts += [_words_of(person, kept) for kept in turn.facts if kept.text]
            changes.standings += _moved(before, turn)
        changes.owed += owed
        self.owed += [(row.person, row.lane) for row in owed]
        changes.buttons += buttons
        self._move(turn)
        changes.codes += [rows.StoredCode(code, person, role) for code, role in turn.codes]
        self.trace(turn.traces)

    def trace(self, traces: Sequence[Trace]) -> None:
        """Take over who did what to whose record, what is held, and who is to be forgotten."""
        changes = self.changes
        for trace in traces:
            match trace:
                case Did(who, deed, about, why):
                    changes.audits.append(rows.NewAudit(self.now, who, deed, about, why))
                case Holds(person, seq, report):
                    changes.holds.append(rows.Hold(person, seq, report))
                case Releases(report):
                    changes.released.append(report)
                case Forgets(person):
                    changes.forgets.append(rows.Forget(person, self.now))
                case Scrubs(person, name, near):
                    spelled = papers.encode(name).decode()[1:-1]  # as it stands in documents
                    changes.scrubs.append(rows.Scrub(person, spelled, near))

    def lead(self, address: rows.StoredAddress) -> None:
        """An address leads somewhere from now on, also where it was dropped just before."""
        self.changes.addresses.append(address)
        self.changes.dropped = [place for place in self.changes.dropped if place != address.hash]

    def _move(self, turn: Turn) -> None:
        here, changes = turn.record.id, self.changes
        for move in turn.moves:
            match move.what:
                case "link":
                    changes.moved.append((move.place, here))
                    changes.gone.append(move.gone)
                case "gather":
                    self.lead(rows.StoredAddress(move.place, bytes.fromhex(move.sealed), here))
                case "prefer":
                    changes.preferred.append((move.place, here))
                case "drop":
                    changes.dropped.append(move.place)

    def send(self, letters: Sequence[Letter], origin: str, root: str) -> None:
        """Post letters. Those due now belong to the chain `root`; later ones are timers and begin chains of their own."""
        written = [
            rows.NewLetter(
                blake2s(f"{origin}/{n}".encode(), digest_size=8).hexdigest(),
                letter.to,
                letter.due,
                papers.encode(letter.note),
                root if letter.due <= self.now else "",
            )
            for n, letter in enumerate(letters)
        ]
        self.changes.letters += written

    def next_letter(self) -> rows.NewLetter | None:
        """Take out the first letter that is due now, so that it can be stepped before it is ever written."""
        letters = self.changes.letters
        place = next((place for place, letter in enumerate(letters) if letter.root), None)
        return None if place is None else letters.pop(place)

    def receivers(self) -> set[str]:
        """Whom the letters that are due now go to."""
        return {letter.to for letter in self.changes.letters if letter.root}

    def trouble(self, event: str, failure: BaseException, *, danger: bool = False) -> None:
        """Note that an event could not be taken to its end: what kind of exception it was and where, never any text.

        `danger`: somebody may be in danger, and nobody was told.
        """
        place = (DANGER if danger else "") + where(failure)
        log.error("turn-troubled", event_id=event, exception=place)
        self.changes.troubles.append(rows.StoredTrouble(event, place, self.now))

    def page_later(self, letter_id: str, note: AnyNote) -> None:
        """A letter by which somebody is paged, and that could not be read, is read again in a while, until it can be."""
        if isinstance(note, RaisesAlarm | PagesAgain):
            due = self.now + limits.page_again_minutes * MINUTE
            self.send([Letter(DUTY, due, note)], f"{letter_id}/again", "")

    def handed_over(self) -> rows.Changes:
        """What there is to write; from here on the ledger begins anew."""
        changes, self.changes = self.changes, rows.Changes()
        self.roots |= {letter.root for letter in changes.letters if letter.root}
        return changes


def where(failure: BaseException) -> str:
    """The kind of exception and the line of code that raised it: never what it says, which may hold a child's words."""
    tb = failure.__traceback__
    while tb and tb.tb_next:
        tb = tb.tb_next
    place = f"{Path(tb.tb_frame.f_code.co_filename).name}:{tb.tb_lineno}" if tb else "nowhere"
    return f"{type(failure).__name__} at {place}"


def _words_of(person: str, kept: f.Kept) -> rows.NewText:
    match kept.fact:
        case f.Flagged() | f.Reflected():
            kind = "wellbeing"
        case _:
            kind = "learning"
    return rows.NewText(person, kept.seq, kept.at, kind, kept.text)


def _moved(before: Record | None, turn: Turn) -> list[rows.NewStanding]:
    """A row for each standard whose state these facts changed."""
    after = turn.record
    if not isinstance(after, Person):
        return []
    then = before.standings if isinstance(before, Person) else {}
    moved = []
    for code in {kept.fact.standard: None for kept in turn.facts if kept.fact.standard}:
        state = after.standing(code).state
        if code not in then or then[code].state != state:
            moved.append(rows.NewStanding(after.id, code, state, turn.facts[-1].at))
    return moved
