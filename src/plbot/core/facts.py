"""What happened, in the past tense, never edited. Facts hold no free text: what a person wrote lies in `text` under the same number."""

from typing import Any, Literal

import msgspec

from plbot.core.helpdesk import Rating
from plbot.core.questions import Use

Occasion = Literal[
    "practice", "check", "reassess", "place", "talk", "recheck"
]  # of an answer: an item's uses, and more
How = Literal["form", "paper", "rubric", "teacher"]
WhyStuck = Literal["misses", "long", "said"]
HowUnstuck = Literal["success", "another_way", "talked", "faded"]
Sound = Literal["right", "missed", "unlearned"]


class Fact(msgspec.Struct, frozen=True, tag_field="fact", omit_defaults=True):
    """Base of all facts. `standard` is empty where the fact is about no standard."""

    standard: str = ""


class Joined(Fact, frozen=True, tag="joined"):
    classroom: str = ""
    role: str = "student"


class Left(Fact, frozen=True, tag="left"):
    classroom: str = ""


class ChoseStandard(Fact, frozen=True, tag="chose"):
    """The student made this standard the one to work on. `anyway`: although something before it is not known yet."""

    anyway: bool = False


class Opened(Fact, frozen=True, tag="opened"):
    """The student took one way of learning the standard."""

    mode: str = ""


class Answered(Fact, frozen=True, tag="answered"):
    """One answer to a drawn question. `cursor` is where the next version of the item is drawn from. `after`: tries missed before."""

    item: str = ""
    level: int = 1
    use: Occasion = "practice"
    right: bool = False
    picked: bool = False  # from a list
    aided: bool = False  # after a hint, a worked solution or an earlier try at the same numbers
    mistake: str = ""
    cursor: int = 0
    expected: float = 0.0  # how likely it was to be right, as told before it; 0: not told


class Dropped(Fact, frozen=True, tag="dropped"):
    """A question was put aside for another, or left behind in a form. It costs nothing; its numbers do not come back."""

    item: str = ""
    cursor: int = 0


class Placed(Fact, frozen=True, tag="placed"):
    """An answer in placement; `unlearned`: "I haven't learned this yet". It counts for what seems known, never at the gate.

    `options`: of how many one was picked (0: typed). `number`: which of this person's placement questions it was, from 1.
    """

    item: str = ""
    level: int = 1
    said: Sound = "missed"
    options: int = 0
    number: int = 0
    cursor: int = 0


class BecameReady(Fact, frozen=True, tag="ready"):
    """The gate opened. `promise` is q at that moment, kept so that promise and result can be compared."""

    promise: float = 0.0


class NeedsMore(Fact, frozen=True, tag="needs-more"):
    """The gate closed again after new answers."""


class GotStuck(Fact, frozen=True, tag="got-stuck"):
    """More of the same did not help: `right` of the last `of` were, or the student said so. `mistake`: the most common one lately."""

    why: WhyStuck = "misses"
    right: int = 0
    of: int = 0
    mistake: str = ""


class ToldTeacher(Fact, frozen=True, tag="told-teacher"):
    """Still stuck, so the teacher of `classroom` was told, after the student."""

    classroom: str = ""


class AskedTeacher(Fact, frozen=True, tag="asked-teacher"):
    """The student asked the teacher of `classroom` for help; a sentence of theirs lies in `text`."""

    classroom: str = ""


class Unstuck(Fact, frozen=True, tag="unstuck"):
    """Not stuck any more: right again (`another_way`: after another way of learning), after a talk with the teacher, or long ago."""

    how: HowUnstuck = "success"


class AskedToReassess(Fact, frozen=True, tag="asked"):
    """`classroom` is the class that decides the request."""

    request: str = ""
    classroom: str = ""
    promise: float = 0.0
    ready: bool = False


class Withdrew(Fact, frozen=True, tag="withdrew"):
    """The student took the request back."""


class Approved(Fact, frozen=True, tag="approved"):
    """`provisional`: no adult had acted for days; a teacher looks at it afterwards."""

    request: str = ""
    by: str = ""
    provisional: bool = False


class Confirmed(Fact, frozen=True, tag="confirmed"):
    """A teacher confirmed a result that was provisional."""

    by: str = ""


class SentBack(Fact, frozen=True, tag="sent-back"):
    """The teacher asks for more practice, or a talk, before the reassessment."""

    by: str = ""


class FormStarted(Fact, frozen=True, tag="form-started"):
    pass


class FormEnded(Fact, frozen=True, tag="form-ended"):
    right: int = 0
    of: int = 0


class Missed(msgspec.Struct, frozen=True, array_like=True):
    """One question of a form that was not right yet."""

    item: str
    mistake: str


class Mastered(Fact, frozen=True, tag="mastered"):
    how: How = "form"
    by: str = ""


class NotYet(Fact, frozen=True, tag="not-yet"):
    how: How = "form"
    by: str = ""
    missed: tuple[Missed, ...] = ()


class SawResult(Fact, frozen=True, tag="saw-result"):
    """The student opened the result."""


class Corrected(Fact, frozen=True, tag="corrected"):
    """A question missed in the form was put right together."""

    item: str = ""


class WroteOpenly(Fact, frozen=True, tag="wrote-openly"):
    """An open answer; its words lie in `text`, and it waits for a rubric."""

    item: str = ""
    use: Use = "talk"


