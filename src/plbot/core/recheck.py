"""Re-checks: when what was mastered is looked back at. A ladder of days, because known things fade slowly and not by a curve.

On 45,000 re-tests .91 were right within 15 minutes, .83 after a week, .78 after a month; a flash-card scheduler was far too
pessimistic.
"""

from collections.abc import Iterable

from plbot.core.calendar import day
from plbot.core.library import Library
from plbot.core.records import Person
from plbot.core.standing import Standing
from plbot.limits import Policy


def steps(standing: Standing, policy: Policy) -> tuple[int, ...]:
    """The days from each look back to the next, for this student and standard: the first step, then the longer ones of the ladder."""
    if not policy.recheck_days:
        return ()
    first = _first(standing, policy)
    return (first, *(days for days in policy.recheck_days if days > first))


def _first(standing: Standing, policy: Policy) -> int:
    """Soon, where it took long or needed help; later, where it came easily."""
    asked = standing.asked_until_ready
    if standing.aided_until_ready or asked > policy.recheck_long or standing.not_yets:
        return policy.recheck_soon
    return policy.recheck_late if 0 < asked <= policy.recheck_quick else policy.recheck_days[0]


def days_over(standing: Standing, policy: Policy, now: int, zone: str) -> int | None:
    """For how many days a look back has been due, counted as the class counts days. None: it is not due."""
    ladder = steps(standing, policy)
    if standing.state != "mastered" or standing.unseen or standing.rung >= len(ladder):
        return None
    since = standing.kept_at or standing.mastered_at
    over = (day(now, zone) - day(since, zone)).days - ladder[standing.rung]
    return over if over >= 0 else None


def due(person: Person, library: Library, now: int) -> str:
    """The standard to look back at today: the most overdue one that has questions. '': none, or there was one today already."""
    if day(person.looked_back, person.zone) == day(now, person.zone):
        return ""
    waiting = {
        code: over
        for code, standing in _with_questions(person, library)
        if (over := days_over(standing, person.policy, now, person.zone)) is not None
    }
    return max(waiting, key=lambda code: waiting[code], default="")


def to_warm_up(person: Person, library: Library) -> str:
    """A mastered standard that a look back found to need warming up, or ''."""
    return next((code for code, standing in _with_questions(person, library) if standing.state == "refresh"), "")


def _with_questions(person: Person, library: Library) -> Iterable[tuple[str, Standing]]:
    for code, standing in person.standings.items():
        standard = library.standards.get(code)
        if standing.mastered_at and standard and standard.kinds:
            yield code, standing
