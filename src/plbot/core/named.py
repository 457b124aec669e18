"""Whom a student's words name of the adults around them: by name, or as "my teacher". Such a one may be part of it."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from plbot.core.duty import OnDuty
from plbot.core.screen.normalise import plain

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "sr", "sra", "senor", "senora", "profe", "profesor", "profesora", "coach", "dr"}
)
_TEACHING = frozenset(
    {"teacher", "teachers", "maestra", "maestro", "maestras", "maestros", "profe", "profes"}
    | {"profesor", "profesora", "profesores", "profesoras", "docente", "docentes"}
)
_NAME_SURE = 4  # letters of a name that is known without a title before it; shorter ones are words, too


def names_teacher(text: str, teachers: Iterable[str]) -> bool:
    """Whether the words are about a teacher, or name one of these."""
    words = _words(text)
    return not _TEACHING.isdisjoint(words) or any(_is_named(words, name) for name in teachers)


def named(text: str, people: Mapping[str, OnDuty], teachers: Iterable[str]) -> tuple[str, ...]:
    """Whom of these people the words name; "my teacher" is everybody who goes by the name of one of the teachers."""
    words = _words(text)
    if _TEACHING.isdisjoint(words):
        return tuple(person for person, one in people.items() if _is_named(words, one.name))
    taught_by = {part for name in teachers for part in _parts(name)}
    return tuple(
        person
        for person, one in people.items()
        if _is_named(words, one.name) or not taught_by.isdisjoint(_parts(one.name))
    )


def _words(text: str) -> list[str]:
    return plain("".join(sign if sign.isalnum() else " " for sign in text)).split()


def _parts(name: str) -> list[str]:
    return [part for part in plain(name).replace(".", " ").split() if part not in _TITLES]


def _is_named(words: list[str], name: str) -> bool:
    after_title = {word for title, word in pairwise(words) if title in _TITLES}
    return any(part in after_title or (len(part) >= _NAME_SURE and part in words) for part in _parts(name))
