"""Durations as people write them: `2d 3h`, `90m`, `1w`, `45s`."""

import re

from plbot.limits import DAY, HOUR, MINUTE, SECOND

LONGEST = 3_660 * DAY  # ten years: longer than anyone goes to one school

_UNITS = {"w": 7 * DAY, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_PART = r"\s*\d{1,9}\s*[wdhms]"
_WHOLE = re.compile(rf"(?:{_PART})+\s*", re.ASCII)
_ONE = re.compile(r"(\d+)\s*([wdhms])")


class DurationError(ValueError):
    """Not a duration; the sentence shows what one looks like."""


def read_duration(text: str) -> int:
    """Read a duration; in ms. Raises DurationError."""
    length = 0
    if len(text) > 100 or not _WHOLE.fullmatch(text.lower()):  # noqa: PLR2004 # nobody writes a duration that long
        raise DurationError('A duration looks like "2d 3h", "90m", "1w" or "45s".')
    for number, unit in _ONE.findall(text.lower()):
        length += int(number) * _UNITS[unit]
    if length > LONGEST:
        raise DurationError("The longest duration is ten years (3660d).")
    return length
