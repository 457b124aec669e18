"""The readiness model: from counts of right answers and misses to two numbers, p (the next answer is right) and q (the form is passed).

    p = sigmoid(w.x + b_standard + b_item),  q = sigmoid(c0 + c1 logit(p) + e g)

The weights and all their figures come from public student data (623 held-out students, 58,266 answers). Every weight is
sign-constrained, so that one more right answer never lowers p or q; `Parameters` refuses others.
"""

from collections.abc import Iterable, Mapping
from math import exp, isfinite, log
from operator import mul
from types import MappingProxyType
from typing import NamedTuple

import msgspec

DECAY = 0.8  # an answer: the last five answers carry two thirds of what is remembered
RECENT = 5  # answers looked at without decay
FIRST_GUESS = 0.65  # share of right answers before anything is known
ELSEWHERE = (5.2, 2.8)  # eight imagined answers on other standards, 0.65 of them right
ELSEWHERE_MOST = (
    5.0  # what other standards say at the most: 1,000 right answers and no miss; beyond, p would not be monotone
)
ABILITY_PRIOR = 1.5  # precision of a student's ability before anything is known: most lie within 0.8 of the middle
SLIP = 0.03  # a student who knows still slips on a list now and then
OPTIONS = 4  # of a list whose length nobody wrote down: the commonest length
FORM = 5  # questions that the calibration stands for ...
PASSING = 4  # ... and how many of them right are a pass
DOUBT = (2.3, 1.8)  # imagined right answers and misses before the window alone is asked: eight of nine just reach 0.70
STEADY = 6  # right answers in the window before it is asked: fewer are luck too often

Weights = tuple[float, float, float, float, float, float, float, float, float]

WEIGHTS: Weights = (0.4379, 0.2492, 0.0276, 0.3631, -0.4651, 0.3025, 0.3796, 0.2840, -0.5469)
SIGNS = (0, 1, 1, 1, -1, 1, 1, 1, -1)  # of each weight; 0: either
CALIBRATION = (-1.0137, 1.0972)
LEVELS: Mapping[int, float] = MappingProxyType(
    {1: 0.6, 2: 0.0, 3: -0.6, 4: -1.2}
)  # until a school's answers say better
ORDINARY: Mapping[int, int] = MappingProxyType(
    {1: 1, 2: 2, 3: 2}
)  # the mix the calibration stands for: its offset is 0


class Seen(NamedTuple):
    """What is counted of a student's answers on one standard, oldest first."""

    answered: int = 0
    right: int = 0
    missed: int = 0
    decayed_right: float = 0.0
    decayed: float = 0.0
    recent_right: int = 0  # of the last `recent`, five at most
    recent: int = 0
    last: float = FIRST_GUESS  # 1 right, 0 missed


