"""Learn the screen's weights anew from the written sets: `python tests/safety/learn.py` (make screen). Some minutes.

Weights are learned on `tune/`. How much they must say, alone or beside a phrase of the lists, is settled on `settle/`: words that
neither the lists nor these weights were made with. Then `settle/` is learned from, too. `report/` is never read.
"""

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plbot.core.screen.likeness import NOTHING, Likeness, Weights, places_of
from plbot.core.screen.look import Screen
from plbot.core.screen.normalise import plain, rough
from plbot.safety import LANGUAGES, LIKENESS, lists

SETS = Path(__file__).parent
SIZE = 2**18  # places: two features in three have one of their own
LOSS = 30.0  # how much a text counts against the pull of all weights to 0
STEPS = 200
RATE = 1.0
ALARMS = 1.0  # false ones in 1,000 ordinary messages of `settle` that likeness alone may raise
OVERRULED = {"S1": 0.005, "S2": 0.03, "S3": 0.05}  # share of what the lists find rightly that may be taken for ordinary
SHORT = 60  # characters of an ordinary message that another is put together with
SEED = 5

Row = tuple[str, str]
Floats = NDArray[np.float64]


class Table(NamedTuple):
    """The readings' features: `place` and `reading` of each, `share` one over the root of how many its reading has.

    `true`: whether each reading is of a text that was looked for; `weight`: one over how many readings its text has.
    """

    place: NDArray[np.int64]
    reading: NDArray[np.int64]
    share: Floats
    true: NDArray[np.bool_]
    weight: Floats


class Learned(NamedTuple):
    weights: Floats
    base: float


def rows(part: str, name: str) -> list[Row]:
    lines = [line for file in sorted((SETS / part).glob(f"{name}*.tsv")) for line in file.read_text().splitlines()]
    return list(dict.fromkeys((severity, text) for line in lines for severity, _, text in [line.partition("\t")]))


def both(parts: Sequence[str], name: str) -> list[Row]:
    return [row for part in parts for language in LANGUAGES for row in rows(part, f"{name}-{language}")]


def readings(text: str) -> list[Sequence[str]]:
    tokens = rough(plain(text))
    return [tokens, *(each.lexicon.tokens(tokens) for each in lists())]


def put_together(dangers: list[Row], ordinary: list[Row], chance: Random) -> tuple[list[Row], list[Row]]:
    """Each danger also beside something ordinary, and ordinary messages in twos: a long text is not dangerous for being long."""
    short = [text for _, text in ordinary if len(text) < SHORT]
    join = (". ", " ", " and ", ", ")

    def pair(text: str) -> str:
        other, between = chance.choice(short), chance.choice(join)
        return f"{other}{between}{text}" if chance.random() < 0.5 else f"{text}{between}{other}"

    return (
        dangers + [(severity, pair(text)) for severity, text in dangers],
        ordinary + [(severity, pair(text)) for severity, text in chance.sample(ordinary, len(ordinary) // 2)],
    )


def table(texts: Sequence[str], true: Sequence[bool]) -> Table:
    each = [{tuple(places_of(tokens, SIZE)) for tokens in readings(text)} for text in texts]
    found = [places for text in each for places in sorted(text)]
    counts = np.array([len(places) for places in found])
    times = np.array([len(text) for text in each])
    return Table(
        np.fromiter((place for places in found for place in places), np.int64, int(counts.sum())),
        np.repeat(np.arange(len(found)), counts),
        np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts),
        np.repeat(np.array(true), times),
        np.repeat(1 / times, times),
    )


def learn(known: Table) -> Learned:
    """Logistic regression with a Gaussian prior at 0, by gradients with momentum (Adam)."""
    weights, base = np.zeros(SIZE), 0.0
    mean, square = np.zeros(SIZE + 1), np.zeros(SIZE + 1)
    for step in range(1, STEPS + 1):
        odds = base + np.bincount(known.reading, weights[known.place] * known.share, len(known.true))
        off = LOSS * known.weight * (1 / (1 + np.exp(-odds)) - known.true)
        slope = np.append(weights + np.bincount(known.place, off[known.reading] * known.share, SIZE), off.sum())
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        move = RATE * (1 - step / STEPS) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
        weights -= move[:-1]
        base -= float(move[-1])
    return Learned(weights, base)


def packed(learned: Learned) -> Weights:
    unit = float(np.abs(learned.weights).max()) / 127
    return Weights((np.round(learned.weights / unit) + NOTHING).astype(np.uint8).tobytes(), unit, learned.base)


def likeness(parts: Sequence[str], alone: float, ordinary_below: dict[str, float]) -> Likeness:
    dangers, ordinary = put_together(both(parts, "danger"), both(parts, "ordinary"), Random(SEED))
    texts = [text for _, text in dangers + ordinary]
    danger = learn(table(texts, [True] * len(dangers) + [False] * len(ordinary)))
    grave = learn(table([text for _, text in dangers], [severity == "S1" for severity, _ in dangers]))
    rude = learn(table([text for _, text in dangers], [severity == "S3" for severity, _ in dangers]))
    return Likeness(packed(danger), packed(grave), packed(rude), alone=alone, ordinary=ordinary_below)


def settled(learned: Likeness) -> tuple[float, dict[str, float]]:
    """From which score on likeness alone flags a text, and below which it overrules a phrase of each severity."""
    bare = Screen(lists())

    def seen(found: list[Row]) -> tuple[Floats, NDArray[np.str_]]:
        scores = [learned.of(readings(text)).danger for _, text in found]
        return np.array(scores), np.array([met.severity if (met := bare.look(text)) else "" for _, text in found])

    dangers, met = seen(both(["settle"], "danger"))
    ordinary, alarmed = seen(both(["settle"], "ordinary"))
    below = {each: float(np.quantile(dangers[met == each], share)) for each, share in OVERRULED.items()}
    silent = np.sort(ordinary[alarmed == ""])
    alone = float(silent[-1 - int(len(ordinary) * ALARMS / 1000)]) + 1e-6

    def flagged(scores: Floats, severities: NDArray[np.str_]) -> float:
        bars = np.array([below.get(each, alone) for each in severities])
        return float(np.mean(scores >= bars))

    print(
        f"the lists by themselves: {np.mean(met != ''):.1%} found, {1000 * np.mean(alarmed != ''):.1f} false in 1,000"
    )
    print(
        f"with what was learned: {flagged(dangers, met):.1%} found, {1000 * flagged(ordinary, alarmed):.1f} false in 1,000"
    )
    return alone, below


def written(learned: Likeness) -> bytes:
    kinds = {"danger": learned.danger, "grave": learned.grave, "rude": learned.rude}
    head = {name: {"unit": weights.unit, "base": weights.base} for name, weights in kinds.items()}
    line = json.dumps(head | {"alone": learned.alone, "ordinary": dict(learned.ordinary)})
    return line.encode() + b"\n" + zlib.compress(b"".join(weights.places for weights in kinds.values()), 9)


def main() -> None:
    alone, below = settled(likeness(["tune"], 0, {}))
    LIKENESS.write_bytes(written(likeness(["tune", "settle"], alone, below)))
    print(f"alone from {alone:.2f} on, overrules below {below}; {LIKENESS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
