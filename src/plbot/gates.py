"""Gates that a message passes on its way to a platform: how many in how much time, how many at once, and not before when."""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from plbot.adapters import Window

MARGIN = 1.05  # windows are kept 5 % longer than asked (50 ms of a second): a network, or a busy machine, brings messages closer
LATER_SHARE = 2, 3  # of a shared gate for all that is not an answer: the rest stands open for whoever answers now
SLICES = (
    5  # the later share is spread over a window: in a lesson with a broadcast p95 of answers waits 0.12 s, not 0.39
)

NEVER = float("inf")  # no moment at which a gate opens by itself
ALWAYS = float("-inf")


@dataclass(order=True, slots=True)
class Ticket:
    """One message that waits to start, the most urgent and then the oldest first. `answers`: all of a gate is open to it."""

    urgency: int
    number: int
    address: str = field(compare=False)
    windows: Sequence[Window] = field(compare=False)
    start: asyncio.Future[None] = field(compare=False)

    @property
    def answers(self) -> bool:
        return self.urgency == 0


class Gate(ABC):
    """`waiting`: a heap of those who stand before it. `rings`: when the pacer looks at it again."""

    def __init__(self) -> None:
        self.waiting: list[Ticket] = []
        self.rings = NEVER

    @abstractmethod
    def opens(self, *, answers: bool) -> float:
        """From which moment (ms) on it lets the next one through."""

    def enter(self, now: float, *, answers: bool) -> None:  # noqa: B027 # a hold counts nobody
        """Somebody goes through."""

    def used(self, now: float) -> bool:
        """Whether it is still needed: somebody waits, or somebody who went through still counts."""
        return bool(self.waiting) or self.opens(answers=False) > now


class Span(Gate):
    """A platform's sliding window: it knows when the last ones went through."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        later = _later_of(window.most)
        slices = min(SLICES, later)
        self._ms = window.ms * MARGIN
        self._slice_ms = self._ms / slices
        self._all: deque[float] = deque(maxlen=window.most)
        self._later: deque[float] = deque(maxlen=later // slices)

    def opens(self, *, answers: bool) -> float:
        opens = _room_in(self._all, self._ms)
        return opens if answers else max(opens, _room_in(self._later, self._slice_ms))

    def enter(self, now: float, *, answers: bool) -> None:
        self._all.append(now)
        if not answers:
            self._later.append(now)

    def used(self, now: float) -> bool:
        return bool(self.waiting) or (bool(self._all) and self._all[-1] + self._ms > now)


class Room(Gate):
    """So many of one platform are on their way at once; it opens when one of them arrives."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._most_later = most, _later_of(most)
        self._inside = self._later = 0

    def opens(self, *, answers: bool) -> float:
        full = self._inside >= self._most or (not answers and self._later >= self._most_later)
        return NEVER if full else ALWAYS

    def enter(self, now: float, *, answers: bool) -> None:  # noqa: ARG002 # when does not matter here
        self._inside += 1
        self._later += not answers

    def leave(self, *, answers: bool) -> None:
        self._inside -= 1
        self._later -= not answers


class Hold(Gate):
    """The platform asked us to wait: nothing goes through before `until`."""

    def __init__(self) -> None:
        super().__init__()
        self.until = ALWAYS

    def opens(self, *, answers: bool) -> float:  # noqa: ARG002 # it is shut to all alike
        return self.until


def _room_in(times: deque[float], ms: float) -> float:
    """When there is room for one more beside these within `ms`."""
    return times[0] + ms if len(times) == times.maxlen else ALWAYS


def _later_of(most: int) -> int:
    part, whole = LATER_SHARE
    return max(1, most * part // whole)
