"""A small convolutional network: which words and pieces of words stand near each other, wherever in a text they stand.

Two layers of windows of three words, each with its maximum over the text (Y. Kim, Convolutional Neural Networks for Sentence
Classification, 2014). A word is the sum of its pieces (P. Bojanowski et al., Enriching Word Vectors with Subword Information, 2017),
so that a slip of the pen leaves most of it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from plbot.core.screen.cuts import pieces, stretches

Floats = NDArray[np.float32]

WIDE = 64  # words that are judged together; a longer text is judged in stretches
_STEP = 40
_PIECES = (3, 4)  # letters of a piece
_LETTERS = 12  # of a word that count: no word has more than 24 pieces
CACHED = 4_096  # words whose numbers are remembered: 3 kB each
SHAPES = ("pieces", "near", "near_base", "far", "far_base", "hidden", "hidden_base", "out", "out_base")


class Net:
    """`layers` by the names of `SHAPES`. `pieces`: P x D, a row a piece; `near`: 3D x C; `far`: 3C x C; `hidden`: 2C x H;
    `out`: H x 3; each `.._base` as long as the rows of its layer.
    """

    def __init__(self, layers: Mapping[str, NDArray[np.generic]], unit: float) -> None:
        """`unit`: what one of a number in `pieces` is worth."""
        self.pieces = layers["pieces"]
        self.unit = unit
        self.layers = {name: layers[name].astype(np.float32) for name in SHAPES[1:]}
        self._outward = np.concatenate(np.split(self.layers["near"], 3), axis=1)
        self.word = lru_cache(maxsize=CACHED)(self._word)

    def of(self, tokens: Sequence[str]) -> tuple[float, ...]:
        """Log odds of danger; of those, that it is one of S1; of S3. The most dangerous stretch counts."""
        return max(map(self._judged, stretches(tokens or [""], WIDE, _STEP)))

    def _judged(self, tokens: Sequence[str]) -> tuple[float, ...]:
        of = self.layers
        before, here, after = np.split(np.array([self.word(token) for token in tokens]), 3, axis=1)
        here[1:] += before[:-1]
        here[:-1] += after[1:]
        near = np.maximum(here + of["near_base"], 0)
        far = np.maximum(_windows(near) @ of["far"] + of["far_base"], 0)
        most = np.concatenate([near.max(axis=0), far.max(axis=0)])
        hidden = np.maximum(most @ of["hidden"] + of["hidden_base"], 0)
        return tuple(map(float, hidden @ of["out"] + of["out_base"]))

    def _word(self, token: str) -> Floats:
        """What a word adds to the window after it, to its own, and to the one before it: 3C."""
        places = pieces_of(token, len(self.pieces))
        word = self.pieces[places].sum(axis=0, dtype=np.float32) * np.float32(self.unit / sqrt(len(places)))
        return word @ self._outward  # type: ignore[no-any-return] # numpy's types lose it


def pieces_of(word: str, size: int) -> list[int]:
    """The rows of a word: its own, and one for each of its pieces."""
    framed = f"<{word[:_LETTERS]}>"
    return sorted({crc32(piece.encode()) % size for piece in (framed, *pieces(framed, _PIECES))})


def _windows(rows: Floats) -> Floats:
    """Each row between the one before and the one after it; beyond the ends stands nothing."""
    nothing = np.zeros((1, rows.shape[1]), np.float32)
    return np.concatenate([np.concatenate([nothing, rows[:-1]]), rows, np.concatenate([rows[1:], nothing])], axis=1)
