"""What worked for me: right answers after each way of learning, beside how many were expected. Nobody is labelled by it."""

from collections.abc import Iterable, Mapping

import msgspec

from plbot.limits import limits


class After(msgspec.Struct, frozen=True, array_like=True):
    """Unaided answers after a way was opened: how many, how many right, and how many were expected to be (a sum of chances)."""

    answers: int = 0
    right: int = 0
    expected: float = 0.0

    def __add__(self, other: "After") -> "After":
        return After(self.answers + other.answers, self.right + other.right, round(self.expected + other.expected, 3))

    @property
    def enough(self) -> bool:
        """Whether so few answers could not be luck alone."""
        return self.answers >= limits.way_enough

    @property
    def gain(self) -> float:
        """Right answers more than expected, an answer: -1..1."""
        return (self.right - self.expected) / self.answers if self.answers else 0.0


Ways = Mapping[str, After]


def together(each: Iterable[Ways]) -> dict[str, After]:
    """The sums over all standards, by mode."""
    found: dict[str, After] = {}
    for ways in each:
        for mode, after in ways.items():
            found[mode] = found.get(mode, After()) + after
    return found


def told(ways: Ways) -> dict[str, After]:
    """What can be compared, best first; empty while it is too early to tell: two ways with enough answers make a comparison."""
    enough = {mode: after for mode, after in ways.items() if after.enough}
    return dict(sorted(enough.items(), key=lambda pair: -pair[1].gain)) if len(enough) > 1 else {}
