"""A stage for conversations: the real engine and dialogues, every record saved and reloaded between two lines, no waiting.

It keeps what the desk keeps, in dictionaries, so that tests of dialogues need no event loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Literal

import msgspec

from plbot import words
from plbot.content import load
from plbot.core import letters as n
from plbot.core import names, pages
from plbot.core.cards import Choice, Choices, Owed
from plbot.core.duty import DUTY, OnDuty
from plbot.core.engine import Heard, NobodyHomeError, Post, step
from plbot.core.events import Inbound
from plbot.core.facts import Kept
from plbot.core.library import Library
from plbot.core.opening import open_person, open_record
from plbot.core.records import Admit, Classroom, Consent, Person, Record
from plbot.core.screen.look import Screen
from plbot.core.talk import Turn
from plbot.core.traces import Did, Forgets
from plbot.core.world import (
    Found,
    FoundAudit,
    FoundButton,
    FoundCode,
    Need,
    ReadAudit,
    ReadButton,
    ReadCode,
    ReadFacts,
    ReadHeld,
    ReadRecord,
    Seen,
    World,
)
from plbot.dialogues.house import HOUSE
from plbot.limits import Policy
from plbot.safety import screen

CONTENT = Path(__file__).parent.parent / "content"
MONDAY = 1_788_768_000_000  # 2026-09-07 08:00 UTC
SALT = b"a salt of thirty-two bytes......"


@lru_cache
def library() -> Library:
    return load(CONTENT)


@lru_cache
def phrasebook() -> words.Phrasebook:
    return words.load()


@dataclass
class Stage:
    """Everything the school remembers. `said` are all messages in order; `shown` the last message to each person."""

    now: int = MONDAY
    content: Library = field(default_factory=library)
    salt: bytes = SALT
    screen: Screen = field(default_factory=screen)
    docs: dict[str, bytes] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    facts: dict[str, list[Kept]] = field(default_factory=dict)
    codes: dict[str, FoundCode] = field(default_factory=dict)
    buttons: dict[str, FoundButton] = field(default_factory=dict)
    letters: list[tuple[int, int, str, n.AnyNote]] = field(default_factory=list)
    said: list[Owed] = field(default_factory=list)
    audit: list[tuple[int, Did]] = field(default_factory=list)
    count: int = 0

    # people act

    def write(self, who: str, text: str) -> list[Owed]:
        return self.hear(Inbound("", f"stage:{who}", "text", self.now, text))

    def press(self, who: str, value: str) -> list[Owed]:
        return self.hear(Inbound("", f"stage:{who}", "choice", self.now, choice=value))

    def tap(self, who: str, intent: str, nth: int = 0) -> list[Owed]:
        """Press the newest button with this intent that this person was shown."""
        return self.press(who, self.button(who, intent, nth))

    def button(self, who: str, intent: str, nth: int = 0) -> str:
        for owed in reversed(self.to(who)):
            choices = owed.card.choices
            found = (
                [place for place, choice in enumerate(choices.choices, 1) if choice.intent == intent] if choices else []
            )
            if choices and len(found) > nth:
                return f"{choices.mid}:{found[nth]}"
        raise AssertionError(f"{who} was shown no button '{intent}'; last: {self.last(who)}")

    def hear(self, inbound: Inbound) -> list[Owed]:
        """Take one event to its end, with every letter due now. Returns what was said meanwhile."""
        self.count += 1
        event = f"e{self.count}"
        before = len(self.said)
        person = self.addresses.setdefault(inbound.who, names.person_id(self.chance(event)))
        self._step(person, Heard(inbound, inbound.who), event)
        self.settle()
        return self.said[before:]

    def advance(self, ms: int) -> None:
        """Let time pass; letters that come due are stepped at their own moment."""
        target = self.now + ms
        while self.letters and min(self.letters)[0] <= target:
            self.now = max(self.now, min(self.letters)[0])
            self.settle()
        self.now = target

    # the school

    def found_class(
        self,
        name: str = "Room 12",
        *,
        admit: Admit = "open",
        path: str = "ratios-6",
        teacher: str = "Ms Li",
        way: Literal["approve", "auto"] = "approve",
    ) -> Classroom:
        chance = Random(name)
        note = n.FoundClass(
            names.class_id(chance),
            name,
            path,
            teacher,
            names.new_code(chance),
            names.new_code(chance),
            admit,
            Consent("school", self.now),
            "UTC",
            policy=Policy(reassess_way=way),
        )
        self._step(note.classroom, Post(f"found {name}", note), f"found {name}")
        return self.classroom(note.classroom)

    def put_on_duty(self, who: str, name: str, *, lead: bool = False) -> None:
        """Somebody types the code with which the school puts them on the duty list."""
        invitation = pages.InvitesToDuty(names.new_code(Random(name)), OnDuty(name, lead=lead))
        self._step(DUTY, Post(f"duty {name}", invitation), f"duty {name}")
        self.write(who, invitation.code)

    def classroom(self, class_id: str) -> Classroom:
        return msgspec.json.decode(self.docs[class_id], type=Classroom)

    def person(self, who: str) -> Person:
        return open_person(self.docs[self.addresses[f"stage:{who}"]])

    def facts_of(self, who: str) -> list[Kept]:
        return self.facts.get(self.addresses[f"stage:{who}"], [])

    def to(self, who: str) -> list[Owed]:
        person = self.addresses.get(f"stage:{who}")
        return [owed for owed in self.said if owed.to == person]

    def last(self, who: str) -> str:
        return self.to(who)[-1].card.to_text() if self.to(who) else ""

    def choices(self, who: str) -> tuple[Choice, ...]:
        found = next((owed.card.choices for owed in reversed(self.to(who)) if owed.card.choices), None)
        return found.choices if isinstance(found, Choices) else ()

    def everybody(self) -> Iterator[Person]:
        for doc_id, doc in self.docs.items():
            if doc_id.startswith("p"):
                yield open_person(doc)

    # the machinery

    def chance(self, event: str) -> Random:
        return Random(int.from_bytes(blake2b(event.encode(), key=self.salt, digest_size=8).digest()))

    def settle(self) -> None:
        """Step every letter that is due now, and those they set off."""
        while self.letters and min(self.letters)[0] <= self.now:
            letter = min(self.letters)
            self.letters.remove(letter)
            _, number, to, note = letter
            try:
                self._step(to, Post(f"l{number}", note), f"l{number}")
            except NobodyHomeError:
                continue

    def _record(self, record_id: str) -> Record | None:
        doc = self.docs.get(record_id)
        if doc is None:
            return None
        return open_record(record_id, doc)

    def _step(self, record_id: str, event: Heard | Post, key: str) -> None:
        record = self._record(record_id)
        if record is None and record_id.startswith("p") and isinstance(event, Heard):
            record = Person(record_id)
        found: dict[Need, Found] = {}
        while True:
            world = World(self.now, self.chance(key), self.content, phrasebook(), self.salt, found, screen=self.screen)
            turn = step(HOUSE, record, event, world)
            if isinstance(turn, Turn):
                break
            found |= {need: self._read(need) for need in turn.needs}
        self._keep(turn)

    def _forget(self, person: str) -> None:
        for kept in (self.docs, self.facts):
            kept.pop(person, None)
        self.addresses = {address: whose for address, whose in self.addresses.items() if whose != person}
        self.letters = [letter for letter in self.letters if letter[2] != person]

    def _read(self, need: Need) -> Found:
        match need:
            case ReadCode(code):
                return self.codes.get(code)
            case ReadButton(mid):
                return self.buttons.get(mid)
            case ReadHeld():
                return False
            case ReadAudit(person, most):
                did = [Seen(at, each.who, each.deed, each.why) for at, each in self.audit if each.about == person]
                return FoundAudit(tuple(did[::-1][:most]))
            case ReadRecord(record_id):
                return self._record(record_id)
            case ReadFacts(person, before, most):
                facts = [kept for kept in self.facts.get(person, []) if not before or kept.seq < before]
                return tuple(reversed(facts[-most:]))

    def _keep(self, turn: Turn) -> None:
        record = turn.record
        self.docs[record.id] = msgspec.json.encode(record)
        self.facts.setdefault(record.id, []).extend(
            msgspec.json.decode(msgspec.json.encode(kept), type=Kept) for kept in turn.facts
        )
        for letter in turn.letters:
            self.count += 1
            note = msgspec.json.decode(msgspec.json.encode(letter.note), type=n.AnyNote)
            self.letters.append((letter.due, self.count, letter.to, note))
        for pressable in turn.pressables:
            actions = tuple(choice.action for choice in pressable.choices)
            things = tuple(choice.thing for choice in pressable.choices)
            self.buttons[pressable.mid] = FoundButton(pressable.person, actions, things)
        for code, role in turn.codes:
            self.codes[code] = FoundCode(record.id, role)
        self.audit += [(self.now, trace) for trace in turn.traces if isinstance(trace, Did)]
        for trace in turn.traces:
            if isinstance(trace, Forgets):
                self._forget(trace.person)
        self.said.extend(msgspec.json.decode(msgspec.json.encode(owed), type=Owed) for owed in turn.owed)
