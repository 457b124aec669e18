"""Why a reassessment does not begin now: a reason for words, and until when."""

from typing import Literal

import msgspec

from plbot.core.calendar import day, next_day
from plbot.core.standing import Standing
from plbot.limits import Policy

WhyNot = Literal["attempt_today", "talk_first", "parked", "relearn"]


class Refusal(msgspec.Struct, frozen=True):
    """`attempt_today`: today's graded attempt is used. `talk_first`: the teacher comes first. `parked`: put aside for a while.

    `relearn`: another way comes first. `until` (ms) is when it may begin by itself; 0: when somebody says so.
    """

    reason: WhyNot
    until: int = 0


def look(standing: Standing, policy: Policy, now: int, zone: str) -> Refusal | None:
    """Whether a form may not begin by itself at `now` (ms), and why. Asking the teacher is always possible."""
    same_day = bool(standing.attempts) and day(standing.attempted_at, zone) == day(now, zone)
    if policy.reassess_way == "auto" and same_day >= policy.attempts_a_day:
        return Refusal("attempt_today", next_day(now, zone))
    return None
