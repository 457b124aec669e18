"""What the safety screen goes by, read from beside this module: the phrase lists, one file a language, and the learned weights."""

import json
import os
import zlib
from contextlib import suppress
from functools import cache
from hashlib import sha256
from math import prod
from pathlib import Path

import msgspec
import numpy as np
from threadpoolctl import threadpool_limits

from plbot.compiled import shelf
from plbot.core.screen import lists as core_lists
from plbot.core.screen import look as core_look
from plbot.core.screen import normalise as core_normalise
from plbot.core.screen import phrases as core_phrases
from plbot.core.screen.likeness import Likeness, Lines, Weights
from plbot.core.screen.lists import Contents, ListError, contents, phrase_list
from plbot.core.screen.look import PhraseList, Screen
from plbot.core.screen.net import Net

LANGUAGES = ("en", "es")
LIKENESS = Path(__file__).with_name("likeness.bin")
_decode = msgspec.msgpack.Decoder(Contents).decode


@cache
def phrases(language: str) -> PhraseList:
    """The list of one language. Raises ListError with every fault and its line."""
    source = Path(__file__).with_name(f"{language}.txt").read_bytes()
    place = shelf(Path(__file__).parent)
    if place is None:
        return phrase_list(language, contents(language, source.decode()))
    mark, kept = _mark(source), place / f"{language}.list"
    said = _kept(kept, mark)
    if said is None:
        said = contents(language, source.decode())
        _keep(kept, mark, said)
    return phrase_list(language, said)


def _kept(kept: Path, mark: bytes) -> Contents | None:
    """What was read from this very list, by this very code, at an earlier start."""
    try:
        known, said = kept.read_bytes().split(b"\n", 1)
        return _decode(said) if known == mark else None
    except (OSError, ValueError):  # there is none yet, or half of one
        return None


def _keep(kept: Path, mark: bytes, said: Contents) -> None:
    """Whole or not at all: another program may read it in the same moment."""
    draft = kept.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        draft.write_bytes(mark + b"\n" + msgspec.msgpack.encode(said))
        draft.replace(kept)


def _mark(source: bytes) -> bytes:
    code = (Path(str(module.__file__)).read_bytes() for module in (core_lists, core_look, core_normalise, core_phrases))
    return sha256(source + b"".join(code)).hexdigest().encode()


def lists(*languages: str) -> list[PhraseList]:
    """The lists of these languages; all of them where none is named. Raises ListError."""
    return [phrases(language) for language in languages or LANGUAGES]


@cache
def likeness() -> Likeness:
    """What `tests/safety/learn.py` wrote: a line that says what is where, and the bytes, packed."""
    threadpool_limits(1, user_api="blas")  # a text is too small to be shared among processors: waking them costs more
    line, _, body = LIKENESS.read_bytes().partition(b"\n")
    head = json.loads(line)
    packed = memoryview(zlib.decompress(body))
    lines = []
    for name in Lines._fields:
        lines.append(Weights(bytes(packed[: head["places"]]), **head[name]))
        packed = packed[head["places"] :]
    layers = {}
    for name, (kind, *shape) in head["shapes"].items():
        layers[name] = np.frombuffer(packed, kind, prod(shape)).reshape(shape)
        packed = packed[layers[name].nbytes :]
    return Likeness(Lines(*lines), Net(layers, head["unit"]), alone=head["alone"], ordinary=head["ordinary"])


@cache
def screen(*languages: str) -> Screen:
    """A screen for these languages; all of them where none is named."""
    return Screen(lists(*languages), likeness())


__all__ = ["LANGUAGES", "LIKENESS", "ListError", "likeness", "lists", "phrases", "screen"]
