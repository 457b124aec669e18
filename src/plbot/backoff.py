"""How long to wait before the next try: twice as long after each failure, up to a bound."""

from random import Random

DOUBLINGS = 20  # a million times the first wait is beyond every bound; after a thousand doublings no float holds it


def grown(first: float, failures: int, longest: float) -> float:
    """Give the wait after so many failures in a row (at least one), in the unit of `first` and `longest`."""
    return min(first * 2.0 ** min(failures - 1, DOUBLINGS), longest)


def spread(wait: float, chance: Random) -> float:
    """Times 0.5 to 1.5, so that many who failed together do not come back together."""
    return wait * chance.uniform(0.5, 1.5)
