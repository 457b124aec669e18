"""Who may help with what, and who is asked first: fewest recent helps, then chance. Nobody is asked too often or too late."""

from random import Random
from typing import NamedTuple

from plbot.core.calendar import day, is_quiet, local
from plbot.core.helpdesk import Ask, HelpDesk, Hours
from plbot.core.library import Library, Path
from plbot.core.records import Person
from plbot.limits import DAY, Policy, limits


class Moment(NamedTuple):
    """Now (ms), in a class: its time zone and its policy."""

    now: int
    zone: str
    policy: Policy


_WORTH = 2  # how far what came of their help may move somebody among equals: a nudge, never a sentence


def may_help(person: Person, library: Library, code: str, path: Path | None = None) -> bool:
    """Mastered and still fresh; or mastered what builds on it, and the last answers on it were right without help."""
    standing, fresh = person.standing(code), person.policy.help_fresh
    if standing.unseen:
        return False  # it would give a result away that was not opened yet
    if standing.state == "mastered":
        return True
    if standing.state == "refresh" or standing.recent[-fresh:] != (True,) * fresh:
        return False
    known = (other for other, each in person.standings.items() if each.mastered_at and not each.unseen)
    return any(code in library.prerequisites(other, path) for other in known)


def helps_with(person: Person, library: Library) -> tuple[str, ...]:
    """The standards of the path that this person may help with, in path order."""
    path = library.paths.get(person.learns_in.path) if person.learns_in else None
    codes = [code for code in path.standards if code in library.standards] if path else []
    return tuple(code for code in codes if may_help(person, library, code, path))


def to_warm_up(person: Person, library: Library) -> tuple[str, ...]:
    """What they mastered and could help with again after warming it up."""
    return tuple(
        code for code, each in person.standings.items() if each.state == "refresh" and code in library.standards
    )


def in_lessons(moment: Moment) -> bool:
    """Whether it is lesson time."""
    here, policy = local(moment.now, moment.zone), moment.policy
    return here.weekday() < policy.lesson_days and policy.lesson_from <= here.hour < policy.lesson_until


def is_there(hours: Hours, moment: Moment) -> bool:
    """Whether a helper with these hours may be asked now. Quiet hours are kept whatever else was said."""
    here = local(moment.now, moment.zone)
    if is_quiet(*moment) or here.hour >= hours.quiet_from:
        return False
    match hours.when:
        case "any":
            return True
        case "lessons":
            return in_lessons(moment)
        case "now":
            return moment.now < hours.until
        case "days":
            return here.weekday() in hours.days


def candidates(desk: HelpDesk, ask: Ask, moment: Moment, chance: Random) -> list[str]:
    """All who may be asked now, best first."""
    free = [person for person in desk.volunteers if _is_free(desk, ask, person, moment)]
    since = moment.now - limits.peer_counted_days * DAY

    def order(person: str) -> tuple[int, int, float]:
        recent = sum(at > since for at in desk.helps.get(person, ()))
        return recent, -max(-_WORTH, min(_WORTH, desk.worth.get(person, 0))), chance.random()

    return sorted(free, key=order)


def _is_free(desk: HelpDesk, ask: Ask, person: str, moment: Moment) -> bool:
    volunteer = desk.volunteers[person]
    return (
        person != ask.person
        and person not in ask.tried
        and ask.standard in volunteer.standards
        and is_there(volunteer.hours, moment)
        and asked_today(desk, person, moment) < moment.policy.help_asks_a_day
        and not desk.session_of(person)
        and not desk.ask_of(person)
        and not any(person in each.offers for each in desk.asks.values())
        and not is_blocked(desk, person, ask.person)
    )


def is_blocked(desk: HelpDesk, one: str, other: str) -> bool:
    return tuple(sorted((one, other))) in desk.blocked


def asked_today(desk: HelpDesk, person: str, moment: Moment) -> int:
    """How often this helper was asked today, by the calendar of the class."""
    return sum(day(at, moment.zone) == day(moment.now, moment.zone) for at in desk.asked.get(person, ()))


def at_once(moment: Moment) -> tuple[int, int]:
    """How many are asked in the same moment, and for how many minutes the offer stands."""
    if in_lessons(moment):
        return moment.policy.help_at_once, moment.policy.help_lesson_minutes
    return 1, moment.policy.help_minutes
