"""Letters about what may be kept: consent given and withdrawn, a copy of a record, being forgotten."""

from typing import Literal

from plbot.core.note import Note
from plbot.core.records import Consent


class SetsConsent(Note, frozen=True, tag="sets-consent"):
    """An admin tells who authorises that this class's learning is kept; None: nobody any more."""

    consent: Consent | None


class Pauses(Note, frozen=True, tag="pauses"):
    """Nothing of this student may be kept from now on, or it may again."""

    person: str
    paused: bool


class AsksToGo(Note, frozen=True, tag="asks-to-go"):
    """A student asks to be forgotten; `stays`: takes that back."""

    person: str
    stays: bool = False


class AsksForCopy(Note, frozen=True, tag="asks-for-copy"):
    """A student asks for a copy of their record; `given`: an admin made it."""

    person: str
    given: bool = False


class HasGone(Note, frozen=True, tag="has-gone"):
    """A person was forgotten. `mastered` stays in the class's total; the name is told so that it can be looked for."""

    person: str
    name: str
    mastered: int = 0


class HeldBack(Note, frozen=True, tag="held-back"):
    """A person cannot be forgotten yet: an open report holds words of theirs."""

    person: str


class ConsentChanged(Note, frozen=True, tag="consent-changed"):
    """The school or a parent took back that this student's learning is kept, or gave it again."""

    given: bool
    by: Literal["school", "parent"]


class BeForgotten(Note, frozen=True, tag="be-forgotten"):
    """The school confirms: all that is stored of this person goes. `by` is a teacher, or `admin`."""

    by: str


class TalkFirst(Note, frozen=True, tag="talk-first"):
    """The teacher would like to talk before this person is forgotten."""

    by: str


class WentAway(Note, frozen=True, tag="went-away"):
    """Somebody who may stand in this person's record was forgotten."""

    person: str


class CopyGiven(Note, frozen=True, tag="copy-given"):
    """A copy of this person's record was made by `by`, for whom the word says."""

    by: str
    audience: str = ""


AnyConsentNote = (
    SetsConsent | Pauses | AsksToGo | AsksForCopy | HasGone | HeldBack
    | ConsentChanged | BeForgotten | TalkFirst | WentAway | CopyGiven
)  # fmt: skip
