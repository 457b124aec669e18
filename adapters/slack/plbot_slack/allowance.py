"""An allowance: so many in a time, and no more, for what may as well be left out."""

import time
from collections import deque
from collections.abc import Callable


class Allowance:
    """`most` within any `seconds`."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._taken: deque[float] = deque(maxlen=most)

    def take(self) -> bool:
        """Take one, if there is one left."""
        now = self._clock()
        if len(self._taken) == self._taken.maxlen and now - self._taken[0] < self._seconds:
            return False
        self._taken.append(now)
        return True