class Marked(Fact, frozen=True, tag="marked"):
    """A rubric was filled in. `missing` are the places (from 0) of its lines that were not found yet."""

    item: str = ""
    points: int = 0
    of: int = 0
    by: str = ""
    missing: tuple[int, ...] = ()


class Rechecked(Fact, frozen=True, tag="rechecked"):
    """A look back at something mastered: it is still there."""


class NeedsWarmUp(Fact, frozen=True, tag="needs-warm-up"):
    """A look back at something mastered: it could use warming up. The mark stays."""


class WarmedUp(Fact, frozen=True, tag="warmed-up"):
    """What needed warming up is there again."""


class Parked(Fact, frozen=True, tag="parked"):
    """The student put the standard aside until a moment (ms), when it comes back by itself."""

    until: int = 0


class TookUp(Fact, frozen=True, tag="took-up"):
    """A parked standard was taken up again. `by_itself`: its time had come."""

    by_itself: bool = False


class SetGoal(Fact, frozen=True, tag="goal"):
    pass


class PickedInterests(Fact, frozen=True, tag="interests"):
    themes: tuple[str, ...] = ()


class Reflected(Fact, frozen=True, tag="reflected"):
    """An answer to a reflection prompt: a tap, and perhaps a sentence in `text`."""

    when: Literal["before", "after", "week", "proud"] = "after"
    tap: str = ""


class HeardBack(Fact, frozen=True, tag="heard-back"):
    """A teacher answered the reflection with the number `about`; the answer lies in `text`."""

    about: int = 0
    by: str = ""


class AddedEvidence(Fact, frozen=True, tag="evidence"):
    """Evidence of the student's own; its words lie in `text`."""


class CarriedOver(Fact, frozen=True, tag="carried-over"):
    """What the facts of earlier years came to for one standard, when they were deleted: the standing as plain values."""

    standing: dict[str, Any] = {}


class AskedClassmate(Fact, frozen=True, tag="asked-classmate"):
    """The student asked whether a classmate has time for this standard."""


class LearnedToHelp(Fact, frozen=True, tag="learned-to-help"):
    """The short lesson on helping was taken to its end."""


class HelpBegan(Fact, frozen=True, tag="help-began"):
    session: str = ""
    role: str = ""


class HelpEnded(Fact, frozen=True, tag="help-ended"):
    session: str = ""


class WroteToPeer(Fact, frozen=True, tag="wrote-to-peer"):
    """A message to the partner of a session; its words, as they were relayed, lie in `text`."""

    session: str = ""


class LeftHint(Fact, frozen=True, tag="left-hint"):
    """A hint for whoever asks when nobody is there; its words lie in `text`."""


class RatedHelp(Fact, frozen=True, tag="rated-help"):
    """The helped student's answer to `did it help?`, and perhaps a sentence of thanks in `text`."""

    session: str = ""
    how: Rating = "yes"


class HelpShowed(Fact, frozen=True, tag="help-showed"):
    """The next unaided answers after help, beside how many of them were predicted to be right."""

    session: str = ""
    right: int = 0
    of: int = 0
    predicted: float = 0.0


class HelpedSomebody(Fact, frozen=True, tag="helped"):
    """Somebody said that this person's help did help, or (`better`) their next answers went better."""

    session: str = ""
    better: bool = False


class ThankedForHelp(Fact, frozen=True, tag="thanked-for-help"):
    """Who was helped in this session sent a sentence of thanks: the words are theirs, those of their fact `said`."""

    session: str = ""
    said: int = 0


class ReportedPeer(Fact, frozen=True, tag="reported-peer"):
    """The student reported a session to the teacher."""

    session: str = ""


class OfferedCheer(Fact, frozen=True, tag="cheer"):
    """The student was asked whether the class may hear that they moved up: `named`, `plain` (without the standard), `no`."""

    answer: Literal["named", "plain", "no"] = "no"


class JoinedWall(Fact, frozen=True, tag="on-wall"):
    """From now on this student's good news stands on the class's wall, by nickname and symbol."""


class LeftWall(Fact, frozen=True, tag="off-wall"):
    pass


class Flagged(Fact, frozen=True, tag="flagged"):
    """The safety screen found something in what the student wrote; the words lie in `text`. `report`: an adult was paged."""

    kind: str = ""
    report: bool = False


class Looked(Fact, frozen=True, tag="looked"):
    """Somebody with the right to do so looked at a person's record."""

    at: str = ""
    what: str = ""


AnyFact = (
    Joined | Left | ChoseStandard | Opened | Answered | Dropped | Placed | BecameReady | NeedsMore
    | GotStuck | ToldTeacher | AskedTeacher | Unstuck
    | AskedToReassess | Withdrew | Approved | SentBack
    | FormStarted | FormEnded | Mastered | NotYet | SawResult | Corrected | WroteOpenly | Marked | SetGoal | PickedInterests | Reflected
    | AskedClassmate | LearnedToHelp | HelpBegan | HelpEnded | WroteToPeer | LeftHint
    | RatedHelp | HelpShowed | HelpedSomebody | ThankedForHelp | ReportedPeer
    | AddedEvidence | OfferedCheer | JoinedWall | LeftWall | Looked
    | Rechecked | NeedsWarmUp | WarmedUp | Parked | TookUp | HeardBack | Confirmed
    | CarriedOver | Flagged
)  # fmt: skip


class Kept(msgspec.Struct, frozen=True):
    """A fact as it lies in the store: the person's `seq`-th, at a moment in ms, with the words that belong to it (if still kept)."""

    seq: int
    at: int
    fact: AnyFact
    text: str = ""
