"""Refit the model on a log: offsets of standards and items, and where there are thousands of answers the weights; then q.

Everything is a posterior mode with a prior at what plbot comes with (offset 0, its own weights), by Fisher scoring. Signs stay
as they are, so that the refitted model is as monotone.
"""

from collections.abc import Sequence
from math import exp, log

import numpy as np

from plbot.core.model import CALIBRATION, SIGNS, WEIGHTS, Ability, Parameters, Weights, monotone
from plbot.limits import Policy
from plbot.readiness.table import Floats, Places, Table

FEW, MANY = 100, 400  # students: below the first the prior of offsets is strong, above the second weak
STRONG, WEAK = 8.0, 1.0  # precision of an offset
WEIGHTS_FROM = 3_000  # answers before the weights may move: the given ones rest on 58,266
HOLD = 200.0  # precision of a weight around the given one: a thousand answers move it half-way
HOLD_ABILITY = 50.0  # ... of the weight of ability around 0
HOLD_PROMISE = 20.0  # ... of the calibration around the given one
OVERLAP = 5  # moments at the gate share their next five answers: five of them weigh as one
ROUNDS = 3  # offsets and weights in turn
STEPS = 10  # of Fisher scoring for the offsets; each is a division per offset


def fit(
    table: Table, use: "np.ndarray[tuple[int], np.dtype[np.bool_]] | None" = None, *, weights: bool = True
) -> Parameters:
    """Parameters from the answers where `use` is true (all, if not given). `weights`: whether these may move too."""
    chosen = np.ones(table.answers, bool) if use is None else use
    some = _Fit(table, chosen)
    some.offsets()
    if weights and chosen.sum() >= WEIGHTS_FROM:
        for _ in range(ROUNDS):
            some.weigh()
            some.offsets()
    return some.parameters()


