"""Shuffling that needs no memory: the same key always gives the same order, on every machine and every Python."""

from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")

_WORD = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: the step of splitmix64 (Steele, Lea, Flood 2014)
_ROUNDS = 4  # Luby and Rackoff (1988): four Feistel rounds look random even to someone who tries both directions


def mixed(*numbers: int) -> int:
    """One well-mixed number of 64 bits from several."""
    state = 0
    for number in numbers:
        state = (state ^ number) * _GOLDEN + _GOLDEN & _WORD
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & _WORD
        state = (state ^ state >> 27) * 0x94D049BB133111EB & _WORD
        state ^= state >> 31
    return state


def place(position: int, size: int, key: int) -> int:
    """Where `position` stands in the order of `0 .. size-1` that belongs to `key`; each place is taken exactly once.

    A Feistel network over the next power of two; a result outside is sent round again until it falls inside
    (cycle walking, Black and Rogaway 2002), less than twice on average.
    """
    bits = (size - 1).bit_length()
    low = bits // 2
    high = bits - low
    place_ = (position + key) % size
    while True:
        left, right = place_ >> low, place_ & (1 << low) - 1
        for round_ in range(0, _ROUNDS, 2):
            left ^= ((right + key + round_) * _GOLDEN & _WORD) * 0xBF58476D1CE4E5B9 % (_WORD + 1) >> 64 - high
            right ^= ((left ^ key >> round_ + 1) * _GOLDEN & _WORD) * 0x94D049BB133111EB % (_WORD + 1) >> 64 - low
        place_ = left << low | right
        if place_ < size:
            return place_


def shuffled(things: Sequence[Thing], key: int) -> list[Thing]:
    """The things in the order that belongs to `key` (Fisher and Yates)."""
    order = list(things)
    for last in range(len(order) - 1, 0, -1):
        key = mixed(key, last)
        other = key % (last + 1)
        order[last], order[other] = order[other], order[last]
    return order
