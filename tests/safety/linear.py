"""Learn the screen's weights of words, neighbours and pieces of words (plbot.core.screen.likeness) from texts."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from tests.safety.sets import readings

from plbot.core.screen.likeness import NOTHING, Weights, places_of

SIZE = 2**19  # places
LOSS = 30.0  # how much a text counts against the pull of all weights to 0
STEPS = 200
RATE = 1.0

Floats = NDArray[np.float64]


class Table(NamedTuple):
    """`share`, a sparse matrix, says of each reading and place: one over the root of how many places the reading has, or 0.

    `true`: whether each reading is of a text that was looked for; `weight`: one over how many readings its text has.
    """

    share: csr_matrix
    true: NDArray[np.bool_]
    weight: Floats


def weights(texts: Sequence[str], true: Sequence[bool]) -> Weights:
    return _learned(_table(texts, true))


def _table(texts: Sequence[str], true: Sequence[bool]) -> Table:
    each = [{tuple(sorted(places_of(tokens, SIZE))) for tokens in readings(text)} for text in texts]
    found = [places for text in each for places in sorted(text)]
    counts = np.array([len(places) for places in found])
    times = np.array([len(text) for text in each])
    places = np.fromiter((place for places in found for place in places), np.int32, int(counts.sum()))
    shares = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts)
    begins = np.concatenate([[0], np.cumsum(counts)])
    return Table(
        csr_matrix((shares, places, begins), shape=(len(found), SIZE)),
        np.repeat(np.array(true), times),
        np.repeat(1 / times, times),
    )


def _learned(known: Table) -> Weights:
    """Logistic regression with a Gaussian prior at 0, by gradients with momentum (Adam)."""
    worth, base = np.zeros(SIZE), 0.0
    mean, square = np.zeros(SIZE + 1), np.zeros(SIZE + 1)
    by_place = known.share.T.tocsr()
    for step in range(1, STEPS + 1):
        odds = base + known.share @ worth
        off = LOSS * known.weight * (1 / (1 + np.exp(-odds)) - known.true)
        slope = np.append(worth + by_place @ off, off.sum())
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        move = RATE * (1 - step / STEPS) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
        worth -= move[:-1]
        base -= float(move[-1])
    unit = float(np.abs(worth).max()) / 127
    return Weights((np.round(worth / unit) + NOTHING).astype(np.uint8).tobytes(), unit, base)
