"""The usual rules for "ready", and ours, side by side: each judges one answer after the other of the same log."""

from collections import defaultdict
from typing import NamedTuple, Protocol

from plbot.core.model import FIRST_GUESS, Parameters
from plbot.limits import Policy, limits
from plbot.readiness.log import Row
from plbot.readiness.replay import Replay

KNOWN = 0.92  # the pass rate that "mastered" promises: 4 of 5 at a true success of 0.9


class Judged(NamedTuple):
    """What a rule says of one answer: `p` before it; after it its confidence, the promised pass rate, and whether stuck."""

    p: float
    confidence: float
    promise: float
    stuck: bool


class Rule(Protocol):
    """`bar`: from which confidence on it says ready; `least`: after so many unaided answers at the earliest."""

    name: str
    bar: float
    least: int

    def take(self, row: Row) -> Judged: ...


class Ours:
    """plbot, with the parameters at hand."""

    name = "plbot"
    least = limits.replay_answers

    def __init__(self, parameters: Parameters) -> None:
        self.bar = Policy().ready_at
        self._walk = Replay(parameters)

    def take(self, row: Row) -> Judged:
        seen = self._walk.take(row)
        return Judged(seen.p_correct, seen.p_pass, seen.p_pass, seen.state == "stuck")


class _Shares:
    """The share of right answers so far in the log, by a count; 0.65 before there are any."""

    def __init__(self) -> None:
        self._counts: dict[int, list[float]] = defaultdict(lambda: [FIRST_GUESS * 10, 10.0])

    def of(self, count: int) -> float:
        right, of = self._counts[count]
        return right / of

    def add(self, count: int, *, right: bool) -> None:
        found = self._counts[count]
        found[0] += right
        found[1] += 1


class Streak:
    """Ready after three right in a row; stuck after three missed in a row. p is the share right so far at such a streak."""

    name = "streak of 3"
    bar = 3.0
    least = 1

    def __init__(self) -> None:
        self._running: dict[tuple[str, str], int] = defaultdict(int)
        self._shares = _Shares()

    def take(self, row: Row) -> Judged:
        key = (row.student, row.standard)
        running = self._running[key]
        p = self._shares.of(min(running, 8))
        self._shares.add(min(running, 8), right=row.right)
        if not row.aided:
            running = max(running, 0) + 1 if row.right else min(running, 0) - 1
            self._running[key] = running
        return Judged(p, float(running), KNOWN, running <= -3)  # noqa: PLR2004 - three in a row, either way


class Window:
    """Ready at eight right of the last ten; stuck at four missed, ever. p is the share right so far at such a count."""

    name = "8 of 10"
    bar = 8.0
    least = 8

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
        self._shares = _Shares()

    def take(self, row: Row) -> Judged:
        key = (row.student, row.standard)
        last, missed = self._last[key]
        p = self._shares.of(last.bit_count())
        self._shares.add(last.bit_count(), right=row.right)
        if not row.aided:
            last, missed = (last << 1 | row.right) & 1023, missed + (not row.right)
            self._last[key] = (last, missed)
        return Judged(p, float(last.bit_count()), KNOWN, missed >= 4)  # noqa: PLR2004 - the rule's own number


class Tracing:
    """Bayesian knowledge tracing with the textbook's numbers; ready at 0.95 known; stuck at five answers and less than 0.4."""

    name = "BKT .95"
    bar = 0.95
    least = 1
    FIRST, LEARN, GUESS, SLIP = 0.4, 0.1, 0.2, 0.1
    PASSED, LUCKY = 0.919, 0.007  # 4 of 5 for who knows (0.9), and for who guesses (0.2)

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[float, int]] = defaultdict(lambda: (self.FIRST, 0))

    def take(self, row: Row) -> Judged:
        key = (row.student, row.standard)
        known, answers = self._known[key]
        guess = 1 / row.options if row.options else self.GUESS
        p = known * (1 - self.SLIP) + (1 - known) * guess
        if not row.aided:
            after = known * (1 - self.SLIP) / p if row.right else known * self.SLIP / (1 - p)
            known, answers = after + (1 - after) * self.LEARN, answers + 1
            self._known[key] = (known, answers)
        promise = known * self.PASSED + (1 - known) * self.LUCKY
        return Judged(p, known, promise, answers >= 5 and not row.right and known < 0.4)  # noqa: PLR2004 - see above
