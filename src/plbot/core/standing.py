"""Where one student stands on one standard: counts folded from facts, nothing else. `fold(facts)` is the stored standing."""

from collections.abc import Iterable

import msgspec

from plbot.core import facts as f
from plbot.core import snag as snags
from plbot.core.snag import Snag
from plbot.core.states import State, after
from plbot.core.worked import After
from plbot.limits import limits

DECAY = 0.8  # an answer: LEARNING, the readiness model
OPEN_STATES: frozenset[State] = frozenset({"locked", "open"})
KNOWN_STATES: frozenset[State] = frozenset({"mastered", "refresh"})


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """One unaided answer, as the gate looks at it."""

    right: bool
    level: int
    item: str
    picked: bool
    mistake: str = ""


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """One answered question of a form."""

    item: str
    level: int
    right: bool
    mistake: str


class Placing(msgspec.Struct, frozen=True, array_like=True):
    """One answer of placement: the `number`-th of the person, at a moment in ms."""

    number: int
    said: f.Sound
    level: int
    options: int
    at: int


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """Counts of one standard. `answered` and `right` are of all unaided answers; `window` holds those since the last relearning step."""

    state: State = "open"
    answered: int = 0
    right: int = 0
    decayed_right: float = 0.0
    decayed: float = 0.0
    recent: tuple[bool, ...] = ()  # the last five unaided answers
    window: tuple[Answer, ...] = ()
    cursors: dict[str, int] = {}  # item -> where its next version is drawn from
    ways: tuple[str, ...] = ()  # modes opened since the last not yet
    practised: int = 0  # answers of any kind since the last request or result: "what I did to get ready"
    last_item: str = ""
    asked: str = ""  # the open request
    asked_in: str = ""  # the class that decides it
    told_ready: bool = False  # the word was said, and holds
    attempts: int = 0  # graded forms, also on paper
    attempted_at: int = 0  # when the last one ended (ms)
    not_yets: int = 0  # of this loop: one after mastery begins a new one
    missed: tuple[f.Missed, ...] = ()  # what the last not yet left to correct
    relearning: bool = False  # between a not yet and the next verdict
    since_relearn: int = 0  # unaided right answers since that not yet
    mastered_at: int = 0  # the first time; 0: never
    unseen: bool = False  # a result that was not opened yet
    form: tuple[Shown, ...] = ()  # of the last form that was begun
    waiting_mark: int = 0  # open answers that wait for a rubric
    placed: tuple[Placing, ...] = ()  # what placement heard; it says what seems known, and nothing at the gate
    cheer_asked: bool = False  # whether the class may hear of it was asked
    not_found: tuple[int, ...] = ()  # lines of the rubric that the last marked answer did not show yet
    snag: Snag | None = None  # stuck, and since when
    unstuck_at: int = 0  # how many unaided answers there were when that last cleared
    way: str = ""  # the mode opened last
    way_left: int = 0  # answers that still count as given after it
    after_ways: dict[str, After] = {}  # by mode
    helped: dict[str, int] = {}  # what the student said helped -> how often
    tried: tuple[int, ...] = ()  # when the last graded tries ended (ms)
    aided: int = 0  # answers after a hint, a worked solution or an earlier try
    asked_until_ready: int = 0  # answers of any kind until the gate opened, the last time before mastery
    aided_until_ready: int = 0  # of them with help
    rung: int = 0  # looks back that went well: the step of the ladder
    kept_at: int = 0  # when it was last shown that it is there (ms): mastered, looked back at, warmed up
    warm: int = 0  # right in a row without help since it needs warming up
    provisional: bool = False  # assessed while no adult acted, and not confirmed yet
    parked_until: int = 0  # when it comes back by itself (ms); 0: not parked

    @property
    def stuck_since(self) -> int:
        """Since when (ms) the student is stuck here; 0: is not."""
        return self.snag.since if self.snag else 0

    @property
    def untouched(self) -> bool:
        return self.state in OPEN_STATES


UNTOUCHED = Standing()
TRIED = 5  # moments of tries that are remembered: more a day are for nobody
_TAKES_UP = (f.ChoseStandard, f.Opened, f.Answered, f.AskedToReassess, f.Approved, f.Mastered, f.TookUp)


def fold(facts: Iterable[tuple[f.Fact, int]]) -> dict[str, Standing]:
    """All standings of a person, from all facts with their moments (ms), oldest first."""
    standings: dict[str, Standing] = {}
    for fact, at in facts:
        if fact.standard:
            standings[fact.standard] = grown(standings.get(fact.standard, UNTOUCHED), fact, at)
    return standings


def carried_over(facts: Iterable[tuple[f.Fact, int]]) -> list[f.CarriedOver]:
    """What these facts come to, a fact a standard: folded in their place it gives the same standings."""
    return [f.CarriedOver(code, msgspec.to_builtins(standing)) for code, standing in fold(facts).items()]


def grown(standing: Standing, fact: f.Fact, at: int) -> Standing:
    """The standing after one more fact about its standard, which happened at `at` (ms)."""
    if isinstance(fact, f.CarriedOver):
        return msgspec.convert(fact.standing, Standing)
    changes = _changes(standing, fact, at)
    snag = snags.after(standing.snag, fact, at)
    if snag != standing.snag:
        changes["snag"] = snag
    if standing.parked_until and isinstance(fact, _TAKES_UP):
        changes["parked_until"] = 0  # whoever works on it has taken it up again
    state = after(standing.state, fact)
    if state != standing.state:
        changes["state"] = state
    return msgspec.structs.replace(standing, **changes) if changes else standing


