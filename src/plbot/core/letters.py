"""Letters: events from one record to another (or to itself, later). Written in the turn that decides, stepped like anything heard."""

import msgspec

from plbot.core.consent_letters import AnyConsentNote
from plbot.core.facts import How, WhyStuck
from plbot.core.note import Note
from plbot.core.pages import DutyNote, DutyReply
from plbot.core.peer_letters import AnyPeerNote
from plbot.core.records import Admit, Consent, Membership
from plbot.core.wall_letters import AnyWallNote
from plbot.limits import Policy

# to a class


class FoundClass(Note, frozen=True, tag="found-class"):
    """Make this class. `teacher` is the person who asked for it in chat; empty when an admin did."""

    classroom: str
    name: str
    path: str
    teacher_name: str
    code: str
    teacher_code: str
    admit: Admit
    consent: Consent
    zone: str
    teacher: str = ""
    policy: Policy = Policy()


class WantsIn(Note, frozen=True, tag="wants-in"):
    """A person typed the class's code and gave a name."""

    person: str
    name: str
    code: str


class ClaimsToTeach(Note, frozen=True, tag="claims"):
    """A person typed the class's teacher code."""

    person: str
    code: str
    name: str = ""


class NewTeacherCode(Note, frozen=True, tag="new-teacher-code"):
    code: str


class NewClassCode(Note, frozen=True, tag="new-class-code"):
    """The class gets another code; the old one leads nowhere from now on. `teacher` asked for it in chat."""

    code: str
    teacher: str = ""


class ChangeClass(Note, frozen=True, tag="change-class"):
    """How the class works from now on; what is None stays. `current`: the standard it works on now. `teacher` asked for it in chat."""

    admit: Admit | None = None
    policy: Policy | None = None
    current: str | None = None
    teacher: str = ""


class Renamed(Note, frozen=True, tag="renamed"):
    person: str
    name: str


class Leaves(Note, frozen=True, tag="leaves"):
    person: str


class AsksToReassess(Note, frozen=True, tag="asks"):
    """A student asks to be (re)assessed: what was done since last time, and the number of the fact that holds their own words."""

    person: str
    request: str
    standard: str
    promise: float
    ready: bool
    practised: int = 0
    ways: tuple[str, ...] = ()
    tries: int = 0
    said: int = 0
    by_teacher: bool = False
    earliest: int = 0  # when the next form may begin (ms), where there was one today
    owed: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    right: int = 0  # of the last `answers` without hints
    answers: int = 0
    hard: int = 0


class IsStuck(Note, frozen=True, tag="is-stuck"):
    """A student was told that another way could help, and is still stuck. `right` of the last `of` answers were right; `promise` is q."""

    person: str
    standard: str
    why: WhyStuck
    right: int
    of: int
    mistake: str
    promise: float


class AsksForHelp(Note, frozen=True, tag="asks-for-help"):
    """A student asks the teacher for help. `said` is the fact whose text holds their own sentence; 0: there is none."""

    person: str
    standard: str
    why: WhyStuck
    right: int
    of: int
    mistake: str
    promise: float
    said: int = 0


class NoLongerStuck(Note, frozen=True, tag="no-longer-stuck"):
    """It moves again, or it was long ago."""

    person: str
    standard: str


class SignsIn(Note, frozen=True, tag="signs-in"):
    """A student was here today: at most one such letter a person and day."""

    person: str


class TakesBack(Note, frozen=True, tag="takes-back"):
    person: str
    request: str


class OpenAnswer(Note, frozen=True, tag="open-answer"):
    """An open answer waits for a rubric. `seq` is the fact whose text holds the words."""

    person: str
    request: str
    standard: str
    item: str
    said: int
    by_teacher: bool = False


class HasResult(Note, frozen=True, tag="has-result"):
    """A form was finished: the class keeps the news for the board. `again`: not the first try."""

    person: str
    standard: str
    mastered: bool
    again: bool = False
    mistakes: tuple[str, ...] = ()  # named where the next try is a conversation with the teacher
    provisional: bool = False


class Decides(Note, frozen=True, tag="decides"):
    """A teacher acted: one of the board's verbs on a request, a standard or a newcomer (`what` names it)."""

    teacher: str
    verb: str
    what: str = ""
    points: int = 0
    of: int = 0
    missing: tuple[int, ...] = ()


class Records(Note, frozen=True, tag="records"):
    """A teacher records a result taken elsewhere, on paper or in conversation."""

    teacher: str
    student: str
    standard: str
    mastered: bool


class NotReachable(Note, frozen=True, tag="not-reachable"):
    """Somebody of the class cannot be written to any more: blocked the bot, or left the platform."""

    person: str


class LinkRefused(Note, frozen=True, tag="link-refused"):
    """Somebody of the class tried to link an account to another person's, though they have a record of their own."""

    person: str


