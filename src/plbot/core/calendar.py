"""Days as a class lives them: moments (ms, UTC) seen from a time zone."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from plbot.limits import SECOND, Policy

MORNING = time(7, 30)  # before the first lesson of nearly every timetable
SATURDAY = 5


@lru_cache(maxsize=64)  # as many zones as one process is likely to meet
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(moment: int, zone_name: str) -> datetime:
    return datetime.fromtimestamp(moment / SECOND, tz=zone(zone_name))


@lru_cache(maxsize=4096)  # a turn asks again and again on which days the same few things were done
def day(moment: int, zone_name: str) -> date:
    return local(moment, zone_name).date()


def school_days_on(moment: int, days: int, zone_name: str) -> int:
    """The same time of day, so many school days (Monday to Friday) after `moment`, in ms."""
    here = local(moment, zone_name)
    date_then = here.date()
    for _ in range(days):
        date_then += timedelta(days=1)
        while date_then.weekday() >= SATURDAY:
            date_then += timedelta(days=1)
    return int(datetime.combine(date_then, here.time(), tzinfo=zone(zone_name)).timestamp() * SECOND)


def next_school_morning(moment: int, zone_name: str) -> int:
    """The first school morning (Monday to Friday, 07:30) after `moment`, in ms."""
    here = local(moment, zone_name)
    morning = here.replace(hour=MORNING.hour, minute=MORNING.minute, second=0, microsecond=0)
    while morning <= here or morning.weekday() >= SATURDAY:
        morning = datetime.combine(morning.date() + timedelta(days=1), MORNING, tzinfo=zone(zone_name))
    return int(morning.timestamp()) * SECOND


def tomorrow(moment: int, zone_name: str, policy: Policy) -> int:
    """The beginning of the next day, when its quiet hours are over (ms)."""
    begins = datetime.combine(day(moment, zone_name) + timedelta(days=1), time(0), tzinfo=zone(zone_name))
    return awake(int(begins.timestamp()) * SECOND, zone_name, policy)


def is_quiet(moment: int, zone_name: str, policy: Policy) -> bool:
    """Whether nothing may arrive unasked at `moment` (ms). Quiet hours may begin in the evening and end in the morning."""
    begins, ends, hour = policy.quiet_from, policy.quiet_until, local(moment, zone_name).hour
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def awake(moment: int, zone_name: str, policy: Policy) -> int:
    """When what is owed now may arrive: at `moment` itself, or at the end of the quiet hours it falls into (ms)."""
    if not is_quiet(moment, zone_name, policy):
        return moment
    here = local(moment, zone_name)
    end = here.replace(hour=policy.quiet_until, minute=0, second=0, microsecond=0, fold=0)
    if end <= here:
        end = datetime.combine(here.date() + timedelta(days=1), time(policy.quiet_until), tzinfo=zone(zone_name))
    return int(end.timestamp()) * SECOND
