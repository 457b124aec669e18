"""Rules by which one might say `ready`, tried on the same answers: three in a row, eight of ten, and ours at several bars."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from random import Random
from typing import NamedTuple

import msgspec

from plbot.core import facts as f
from plbot.core.library import Item, Standard
from plbot.core.model import DEFAULTS, Parameters
from plbot.core.questions import PICKED
from plbot.core.readiness import Elsewhere, look
from plbot.core.standing import Standing, grown
from plbot.limits import Policy
from plbot.simulation import truth
from plbot.simulation.cohort import Course, guess

LONGEST = 40  # answers of one student on one standard that are looked at: the rest of a lesson too many
BARS = tuple(bar / 500 for bar in range(100, 480))  # so fine that it asks as many questions as another rule, not fewer
LEAST = (4, 5, 6, 8, 10)  # answers before ours may speak: a school sets both, `ready_at` and `ready_answers`
TRULY = 0.70  # chance of passing from which on `ready` is true: the bar itself
STREAK = "3 in a row"
SHARE = "8 of 10"


class Step(NamedTuple):
    """One unaided answer, the true skill after it, and q with whether the gate asks for nothing more (but q).

    `answers` are those in the window of evidence.
    """

    right: bool
    level: float
    promise: float
    complete: bool
    answers: int


class Run(NamedTuple):
    """One student's unaided answers on one standard, from the first on: really given, then continued from the truth."""

    student: int
    standard: str
    ability: float
    slip: float
    steps: tuple[Step, ...]


class Going(NamedTuple):
    """Where a run stands when its student gave no more answers: what is needed to continue it."""

    standing: Standing
    others: Elsewhere
    level: float
    ceiling: float
    gain: float
    slip: float


def step(going: Going, standard: Standard, policy: Policy, parameters: Parameters = DEFAULTS, *, right: bool) -> Step:
    """How the gate looks at a standing after an answer, whatever the bar."""
    standing, others, level = going.standing, going.others, going.level
    why = look(msgspec.structs.replace(standing, state="practising"), others, standard, policy, parameters)
    complete = not (why.more_answers or why.more_kinds or why.more_typed)
    return Step(right, level, why.promise, complete, why.answers)


def continued(
    going: Going, count: int, course: Course, standard: Standard, chance: Random
) -> Iterable[tuple[Going, bool]]:
    """Answers as the same student would have gone on giving them in the same way, at the form's mix of levels."""
    items = _mix(standard)
    for place in range(count if items else 0):
        item = items[place % len(items)]
        hard = truth.DIFFICULTY.get(item.level, 0.0) + course.items.get((standard.code, item.id), 0.0)
        right = chance.random() < truth.chance_right(going.level, hard, going.slip, guess(item))
        fact = f.Answered(standard.code, item.id, item.level, right=right, picked=item.kind in PICKED)
        level = truth.raised(going.level, going.ceiling, going.gain)
        going = going._replace(level=level, standing=grown(going.standing, fact, 0))
        yield going, right


def _mix(standard: Standard) -> Sequence[Item]:
    """Practice items in the order of the form's levels, kinds taking turns."""
    wanted = [level for level, count in standard.reassess.form.items() for _ in range(count)]
    by_level = {level: [item for item in standard.items_for("practice") if item.level == level] for level in wanted}
    longest = max((len(items) for items in by_level.values()), default=0)
    return [items[turn % len(items)] for turn in range(longest) for level in wanted if (items := by_level[level])]


def fired(run: Run, rule: str, bar: float = 0.0) -> int:
    """After how many answers the rule says `ready`; 0: not within the run."""
    rights = [each.right for each in run.steps]
    for n, each in enumerate(run.steps, 1):
        match rule:
            case "3 in a row":
                says = n >= 3 and all(rights[n - 3 : n])  # noqa: PLR2004 - its name says so
            case "8 of 10":
                says = n >= 10 and sum(rights[n - 10 : n]) >= 8  # noqa: PLR2004 - its name says so
            case _:
                says = each.complete and each.promise >= bar
        if says:
            return n
    return 0


class Tried(NamedTuple):
    """How a rule fares. `asked`: questions in all runs until it spoke, or to their end. `bar` and `least` are those of ours."""

    rule: str
    bar: float
    least: int
    runs: int
    told: int
    false: int
    asked: int


def tried(runs: Sequence[Run], course: Course, rule: str, bar: float = 0.0) -> Tried:
    """Try a rule on all runs. False: the true chance of passing was below 0.7 when it said `ready`."""
    told = false = asked = 0
    for run in runs:
        n = fired(run, rule, bar)
        asked += n or len(run.steps)
        if n:
            told += 1
            false += not _truly(run, n, course)
    return Tried(rule, bar, 0, len(runs), told, false, asked)


def tried_at(runs: Sequence[Run], course: Course, bars: Sequence[float], least: int) -> list[Tried]:
    """Try ours at each of these bars, lowest first, with at least so many answers, in one walk over the runs."""
    told, false, asked = [0] * len(bars), [0] * len(bars), [0] * len(bars)
    for run in runs:
        place = 0  # of the lowest bar not reached so far
        for n, each in enumerate(run.steps, 1):
            reached = bisect_right(bars, each.promise) if each.complete and each.answers >= least else 0
            if reached > place:
                wrongly = not _truly(run, n, course)
                for here in range(place, reached):
                    told[here] += 1
                    false[here] += wrongly
                    asked[here] += n
                place = reached
        for here in range(place, len(bars)):
            asked[here] += len(run.steps)
    counts = zip(bars, told, false, asked, strict=True)
    return [Tried("ours", bar, least, len(runs), *each) for bar, *each in counts]


def _truly(run: Run, n: int, course: Course) -> bool:
    """Whether `ready` is true after so many answers."""
    return course.forms[run.standard].passes(run.steps[n - 1].level, run.slip) >= TRULY
