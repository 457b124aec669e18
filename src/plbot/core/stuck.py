"""Stuck: when more of the same will not help, and why. It could use another way; nobody is blamed.

The rule comes from public student data: F1 .729 by the sixth answer. Counting four misses, ever, flags 46 % of those who go on
to master the standard.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from plbot.core.standing import Standing
from plbot.limits import Policy

Why = Literal["misses", "long"]

HALF = 4  # of the last eight right, at the most: whoever gets more is on the way
SHARED = 2  # times that one mistake must have been made lately before it is named: once is a slip


class Stuck(msgspec.Struct, frozen=True):
    """Why a student is stuck: numbers for words. `why`: `misses` (few of the last were right), `long` (many answers, no rise)."""

    why: Why
    answers: int  # unaided, in the window
    right: int  # of the last `recent`
    recent: int


def look(standing: Standing, promise: float, policy: Policy) -> Stuck | None:
    """Whether this student is stuck on a standard, going by the window of unaided answers; `promise` is q."""
    rights = [answer.right for answer in standing.window]
    why = rule(rights, promise, policy)
    if why is None:
        return None
    last = rights[-3:] if why == "misses" else rights[-4:]
    return Stuck(why, len(rights), sum(last), len(last))


def rule(rights: Sequence[bool | int], promise: float, policy: Policy) -> Why | None:
    """The rule itself, on the window of answers, oldest first."""
    answers, last, before = len(rights), sum(rights[-4:]), sum(rights[-8:-4])
    if answers >= policy.stuck_answers and not rights[-1] and sum(rights[-3:]) <= 1 and promise <= policy.stuck_at:
        return "misses"
    return "long" if answers >= policy.stuck_long and last <= before and last + before <= HALF else None


def common_mistake(standing: Standing) -> str:
    """The mistake made most often in the window (the later one of two as common); '' where none came twice."""
    made = Counter(answer.mistake for answer in reversed(standing.window) if answer.mistake)
    return next((mistake for mistake, times in made.most_common(1) if times >= SHARED), "")