class Parameters(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that can be refitted, as data. `standards` and `items` (by standard) hold offsets in log-odds; unknown ones are 0.

    `elsewhere` (e) is how much more q leans on results elsewhere than p does: who has just become ready was also lucky, and
    luck says less about those who do well elsewhere.

    Raises ValueError for parameters with which a right answer could lower the estimate.
    """

    format: int = 1
    weights: Weights = WEIGHTS
    ability: float = 0.0  # the weight of `Ability.level`; 0: not asked
    calibration: tuple[float, float] = CALIBRATION
    elsewhere: float = 0.0
    levels: Mapping[int, float] = LEVELS
    standards: Mapping[str, float] = {}
    items: Mapping[str, Mapping[str, float]] = {}

    def __post_init__(self) -> None:
        if self.format != 1:
            raise ValueError(f"parameters of format {self.format} are newer than this plbot; it knows format 1")
        if not (isfinite(self.ability + self.elsewhere) and self.ability >= 0 and self.elsewhere >= 0):
            raise ValueError("the weights of ability and of results elsewhere must be 0 or more")
        if not (isfinite(sum(self.weights)) and isfinite(sum(self.calibration)) and self.calibration[1] > 0):
            raise ValueError("weights and calibration must be numbers, and the slope of the calibration above 0")
        if not monotone(self.weights):
            raise ValueError("with these weights one more right answer could lower the estimate")

    def offset(self, standard: str, item: str) -> float:
        """b_standard + b_item."""
        return self.standards.get(standard, 0.0) + self.items.get(standard, {}).get(item, 0.0)

    def offset_at(self, standard: str, item: str, level: int) -> float:
        """The same in the bot: where nothing is known of an item, the offset of its level stands in."""
        known = self.items.get(standard, {}).get(item)
        return self.standards.get(standard, 0.0) + (self.levels.get(level, 0.0) if known is None else known)


def monotone(weights: Weights) -> bool:
    """Whether one more right answer can never lower p: all signs as they must be, and results elsewhere fade slowly enough.

    Weight 7 stands before g/(1+n), which fades as n grows. The fastest fade is from no answer to one and from one right
    answer to two; there the gain of the right answer must be larger, up to g = `ELSEWHERE_MOST`.
    """
    signed = all(weight * sign >= 0 for weight, sign in zip(weights, SIGNS, strict=True))
    _, rec, rec5, right, _, last, _, fading, first = weights
    from_none = log(2) * (rec + rec5 + right) + (1 - FIRST_GUESS) * last - first
    from_one = log(2.8 / 2) * rec + log(1.5) * (rec5 + right)
    return signed and fading * ELSEWHERE_MOST <= min(2 * from_none, 6 * from_one)


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x)) if x > -700 else 0.0  # noqa: PLR2004 - beyond, exp overflows


def logit(p: float) -> float:
    return log(p / (1 - p))


def general(answered: int, right: int) -> float:
    """What g is: what the student's answers on other standards say, in log-odds against a common student."""
    odds = (right + ELSEWHERE[0]) / (answered - right + ELSEWHERE[1])
    return min(log(odds) - _COMMON, ELSEWHERE_MOST)


_COMMON = logit(FIRST_GUESS)

DEFAULTS = Parameters()  # those that come with plbot


def features(seen: Seen, g: float) -> Weights:
    """The model's x. `g`: see `general`."""
    n = seen.answered
    return (
        1.0,
        log((seen.decayed_right + 1) / (seen.decayed - seen.decayed_right + 0.6)),
        log((seen.recent_right + 1) / (seen.recent - seen.recent_right + 0.6)),
        log(1 + seen.right),
        log(1 + seen.missed),
        seen.last,
        g,
        g / (1 + n),
        0.0 if n else 1.0,
    )


def score(seen: Seen, g: float, parameters: "Parameters", ability: float = 0.0) -> float:
    """w.x: how likely the next answer is right, in log-odds, without any offset. `ability`: see `Ability.level`."""
    known: float = sum(map(mul, parameters.weights, features(seen, g)))
    return known + parameters.ability * ability


class Ability(NamedTuple):
    """What a student's answers say once it is known how hard the questions were: log-odds against a common student.

    The mode of a Rasch model, followed one answer at a time: a right answer always raises it, a miss always lowers it.
    `known` is how much was learned so far (Fisher information).
    """

    level: float = 0.0
    known: float = 0.0

    def after(self, *, right: bool, offset: float, options: int = 0) -> "Ability":
        """The ability after one unaided answer to a question with this offset."""
        knows = sigmoid(_COMMON + self.level + offset)
        guess = 1 / options if options > 1 else 0.0
        surprise = (right - guess - (1 - guess) * knows) * (1 - guess)
        return Ability(self.level + surprise / (ABILITY_PRIOR + self.known), self.known + knows * (1 - knows))


def ability(counts: Iterable[tuple[int, int, float]]) -> float:
    """The same from counts: answers, right ones and offset of each standard. Four steps of Newton's method reach the mode."""
    counted, level = list(counts), 0.0
    for _ in range(4):
        knows = [sigmoid(_COMMON + level + offset) for _, _, offset in counted]
        surprise = sum([right - n * p for (n, right, _), p in zip(counted, knows, strict=True)]) - ABILITY_PRIOR * level
        known = sum([n * p * (1 - p) for (n, _, _), p in zip(counted, knows, strict=True)])
        level = max(-4.0, min(4.0, level + surprise / (ABILITY_PRIOR + known)))
    return level


def chance(log_odds: float, options: int = 0) -> float:
    """The chance p, from log-odds. `options`: of how many one is picked (0: typed); a student who does not know picks one of them."""
    p = sigmoid(log_odds)
    return 1 / options + (1 - 1 / options - SLIP) * p if options > 1 else p


def passing(log_odds: float, calibration: tuple[float, float] = CALIBRATION, more: float = 0.0) -> float:
    """The promise q, from the log-odds of an open question: the probability of at least 4 right in the next 5."""
    return sigmoid(calibration[0] + calibration[1] * log_odds + more)


def steady(right: int, missed: int, easier: float = 0.0) -> float:
    """The promise q from the evidence window alone, whatever results elsewhere say: 4 right in the next 5.

    0 below `STEADY` right; else the beta-binomial distribution with prior `DOUBT`. `easier`: the form's offset
    against an ordinary one, in log-odds.
    """
    if right < STEADY:
        return 0.0
    a, b = DOUBT[0] + right, DOUBT[1] + missed
    n = a + b
    four_running = a * (a + 1) * (a + 2) * (a + 3) / (n * (n + 1) * (n + 2) * (n + 3))
    q = four_running * ((a + 4) + FORM * b) / (n + 4)
    return sigmoid(logit(q) + easier) if easier else q


def promise(
    seen: Seen, g: float, parameters: Parameters, standard: str = "", *, easier: float = 0.0, ability: float = 0.0
) -> float:
    """The promise q: the larger of what the model says and what the evidence window says by itself.

    `seen` counts right and missed over the evidence window; `easier` is the form's offset against an ordinary one.
    """
    log_odds = score(seen, g, parameters, ability) + parameters.standards.get(standard, 0.0) + easier
    q = passing(log_odds, parameters.calibration, parameters.elsewhere * g)
    return max(q, steady(seen.right, seen.missed, easier))