def _changes(s: Standing, fact: f.Fact, at: int) -> dict[str, object]:
    match fact:
        case f.Answered():
            return _answered(s, fact)
        case f.Dropped(item=item, cursor=cursor):
            return {"cursors": {**s.cursors, item: cursor}, "last_item": item}
        case f.Placed():
            heard = Placing(fact.number, fact.said, fact.level, fact.options, at)
            return {"cursors": {**s.cursors, fact.item: fact.cursor}, "placed": (*s.placed, heard)}
        case f.Opened(mode=mode):
            return _opened(s, mode)
        case f.Unstuck(how=how):
            return {"unstuck_at": s.answered} | ({"window": ()} if how == "talked" else {})
        case f.Reflected(when="after", tap=tap) if tap:
            return {"helped": {**s.helped, tap: s.helped.get(tap, 0) + 1}}
        case f.AskedToReassess(request=request, classroom=classroom):
            return {"asked": request, "asked_in": classroom, "practised": 0}
        case f.BecameReady():
            asked = {} if s.mastered_at else {"asked_until_ready": s.answered + s.aided, "aided_until_ready": s.aided}
            return {"told_ready": True, **asked}
        case f.NeedsMore():
            return {"told_ready": False}
        case f.Withdrew() | f.SentBack():
            return {"asked": "", "told_ready": False}  # whoever practises on hears it again
        case f.Approved(request=request, provisional=provisional):
            return {"asked": request, "provisional": provisional}
        case f.Confirmed():
            return {"provisional": False}
        case f.FormStarted():
            return {"form": ()}
        case f.FormEnded():
            return {"unseen": True, "asked": "", **_tried(s, at)}
        case f.Mastered(how=how):
            return _verdict(s, how, at) | {
                "mastered_at": s.mastered_at or at,
                "kept_at": at,
                "missed": (),
                "relearning": False,
                "warm": 0,
            }
        case f.NotYet(how=how, missed=missed):
            again = {"window": (), "since_relearn": 0, "ways": (), "relearning": True, "told_ready": False}
            before = 0 if s.state in KNOWN_STATES and not s.provisional else s.not_yets
            counted = {"missed": missed, "not_yets": before + 1, "provisional": False}
            if s.provisional:
                counted["mastered_at"] = 0  # no adult had said yes to it
            return _verdict(s, how, at) | again | counted
        case f.SawResult():
            return {"unseen": False}
        case f.OfferedCheer():
            return {"cheer_asked": True}
        case f.Corrected():
            return {"missed": s.missed[1:]}
        case f.Rechecked():
            return {"rung": s.rung + 1, "kept_at": at}
        case f.NeedsWarmUp():
            return {"warm": 0}
        case f.WarmedUp():
            return {"rung": max(0, s.rung - 1), "kept_at": at, "warm": 0}
        case f.Parked(until=until):
            return {"parked_until": until}
        case f.WroteOpenly():
            return {"waiting_mark": s.waiting_mark + 1}
        case f.Marked(missing=missing):
            return {"waiting_mark": max(0, s.waiting_mark - 1), "not_found": missing}
        case _:
            return {}


def _opened(s: Standing, mode: str) -> dict[str, object]:
    """Another way while stuck is a relearning step: what was missed before it says nothing about now."""
    tried: dict[str, object] = {} if mode in s.ways else {"ways": (*s.ways, mode)}
    anew: dict[str, object] = {"window": ()} if s.snag and not s.told_ready else {}
    return {**tried, **anew, "way": mode, "way_left": limits.way_answers}


def _verdict(s: Standing, how: f.How, at: int) -> dict[str, object]:
    """A form was counted when it ended; other results are counted here."""
    counted = {} if how == "form" else {"unseen": True, "form": (), "provisional": False, **_tried(s, at)}
    return {"asked": "", "practised": 0, **counted}


def _tried(s: Standing, at: int) -> dict[str, object]:
    return {"attempts": s.attempts + 1, "attempted_at": at, "tried": (*s.tried, at)[-TRIED:]}


def _answered(s: Standing, fact: f.Answered) -> dict[str, object]:
    seen: dict[str, object] = {
        "cursors": {**s.cursors, fact.item: fact.cursor},
        "last_item": fact.item,
        "practised": s.practised + 1,
    }
    if fact.use == "reassess":
        seen["form"] = (*s.form, Shown(fact.item, fact.level, fact.right, fact.mistake))
    if fact.aided:
        return seen | {
            "aided": s.aided + 1,
            "warm": 0,
        }  # an answer after a hint teaches; at the gate it is neither right nor missed
    if s.way_left and fact.expected:
        after_way = s.after_ways.get(s.way, After()) + After(1, int(fact.right), fact.expected)
        seen |= {"after_ways": {**s.after_ways, s.way: after_way}, "way_left": s.way_left - 1}
    answer = Answer(fact.right, fact.level, fact.item, fact.picked, fact.mistake)
    return seen | {
        "answered": s.answered + 1,
        "right": s.right + fact.right,
        "decayed_right": round(s.decayed_right * DECAY + fact.right, 9),
        "decayed": round(s.decayed * DECAY + 1, 9),
        "recent": (*s.recent, fact.right)[-5:],
        "window": (*s.window, answer)[-limits.window :],
        "since_relearn": s.since_relearn + (fact.right and s.relearning and fact.use != "reassess"),
        "warm": s.warm + 1 if fact.right and s.state == "refresh" else 0,
    }
