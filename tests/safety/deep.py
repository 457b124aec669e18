"""Learn the screen's small network (plbot.core.screen.net) from texts, by gradients; needs `pip install -e '.[learn]'`."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from plbot.core.screen.net import WIDE, pieces_of

PIECES = 2**16
WIDTH = 64  # of a piece's row
WINDOWS = 224  # of each layer of windows
HIDDEN = 96
ROUNDS = 7  # each text is seen so often
BATCH = 128
RATE = 1.5e-3
WARMUP = 200  # batches until the full rate
FORGOTTEN = 0.1  # words of a text that are left out, by chance, while it is learned from
SLIPPED = 0.25  # of the texts that are told with slips of the pen
SLIPS = 0.2  # of their words
SHORTEST_SLIP = 4  # letters of a word that is still known with one amiss
DROPPED = 0.3  # of what the layers say
PULL = 1e-5  # of all weights to 0
SORTS = 0.3  # how much it counts which sort of danger it is, beside whether it is one
LENGTHS = (8, 16, 32, WIDE)  # words; texts of a length are learned from together

Layers = dict[str, jax.Array]
Numbers = NDArray[Any]


class Example(NamedTuple):
    """One reading of a text; `weight`: one over how many readings it has."""

    tokens: Sequence[str]
    severity: str  # "-": ordinary
    weight: float


class Batch(NamedTuple):
    """B texts of up to T words, W different ones, the first of which is none; R pieces of these, word by word.

    `pieces` R: the row of each; `of` R: its word; `share` W: one over the root of how many pieces a word has, 0 for none; `words`
    B x T; `true` B x 3; `weight` B.
    """

    pieces: Numbers
    of: Numbers
    share: Numbers
    words: Numbers
    true: Numbers
    weight: Numbers


def layers(
    known: Sequence[Example], short: Sequence[Sequence[str]], seed: int, tell: Callable[[str], None]
) -> dict[str, Numbers]:
    """The layers after ROUNDS. `short`: ordinary texts, of which one is now and then put before or after a text."""
    chance = Random(seed)
    found = _start(seed)
    batches = int(len(known) * 1.4) // BATCH
    optimiser = optax.adamw(
        optax.warmup_cosine_decay_schedule(0, RATE, WARMUP, ROUNDS * batches, RATE / 100), weight_decay=1e-4
    )
    state = optimiser.init(found)
    keys = jax.random.split(jax.random.PRNGKey(seed), ROUNDS * batches * 2)

    def step(layers: Layers, state: Any, batch: Batch, key: jax.Array) -> tuple[Layers, Any, jax.Array]:
        off, slope = jax.value_and_grad(_off)(layers, batch, key)
        move, state = optimiser.update(slope, state, layers)
        return optax.apply_updates(layers, move), state, off

    quick = jax.jit(step)
    at = 0
    for number in range(ROUNDS):
        offs = []
        for batch in _batches(_told_again(known, short, chance), chance):
            found, state, off = quick(found, state, batch, keys[at % len(keys)])
            offs.append(off)
            at += 1
        tell(f"round {number + 1} of {ROUNDS}: off by {float(jnp.mean(jnp.array(offs))):.4f}")
    return {name: np.asarray(values) for name, values in found.items()}


def _start(seed: int) -> Layers:
    """Weights by chance, as large as keeps what goes through them as large as it came (K. He et al., 2015)."""
    chance = np.random.default_rng(seed)

    def by_chance(rows: int, columns: int, size: float = 1.0) -> jax.Array:
        return jnp.array(chance.normal(size=(rows, columns)) * size * np.sqrt(2 / rows), jnp.float32)

    return {
        "pieces": jnp.array(chance.normal(size=(PIECES, WIDTH)) / 10, jnp.float32),
        "near": by_chance(3 * WIDTH, WINDOWS),
        "near_base": jnp.zeros(WINDOWS),
        "far": by_chance(3 * WINDOWS, WINDOWS, 0.5),
        "far_base": jnp.zeros(WINDOWS),
        "hidden": by_chance(2 * WINDOWS, HIDDEN),
        "hidden_base": jnp.zeros(HIDDEN),
        "out": by_chance(HIDDEN, 3, 0.5),
        "out_base": jnp.zeros(3),
    }


def _odds(layers: Layers, batch: Batch, key: jax.Array) -> jax.Array:
    """B x 3, as `Net.of` reckons them, with words, numbers and layers left out by chance."""
    words_left, numbers_left, layers_left = jax.random.split(key, 3)
    there = (batch.words > 0)[:, :, None]
    rows = layers["pieces"][batch.pieces]
    sums = jax.ops.segment_sum(rows, batch.of, len(batch.share), indices_are_sorted=True)
    words = (sums * batch.share[:, None])[batch.words]
    words *= jax.random.bernoulli(words_left, 1 - FORGOTTEN, words.shape[:2])[:, :, None]
    words *= jax.random.bernoulli(numbers_left, 1 - FORGOTTEN, words.shape) / (1 - FORGOTTEN)
    near = jax.nn.relu(_windows(words) @ layers["near"] + layers["near_base"]) * there
    far = jax.nn.relu(_windows(near) @ layers["far"] + layers["far_base"]) * there
    most = jnp.concatenate([near.max(1), far.max(1)], 1)
    most *= jax.random.bernoulli(layers_left, 1 - DROPPED, most.shape) / (1 - DROPPED)
    hidden = jax.nn.relu(most @ layers["hidden"] + layers["hidden_base"])
    return hidden @ layers["out"] + layers["out_base"]


def _windows(rows: jax.Array) -> jax.Array:
    nothing = jnp.zeros_like(rows[:, :1])
    return jnp.concatenate(
        [jnp.concatenate([nothing, rows[:, :-1]], 1), rows, jnp.concatenate([rows[:, 1:], nothing], 1)], 2
    )


def _off(layers: Layers, batch: Batch, key: jax.Array) -> jax.Array:
    """Log loss: of danger, and where there is one of its sort."""
    each = optax.sigmoid_binary_cross_entropy(_odds(layers, batch, key), batch.true)
    danger = batch.true[:, 0]
    off = (each[:, 0] + SORTS * danger * (each[:, 1] + each[:, 2])) * batch.weight
    pull = sum((layers[name] ** 2).sum() for name in ("near", "far", "hidden"))
    return jnp.asarray(off.mean() + PULL * pull)


def _told_again(known: Sequence[Example], short: Sequence[Sequence[str]], chance: Random) -> list[Example]:
    """All, some with slips of the pen; half of the dangers and a quarter of the rest once more beside something short and ordinary."""
    told = [_slipped(each, chance) if chance.random() < SLIPPED else each for each in known]
    for each in known:
        if chance.random() < (0.25 if each.severity == "-" else 0.5):
            other, between = chance.choice(short), chance.choice(((".",), (), ("and",), ()))
            tokens = [*other, *between, *each.tokens] if chance.random() < 0.5 else [*each.tokens, *between, *other]
            told.append(each._replace(tokens=tokens))
    chance.shuffle(told)
    return told


def _slipped(example: Example, chance: Random) -> Example:
    """Some words with a letter left out, held down, or swapped with the next."""
    return example._replace(
        tokens=[_slip(token, chance) if chance.random() < SLIPS else token for token in example.tokens]
    )


def _slip(token: str, chance: Random) -> str:
    if len(token) < SHORTEST_SLIP:
        return token
    at = chance.randrange(len(token) - 1)
    return chance.choice(
        (
            token[:at] + token[at + 1 :],
            token[: at + 1] + token[at:],
            token[:at] + token[at + 1] + token[at] + token[at + 2 :],
        )
    )


def _batches(told: Sequence[Example], chance: Random) -> Iterator[Batch]:
    """Of texts about as long as each other; what does not fill one waits for the next round, in which chance sorts anew."""
    waiting: dict[int, list[Example]] = {length: [] for length in LENGTHS}
    for each in told:
        length = next((length for length in LENGTHS if len(each.tokens) <= length), WIDE)
        start = chance.randint(0, max(0, len(each.tokens) - WIDE))
        waiting[length].append(each._replace(tokens=each.tokens[start : start + WIDE]))
        if len(waiting[length]) == BATCH:
            yield _batch(waiting[length], length)
            waiting[length].clear()


def _batch(examples: Sequence[Example], length: int) -> Batch:
    different = dict.fromkeys(token for each in examples for token in each.tokens)
    number = {token: at for at, token in enumerate(different, 1)}
    places = [_places(token) for token in different]
    counts = np.array([len(each) for each in places])
    share = np.zeros(_room(len(different) + 1), np.float32)
    share[1 : len(different) + 1] = 1 / np.sqrt(counts)
    # What fills the room up belongs to the word that is none.
    pieces, of = np.zeros((2, _room(int(counts.sum()))), np.int32)
    pieces[-counts.sum() :] = np.fromiter((place for each in places for place in each), np.int32)
    of[-counts.sum() :] = np.repeat(np.arange(1, len(different) + 1), counts)
    words = np.zeros((len(examples), length), np.int32)
    for row, each in enumerate(examples):
        words[row, : len(each.tokens)] = [number[token] for token in each.tokens]
    true = [(each.severity != "-", each.severity == "S1", each.severity == "S3") for each in examples]
    weight = np.array([each.weight for each in examples], np.float32)
    return Batch(pieces, of, share, words, np.array(true, np.float32), weight)


def _room(count: int) -> int:
    """The next power of two: what is compiled for one batch serves those about as large."""
    return 1 << (count - 1).bit_length()


@lru_cache(maxsize=200_000)
def _places(token: str) -> list[int]:
    return pieces_of(token, PIECES)
