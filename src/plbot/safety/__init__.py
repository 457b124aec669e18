"""The phrase lists of the safety screen, one file a language, read from beside this module."""

from functools import cache
from importlib.resources import files

from plbot.core.screen.lists import ListError, read_list
from plbot.core.screen.look import PhraseList, Screen

LANGUAGES = ("en", "es")


@cache
def phrases(language: str) -> PhraseList:
    """The list of one language. Raises ListError with every fault and its line."""
    return read_list(language, files(__package__).joinpath(f"{language}.txt").read_text(encoding="utf-8"))


@cache
def screen(*languages: str) -> Screen:
    """A screen for these languages; all of them where none is named."""
    return Screen([phrases(language) for language in languages or LANGUAGES])


__all__ = ["LANGUAGES", "ListError", "phrases", "screen"]
