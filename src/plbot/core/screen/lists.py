"""Read a phrase list from its text: sets, aliases, spellings, ordinary words, and the phrases by severity and kind."""

from collections.abc import Iterator
from typing import NamedTuple, cast, get_args

from plbot.core.screen.lexicon import Lexicon
from plbot.core.screen.look import Entry, Kind, PhraseList, Severity
from plbot.core.screen.normalise import plain
from plbot.core.screen.phrases import Group, Known, Part, Phrase, PhraseError, Word, read_phrase

_SECTIONS = ("sets", "aliases", "spellings", "sounds", "words", "soften", "pass", "near", "topic")

ABOUT = "~ "  # before a phrase that counts only where it is about somebody near


class ListError(ValueError):
    """A phrase list that cannot be used: every fault with its line."""


class Contents(NamedTuple):
    """What a list says, as plain data: its phrases, and what its lexicon goes by."""

    entries: list[Entry]
    soften: list[Phrase]
    passes: list[Phrase]
    near: list[Phrase]
    topic: list[Phrase]
    words: list[str]
    stems: list[str]
    aliases: dict[str, tuple[str, ...]]
    spellings: list[str]
    ordinary: list[str]
    sounds: list[tuple[str, str]]


def read_list(language: str, text: str) -> PhraseList:
    """The phrase list that `text` describes. Raises ListError."""
    return phrase_list(language, contents(language, text))


def phrase_list(language: str, said: Contents) -> PhraseList:
    lexicon = Lexicon(said.words, said.stems, said.aliases, said.spellings, said.ordinary, sounds=said.sounds)
    return PhraseList(language, lexicon, said.entries, said.soften, said.passes, near=said.near, topic=said.topic)


def contents(language: str, text: str) -> Contents:
    """What `text` says. Raises ListError."""
    faults: list[str] = []
    lines = list(_lines(text, faults))
    named = {name: [(number, line) for number, section, line in lines if section == name] for name in _SECTIONS}
    aliases = {key: tuple(meant.split()) for _, line in named["aliases"] for key, meant in [_pair(line)]}
    known = Known(aliases)
    sets: dict[str, tuple[Part, ...]] = {}
    for number, line in named["sets"]:
        name, members = _pair(line)
        try:
            read = read_phrase(f"({members})", number, sets, known).parts[0]
        except PhraseError as fault:
            faults.append(f"{language}, line {number}: {fault}")
        else:
            assert isinstance(read, Group)  # noqa: S101 # it was put into brackets
            sets[name] = (read,)
    entries: list[Entry] = []
    others: dict[str, list[Phrase]] = {"soften": [], "pass": [], "near": [], "topic": []}
    words: set[Word] = set()
    for number, section, line in lines:
        if section in _SECTIONS and section not in others:
            continue
        try:
            reading = read_phrase(line.removeprefix(ABOUT), number, sets, known)
        except (PhraseError, IndexError) as fault:
            faults.append(f"{language}, line {number}: {fault}")
            continue
        words.update(reading.words())
        if section in others:
            others[section].append(reading.phrase)
        else:
            severity, _, kind = section.partition(" ")
            about = line.startswith(ABOUT)
            entries.append(Entry(cast("Severity", severity), cast("Kind", kind), reading.phrase, about))
    if faults:
        raise ListError("\n".join(faults))
    return Contents(
        entries,
        soften=others["soften"],
        passes=others["pass"],
        near=others["near"],
        topic=others["topic"],
        words=[word.text for word in words if not word.stem],
        stems=[word.text for word in words if word.stem],
        aliases=aliases,
        spellings=[word for _, line in named["spellings"] for word in line.split()],
        ordinary=[word for _, line in named["words"] for word in line.split()],
        sounds=[_pair(line) for _, line in named["sounds"]],
    )


def _lines(text: str, faults: list[str]) -> Iterator[tuple[int, str, str]]:
    """Number, section and content of each line that says something."""
    known = {f"{severity} {kind}" for severity in get_args(Severity) for kind in get_args(Kind)} | set(_SECTIONS)
    section = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("[") and line.endswith("]") and line[1:-1] in known:
            section = line[1:-1]
        elif line and not line.startswith("#"):
            if not section:
                faults.append(f"line {number}: {line!r} stands in no section")
            yield (
                number,
                section,
                plain(line).replace(":", "").replace("=", " = ").strip() if section != "sets" else plain(line),
            )


def _pair(line: str) -> tuple[str, str]:
    key, _, meant = line.partition("=")
    return key.strip(), meant.strip()
