"""A log as columns of numbers, for fitting: what the model counted before each answer, and what became of the next five."""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plbot.core import model
from plbot.core.model import FORM, PASSING, SLIP
from plbot.limits import limits
from plbot.readiness.log import Row
from plbot.readiness.tracks import Student

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


class Gate(NamedTuple):
    """Moments at the gate of which the next five answers are known. `row` is the answer just given, `x` what q looks at after it."""

    row: Places
    x: Floats
    passed: Floats


class Table(NamedTuple):
    """`x` (answers, 9), and columns of length `answers`. A standard or item is a place in `standards` or `items`."""

    x: Floats
    right: Floats
    guess: Floats  # the chance of a right pick without knowing; 0: typed
    student: Places
    standard: Places
    item: Places
    aided: NDArray[np.bool_]
    gate: Gate
    students: int
    standards: list[str]
    items: list[tuple[str, str]]

    @property
    def knows(self) -> Floats:
        """How much of the chance of a right answer depends on knowing."""
        return np.where(self.guess > 0, 1 - self.guess - SLIP, 1.0)

    @property
    def answers(self) -> int:
        return len(self.right)


class _Waiting(NamedTuple):
    """Moments at the gate whose next five answers are still coming: row, x, answers so far, right so far."""

    row: int
    x: model.Weights
    seen: list[int]


class _Counted(NamedTuple):
    """What one pass over a log collects."""

    x: list[model.Weights]
    columns: list[tuple[bool, float, int, int, int, bool]]
    gates: list[tuple[int, model.Weights, bool]]
    students: int
    standards: list[str]
    items: list[tuple[str, str]]


def tabulate(rows: Iterable[Row]) -> Table:
    """Count through the log once. All of it is held as numbers: about 300 bytes an answer."""
    students: dict[str, tuple[int, Student]] = {}
    standards: dict[str, int] = {}
    items: dict[tuple[str, str], int] = {}
    waiting: dict[tuple[int, int], deque[_Waiting]] = {}
    x: list[model.Weights] = []
    columns: list[tuple[bool, float, int, int, int, bool]] = []
    gates: list[tuple[int, model.Weights, bool]] = []
    for number, row in enumerate(rows):
        place, student = students.setdefault(row.student, (len(students), Student()))
        standard = standards.setdefault(row.standard, len(standards))
        item = items.setdefault((row.standard, row.item), len(items))
        track = student.track(row.standard)
        g = student.general(track)
        x.append(model.features(track.seen(), g))
        columns.append((row.right, 1 / row.options if row.options else 0.0, place, standard, item, row.aided))
        student.take(track, row)
        if row.aided:
            continue
        queue = waiting.setdefault((place, standard), deque())
        gates += _came_true(queue, row.right)
        if track.answered >= limits.replay_answers:
            queue.append(_Waiting(number, model.features(track.at_the_gate(), g), [0, 0]))
    return _table(_Counted(x, columns, gates, len(students), list(standards), list(items)))


def _came_true(queue: "deque[_Waiting]", right: bool) -> list[tuple[int, model.Weights, bool]]:
    """Tell all who wait of one more answer; those who have heard of five are done."""
    for each in queue:
        each.seen[0] += 1
        each.seen[1] += right
    done = []
    while queue and queue[0].seen[0] == FORM:
        first = queue.popleft()
        done.append((first.row, first.x, first.seen[1] >= PASSING))
    return done


def _table(counted: _Counted) -> Table:
    x, columns, gates, students, standards, items = counted
    right, guess, student, standard, item, aided = zip(*columns, strict=True) if columns else ((),) * 6
    rows, at, passed = zip(*gates, strict=True) if gates else ((),) * 3
    return Table(
        np.array(x, np.float64).reshape(-1, len(model.WEIGHTS)),
        np.array(right, np.float64),
        np.array(guess, np.float64),
        np.array(student, np.int64),
        np.array(standard, np.int64),
        np.array(item, np.int64),
        np.array(aided, np.bool_),
        Gate(
            np.array(rows, np.int64),
            np.array(at, np.float64).reshape(-1, len(model.WEIGHTS)),
            np.array(passed, np.float64),
        ),
        students,
        standards,
        items,
    )
