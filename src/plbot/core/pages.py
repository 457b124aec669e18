"""Letters to and from the duty desk: who is on it, alarms, pages, answers."""

from typing import Literal

import msgspec

from plbot.core.duty import OnDuty
from plbot.core.screen.look import Kind


class PageNote(msgspec.Struct, frozen=True, tag_field="letter", omit_defaults=True):
    """Base of what such a letter says; told apart from all other letters by its tag."""


# to the duty desk


class InvitesToDuty(PageNote, frozen=True, tag="invites-to-duty"):
    code: str
    one: OnDuty


class JoinsDuty(PageNote, frozen=True, tag="joins-duty"):
    """Somebody typed a duty code."""

    person: str
    code: str
    language: str = "en"


class LeavesDuty(PageNote, frozen=True, tag="leaves-duty"):
    """An admin takes the person, or the code, of this name off the list."""

    name: str


class SetsCareText(PageNote, frozen=True, tag="sets-care-text"):
    """The school's own words to a student in danger, in one language; empty: those that come with plbot."""

    language: str
    text: str


class TestsDuty(PageNote, frozen=True, tag="tests-duty"):
    """Page everybody on duty once, to see that it works."""


class RaisesAlarm(PageNote, frozen=True, tag="raises-alarm"):
    """A student may be in danger. `said` is the fact that holds the words; `avoid` whom they name; `fallback` the class's teachers.

    `worry`: it is no danger, but about a teacher, whose board it must not stand on.
    """

    alarm: str
    person: str
    name: str
    classroom: str
    kind: Kind
    said: int
    avoid: tuple[str, ...] = ()
    fallback: dict[str, OnDuty] = {}
    worry: bool = False


class PagesAgain(PageNote, frozen=True, tag="pages-again"):
    """Five minutes (a day for a worry) went by: page again unless somebody acknowledged. A timer."""

    alarm: str


class TellsInstead(PageNote, frozen=True, tag="tells-instead"):
    """The child asks for somebody else than those who were told; `to` is empty where nobody of the list will do."""

    person: str
    alarm: str
    to: str = ""


class AnswersPage(PageNote, frozen=True, tag="answers-page"):
    """Somebody on duty acknowledges, or closes (`verb`) with a reason (`why`)."""

    person: str
    verb: Literal["acknowledge", "close"]
    alarm: str
    why: str = ""


# from it, to a person


class OnDutyNow(PageNote, frozen=True, tag="on-duty-now"):
    name: str
    on: bool = True


class SomebodyKnows(PageNote, frozen=True, tag="somebody-knows"):
    """Somebody acknowledged: the student hears who."""

    name: str


class AlarmClosed(PageNote, frozen=True, tag="alarm-closed"):
    """The report is closed: its words need not be held any longer."""

    alarm: str


DutyNote = (
    InvitesToDuty | JoinsDuty | LeavesDuty | SetsCareText | TestsDuty | RaisesAlarm | PagesAgain | TellsInstead | AnswersPage
)  # fmt: skip

DutyReply = OnDutyNow | SomebodyKnows | AlarmClosed
