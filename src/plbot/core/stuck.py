"""Stuck: when more of the same will not help, and why. It could use another way; nobody is blamed.

The rule comes from public student data: F1 .729 by the sixth answer. Counting four misses, ever, flags 46 % of those who go on
to master the standard.
"""

from collections import Counter
from typing import Literal

import msgspec

from plbot.core.standing import Standing
from plbot.limits import Policy

SHARED = 2  # times that one mistake must have been made lately before it is named: once is a slip


class Stuck(msgspec.Struct, frozen=True):
    """Why a student is stuck: numbers for words. `why`: `misses` (few of the last were right), `long` (many answers, no rise)."""

    why: Literal["misses", "long"]
    answers: int  # unaided, in the window
    right: int  # of the last `recent`
    recent: int


def look(standing: Standing, promise: float, policy: Policy) -> Stuck | None:
    """Whether this student is stuck on a standard, going by the window of unaided answers; `promise` is q."""
    rights = [answer.right for answer in standing.window]
    last, answers = rights[-3:], len(rights)
    few = answers >= policy.stuck_answers and not rights[-1] and sum(last) <= 1 and promise <= policy.stuck_at
    if few:
        return Stuck("misses", answers, sum(last), len(last))
    if answers >= policy.stuck_long and sum(rights[-4:]) < 3:  # noqa: PLR2004 - three of four: what a check calls solid
        return Stuck("long", answers, sum(rights[-4:]), 4)
    return None


def common_mistake(standing: Standing) -> str:
    """The mistake made most often in the window (the later one of two as common); '' where none came twice."""
    made = Counter(answer.mistake for answer in reversed(standing.window) if answer.mistake)
    return next((mistake for mistake, times in made.most_common(1) if times >= SHARED), "")
