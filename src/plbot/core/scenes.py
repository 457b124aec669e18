"""Where a person is in the conversation: small frozen records with stable tags.

A stored scene of last week opens today: an unknown field is dropped, a new field has a default, and a scene that is gone
wakes the person in the menu (`records.open_person`).
"""

from typing import Literal

from plbot.core.peer_scenes import PeerScene
from plbot.core.questions import Question
from plbot.core.scene import SceneBase

# getting in


class AskingCode(SceneBase, frozen=True, tag="asking-code"):
    """Waits for a class code. `greeted`: the first words were said."""

    greeted: bool = False


class AskingName(SceneBase, frozen=True, tag="asking-name"):
    """Waits for the name to go by in this class."""

    classroom: str
    code: str
    teaching: bool = False


class KnockingAtDoor(SceneBase, frozen=True, tag="knocking"):
    """Asked to join; the class answers by letter."""

    classroom: str


class PickingInterests(SceneBase, frozen=True, tag="interests"):
    """Toggles themes. `first`: part of the welcome, else of the settings."""

    picked: tuple[str, ...] = ()
    first: bool = True


class SettingGoal(SceneBase, frozen=True, tag="goal"):
    first: bool = True


# learning


class AtMenu(SceneBase, frozen=True, tag="menu"):
    pass


class Choosing(SceneBase, frozen=True, tag="choosing"):
    """Chooses the next standard; `wide`: all of the path is shown, from row `start`. `show`: to show that it is known."""

    wide: bool = False
    start: int = 0
    show: bool = False


class AtPathEnd(SceneBase, frozen=True, tag="path-end"):
    """Has mastered all of the path; there is more to do."""


class OfferingPlacement(SceneBase, frozen=True, tag="offering-placement"):
    """Is asked where to begin: find out what is known, start from the beginning, show something, or none of it."""


class Placing(SceneBase, frozen=True, tag="placing"):
    """Has a placement question before them."""

    standard: str
    question: Question
    cursor: int
    picked: tuple[int, ...] = ()
    unclear: bool = False


class ShowingSeveral(SceneBase, frozen=True, tag="several"):
    """Shows several standards in one form. `done`: the standards answered about and whether rightly, in order."""

    standards: tuple[str, ...]
    standard: str
    question: Question
    cursor: int
    done: tuple[tuple[str, bool], ...] = ()
    picked: tuple[int, ...] = ()
    unclear: bool = False


class ShownSeveral(SceneBase, frozen=True, tag="shown"):
    """Reads what was shown: `solid` ones can be asked for, all at once."""

    standards: tuple[str, ...]
    solid: tuple[str, ...]


class Learning(SceneBase, frozen=True, tag="learning"):
    """Looks at the ways into a standard; `way` is the resource on show (-1: the list of ways)."""

    standard: str
    way: int = -1


class Practising(SceneBase, frozen=True, tag="practising"):
    """Has a practice question before them."""

    standard: str
    question: Question
    cursor: int  # where the item's next version is drawn from
    misses: int = 0  # on this very question
    hints: int = 0  # shown on this question
    asked: int = 1  # questions in this sitting
    since: int = 0  # when the sitting began (ms)
    picked: tuple[int, ...] = ()  # tapped so far, where an answer takes several taps
    unclear: bool = False  # was asked which of two readings the last answer meant
    why: str = ""  # why this question: a word of `quiz.Why`


class Pausing(SceneBase, frozen=True, tag="pausing"):
    """Was offered a pause."""

    standard: str


class Checking(SceneBase, frozen=True, tag="checking"):
    """In a check for understanding."""

    standard: str
    question: Question
    cursor: int
    done: tuple[bool, ...] = ()
    items: tuple[str, ...] = ()
    picked: tuple[int, ...] = ()
    unclear: bool = False


class SeeingReadiness(SceneBase, frozen=True, tag="readiness"):
    """Reads why ready, or why not yet."""

    standard: str


class GettingUnstuck(SceneBase, frozen=True, tag="stuck"):
    """Was told that this could use another way, or said so; `asking`: may add a sentence for the teacher."""

    standard: str
    asking: bool = False


class Requesting(SceneBase, frozen=True, tag="requesting"):
    """Asked for a reassessment and may add a sentence. `with_teacher`: the next try is a conversation."""

    standard: str
    with_teacher: bool = False


class Reassessing(SceneBase, frozen=True, tag="reassessing"):
    """In a reassessment form; what was answered so far is in the standing."""

    standard: str
    question: Question
    cursor: int
    picked: tuple[int, ...] = ()
    unclear: bool = False


class SeeingResult(SceneBase, frozen=True, tag="result"):
    """Opened a result."""

    standard: str


class Correcting(SceneBase, frozen=True, tag="correcting"):
    """Puts a missed kind of question right, with fresh numbers."""

    standard: str
    question: Question
    cursor: int
    misses: int = 0
    hints: int = 0
    picked: tuple[int, ...] = ()
    unclear: bool = False


class AnsweringOpenly(SceneBase, frozen=True, tag="open-answer"):
    """Has an open question before them: talked about, or marked by rubric."""

    standard: str
    question: Question
    for_verdict: bool = False


class Reflecting(SceneBase, frozen=True, tag="reflecting"):
    """A reflection prompt; `tap` once a tap was given and a sentence may follow."""

    standard: str
    when: Literal["before", "after"]
    tap: str = ""


