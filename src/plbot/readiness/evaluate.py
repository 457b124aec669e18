"""Compare plbot with the usual rules on one log. Every figure says in `MEANINGS` what it is."""

from array import array
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

import msgspec

from plbot.core.model import FORM, PASSING, Parameters
from plbot.readiness import figures
from plbot.readiness.figures import Bin
from plbot.readiness.log import Row
from plbot.readiness.rules import Ours, Rule, Streak, Tracing, Window

SOLID = 0.7  # a student who gets this share right afterwards was rightly called ready
EARLY = 6  # answers by which stuck is to be seen
LATE = 3  # answers after which it is looked at whether somebody was able all along
MISSING = 0.5  # of those who are able, so many may be missed where the lowest reachable figure is looked for

MEANINGS = {
    "auc": "next answer: AUC",
    "log_loss": "next answer: log loss",
    "calibration_error": "next answer: calibration error (ten bins)",
    "ready": "share told ready",
    "questions": "questions until told ready (median)",
    "under": "under 70 % right after ready (at least 5 answers after it)",
    "missed": "missed: never told ready, though 70 % right or more after the third answer",
    "under_reachable": "lowest reachable under 70 %, missing at most half",
    "promised": "promised pass rate at first ready",
    "kept": "kept: at least 4 of the next 5 right",
    "stuck": "stuck by answer 6: F1 (under half right in 5 or more answers after it)",
}


class Figures(msgspec.Struct, frozen=True):
    """One rule on one log; None where the log holds too little to say."""

    rule: str
    auc: float
    log_loss: float
    calibration_error: float
    ready: float | None
    questions: float | None
    under: float | None
    missed: float | None
    under_reachable: float | None
    promised: float | None
    kept: float | None
    stuck: float | None


class Evaluation(msgspec.Struct, frozen=True):
    """All rules, and how q kept its promises: of all moments (from the third answer on) of which the next five are known."""

    answers: int
    students: int
    rules: tuple[Figures, ...]
    reliability: tuple[Bin, ...]


class _Course:
    """One student on one standard: unaided answers, and what a rule said after each."""

    __slots__ = ("confidence", "promise", "rights", "stuck")

    def __init__(self) -> None:
        self.rights = bytearray()
        self.confidence = array("d")
        self.promise = array("d")
        self.stuck = False

    def ready_at(self, bar: float, least: int) -> int | None:
        """After how many answers it was first called ready."""
        told = (n for n, confidence in enumerate(self.confidence, 1) if n >= least and confidence >= bar)
        return next(told, None)

    def share_after(self, answers: int) -> float | None:
        """The share right after so many answers, where at least five followed."""
        after = self.rights[answers:]
        return sum(after) / len(after) if len(after) >= FORM else None

    def passes_after(self, answers: int) -> bool | None:
        """Whether at least 4 of the next 5 were right; None: there were not so many."""
        after = self.rights[answers : answers + FORM]
        return sum(after) >= PASSING if len(after) == FORM else None


class _Seat:
    """A rule at work."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.p = array("d")
        self.courses: dict[tuple[str, str], _Course] = {}

    def take(self, row: Row) -> None:
        judged = self.rule.take(row)
        self.p.append(judged.p)
        if row.aided:
            return
        key = (row.student, row.standard)
        course = self.courses.get(key)
        if course is None:
            course = self.courses[key] = _Course()
        course.rights.append(row.right)
        course.confidence.append(judged.confidence)
        course.promise.append(judged.promise)
        course.stuck |= judged.stuck and len(course.rights) <= EARLY


def evaluate(rows: Iterable[Row], parameters: Parameters) -> Evaluation:
    """Walk all rules through the log at once."""
    seats = [_Seat(rule) for rule in (Streak(), Window(), Tracing(), Ours(parameters))]
    rights, students = bytearray(), set()
    for row in rows:
        rights.append(row.right)
        students.add(row.student)
        for seat in seats:
            seat.take(row)
    return Evaluation(
        len(rights), len(students), tuple(_figures(seat, rights) for seat in seats), _reliability(seats[-1])
    )


def _figures(seat: _Seat, rights: bytearray) -> Figures:
    rule, courses = seat.rule, list(seat.courses.values())
    came = [right > 0 for right in rights]
    told = _Told.of(courses, rule.bar, rule.least)
    return Figures(
        rule.name,
        round(figures.auc(seat.p, came), 4),
        round(figures.log_loss(seat.p, came), 4),
        round(figures.calibration_error(seat.p, came), 4),
        told.ready,
        told.questions,
        told.under,
        told.missed,
        _reachable(courses, rule),
        told.promised,
        told.kept,
        _stuck(courses),
    )


class _Told(NamedTuple):
    """What became of those who were told ready at one bar."""

    ready: float | None
    questions: float | None
    under: float | None
    missed: float | None
    promised: float | None
    kept: float | None

    @classmethod
    def of(cls, courses: list[_Course], bar: float, least: int) -> "_Told":
        at = [course.ready_at(bar, least) for course in courses]
        told = [(course, n) for course, n in zip(courses, at, strict=True) if n]
        after = [share for course, n in told if (share := course.share_after(n)) is not None]
        form = [(course.promise[n - 1], passes) for course, n in told if (passes := course.passes_after(n)) is not None]
        able = [n for course, n in zip(courses, at, strict=True) if (course.share_after(LATE) or 0) >= SOLID]
        return cls(
            _share(len(told), len(courses)),
            float(median(n for _, n in told)) if told else None,
            _share(sum(share < SOLID for share in after), len(after)),
            _share(sum(n is None for n in able), len(able)),
            _share(sum(promise for promise, _ in form), len(form)),
            _share(sum(passes for _, passes in form), len(form)),
        )


def _reachable(courses: list[_Course], rule: Rule) -> float | None:
    """The lowest share under 70 % over all bars that miss at most half of those who are able."""
    said = sorted({round(c, 2) for course in courses for c in course.confidence})
    step = max(1, len(said) // 40)
    tried = (_Told.of(courses, bar, rule.least) for bar in said[::step])
    found = [each.under for each in tried if each.under is not None and (each.missed or 0) <= MISSING]
    return min(found, default=None)


def _stuck(courses: list[_Course]) -> float | None:
    """F1 of `stuck` within the first six answers against fewer than half right in all that follow."""
    judged = [(course.stuck, share < 0.5) for course in courses if (share := course.share_after(EARLY)) is not None]  # noqa: PLR2004 - half
    said, true = sum(flag for flag, _ in judged), sum(low for _, low in judged)
    return round(figures.f1(said, true, sum(flag and low for flag, low in judged)), 4) if judged else None


def _reliability(seat: _Seat) -> tuple[Bin, ...]:
    promised, kept = array("d"), list[bool]()
    for course in seat.courses.values():
        for n in range(LATE, len(course.rights) - FORM + 1):
            promised.append(course.promise[n - 1])
            kept.append(course.passes_after(n) is True)
    return tuple(Bin(b.times, round(b.promised, 4), round(b.kept, 4)) for b in figures.bins(promised, kept))


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