class _Fit:
    """Offsets, weights and abilities on their way to the posterior mode."""

    def __init__(self, table: Table, use: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> None:
        self.table = table
        self.use = use
        self.precision = precision(len(np.unique(table.student[use])))
        self.standards: Floats = np.zeros(len(table.standards))
        self.items: Floats = np.zeros(len(table.items))
        self.weights: Floats = np.append(WEIGHTS, 0.0)
        self.before: Floats = np.zeros(table.answers)  # ability before each answer
        self.after: Floats = np.zeros(table.answers)

    @property
    def each_offset(self) -> Floats:
        return np.asarray(self.standards[self.table.standard] + self.items[self.table.item])

    @property
    def base(self) -> Floats:
        return np.asarray(self.table.x @ self.weights[:-1] + self.weights[-1] * self.before)

    def offsets(self) -> None:
        for _ in range(STEPS):
            self._move(self.standards, self.table.standard)
            self._move(self.items, self.table.item)

    def _move(self, offsets: Floats, places: Places) -> None:
        """One step of all offsets of a kind, each on its own."""
        slope, curve = self._pull(self.base + self.each_offset)
        pull = np.bincount(places, slope, len(offsets)) - self.precision * offsets
        offsets += pull / (np.bincount(places, curve, len(offsets)) + self.precision)

    def weigh(self) -> None:
        """Move the weights, signs kept, with the abilities that the offsets give."""
        self._abilities()
        x = np.column_stack([self.table.x, self.before])
        given = np.append(WEIGHTS, 0.0)
        hold = np.diag(np.append(np.full(len(WEIGHTS), HOLD), HOLD_ABILITY))
        signs = np.array([*SIGNS, 1])
        for _ in range(6):
            slope, curve = self._pull(x @ self.weights + self.each_offset)
            pull = x.T @ slope - hold @ (self.weights - given)
            moved = self.weights + np.linalg.solve(x.T @ (x * curve[:, None]) + hold, pull)
            self.weights = np.where(moved * signs < 0, 0.0, moved)

    def _pull(self, log_odds: Floats) -> tuple[Floats, Floats]:
        """First derivative and Fisher information of each used answer's log likelihood, by its log-odds."""
        table = self.table
        knows = 1 / (1 + np.exp(-log_odds))
        p = np.clip(table.guess + table.knows * knows, 1e-9, 1 - 1e-9)
        rise = table.knows * knows * (1 - knows)
        scale = rise / (p * (1 - p)) * self.use
        return (table.right - p) * scale, rise * scale

    def _abilities(self) -> None:
        """Follow each student's ability through the log, as replay does."""
        table = self.table
        students = [Ability()] * table.students
        columns = (table.student, table.right, self.each_offset, table.guess, table.aided)
        for number, (who, right, offset, guess, aided) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
            self.before[number] = students[who].level
            if not aided:
                students[who] = students[who].after(
                    right=right > 0, offset=offset, options=round(1 / guess) if guess else 0
                )
            self.after[number] = students[who].level

    def parameters(self) -> Parameters:
        weights, table = _safe(self.weights[:-1]), self.table
        items: dict[str, dict[str, float]] = {}
        for (standard, item), offset in zip(table.items, self.items, strict=True):
            if offset:
                items.setdefault(standard, {})[item] = round(float(offset), 4)
        standards = {name: round(float(o), 4) for name, o in zip(table.standards, self.standards, strict=True) if o}
        return Parameters(
            weights=weights,
            ability=round(float(self.weights[-1]), 4),
            calibration=self._calibration(weights),
            standards=standards,
            items=items,
        )

    def _calibration(self, weights: Weights) -> tuple[float, float]:
        """Move the calibration to what the next five answers say."""
        gate, table = self.table.gate, self.table
        used = self.use[gate.row]
        at = gate.row[used]
        log_odds = (
            gate.x[used] @ np.array(weights) + self.weights[-1] * self.after[at] + self.standards[table.standard[at]]
        )
        passed = gate.passed[used]
        c = calibrated(log_odds, passed, CALIBRATION, hold=HOLD_PROMISE, weight=1 / OVERLAP)
        return _at_the_word(c, log_odds, passed, table.student[at] * len(table.standards) + table.standard[at])


def calibrated(
    log_odds: Floats, passed: Floats, given: tuple[float, float], *, hold: float, weight: float = 1.0
) -> tuple[float, float]:
    """A calibration held at the `given` one: what became of moments at the gate, each of this weight."""
    base, slope = posterior(
        np.column_stack([np.ones(len(log_odds)), log_odds]), passed, given, hold=hold, weight=weight
    )
    return round(base, 4), round(max(slope, 0.1), 4)


def posterior(
    x: Floats, passed: Floats, given: Sequence[float], *, hold: float, weight: float = 1.0
) -> tuple[float, ...]:
    """The mode of a logistic regression of `passed` on the columns of `x`, held at `given`; each row of this weight."""
    c: Floats = np.array(given)
    for _ in range(8):
        q = 1 / (1 + np.exp(-(x @ c)))
        pull = x.T @ (passed - q) * weight - hold * (c - given)
        curve = x.T @ (x * (q * (1 - q))[:, None]) * weight + hold * np.eye(len(c))
        c = c + np.linalg.solve(curve, pull)
    return tuple(c.tolist())


def _at_the_word(c: tuple[float, float], log_odds: Floats, passed: Floats, course: Places) -> tuple[float, float]:
    """Shift the calibration so that it holds where it matters most: at the moment a student is first told ready.

    Being first told picks the lucky moments, so a calibration that is right on average promises a little too much there.
    """
    base, slope = c
    for _ in range(ROUNDS):
        q = 1 / (1 + np.exp(-(base + slope * log_odds)))
        told = np.flatnonzero(q >= Policy().ready_at)
        first = told[np.unique(course[told], return_index=True)[1]]
        q = q[first]
        base += float((passed[first] - q).sum() / ((q * (1 - q)).sum() + HOLD_PROMISE))
    return round(base, 4), round(slope, 4)


def precision(students: int) -> float:
    """How strongly offsets are held at 0: `STRONG` for a class, `WEAK` for a large school, evenly (in logs) between."""
    share = (log(max(students, 1)) - log(FEW)) / (log(MANY) - log(FEW))
    return STRONG * exp(log(WEAK / STRONG) * min(max(share, 0.0), 1.0))


def _safe(weights: Floats) -> Weights:
    """The weights, with results elsewhere fading so slowly that a right answer never lowers p."""
    found = [round(float(weight), 4) for weight in weights]
    while not monotone(_nine(found)):
        found[7] = round(found[7] * 0.9, 4)
    return _nine(found)


def _nine(found: list[float]) -> Weights:
    a, b, c, d, e, f, g, h, i = found
    return a, b, c, d, e, f, g, h, i
