"""How good predictions were: the figures of the table, each with its definition."""

from collections.abc import Sequence
from math import log

import msgspec

BINS = 10  # of equal width, for the calibration error and the reliability table
SMALLEST = 1e-9  # a probability is taken as no less, and no more than 1 minus it: one surprise must not outweigh a log


class Bin(msgspec.Struct, frozen=True):
    """Predictions of one tenth: how many, their mean, and the share that came true."""

    times: int
    promised: float
    kept: float


def auc(chances: Sequence[float], came: Sequence[bool]) -> float:
    """The probability that of two answers, one right and one missed, the right one had the higher chance; ties count half."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    right = sum(came)
    if not 0 < right < len(came):
        return 0.5
    ranks, place = 0.0, 0
    while place < len(order):
        end = place
        while end < len(order) and chances[order[end]] == chances[order[place]]:
            end += 1
        middle = (place + 1 + end) / 2
        ranks += middle * sum(came[each] for each in order[place:end])
        place = end
    return (ranks - right * (right + 1) / 2) / (right * (len(came) - right))


def log_loss(chances: Sequence[float], came: Sequence[bool]) -> float:
    """The mean of -ln(the chance given to what happened)."""
    return sum(map(surprise, chances, came)) / max(len(chances), 1)


def surprise(chance: float, came: bool) -> float:
    return -log(max(SMALLEST, chance if came else 1 - chance))


def bins(chances: Sequence[float], came: Sequence[bool]) -> list[Bin]:
    """By tenths of the promised chance, from 0.0-0.1 up."""
    counts, promised, kept = [0] * BINS, [0.0] * BINS, [0] * BINS
    for chance, true in zip(chances, came, strict=True):
        place = min(int(chance * BINS), BINS - 1)
        counts[place] += 1
        promised[place] += chance
        kept[place] += true
    return [Bin(n, p / n if n else 0.0, k / n if n else 0.0) for n, p, k in zip(counts, promised, kept, strict=True)]


def calibration_error(chances: Sequence[float], came: Sequence[bool]) -> float:
    """ECE: the distance between promised and kept, over ten bins of equal width, each weighted by its count."""
    return sum(each.times * abs(each.promised - each.kept) for each in bins(chances, came)) / max(len(chances), 1)


def f1(said: int, true: int, both: int) -> float:
    """The harmonic mean of precision (both/said) and recall (both/true)."""
    return 2 * both / (said + true) if said + true else 0.0
