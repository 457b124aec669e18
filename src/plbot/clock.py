"""The moment: the real one, or one that stands still until it is moved."""

import time
from datetime import datetime
from typing import Protocol

from plbot.core.calendar import zone
from plbot.limits import SECOND

FIRST_DAY = (2026, 9, 7, 8)  # a Monday at 08:00: a school year begins


class Clock(Protocol):
    """`moves`: time goes on by itself."""

    moves: bool

    def now(self) -> int:
        """Tell the moment in ms (UTC); never one earlier than told before."""


class RealClock:
    moves = True

    def __init__(self) -> None:
        self._last = 0

    def now(self) -> int:
        self._last = max(self._last, time.time_ns() // 1_000_000)  # a clock set back must not undo "due now"
        return self._last


class VirtualClock:
    """Stands still; `move_to` is for `travel.Traveller` alone, which keeps the moment in the store."""

    moves = False

    def __init__(self, moment: int) -> None:
        self._moment = moment

    def now(self) -> int:
        return self._moment

    def move_to(self, moment: int) -> None:
        self._moment = max(self._moment, moment)


def first_morning(zone_name: str) -> int:
    """When a virtual clock starts, in ms."""
    year, month, day, hour = FIRST_DAY
    return int(datetime(year, month, day, hour, tzinfo=zone(zone_name)).timestamp()) * SECOND
