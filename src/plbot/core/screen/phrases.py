"""One line of a phrase list: words, `(either|or)`, `[maybe]`, `{set}`, `stem*`, and gaps.

`..` stands for up to three words between (`..5`: up to five), `.1` for just one, `#` for a number, a `.` for the end of a sentence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple, cast

import re2

_PIECE = re.compile(r"[(\[](?:[a-z0-9 |]|(?<=[a-z0-9])\*)+[)\]]|[(\[{|)\]}?]|\.\.\d?|\.1|\.|#|[a-z0-9]+\*?")
_GAP = 3  # words that `..` may skip: "I really just want to"
_COMMON = frozenset(
    [
        ".",
        "i",
        "me",
        "my",
        "you",
        "your",
        "he",
        "she",
        "they",
        "it",
        "is",
        "am",
        "are",
        "was",
        "be",
        "to",
        "the",
        "a",
        "an",
        "and",
        "or",
        "in",
        "on",
        "at",
        "of",
        "for",
        "with",
        "not",
        "do",
        "no",
        "so",
        "if",
        "up",
        "out",
        "will",
        "going",
        "want",
        "have",
        "has",
        "had",
        "this",
        "that",
        "all",
        "when",
        "because",
        "about",
        "get",
        "go",
        "just",
        "what",
        "can",
        "us",
        "we",
        "his",
        "her",
        "him",
        "them",
        "like",
        "de",
        "la",
        "el",
        "que",
        "y",
        "en",
        "un",
        "una",
        "los",
        "las",
        "se",
        "lo",
        "le",
        "les",
        "mi",
        "me",
        "te",
        "tu",
        "su",
        "no",
        "a",
        "al",
        "del",
        "por",
        "con",
        "es",
        "esta",
        "estoy",
        "muy",
        "si",
        "ya",
        "para",
        "como",
    ]
)  # in every other sentence: a bad place to look a phrase up by
_RARE, _FREQUENT = 1, 50


class PhraseError(ValueError):
    """A line that cannot be read; the sentence says why."""


class Word(NamedTuple):
    text: str
    stem: bool = False


@dataclass(frozen=True)
class Gap:
    least: int
    most: int


@dataclass(frozen=True)
class Group:
    """What is made of it is kept: a set stands in hundreds of phrases."""

    ways: tuple["Sequence[Part]", ...]
    optional: bool = False

    @cached_property
    def anchors(self) -> frozenset[Word] | None:
        found: set[Word] = set()
        for way in self.ways:
            here = way if len(way) == 1 and isinstance(way[0], Word) else _anchors(way)
            if not here:
                return None
            found.update(cast("Iterable[Word]", here))
        return frozenset(found)

    @cached_property
    def cost(self) -> int:
        return _cost(self.anchors or ())

    @cached_property
    def words(self) -> frozenset[Word]:
        return frozenset(word for way in self.ways for word in _words(way))

    @cached_property
    def regex(self) -> str:
        return f"(?:{'|'.join(map(_regex, self.ways))}){'?' if self.optional else ''}"


@dataclass(frozen=True)
class Number:
    """Digits."""


Part = Word | Gap | Number | Group


@dataclass(frozen=True)
class Phrase:
    """A line as read: what it is called in reports is the line itself. `number` is its place in the file, `regex` what it meets;
    of the `anchors` one stands in every text that it meets.
    """

    line: str
    number: int
    regex: str
    anchors: tuple[Word, ...]

    @cached_property
    def pattern(self) -> "re2._Regexp[bytes]":
        return re2.compile(self.regex.encode())


class Reading(NamedTuple):
    """A phrase, and what its line is made of."""

    phrase: Phrase
    parts: tuple[Part, ...]

    def words(self) -> Iterator[Word]:
        return _words(self.parts)


class Known(dict[str, tuple[Word, ...]]):
    """The words that a word of a line stands for, made once: the same few thousand stand in all lines."""

    def __init__(self, aliases: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.aliases = aliases

    def __missing__(self, word: str) -> tuple[Word, ...]:
        texts = self.aliases.get(word, (word,))
        self[word] = tuple(Word(text[:-1], stem=True) if text.endswith("*") else Word(text) for text in texts)
        return self[word]


def read_phrase(line: str, number: int, sets: Mapping[str, tuple[Part, ...]], known: Known) -> Reading:
    """Raises PhraseError."""
    pieces = _PIECE.findall(line)
    if "".join(pieces).replace(" ", "") != "".join(line.split()):
        raise PhraseError(f"there are signs in it that mean nothing: {line!r}")
    reader = _Reader(pieces, sets, known)
    parts = tuple(reader.sequence(""))
    anchors = _anchors(parts)
    if not anchors:
        raise PhraseError("it may be empty: name a word that must be there")
    return Reading(Phrase(line, number, f" {_regex(parts)}", tuple(sorted(anchors))), parts)


class _Reader:
    def __init__(self, pieces: list[str], sets: Mapping[str, tuple[Part, ...]], known: Known) -> None:
        self.pieces = pieces
        self.place = 0
        self.sets = sets
        self.known = known

    def sequence(self, closing: str) -> list[Part]:
        parts: list[Part] = []
        while self.place < len(self.pieces):
            piece = self.pieces[self.place]
            if piece == closing or (closing and piece == "|"):
                return parts
            self.place += 1
            parts += self._part(piece, parts)
        if closing:
            raise PhraseError(f"{closing!r} is missing")
        return parts

    def _part(self, piece: str, before: list[Part]) -> Sequence[Part]:
        if piece.isalnum():
            return self.known[piece]
        if len(piece) > 1 and piece[0] in "([":
            return [self._words_or(piece)]
        if piece in ("(", "["):
            return [self._group(")" if piece == "(" else "]", optional=piece == "[")]
        if piece == "{":
            return [self._set()]
        if piece == "?":
            last = before.pop()
            return [Group(((last,),), optional=True)]
        if piece == "#":
            return [Number()]
        if piece == ".1":
            return [Gap(1, 1)]
        if piece.startswith(".."):
            return [Gap(0, int(piece[2:] or _GAP))]
        if piece in (")", "]", "}", "|"):
            raise PhraseError(f"{piece!r} closes nothing")
        return self.known[piece]

    def _words_or(self, piece: str) -> Group:
        """A bracket with words only, as nearly all are: read at one go."""
        if piece[0] + piece[-1] not in ("()", "[]"):
            raise PhraseError(f"{piece[-1]!r} closes nothing")
        ways = (tuple(chain.from_iterable(map(self.known.__getitem__, way.split()))) for way in piece[1:-1].split("|"))
        return Group(tuple(way for way in ways if way), optional=piece[0] == "[")

    def _group(self, closing: str, *, optional: bool) -> Group:
        ways = [tuple(self.sequence(closing))]
        while self.pieces[self.place] == "|":
            self.place += 1
            ways.append(tuple(self.sequence(closing)))
        self.place += 1
        return Group(tuple(way for way in ways if way), optional)

    def _set(self) -> Part:
        name = self.pieces[self.place]
        if name not in self.sets:
            raise PhraseError(f"there is no set called {name!r}")
        self.place += 2
        return self.sets[name][0]


def _regex(parts: Sequence[Part]) -> str:
    return "".join(map(_piece_of, parts))


def _piece_of(part: Part) -> str:
    match part:
        case Word(text, stem):
            return f"{text}[a-z0-9]* " if stem else f"{re.escape(text)} "
        case Number():
            return "[0-9]+ "
        case Gap(least, most):
            return f"(?:[^ .]+ ){{{least},{most}}}"
        case Group():
            return part.regex


def _words(parts: Sequence[Part]) -> Iterator[Word]:
    for part in parts:
        if isinstance(part, Word):
            yield part
        elif isinstance(part, Group):
            yield from part.words


def _anchors(parts: Sequence[Part]) -> frozenset[Word] | None:
    """The best of the parts that must be there: few words, and rare ones."""
    best: Word | Group | None = None
    least = 0
    for part in parts:
        if isinstance(part, Word):
            cost = _FREQUENT if part.text in _COMMON else _RARE
        elif isinstance(part, Group) and not part.optional and part.anchors:
            cost = part.cost
        else:
            continue
        if best is None or cost < least:
            best, least = part, cost
    if isinstance(best, Word):
        return frozenset((best,))
    return best.anchors if best else None


def _cost(words: Iterable[Word]) -> int:
    words = list(words)
    common = sum(word.text in _COMMON for word in words)
    return _FREQUENT * common + _RARE * (len(words) - common)
