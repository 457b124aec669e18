"""The brake of a school: after too many codes that lead nowhere within one hour, none is looked up until the next."""

from plbot.limits import HOUR

NOTE = "code-misses"  # the school's note that holds the hour and the count


def misses(note: str | None, now: int) -> int:
    """How many codes led nowhere in the hour of `now` (ms)."""
    hour, _, count = (note or "").partition(":")
    return int(count) if hour == str(now // HOUR) else 0


def noted(count: int, now: int) -> str:
    """The note that says so."""
    return f"{now // HOUR}:{count}"