class MeetsHere(Note, frozen=True, tag="meets-here"):
    """A teacher says that a chat group is that of the class. `place` is its address (hash), `sealed` the address itself, encrypted."""

    teacher: str
    place: str
    sealed: str


class GroupLost(Note, frozen=True, tag="group-lost"):
    """The bot was put out of the class's chat group."""


class Announces(Note, frozen=True, tag="announces"):
    """A teacher says something to the whole class."""

    teacher: str
    text: str


class MorningCame(Note, frozen=True, tag="morning"):
    """A new school day: what still waits gets a new board."""


class MayNeedAWord(Note, frozen=True, tag="may-need-a-word"):
    """A student wrote something that worries: `said` is the number of the fact that holds it. `at_once`: it was not the first time."""

    person: str
    said: int
    at_once: bool = False


# to a person


class Admitted(Note, frozen=True, tag="admitted"):
    membership: Membership


class NotAdmitted(Note, frozen=True, tag="not-admitted"):
    """`why`: code (unknown, expired or used), full, declined, consent."""

    classroom: str
    why: str


class MustWait(Note, frozen=True, tag="must-wait"):
    membership: Membership


class ClassChanged(Note, frozen=True, tag="class-changed"):
    membership: Membership


class YouMayReassess(Note, frozen=True, tag="may-reassess"):
    """`provisional`: no adult acted for days, so `by` is nobody; a teacher looks at the result afterwards."""

    standard: str
    request: str
    by: str
    provisional: bool = False


class YouWait(Note, frozen=True, tag="you-wait"):
    """The request lies with the teacher; `ahead` requests for the same standard came before it."""

    standard: str
    ahead: int


class PleasePractise(Note, frozen=True, tag="please-practise"):
    standard: str
    request: str
    by: str


class YourResult(Note, frozen=True, tag="your-result"):
    """A result that the teacher gave: on paper, in conversation or by rubric."""

    standard: str
    mastered: bool
    how: How
    by: str
    item: str = ""
    points: int = 0
    of: int = 0
    missing: tuple[int, ...] = ()
    final: bool = True


class StillStuck(Note, frozen=True, tag="still-stuck"):
    """To oneself, before the next school morning: if nothing was done about it, the teacher is told. `since` names the time it is about."""

    standard: str
    since: int


class StuckFades(Note, frozen=True, tag="stuck-fades"):
    """To oneself, school days later: what did not show again is over."""

    standard: str
    since: int


class TeacherTalked(Note, frozen=True, tag="teacher-talked"):
    """The teacher has talked with the student about a standard."""

    standard: str


class YourResultHolds(Note, frozen=True, tag="result-holds"):
    """Your teacher confirmed a result that was provisional."""

    standard: str
    by: str


class ResultIsHere(Note, frozen=True, tag="result-is-here"):
    """To oneself, for when quiet hours are over: the teacher gave a result, and it was not opened meanwhile."""

    standard: str


class ComesBack(Note, frozen=True, tag="comes-back"):
    """To oneself, for later: a standard that was parked until then (ms) comes back. Taken up by hand, this is void."""

    standard: str
    until: int


class AnswersReflection(Note, frozen=True, tag="answers-reflection"):
    """A teacher answers a reflection: `about` is the number of its fact."""

    by: str
    about: int
    text: str


class ClassIsReady(Note, frozen=True, tag="class-ready"):
    """The class a teacher asked for in chat exists now, with its code."""

    membership: Membership
    code: str


class WantsLink(Note, frozen=True, tag="wants-link"):
    """Somebody typed this person's link code at another address (a hash); `person` is who they are there until now."""

    person: str
    place: str
    platform: str
    code: str


class NotLinked(Note, frozen=True, tag="not-linked"):
    """The link code counts no more."""


class HomeAgain(Note, frozen=True, tag="home-again"):
    """What stands on this person's home page may have changed."""


AnyNote = (
    FoundClass | ChangeClass | WantsIn | ClaimsToTeach | NewTeacherCode | NewClassCode | Renamed | Leaves
    | IsStuck | AsksForHelp | NoLongerStuck | SignsIn | StillStuck | StuckFades | TeacherTalked
    | AsksToReassess | TakesBack | OpenAnswer | HasResult | Decides | Records | MorningCame
    | AnyWallNote | AnyConsentNote
    | NotReachable | LinkRefused | MeetsHere | GroupLost | Announces | WantsLink | NotLinked | HomeAgain
    | AnyPeerNote
    | Admitted | NotAdmitted | MustWait | ClassChanged | YouMayReassess | YouWait | PleasePractise | YourResult | ClassIsReady
    | ResultIsHere | ComesBack | AnswersReflection | YourResultHolds
    | MayNeedAWord | DutyNote | DutyReply
)  # fmt: skip


class Letter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A note on its way to a record, due at a moment in ms."""

    to: str
    due: int
    note: AnyNote
