"""Letters of peer help: between students, and between them and their class. Those that hold words vanish when they are stepped."""

from typing import Literal

from plbot.core.helpdesk import Ending, Hours, Role
from plbot.core.note import Note

# to a class


class Volunteers(Note, frozen=True, tag="volunteers"):
    """Somebody may be asked for help with these standards from now on; with none: with nothing."""

    person: str
    standards: tuple[str, ...] = ()
    hours: Hours = Hours()


class SeeksHelper(Note, frozen=True, tag="seeks-helper"):
    """A student asks whether a classmate has time for a standard."""

    person: str
    ask: str
    standard: str


class SeeksNoMore(Note, frozen=True, tag="seeks-no-more"):
    person: str
    ask: str


class AnswersOffer(Note, frozen=True, tag="answers-offer"):
    """A helper says yes or no; `busy`: the bot did not even ask, because they are in a form or a session."""

    person: str
    ask: str
    yes: bool
    busy: bool = False


class OfferRunsOut(Note, frozen=True, tag="offer-runs-out"):
    """These offers were long enough under way: on to the next."""

    ask: str
    round: int


class HelpSpan(Note, frozen=True, tag="help-span"):
    """Where in this person's facts a session lies, so that the teacher can read it. `last` is 0 while it goes on."""

    session: str
    person: str
    first: int
    last: int = 0


class LeavesHelp(Note, frozen=True, tag="leaves-help"):
    """Somebody ends their session, or something ends it for them."""

    session: str
    person: str
    why: Ending


class HelpTimeUp(Note, frozen=True, tag="help-time-up"):
    session: str


class ShowsWorth(Note, frozen=True, tag="shows-worth"):
    """What became of a session: it did help (1), or not yet (-1); `better`: by the answers after it."""

    session: str
    good: bool
    better: bool = False


class LeavesHint(Note, frozen=True, tag="leaves-hint"):
    """A hint for whoever asks when nobody is there; its words are those of fact `said`."""

    person: str
    standard: str
    said: int


class DecidesHelp(Note, frozen=True, tag="decides-help"):
    """A teacher pauses or resumes help, ends a session, closes a report, or takes a hint away (`what` names it)."""

    teacher: str
    verb: str
    what: str = ""


# to a person


class HelpWanted(Note, frozen=True, tag="help-wanted"):
    """Would you help a classmate with this? The answer goes to the class."""

    ask: str
    classroom: str
    standard: str
    name: str
    minutes: int


class OfferOver(Note, frozen=True, tag="offer-over"):
    """That offer counts no more. `taken`: somebody else said yes first; `late`: and so did you."""

    ask: str
    taken: bool = False
    late: bool = False


class HelperSought(Note, frozen=True, tag="helper-sought"):
    """Your ask is under way; an offer is out for so many minutes."""

    ask: str
    standard: str
    minutes: int


class NoHelper(Note, frozen=True, tag="no-helper"):
    """Nobody is free (`why`: nobody there, nobody said yes, help is paused, the asker went away). A hint that was left, and whose it is."""

    ask: str
    standard: str
    why: Literal["nobody", "passed", "paused", "gone"]
    hint: str = ""
    by: str = ""


class HelpBegins(Note, frozen=True, tag="help-begins"):
    """A session begins: with whom, in which role, and until when (ms)."""

    session: str
    classroom: str
    standard: str
    partner: str
    name: str
    role: Role
    until: int


class Relayed(Note, frozen=True, tag="relayed"):
    """What the partner wrote; `taken`: pieces that were taken out of it."""

    session: str
    text: str
    taken: int = 0


class MeetAsked(Note, frozen=True, tag="meet-asked"):
    """The partner proposes to go on face to face, at a place in the room."""

    session: str
    place: str


class MeetAnswered(Note, frozen=True, tag="meet-answered"):
    session: str
    yes: bool


class HelpOver(Note, frozen=True, tag="help-over"):
    """The session ended. `mine`: this person ended it. `again`: an ask that looks for another helper."""

    session: str
    why: Ending
    mine: bool = False
    again: str = ""


class AwayCheck(Note, frozen=True, tag="away-check"):
    """To oneself, later: does the partner still wait for a word, `since` then (ms)? `last`: the helper was asked already."""

    session: str
    since: int
    last: bool = False


class Thanked(Note, frozen=True, tag="thanked"):
    """Your help did help. `text`: a sentence of thanks (fact `said` of who was helped). `better`: the answers after it went better."""

    session: str
    standard: str
    text: str = ""
    better: bool = False
    said: int = 0


AnyPeerNote = (
    Volunteers | SeeksHelper | SeeksNoMore | AnswersOffer | OfferRunsOut | HelpSpan | LeavesHelp | HelpTimeUp | ShowsWorth | LeavesHint
    | DecidesHelp | HelpWanted | OfferOver | HelperSought | NoHelper | HelpBegins | Relayed | MeetAsked | MeetAnswered | HelpOver
    | AwayCheck | Thanked
)  # fmt: skip
