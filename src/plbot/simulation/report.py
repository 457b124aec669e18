"""What a simulation shows, in figures: sums over the rows of evidence. `None` where there was nothing to count."""

from collections.abc import Callable, Sequence
from itertools import pairwise, zip_longest
from statistics import mean, median, quantiles
from typing import TypeVar

import msgspec

from plbot.limits import Policy
from plbot.simulation import rules
from plbot.simulation.cohort import Course
from plbot.simulation.evidence import Attempt, Evidence
from plbot.simulation.teacher import Load

Row = TypeVar("Row")

AFTER = (0, 10, 20, 40, 10_000)  # days since it was last shown, from each to before the next
WITHIN = 15  # unaided answers after true success became `SURE`, within which `ready` is to be said
SURE = 0.9
THIRDS = ("lowest", "middle", "highest")
A_TAP = 6  # seconds that a teacher takes for a tap: read a name, decide
A_MESSAGE = 30  # seconds for a new message: unlock, read the board
NEAR = 0.03  # promised minus kept is to be no more
REACHED = 0.85  # of those who became sure are to be told in time, in each third
KEPT = 0.70  # of those told who are assessed are to pass


class Tenth(msgspec.Struct, frozen=True):
    """Attempts whose promise lay in one tenth."""

    of: str
    attempts: int
    promised: float
    kept: float


class Readiness(msgspec.Struct, frozen=True):
    """Of those told ready: how many were assessed and passed, against what was promised when they asked."""

    told: int
    truly: float | None  # the mean true chance of passing when told
    false: float | None  # share with a true chance below 0.7
    assessed: int
    passed: float | None
    promised: float | None
    gap: float | None  # promised minus kept
    gap_at_start: float | None  # q at the beginning of the form minus kept
    tenths: tuple[Tenth, ...]  # all attempts, also those that were asked for anyway


class Rule(msgspec.Struct, frozen=True):
    """One rule on the same answers. `asked`: questions in all, for each student and standard told ready."""

    rule: str
    told: float
    asked: float | None
    false: float | None


class Third(msgspec.Struct, frozen=True):
    """One third of the students by true ability before anything was taught here."""

    third: str
    became_sure: int
    told_in_time: float | None
    assessed: int
    passed: float | None


class LookingBack(msgspec.Struct, frozen=True):
    """Looks back at what was mastered, by the days since it was last shown: still there, and in truth (chance of passing)."""

    days: str
    looks: int
    there: float
    truly: float


class Placement(msgspec.Struct, frozen=True):
    """What placement found out before anything was taught."""

    students: int
    questions: float | None
    most_rounds: int
    most_misses_running: int
    rightly: float | None


class Stuck(msgspec.Struct, frozen=True):
    """`by_reason`: the precision of the calls for each reason."""

    called: int
    precision: float | None
    recall: float | None
    f1: float | None
    by_reason: dict[str, float]


class Work(msgspec.Struct, frozen=True):
    """What was done: standards begun and mastered, questions for each mastered one, messages a student and day of work."""

    begun: int
    mastered: int
    answers: int
    questions_per_mastered: float | None
    median_questions: float | None
    messages_a_day: float | None


class Teaching(msgspec.Struct, frozen=True):
    """A school day of one teacher: the mean, and the ninth of ten days."""

    messages: float
    messages_p90: float
    revised: float
    taps: float
    taps_p90: float
    minutes: float
    minutes_p90: float


class Report(msgspec.Struct, frozen=True):
    students: int
    days: int
    seed: int
    cohort: int
    content: str
    classes: int
    deeds: int
    troubles: int
    work: Work
    readiness: Readiness
    thirds: tuple[Third, ...]
    rules: tuple[Rule, ...]
    stuck: Stuck
    looking_back: tuple[LookingBack, ...]
    warmed_up: int
    placement: Placement
    teacher_of_a_class: Teaching | None
    teacher_of_all: Teaching | None


def readiness(evidence: Evidence) -> Readiness:
    told = [attempt for attempt in evidence.attempts if attempt.told]
    promised, passed = _mean(told, lambda a: a.promise), _mean(told, lambda a: a.passed)
    at_start = _mean(told, lambda a: a.at_start)
    return Readiness(
        len(evidence.told),
        _mean(evidence.told, lambda t: t.truly),
        _mean(evidence.told, lambda t: t.truly < rules.TRULY),
        len(told),
        passed,
        promised,
        _minus(promised, passed),
        _minus(at_start, passed),
        _tenths(evidence.attempts),
    )


def _tenths(attempts: Sequence[Attempt]) -> tuple[Tenth, ...]:
    found = []
    for tenth in range(10):
        inside = [attempt for attempt in attempts if min(9, int(attempt.promise * 10)) == tenth]
        if inside:
            promised, kept = mean(a.promise for a in inside), mean(a.passed for a in inside)
            name = f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}"
            found.append(Tenth(name, len(inside), round(promised, 4), round(kept, 4)))
    return tuple(found)


