"""The truth about a simulated student: what they can do now, how practice and ways of learning raise it, how days lower it.

All of it is decided apart from the model that the bot has of students: other curves, other difficulties, other guesses.
Skill is in log-odds of a right answer to an ordinary question (level 2, typed). After LEARNING: of mastered skills .91 were
right at once, .83 after a week, .78 after a month; in log-odds above a start of -0.5 that is a power of the days with
exponent 0.14.
"""

from collections.abc import Iterable, Sequence
from math import exp

import msgspec

from plbot.limits import DAY

GAIN = 0.08  # of the way to the ceiling, an answer: about ten answers from one in two to four in five
UNMARKED = 0.5  # of that in a check or a form, where little is explained
SOLUTION = 0.06  # more, for reading a worked solution
WAY = 0.22  # for a way of learning that works as well as most, the first time; half of it again
BLOCKED = 0.1  # of every gain while a mix-up stands in the way: more of the same hardly helps
CLEARS = 0.45  # chance that a way which works as well as most clears the mix-up
HINT = 0.7  # log-odds that a hint is worth on the question it belongs to
FEEDBACK = 0.8  # and that a reply to a miss is worth on the second try
SUPPORT = 0.5  # of the gain that hangs on what the standard builds on
DIFFICULTY = {1: -0.7, 2: 0.0, 3: 0.7, 4: 1.4}  # of a level, in log-odds
KEPT = 0.25  # each day of practice makes forgetting slower by this


class Traits(msgspec.Struct, frozen=True):
    """What a student is like. `ways` says how well each way of learning works (1: as well as most)."""

    kind: str
    ability: float  # log-odds, shared by all standards
    rate: float  # times `GAIN`
    slip: float  # share of questions missed by one who knows
    forgets: float  # exponent of the days
    ways: dict[str, float]


class Skill(msgspec.Struct):
    """One student's skill on one standard. `peak` is what it was at `at` (ms), after the last practice."""

    start: float
    ceiling: float
    blocked: bool
    peak: float
    at: int = 0
    days: tuple[int, ...] = ()  # on which it was practised
    ways: tuple[str, ...] = ()


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


def now(skill: Skill, forgets: float, at: int) -> float:
    """The skill at a moment: what was gained fades by a power of the days, slower after each day of practice."""
    days = max(0, at - skill.at) / DAY
    exponent = forgets / (1 + KEPT * max(0, len(skill.days) - 1))
    return skill.start + (skill.peak - skill.start) * float((1 + days) ** -exponent)


def gain(skill: Skill, traits: Traits, beneath: float) -> float:
    """The part of the way to the ceiling that one practice answer is worth. `beneath`: success on what it builds on, 0..1."""
    support = 1 - SUPPORT + SUPPORT * beneath
    return min(0.9, GAIN * traits.rate * support * (BLOCKED if skill.blocked else 1.0))


def raised(level: float, ceiling: float, part: float) -> float:
    """Skill after that part of the way to the ceiling; a skill above it stays."""
    return level + part * max(0.0, ceiling - level)


def practised(skill: Skill, traits: Traits, at: int, part: float) -> None:
    """Practise once: the skill rises by this part, and the day counts."""
    skill.peak = raised(now(skill, traits.forgets, at), skill.ceiling, part)
    skill.at = at
    today = at // DAY
    if today not in skill.days[-1:]:
        skill.days = (*skill.days, today)


def opened(skill: Skill, traits: Traits, at: int, way: str, chance: float) -> None:
    """Learn by one way. Where a mix-up stands in the way, this may clear it (`chance`: a number drawn from 0..1)."""
    works = traits.ways.get(way, 1.0)
    if chance < CLEARS * works:
        skill.blocked = False
    part = WAY * works * (0.5 if way in skill.ways else 1.0) * (BLOCKED if skill.blocked else 1.0)
    skill.ways = (*skill.ways, way)
    practised(skill, traits, at, min(0.9, part))


def chance_right(level: float, difficulty: float, slip: float, guess: float) -> float:
    """p(right) = guess + (1 - guess)(1 - slip) sigmoid(skill - difficulty)."""
    return guess + (1 - guess) * (1 - slip) * sigmoid(level - difficulty)


def at_least(passing: int, chances: Iterable[float]) -> float:
    """The chance of at least so many right, each with its own chance (Poisson-binomial)."""
    counts = [1.0]
    for p in chances:
        counts = [
            (counts[n] * (1 - p) if n < len(counts) else 0.0) + (counts[n - 1] * p if n else 0.0)
            for n in range(len(counts) + 1)
        ]
    return sum(counts[passing:])


class Form(msgspec.Struct, frozen=True):
    """A standard's reassessment as the truth sees it: (difficulty, guess) of the questions that each place may hold."""

    places: tuple[tuple[tuple[float, float], ...], ...]
    passing: int

    def chances(self, level: float, slip: float) -> Sequence[float]:
        """p(right) at each place, the mean over what may stand there."""
        return [
            sum(chance_right(level, difficulty, slip, guess) for difficulty, guess in place) / len(place)
            for place in self.places
        ]

    def success(self, level: float, slip: float) -> float:
        """The share of right answers at the form's mix."""
        chances = self.chances(level, slip)
        return sum(chances) / len(chances)

    def passes(self, level: float, slip: float) -> float:
        """The chance of passing it now."""
        return at_least(self.passing, self.chances(level, slip))
