"""Learn anew what the screen goes by beside its lists: `python -m tests.safety.learn` (make screen). About forty minutes.

`--bars` leaves weights and network as they are, and settles how much they must say: enough after a change of the lists. Half a minute.

Weights and network are learned on `tune/`. How much they must say, alone or beside a phrase of the lists, is settled on `settle/`:
words that neither the lists nor these were made with. `report/` is never read.
"""

import json
import sys
import zlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from math import inf
from multiprocessing import get_context
from random import Random

import numpy as np
from numpy.typing import NDArray
from tests.safety import deep, linear
from tests.safety.sets import SHORT, Row, both, put_together, readings

from plbot.core.screen.likeness import Likeness, Lines
from plbot.core.screen.look import Screen
from plbot.core.screen.net import SHAPES, Net
from plbot.safety import LIKENESS, likeness, lists

ALARMS = (
    5.0  # false ones in 1,000 ordinary messages of `settle`: at 1, one danger in five would be missed (docs/safety.md)
)
OVERRULED = 0.01  # of what the lists find rightly of S1, at most that share may be taken for ordinary
SEED = 5

Floats = NDArray[np.float64]


def lines(dangers: Sequence[Row], ordinary: Sequence[Row]) -> Lines:
    texts = [text for _, text in dangers]
    return Lines(
        linear.weights(texts + [text for _, text in ordinary], [True] * len(dangers) + [False] * len(ordinary)),
        linear.weights(texts, [severity == "S1" for severity, _ in dangers]),
        linear.weights(texts, [severity == "S3" for severity, _ in dangers]),
    )


def net(rows: Sequence[Row]) -> tuple[dict[str, deep.Numbers], float]:
    """The layers, the rows of the pieces as bytes, and what one of those is worth."""
    known = [
        deep.Example(tokens, severity, 1 / len(each))
        for severity, text in rows
        for each in [readings(text)]
        for tokens in each
        if tokens
    ]
    short = [each.tokens for each in known if each.severity == "-" and len(" ".join(each.tokens)) < SHORT]
    layers = deep.layers(known, short, SEED, partial(print, flush=True))
    unit = float(np.abs(layers["pieces"]).max()) / 127
    small: dict[str, deep.Numbers] = {name: values.astype(np.float16) for name, values in layers.items()}
    return small | {"pieces": np.round(layers["pieces"] / unit).astype(np.int8)}, unit


def settled(learned: Likeness) -> tuple[float, dict[str, float]]:
    """From which score on likeness alone flags a text, and below which it overrules a phrase of each severity.

    A phrase of each severity is worth as many log odds as logistic regression gives it beside likeness; the sum is flagged from the
    score on that all but ALARMS in 1,000 ordinary messages stay below.
    """
    bare = Screen(lists())

    def seen(rows: Sequence[Row]) -> tuple[Floats, NDArray[np.str_]]:
        scores = [learned.of(readings(text)).danger for _, text in rows]
        return np.array(scores), np.array([met.severity if (met := bare.look(text)) else "" for _, text in rows])

    dangers, met = seen(both("settle", "danger"))
    ordinary, alarmed = seen(both("settle", "ordinary"))
    severities = ("S1", "S2", "S3")
    table = np.column_stack(
        [
            np.concatenate([dangers, ordinary]),
            *(np.concatenate([met, alarmed]) == each for each in severities),
            np.ones(len(dangers) + len(ordinary)),
        ]
    )
    worth = _logistic(table, np.arange(len(table)) < len(dangers))
    worth /= worth[0]
    more = dict(zip(severities, worth[1:4], strict=True)) | {"": 0.0}
    totals = np.sort(ordinary + np.array([more[each] for each in alarmed]))
    alone = float(totals[-1 - int(len(totals) * ALARMS / 1000)]) + 1e-6
    below = {each: alone - float(more[each]) for each in severities}
    below["S1"] = min(below["S1"], float(np.quantile(dangers[met == "S1"], OVERRULED)))

    def flagged(scores: Floats, severities: NDArray[np.str_]) -> float:
        bars = np.array([below.get(each, alone) for each in severities])
        return float(np.mean(scores >= bars))

    print(f"the lists: {np.mean(met != ''):.1%} found, {1000 * np.mean(alarmed != ''):.1f} false in 1,000")
    print(f"with what was learned: {flagged(dangers, met):.1%}, {1000 * flagged(ordinary, alarmed):.1f} in 1,000")
    return alone, below


def _logistic(table: Floats, true: NDArray[np.bool_]) -> Floats:
    """Logistic regression by Newton's method."""
    worth = np.zeros(table.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-(table @ worth)))
        bend = table.T @ (table * (likely * (1 - likely))[:, None]) + np.eye(len(worth)) * 1e-3
        worth += np.linalg.solve(bend, table.T @ (true - likely))
    return worth


def write(learned: Likeness) -> None:
    kinds, through = learned.lines._asdict(), learned.net
    layers = {"pieces": through.pieces} | {name: through.layers[name].astype(np.float16) for name in SHAPES[1:]}
    line = json.dumps(
        {name: {"unit": weights.unit, "base": weights.base} for name, weights in kinds.items()}
        | {"places": linear.SIZE, "unit": through.unit, "alone": learned.alone, "ordinary": dict(learned.ordinary)}
        | {"shapes": {name: [layers[name].dtype.name, *layers[name].shape] for name in SHAPES}}
    )
    body = b"".join(weights.places for weights in kinds.values()) + b"".join(layers[name].tobytes() for name in SHAPES)
    LIKENESS.write_bytes(line.encode() + b"\n" + zlib.compress(body, 9))


def main() -> None:
    if "--bars" not in sys.argv:
        dangers, ordinary = both("tune", "danger"), both("tune", "ordinary")
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            learning = pool.submit(lines, *put_together(dangers, ordinary, Random(SEED)))
            layers, unit = pool.submit(net, dangers + ordinary).result()
            write(Likeness(learning.result(), Net(layers, unit), alone=inf, ordinary={}))
    learned = likeness()
    alone, below = settled(learned)
    write(Likeness(learned.lines, learned.net, alone=alone, ordinary=below))
    print(f"alone from {alone:.2f} on, overrules below {below}; {LIKENESS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
