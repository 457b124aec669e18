"""Classmates who help: what a class knows of it (who may be asked, who asks, who talks with whom), and what a person carries of it."""

from typing import Literal

import msgspec

When = Literal["any", "lessons", "now", "days"]
Role = Literal["helper", "helped"]
Ending = Literal["end", "time", "form", "away", "gone", "report", "block", "teacher"]
Rating = Literal["yes", "little", "not_yet"]


class Hours(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a helper may be asked: at any time, in lessons, until a moment (`now`), or on some weekdays (0: Monday)."""

    when: When = "any"
    until: int = 0  # ms
    days: tuple[int, ...] = ()
    quiet_from: int = 24  # o'clock of their own, until the class's own quiet hours end; 24: none of their own


# in the class's record


class Volunteer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A trained helper of the class, for these standards."""

    standards: tuple[str, ...]
    hours: Hours = Hours()


class Ask(msgspec.Struct, frozen=True, omit_defaults=True):
    """A student looks for a helper. `offers` are under way; `tried` are all who were asked; `round` tells timers apart."""

    person: str
    standard: str
    at: int
    offers: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    round: int = 0


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two students and one topic. `ended` is 0 while it is open. `spans`: by person, the numbers of the first and last fact of it."""

    helper: str
    helped: str
    standard: str
    at: int
    ended: int = 0
    why: Ending = "end"
    spans: dict[str, tuple[int, int]] = {}

    def partner(self, person: str) -> str:
        return self.helped if person == self.helper else self.helper


class Line(msgspec.Struct, frozen=True, array_like=True):
    """What somebody wrote in a session."""

    person: str
    at: int
    text: str


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """A session that somebody reported: its words are held here until a teacher has closed the report."""

    by: str
    about: str
    standard: str
    at: int
    lines: tuple[Line, ...] = ()


class Hint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A hint left for later: its words are those of fact `said` of this person."""

    person: str
    standard: str
    said: int
    at: int


class HelpDesk(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of a class's peer help. `helps` and `asked`: by helper, the moments (ms) of late; `worth`: what came of their help, for ties."""

    paused: bool = False
    volunteers: dict[str, Volunteer] = {}
    asks: dict[str, Ask] = {}
    sessions: dict[str, Session] = {}
    blocked: tuple[tuple[str, str], ...] = ()
    helps: dict[str, tuple[int, ...]] = {}
    asked: dict[str, tuple[int, ...]] = {}
    worth: dict[str, int] = {}
    hints: dict[str, Hint] = {}
    reports: dict[str, Report] = {}

    def session_of(self, person: str) -> str:
        """The open session that this person is in, or ''."""
        found = (sid for sid, each in self.sessions.items() if not each.ended and person in (each.helper, each.helped))
        return next(found, "")

    def ask_of(self, person: str) -> str:
        """The open ask of this person, or ''."""
        return next((ask for ask, each in self.asks.items() if each.person == person), "")


# in a person's record


class Helper(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person as a helper. `on`: may be asked; `only`: for these standards (empty: for all); `told`: what the class knows."""

    trained: int = 0  # when (ms)
    on: bool = False
    only: tuple[str, ...] = ()
    hours: Hours = Hours()
    told: tuple[str, ...] = ()
    classroom: str = ""  # that knows it


class Seeking(msgspec.Struct, frozen=True):
    """The ask that this person has under way."""

    ask: str
    classroom: str
    standard: str


class Helping(msgspec.Struct, frozen=True, omit_defaults=True):
    """The session that this person is in, as they know it. `began` is the number of its first fact; `until` when it ends (ms)."""

    session: str
    classroom: str
    standard: str
    partner: str
    name: str
    role: Role
    until: int
    began: int
    wrote: int = 0  # messages so far
    waited: int = 0  # since when (ms) the partner waits for a word; 0: nobody waits
    place: str = ""  # where the other proposed to meet


class Aftermath(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of being helped: the next unaided answers beside what was predicted (`base`: the score when help ended)."""

    session: str
    classroom: str
    standard: str
    helper: str
    name: str
    base: float
    answers: int = 0
    right: int = 0
    predicted: float = 0.0
    rated: bool = False
