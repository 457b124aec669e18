"""What being stuck leaves in a standing: since when, why, and what was tried since. Folded from facts, like all of it."""

import msgspec

from plbot.core import facts as f

LATELY = 3  # answers that say whether it moves again: two of them right clear it


class Snag(msgspec.Struct, frozen=True, omit_defaults=True):
    """Stuck on a standard since a moment (ms). `right` of the last `of` answers were right then."""

    since: int
    why: f.WhyStuck
    right: int = 0
    of: int = 0
    mistake: str = ""  # the most common one at that time
    last: tuple[bool, ...] = ()  # the last unaided answers since then
    missed: int = 0  # unaided misses since then, or since another way was opened
    felt: int = 0  # when it last showed (ms)
    ways: int = 0  # other ways opened since
    told_in: str = ""  # the class whose teacher knows
    asked: bool = False  # ... because the student asked for help

    @property
    def moves_again(self) -> bool:
        return sum(self.last) >= LATELY - 1


def after(snag: Snag | None, fact: f.Fact, at: int) -> Snag | None:
    """What is left of it after one more fact, which happened at `at` (ms)."""
    match fact:
        case f.GotStuck(why=why, right=right, of=of, mistake=mistake):
            return Snag(at, why, right, of, mistake, felt=at)
        case f.Unstuck() | f.Mastered():
            return None
    return _tried(snag, fact, at) if snag else None


def _tried(snag: Snag, fact: f.Fact, at: int) -> Snag:
    match fact:
        case f.Answered(aided=False, right=right):
            last = (*snag.last, right)[-LATELY:]
            missed, felt = snag.missed + (not right), snag.felt if right else at
            return msgspec.structs.replace(snag, last=last, missed=missed, felt=felt)
        case f.Opened():
            return msgspec.structs.replace(snag, ways=snag.ways + 1, missed=0)
        case f.ToldTeacher(classroom=classroom):
            return msgspec.structs.replace(snag, told_in=classroom)
        case f.AskedTeacher(classroom=classroom):
            return msgspec.structs.replace(snag, told_in=classroom, asked=True, felt=at)
        case _:
            return snag
