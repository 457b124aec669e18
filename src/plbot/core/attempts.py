"""Attempts: whether a student may be assessed (again) now, and if not, how else and from when on. Never a lock for good.

Free retries of 4 of 5 let a 60 % student through 71 % of the time by the third try; so a form is taken once a day, and after
the second *not yet* the next try is a conversation.
"""

from typing import Literal

import msgspec

from plbot.core.calendar import day, tomorrow
from plbot.core.library import Standard
from plbot.core.standing import Standing
from plbot.limits import Policy

Step = Literal["correct", "another_way", "practise"]


class Refusal(msgspec.Struct, frozen=True):
    """Why no form begins by itself. `tomorrow`: there was one today; `until` (ms) it waits. `with_teacher`: talk about it instead."""

    kind: Literal["tomorrow", "with_teacher"]
    until: int = 0


def refusal(standing: Standing, policy: Policy, now: int, zone: str) -> Refusal | None:
    """What stands against another form now; a teacher's tap overrules it."""
    if standing.not_yets >= policy.tries_alone:
        return Refusal("with_teacher")
    today = sum(day(at, zone) == day(now, zone) for at in standing.tried)
    return Refusal("tomorrow", tomorrow(now, zone, policy)) if today >= policy.attempts_a_day else None


def mistakes(standing: Standing) -> tuple[str, ...]:
    """What the last not yet missed, each once: the mistake where it has a name, else the kind of question."""
    return tuple(dict.fromkeys(missed.mistake or missed.item for missed in standing.missed))


def owed(standing: Standing, standard: Standard, policy: Policy) -> tuple[Step, ...]:
    """What is suggested after a not yet before the next try, and was not done so far. It is shown, and stops nobody."""
    if not standing.relearning:
        return ()
    steps: dict[Step, bool] = {
        "correct": bool(standing.missed),
        "another_way": bool(standard.resources) and not standing.ways,
        "practise": bool(standard.items_for("practice")) and standing.since_relearn < policy.relearn_right,
    }
    return tuple(step for step, is_owed in steps.items() if is_owed)
