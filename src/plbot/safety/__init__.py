"""What the safety screen goes by, read from beside this module: the phrase lists, one file a language, and the learned weights."""

import json
import zlib
from functools import cache
from pathlib import Path

from plbot.core.screen.likeness import Likeness, Weights
from plbot.core.screen.lists import ListError, read_list
from plbot.core.screen.look import PhraseList, Screen

LANGUAGES = ("en", "es")
LIKENESS = Path(__file__).with_name("likeness.bin")


@cache
def phrases(language: str) -> PhraseList:
    """The list of one language. Raises ListError with every fault and its line."""
    return read_list(language, Path(__file__).with_name(f"{language}.txt").read_text(encoding="utf-8"))


def lists(*languages: str) -> list[PhraseList]:
    """The lists of these languages; all of them where none is named. Raises ListError."""
    return [phrases(language) for language in languages or LANGUAGES]


@cache
def likeness() -> Likeness:
    """The weights as `tests/safety/learn.py` wrote them: a line that says what they are worth, and the bytes, packed."""
    line, _, body = LIKENESS.read_bytes().partition(b"\n")
    head = json.loads(line)
    places = zlib.decompress(body)
    size = len(places) // 3
    danger, grave, rude = (
        Weights(places[at * size : (at + 1) * size], **head[name])
        for at, name in enumerate(("danger", "grave", "rude"))
    )
    return Likeness(danger, grave, rude, alone=head["alone"], ordinary=head["ordinary"])


@cache
def screen(*languages: str) -> Screen:
    """A screen for these languages; all of them where none is named."""
    return Screen(lists(*languages), likeness())


__all__ = ["LANGUAGES", "LIKENESS", "ListError", "likeness", "lists", "phrases", "screen"]
