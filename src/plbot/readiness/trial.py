"""Whether refitted parameters are better: five folds by student, each judged by what was fitted on the other four."""

from collections.abc import Callable
from math import sqrt

import numpy as np

from plbot.core.model import DEFAULTS, Parameters
from plbot.readiness.figures import surprise
from plbot.readiness.fit import WEIGHTS_FROM, fit
from plbot.readiness.log import Row
from plbot.readiness.replay import Replay
from plbot.readiness.table import Floats, Table, tabulate
from plbot.readiness.verdict import Verdict

FOLDS = 5
SURE = 1.0  # standard errors (over students) by which new parameters must be better: less is chance too often


def refit(
    rows: list[Row], current: Parameters = DEFAULTS, told: Callable[[int, int], None] = lambda _done, _of: None
) -> tuple[Parameters, Verdict]:
    """The refitted parameters if they predict new students better than `current`, else `current`; and the verdict.

    Tried are offsets alone and, from `WEIGHTS_FROM` answers on, offsets with weights; the better one is judged.
    """
    table = tabulate(rows)
    if table.students < FOLDS:
        return current, Verdict(
            False, f"a refit needs answers of {FOLDS} students or more", table.answers, table.students
        )
    ways = (False, True) if table.answers >= WEIGHTS_FROM else (False,)
    before = _losses(rows, table, [current] * FOLDS)
    found: list[tuple[float, bool, Floats]] = []
    for way, weights in enumerate(ways):
        folds = []
        for fold in range(FOLDS):
            folds.append(fit(table, table.student % FOLDS != fold, weights=weights))
            told(way * FOLDS + fold + 1, len(ways) * FOLDS + 1)
        losses = _losses(rows, table, folds)
        found.append((float(losses.sum()), weights, losses))
    _, weights, after = min(found, key=lambda each: each[0])
    verdict = _verdict(before, after, table)
    return (fit(table, weights=weights) if verdict.better else current), verdict


def _losses(rows: list[Row], table: Table, folds: list[Parameters]) -> Floats:
    """The log loss of each student, summed over the answers, under the parameters of the student's fold."""
    walks = [Replay(parameters) for parameters in folds]
    losses: Floats = np.zeros(table.students)
    for row, student in zip(rows, table.student.tolist(), strict=True):
        losses[student] += surprise(walks[student % FOLDS].take(row).p_correct, row.right)
    return losses


def _verdict(before: Floats, after: Floats, table: Table) -> Verdict:
    gained = before - after
    error = float(gained.std(ddof=1)) * sqrt(len(gained))
    better = float(gained.sum()) > SURE * error
    old, new = (round(float(losses.sum()) / table.answers, 4) for losses in (before, after))
    why = (
        f"log loss of students not seen before falls from {old:.4f} to {new:.4f}"
        if better
        else f"refitted, students not seen before would be predicted no better for certain: {old:.4f} before, {new:.4f} after"
    )
    return Verdict(better, why, table.answers, table.students, old, new)
