"""When somebody at school may be reading: the hours of the class's policy on school days."""

from plbot.core.calendar import SATURDAY, local
from plbot.limits import Policy


def is_staffed(moment: int, zone: str, policy: Policy) -> bool:
    """Whether `moment` (ms) lies within the school's hours, Monday to Friday, in the class's time zone."""
    here = local(moment, zone)
    return here.weekday() < SATURDAY and policy.staffed_from <= here.hour < policy.staffed_until
