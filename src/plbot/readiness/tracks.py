"""What is kept of each student while a log is replayed: counts by standard, never the answers."""

from plbot.core import model
from plbot.core.model import DECAY, FIRST_GUESS, RECENT, Ability, Seen
from plbot.limits import limits
from plbot.readiness.log import Row

_FIVE = (1 << RECENT) - 1
_WINDOW = (1 << limits.window) - 1


class Track:
    """One student's answers on one standard. The last answers are bits, the newest lowest.

    Unaided answers count for both numbers. A miss after a hint counts for p only; a right answer after a hint for neither.
    """

    __slots__ = ("aided", "decayed", "decayed_right", "last", "missed", "right", "window")

    def __init__(self) -> None:
        self.right = 0
        self.missed = 0
        self.decayed_right = 0.0
        self.decayed = 0.0
        self.last = 0  # the last five that count for p
        self.window = 0  # the last twelve unaided
        self.aided: Track | None = None  # what p counts, from the first miss after a hint on

    @property
    def answered(self) -> int:
        return self.right + self.missed

    def add(self, right: bool) -> None:
        self.decayed = self.decayed * DECAY + 1
        self.decayed_right = self.decayed_right * DECAY + right
        self.last = (self.last << 1 | right) & _FIVE
        self.window = (self.window << 1 | right) & _WINDOW
        if right:
            self.right += 1
        else:
            self.missed += 1

    def copy(self) -> "Track":
        other = Track()
        for name in ("right", "missed", "decayed_right", "decayed", "last", "window"):
            setattr(other, name, getattr(self, name))
        return other

    def take(self, row: Row) -> None:
        """Count one answer."""
        if not row.aided:
            self.add(row.right)
            if self.aided:
                self.aided.add(row.right)
        elif not row.right:
            self.aided = self.aided or self.copy()
            self.aided.add(right=False)

    def rights(self) -> list[int]:
        """The last twelve unaided answers, oldest first."""
        size = min(self.answered, limits.window)
        return [self.window >> place & 1 for place in range(size - 1, -1, -1)]

    def seen(self) -> Seen:
        """What p looks at: all answers that count for it."""
        track = self.aided or self
        answered, last = track.right + track.missed, track.last
        return Seen(
            answered,
            track.right,
            track.missed,
            track.decayed_right,
            track.decayed,
            last.bit_count(),
            min(answered, RECENT),
            float(last & 1) if answered else FIRST_GUESS,
        )

    def at_the_gate(self) -> Seen:
        """What q looks at: unaided answers, right and missed over the evidence window."""
        answered, last = self.right + self.missed, self.last
        size, right = min(answered, limits.window), self.window.bit_count()
        return Seen(
            size,
            right,
            size - right,
            self.decayed_right,
            self.decayed,
            last.bit_count(),
            min(answered, RECENT),
            float(last & 1) if answered else FIRST_GUESS,
        )


_NEW = Ability()


class Student:
    """One student: the track of each standard, and what all of them add up to."""

    __slots__ = ("ability", "answered", "right", "tracks")

    def __init__(self) -> None:
        self.tracks: dict[str, Track] = {}
        self.ability = _NEW
        self.answered = 0
        self.right = 0

    def track(self, standard: str) -> Track:
        found = self.tracks.get(standard)
        if found is None:
            found = self.tracks[standard] = Track()
        return found

    def general(self, track: Track) -> float:
        """What other standards say, for the standard of that track."""
        own = track.aided or track
        return model.general(self.answered - own.right - own.missed, self.right - own.right)

    def take(self, track: Track, row: Row) -> None:
        track.take(row)
        if not row.aided or not row.right:
            self.answered += 1
            self.right += row.right
