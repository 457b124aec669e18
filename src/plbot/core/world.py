"""What a turn may look at: the moment, chance, the library, the words, and what was read for it. Nothing in here can be changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

import msgspec

from plbot.core.facts import Kept
from plbot.core.library import Library
from plbot.core.model import DEFAULTS, Parameters
from plbot.core.records import Record
from plbot.core.screen.look import Screen


class Words(Protocol):
    """Every sentence: `words/<language>/<dialogue>.j2`, one block a message."""

    def say(self, language: str, dialogue: str, block: str, names: Mapping[str, object]) -> str: ...

    def command(self, language: str, text: str) -> str:
        """The global word that `text` is in this language (`menu`, `help` ...), or ''."""


class ReadCode(msgspec.Struct, frozen=True):
    """Which record does this code lead to? Answer: FoundCode, CodesRest or None."""

    code: str


class ReadButton(msgspec.Struct, frozen=True):
    """What do the buttons of this message do? Answer: FoundButton or None."""

    mid: str


class ReadRecord(msgspec.Struct, frozen=True):
    """Another record, to look at only. Answer: Record or None."""

    id: str


class ReadFacts(msgspec.Struct, frozen=True):
    """A page of a person's facts, newest first. Answer: tuple[Kept, ...]."""

    person: str
    before: int
    most: int


class ReadHeld(msgspec.Struct, frozen=True):
    """Does an open report hold words of this person? Answer: bool."""

    person: str


class ReadAudit(msgspec.Struct, frozen=True):
    """What was done to this person's record, newest first. Answer: FoundAudit."""

    person: str
    most: int


Need = ReadCode | ReadButton | ReadRecord | ReadFacts | ReadHeld | ReadAudit


class FoundCode(msgspec.Struct, frozen=True):
    record: str
    role: str


class FoundButton(msgspec.Struct, frozen=True):
    person: str
    actions: tuple[str, ...]
    things: tuple[str, ...]


class Seen(msgspec.Struct, frozen=True):
    """At a moment (ms) somebody did something to a person's record."""

    at: int
    who: str
    deed: str
    why: str


class FoundAudit(msgspec.Struct, frozen=True):
    entries: tuple[Seen, ...]


class CodesRest(msgspec.Struct, frozen=True):
    """So many codes that lead nowhere were typed in this school that none is looked up for the rest of the hour."""


Found = FoundCode | CodesRest | FoundButton | FoundAudit | bool | Record | tuple[Kept, ...] | None


class NotReadYetError(Exception):
    """A turn looked at something that was not read for it. The engine turns this into a `Wants`; nobody else sees it."""

    def __init__(self, need: Need) -> None:
        super().__init__(need)
        self.need = need


@dataclass(frozen=True, slots=True)
class World:
    """`now` is in ms (UTC). `chance` is seeded from the school's salt and the event's id: a retry decides the same."""

    now: int
    chance: Random
    library: Library
    words: Words
    salt: bytes
    found: Mapping[Need, Found] = field(default_factory=dict)
    parameters: Parameters = DEFAULTS  # of the readiness model: those that come with plbot, or refitted ones
    screen: Screen = field(default_factory=Screen)

    def read(self, need: Need) -> Found:
        if need not in self.found:
            raise NotReadYetError(need)
        return self.found[need]

    def code(self, code: str) -> FoundCode | CodesRest | None:
        found = self.read(ReadCode(code))
        return found if isinstance(found, FoundCode | CodesRest) else None

    def button(self, mid: str) -> FoundButton | None:
        found = self.read(ReadButton(mid))
        return found if isinstance(found, FoundButton) else None

    def record(self, record_id: str) -> Record | None:
        found = self.read(ReadRecord(record_id))
        return found if isinstance(found, Record) else None

    def held(self, person: str) -> bool:
        """Whether an open report holds words of this person."""
        return self.read(ReadHeld(person)) is True

    def audit(self, person: str, most: int) -> tuple[Seen, ...]:
        """What was done to this person's record, newest first."""
        found = self.read(ReadAudit(person, most))
        return found.entries if isinstance(found, FoundAudit) else ()

    def facts(self, person: str, before: int, most: int) -> tuple[Kept, ...]:
        found = self.read(ReadFacts(person, before, most))
        return found if isinstance(found, tuple) else ()
