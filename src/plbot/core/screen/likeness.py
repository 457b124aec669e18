"""How alike a text is to what children in danger write, by weights and by a small network: for what no list foresees."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from math import sqrt
from typing import NamedTuple
from zlib import crc32

from plbot.core.screen.cuts import pieces, stretches
from plbot.core.screen.net import Net

_PIECES = (3, 4, 5)  # letters of a piece of a word: a slip of the pen leaves most of them as they are
_CHUNK = 16  # words that are judged together, besides the whole: one bad sentence in a long letter must not drown
_STEP = 8
NOTHING = 128  # the byte of a weight of 0: the half below is for less
CACHED = 8_192  # words whose places are remembered


class Weights(NamedTuple):
    """A byte for each place, `NOTHING` for a weight of 0. `unit`: what one more is worth (log odds); `base`: what no words score."""

    places: bytes
    unit: float
    base: float


class Likely(NamedTuple):
    """Log odds: that it is a text of danger at all; of those, that it is one of S1; of S3."""

    danger: float
    grave: float
    rude: float


class Lines(NamedTuple):
    """A weight for each feature: what the words, their neighbours and their pieces say one by one."""

    danger: Weights
    grave: Weights
    rude: Weights

    def of(self, readings: Iterable[Sequence[str]]) -> Likely:
        """Of the most dangerous part of the text."""
        size = len(self.danger.places)
        parts = [places_of(part, size) for tokens in readings for part in parts_of(tokens)]
        scored = [(_score(places, self.danger), places) for places in parts]
        danger, worst = max(scored, key=lambda each: each[0])
        return Likely(danger, _score(worst, self.grave), _score(worst, self.rude))


class Likeness:
    """What was learned, the log odds of both added up. A text that no list knows is flagged from `alone` on; one that a phrase
    met, unless it scores below `ordinary` of the phrase's severity: then it is all too ordinary.
    """

    def __init__(self, lines: Lines, net: Net, *, alone: float, ordinary: Mapping[str, float]) -> None:
        self.lines = lines
        self.net = net
        self.alone = alone
        self.ordinary = ordinary

    def of(self, readings: Iterable[Sequence[str]]) -> Likely:
        """`readings`: the words of a text as typed, and as each lexicon undisguises them."""
        each = {tuple(tokens) for tokens in readings}
        likely = self.lines.of(each)
        odds = max(map(self.net.of, each))
        return Likely(*(one + other for one, other in zip(likely, odds, strict=True)))


def parts_of(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    """The whole, and of a long text each stretch of it."""
    yield tokens
    if len(tokens) > _CHUNK + _STEP:
        yield from stretches(tokens, _CHUNK, _STEP)


def places_of(tokens: Sequence[str], size: int) -> set[int]:
    """Where the weights of a text stand: one place a feature, each once. `size` is a power of two."""
    mask = size - 1
    framed = ["^", *tokens, "$"]
    near = chain(
        map(" ".join, pairwise(framed)),
        map(" ".join, zip(framed, framed[1:], framed[2:], strict=False)),
        map("_".join, zip(tokens, tokens[2:], strict=False)),
        map("__".join, zip(tokens, tokens[3:], strict=False)),
    )
    found = {crc32(feature.encode()) & mask for feature in near}
    for token in tokens:
        found.update(_of_word(token, mask))
    return found


@lru_cache(maxsize=CACHED)
def _of_word(word: str, mask: int) -> tuple[int, ...]:
    framed = f"<{word}>"
    features = (word, *(f"c{piece}" for piece in pieces(framed, _PIECES)))
    return tuple(crc32(feature.encode()) & mask for feature in features)


def _score(places: set[int], weights: Weights) -> float:
    """The sum of the weights, shared by how many there are: long texts score no higher for being long."""
    if not places:
        return weights.base
    total = sum([weights.places[place] for place in places]) - NOTHING * len(places)
    return weights.base + weights.unit * total / sqrt(len(places))
