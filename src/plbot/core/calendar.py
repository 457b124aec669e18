"""Days as a class lives them: moments (ms, UTC) seen from a time zone."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from plbot.limits import SECOND

MORNING = time(7, 30)  # before the first lesson of nearly every timetable
SATURDAY = 5


@lru_cache(maxsize=64)  # as many zones as one process is likely to meet
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(moment: int, zone_name: str) -> datetime:
    return datetime.fromtimestamp(moment / SECOND, tz=zone(zone_name))


def day(moment: int, zone_name: str) -> date:
    return local(moment, zone_name).date()


def next_school_morning(moment: int, zone_name: str) -> int:
    """The first school morning (Monday to Friday, 07:30) after `moment`, in ms."""
    here = local(moment, zone_name)
    morning = here.replace(hour=MORNING.hour, minute=MORNING.minute, second=0, microsecond=0)
    while morning <= here or morning.weekday() >= SATURDAY:
        morning = datetime.combine(morning.date() + timedelta(days=1), MORNING, tzinfo=zone(zone_name))
    return int(morning.timestamp()) * SECOND
