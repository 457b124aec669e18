"""The duty desk of a school: who is told when a student may be in danger, and what is still open. One record a school."""

import msgspec

from plbot.core.screen.look import Kind
from plbot.limits import limits

DUTY = "s-duty"  # ids of people begin with p, those of classes with c


class OnDuty(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who is paged. `last`: only when nobody else acknowledged; `lead`: the safeguarding lead, told of abuse."""

    name: str
    language: str = "en"
    last: bool = False
    lead: bool = False


class Alarm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A student may be in danger. `said` are the numbers of the facts that hold the words: the words are not here.

    `told` were paged so far; `avoid` are never paged and read nothing: the child named them, or asked for somebody else.
    `fallback` are the class's teachers, for a school whose duty list names nobody. `chosen` is whom the child picked.
    """

    person: str
    name: str
    classroom: str
    kind: Kind
    at: int
    said: tuple[int, ...] = ()
    told: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    fallback: dict[str, OnDuty] = {}
    chosen: str = ""
    rounds: int = 0  # pages sent so far
    paged_at: int = 0
    by: str = ""  # who acknowledged
    test: bool = False
    worry: bool = False  # no danger, but about a teacher: one page a day until somebody answers


class Duty(msgspec.Struct, frozen=True, omit_defaults=True):
    """`invited` are codes not typed yet; `texts` the school's own caring words by language; `tested_at`: a test page was acknowledged."""

    id: str = DUTY
    people: dict[str, OnDuty] = {}
    invited: dict[str, OnDuty] = {}
    alarms: dict[str, Alarm] = {}
    texts: dict[str, str] = {}
    tested_at: int = 0


def called(duty: Duty, alarm: Alarm) -> dict[str, OnDuty]:
    """Whom the next page goes to: the chosen one; for abuse, or what is about a teacher, the lead; else all but the last
    responder, who comes in later.

    Who is to be avoided is never among them. Where the list leaves nobody, it is the teachers of the class.
    """
    people = {person: one for person, one in duty.people.items() if person not in alarm.avoid}
    fallback = {person: one for person, one in alarm.fallback.items() if person not in alarm.avoid}
    late = alarm.rounds >= limits.page_last_after
    if alarm.chosen and not late:
        return {person: one for person, one in {**fallback, **people}.items() if person == alarm.chosen}
    first = {person: one for person, one in people.items() if late or not one.last}
    leads = {person: one for person, one in first.items() if one.lead}
    if (alarm.kind == "abuse" or alarm.worry) and leads and not late:
        return leads
    return first or people or fallback


def others(duty: Duty, alarm: Alarm) -> dict[str, OnDuty]:
    """Whom else the child may choose."""
    everybody = {**alarm.fallback, **duty.people}
    return {person: one for person, one in everybody.items() if person not in alarm.told and person not in alarm.avoid}


def may_answer(duty: Duty | None, person: str, alarm_id: str) -> bool:
    """Whether this person may read and acknowledge this alarm: who was paged, unless the child asked for somebody else."""
    alarm = duty.alarms.get(alarm_id) if duty else None
    return alarm is not None and person in alarm.told and person not in alarm.avoid