def compared(evidence: Evidence, course: Course, policy: Policy) -> tuple[Rule, ...]:
    """The usual rules, ours, and ours set so that it asks no more than each of the usual ones.

    With each least number of answers at the strictest bar; of these the one that is right most often.
    """
    settings = [rules.tried_at(evidence.runs, course, rules.BARS, least) for least in rules.LEAST]
    ours = rules.tried(evidence.runs, course, "ours", policy.ready_at)
    found = [_rule(f"ours, at {policy.ready_at:.2f}", ours)]
    for name in (rules.STREAK, rules.SHARE):
        usual = rules.tried(evidence.runs, course, name)
        found.append(_rule(name, usual))
        equal = [strictest for bars in settings if (strictest := _asking_no_more(bars, usual))]
        if equal:
            best = min(equal, key=lambda each: each.false / each.told)
            found.append(
                _rule(f"ours, at {best.bar:.2f} after {best.least} answers: no more questions than {name}", best)
            )
    return tuple(found)


def _asking_no_more(bars: Sequence[rules.Tried], usual: rules.Tried) -> rules.Tried | None:
    """The strictest bar that asks no more questions for each one told."""
    equal = [each for each in bars if each.told and usual.told and each.asked / each.told <= usual.asked / usual.told]
    return max(equal, key=lambda each: each.bar, default=None)


def _rule(name: str, tried: rules.Tried) -> Rule:
    return Rule(
        name, _share(tried.told, tried.runs) or 0.0, _share(tried.asked, tried.told), _share(tried.false, tried.told)
    )


def thirds(evidence: Evidence, abilities: Sequence[float], course: Course, policy: Policy) -> tuple[Third, ...]:
    """Each third by prior achievement: told in time once truly sure, and passed of those told."""
    low, high = quantiles(abilities, n=3) if len(abilities) > 1 else (0.0, 0.0)

    def third_of(ability: float) -> int:
        return (ability > low) + (ability > high)

    found = []
    for place, name in enumerate(THIRDS):
        runs = [run for run in evidence.runs if third_of(run.ability) == place]
        in_time = [_in_time(run, course, policy) for run in runs]
        sure = [each for each in in_time if each is not None]
        told = [attempt for attempt in evidence.attempts if attempt.told and third_of(attempt.ability) == place]
        found.append(Third(name, len(sure), _mean(sure, bool), len(told), _mean(told, lambda a: a.passed)))
    return tuple(found)


def _in_time(run: rules.Run, course: Course, policy: Policy) -> bool | None:
    """Whether `ready` was said within so many answers after true success became sure. None: it did not, or too late to tell."""
    form = course.forms[run.standard]
    sure = next((n for n, each in enumerate(run.steps, 1) if form.success(each.level, run.slip) >= SURE), 0)
    told = rules.fired(run, "ours", policy.ready_at)
    if not sure or (not told and sure + WITHIN > len(run.steps)):
        return None
    return 0 < told <= sure + WITHIN


def stuckness(evidence: Evidence) -> Stuck:
    called = sum(each.called for each in evidence.stuck)
    truly = sum(each.truly for each in evidence.stuck)
    both = sum(each.called and each.truly for each in evidence.stuck)
    reasons = sorted({each.why for each in evidence.stuck if each.called})
    by_reason = {
        why: _mean([e for e in evidence.stuck if e.called and e.why == why], lambda e: e.truly) or 0.0
        for why in reasons
    }
    return Stuck(called, _share(both, called), _share(both, truly), _share(2 * both, called + truly), by_reason)


def looking_back(evidence: Evidence) -> tuple[LookingBack, ...]:
    found = []
    for first, last in pairwise(AFTER):
        rows = [row for row in evidence.looked_back if first <= row.days < last]
        if rows:
            there, truly = mean(row.there for row in rows), mean(row.truly for row in rows)
            name = f"{first} to {last - 1}" if last != AFTER[-1] else f"{first} and more"
            found.append(LookingBack(name, len(rows), round(there, 4), round(truly, 4)))
    return tuple(found)


def placement(evidence: Evidence) -> Placement:
    rows = evidence.placed
    return Placement(
        len(rows),
        _mean(rows, lambda row: row.questions),
        max((row.rounds for row in rows), default=0),
        max((row.misses_running for row in rows), default=0),
        _share(sum(row.rightly for row in rows), sum(row.of for row in rows)),
    )


def work(evidence: Evidence, messages: int, days_worked: int) -> Work:
    done = evidence.mastered
    return Work(
        evidence.begun,
        len(done),
        evidence.answers,
        _share(evidence.answers, len(done)),
        float(median(done)) if done else None,
        _share(messages, days_worked),
    )


def teaching(loads: Sequence[Load]) -> Teaching | None:
    """Sum up school days; the first, on which all students come in, included."""
    if not loads:
        return None
    minutes = [(load.messages * A_MESSAGE + load.taps * A_TAP) / 60 for load in loads]
    messages, taps = [load.messages for load in loads], [load.taps for load in loads]
    return Teaching(
        round(mean(messages), 2),
        _ninth(messages),
        round(mean(load.revised for load in loads), 2),
        round(mean(taps), 2),
        _ninth(taps),
        round(mean(minutes), 2),
        round(_ninth(minutes), 2),
    )


def together(classes: Sequence[Sequence[Load]]) -> list[Load]:
    """The days of one teacher who has all these classes."""
    none = Load(0, 0, 0)
    days = zip_longest(*classes, fillvalue=none)
    return [Load(*(sum(parts) for parts in zip(*day, strict=True))) for day in days]


def _ninth(values: Sequence[float]) -> float:
    """What nine of ten are no more than."""
    ordered = sorted(values)
    return float(ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))])


def _mean(rows: Sequence[Row], of: Callable[[Row], float]) -> float | None:
    return round(mean(float(of(row)) for row in rows), 4) if rows else None


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def _minus(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else round(left - right, 4)