class OfferingCheer(SceneBase, frozen=True, tag="offering-cheer"):
    """Moved up, and is asked whether the class may hear it; `asked`: answered that, and is asked whether to hear of others."""

    standard: str
    asked: bool = False


class AtWall(SceneBase, frozen=True, tag="wall"):
    """Looks at the class's wall. `doing`: gives a nickname, or (with `nickname`) picks a symbol."""

    doing: Literal["", "nickname", "symbol"] = ""
    nickname: str = ""


class ReadingBinder(SceneBase, frozen=True, tag="binder"):
    """Reads a binder: their own, or (as a teacher) a student's. `before`: entries with a smaller number are shown."""

    person: str
    before: int = 0
    classroom: str = ""
    adding: bool = False
    answering: int = 0  # as a teacher: the reflection (number of its fact) that is being answered


class ChangingSettings(SceneBase, frozen=True, tag="settings"):
    """`field` is what is being changed: empty (the list), name, joining, leaving (the class that is named)."""

    field: Literal["", "name", "joining", "leaving"] = ""
    classroom: str = ""


class SeeingData(SceneBase, frozen=True, tag="my-data"):
    """Reads what is kept of them, who has seen it, or is asked whether to withdraw or to be forgotten."""

    page: Literal["", "who", "withdraw", "forget"] = ""


class Silenced(SceneBase, frozen=True, tag="silenced"):
    """Nothing of theirs may be kept now: the bot says so, and offers what remains."""


class Rechecking(SceneBase, frozen=True, tag="rechecking"):
    """Looks back at something mastered, between other things. `back`: what was practised; `asked` and `since`: of that sitting."""

    standard: str
    question: Question
    cursor: int
    items: tuple[str, ...] = ()  # kinds asked before this one
    picked: tuple[int, ...] = ()
    unclear: bool = False
    back: str = ""
    asked: int = 1
    since: int = 0


class WarmingUp(SceneBase, frozen=True, tag="warming-up"):
    """Was told that something mastered could use warming up. `back`: what was practised before."""

    standard: str
    back: str = ""


class LookingAtWeek(SceneBase, frozen=True, tag="week"):
    """Looks back at the week: how I am, my goal, one thing I am proud of. `tap` once one was given and a sentence may follow."""

    step: Literal["week", "goal", "proud"] = "week"
    tap: str = ""


# safety


class InCare(SceneBase, frozen=True, tag="in-care"):
    """The lesson stopped: the student may be in danger, and people were told. `choosing`: asked for somebody else."""

    alarm: str
    kind: str = ""
    choosing: bool = False


class ReadingReport(SceneBase, frozen=True, tag="reading-report"):
    """Somebody on duty reads what a student wrote."""

    alarm: str


class ReadingWorry(SceneBase, frozen=True, tag="reading-worry"):
    """A teacher reads words of a student that worried the screen."""

    classroom: str
    person: str


# teaching


class SettingClassGoal(SceneBase, frozen=True, tag="class-goal"):
    """A teacher says how many standards the class wants to master together this month."""

    classroom: str


class NamingClass(SceneBase, frozen=True, tag="naming-class"):
    """Makes a class in chat: first its name, then its path."""

    name: str = ""


class LookingAtClass(SceneBase, frozen=True, tag="class"):
    """A teacher looks at one class: its list of students, from row `start`, `search` narrowing it."""

    classroom: str
    start: int = 0
    search: str = ""


class ApprovingOneByOne(SceneBase, frozen=True, tag="one-by-one"):
    """A teacher goes through the requests about one standard; `settled` were decided in this sitting."""

    classroom: str
    standard: str
    settled: tuple[str, ...] = ()


class ConfirmingForget(SceneBase, frozen=True, tag="confirming-forget"):
    """A teacher is asked once more before a student who wished it is forgotten."""

    classroom: str
    student: str


class SettingCurrent(SceneBase, frozen=True, tag="current"):
    """A teacher picks the standard that the class works on now, from row `start` of its path."""

    classroom: str
    start: int = 0


class Announcing(SceneBase, frozen=True, tag="announcing"):
    """A teacher is about to say something to the whole class."""

    classroom: str


class RecordingResult(SceneBase, frozen=True, tag="recording"):
    """A teacher records a result: student, then standard, then the verdict."""

    classroom: str
    student: str = ""
    standard: str = ""
    start: int = 0


class MarkingAnswer(SceneBase, frozen=True, tag="marking"):
    """A teacher marks an open answer; `given` are the rubric lines given so far."""

    classroom: str
    request: str
    given: tuple[int, ...] = ()


Scene = (
    AskingCode | AskingName | KnockingAtDoor | PickingInterests | SettingGoal | AtMenu | Choosing | Learning | Practising
    | Pausing | Checking | SeeingReadiness | GettingUnstuck | Requesting | Reassessing | SeeingResult | Correcting
    | AnsweringOpenly | Reflecting | OfferingCheer | AtWall | ReadingBinder | ChangingSettings | NamingClass | LookingAtClass
    | ApprovingOneByOne | RecordingResult | MarkingAnswer | Announcing | SettingClassGoal
    | PeerScene
    | Rechecking | WarmingUp | LookingAtWeek
    | OfferingPlacement | Placing | ShowingSeveral | ShownSeveral | SettingCurrent | AtPathEnd
    | SeeingData | Silenced | ConfirmingForget
    | InCare | ReadingReport | ReadingWorry
)  # fmt: skip
