"""Look at a text: which phrases it meets, and how serious the worst of them is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from plbot.core.screen.lexicon import CACHED, Lexicon
from plbot.core.screen.likeness import Likeness
from plbot.core.screen.normalise import END, plain, rough
from plbot.core.screen.phrases import Phrase

Severity = Literal["S1", "S2", "S3"]
Kind = Literal[
    "self-harm", "violence", "abuse", "distress", "bullying", "hate", "eating", "runaway", "sexual", "drugs", "contacts", "profanity",
    "unclear",
]  # fmt: skip

ALIKE = "alike"  # the line of what no list holds
_BRIEF = 2  # words of a sentence that says nothing but the phrase
_HITS = 8  # places of one phrase that are looked at: a text that repeats it says no more by it
_WINDOW = 2_000  # characters looked at together
_OVERLAP = 100  # of two windows: no phrase is longer
_WINDOWS = 10  # of one text: nobody types more by hand


Span = tuple[int, int]  # where a phrase begins and ends, in bytes


class Finding(NamedTuple):
    """What was found: how serious, of what kind, and the line of the list that says so; whether a danger is `denied`."""

    severity: Severity
    kind: Kind
    line: str
    denied: bool = False


class Entry(NamedTuple):
    """`about` somebody: the phrase counts only in a sentence about the writer, the reader or somebody near."""

    severity: Severity
    kind: Kind
    phrase: Phrase
    about: bool = False


class _Index:
    """Finds the few phrases that a text may meet: by words of which each phrase has one."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = phrases
        self.words: dict[str, list[int]] = defaultdict(list)
        self.stems: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(phrases):
            for word in phrase.anchors:
                (self.stems if word.stem else self.words)[word.text].append(number)
        self.lengths = sorted({len(stem) for stem in self.stems})
        self.of_word = lru_cache(maxsize=CACHED)(self._of_word)

    def candidates(self, tokens: Iterable[str]) -> set[int]:
        return set().union(*map(self.of_word, tokens))

    def _of_word(self, token: str) -> tuple[int, ...]:
        stems = (self.stems.get(token[:length], ()) for length in self.lengths if length <= len(token))
        return tuple({*self.words.get(token, ()), *(number for found in stems for number in found)})

    def spans(self, tokens: Sequence[str], text: bytes) -> list[tuple[int, Span]]:
        """Which phrase stands where in the text."""
        met = []
        for number in self.candidates(tokens):
            for hit, _ in zip(self.phrases[number].pattern.finditer(text), range(_HITS), strict=False):
                met.append((number, hit.span()))
        return met


class PhraseList:
    """The phrases of one language. `soften` makes S1 an S2 (a danger that is denied), `passes` makes a match none.
    A word that school talk also knows counts where a phrase of `near` stands in its sentence, and none of `topic`.
    """

    def __init__(
        self,
        language: str,
        lexicon: Lexicon,
        entries: Sequence[Entry],
        soften: Sequence[Phrase],
        passes: Sequence[Phrase],
        *,
        near: Sequence[Phrase] = (),
        topic: Sequence[Phrase] = (),
    ) -> None:
        self.language = language
        self.lexicon = lexicon
        self.entries = entries
        self.soften = _Index(soften)
        self.passes = _Index(passes)
        self.near = _Index(near)
        self.topic = _Index(topic)
        self.index = _Index([entry.phrase for entry in entries])

    def look(self, tokens: Sequence[str]) -> Finding | None:
        """`tokens` as this list's lexicon reads them."""
        text = f" {' '.join(tokens)} ".encode()
        met = self.index.spans(tokens, text)
        if not met:
            return None
        passed = [span for _, span in self.passes.spans(tokens, text)]
        left = [
            (self.entries[number], span)
            for number, span in met
            if not _is_excused(self.entries[number], span, passed)
            and not (self.entries[number].about and self._is_of_others(text, span))
        ]
        if not left:
            return None
        denied = [span for _, span in self.soften.spans(tokens, text)]
        return min(
            (_finding(entry, denied=_touches(span, denied)) for entry, span in left), key=lambda found: found.severity
        )

    def _is_of_others(self, text: bytes, span: Span) -> bool:
        """Whether the sentence around `span` tells of the world at large: history, a book, a poster against it."""
        before = text.rfind(b" . ", 0, span[0] + 1)
        start = before + 2 if before >= 0 else 0
        end = text.find(b" . ", span[1] - 1)
        sentence = text[start : end + 1 if end >= 0 else len(text)]
        tokens = sentence.decode().split()
        if self.topic.spans(tokens, sentence):
            return True
        return len(tokens) > _BRIEF and not self.near.spans(tokens, sentence)


def _is_excused(entry: Entry, span: Span, passed: Iterable[Span]) -> bool:
    """Whether it is an ordinary way to say something. No word of S1 may go on after it: `maths i want to kill` leaves `kill myself`."""
    return _touches(span, passed if entry.severity != "S1" else [each for each in passed if span[1] <= each[1]])


def _finding(entry: Entry, *, denied: bool) -> Finding:
    if denied and entry.severity == "S1":
        return Finding("S2", "distress", entry.phrase.line, denied=True)
    return Finding(entry.severity, entry.kind, entry.phrase.line)


def _touches(span: Span, others: Iterable[Span]) -> bool:
    """Whether two stretches share a word; the space between two words belongs to both."""
    return any(start < span[1] - 1 and span[0] < end - 1 for start, end in others)


class Screen:
    """All languages at once: a student writes in theirs, and in English. `likeness` judges with the lists, where it is given."""

    def __init__(self, lists: Sequence[PhraseList] = (), likeness: Likeness | None = None) -> None:
        self.lists = tuple(lists)
        self.likeness = likeness

    def look(self, text: str) -> Finding | None:
        """The worst that is found in `text`; None: nothing. A long text is looked at in windows."""
        found: Finding | None = None
        for start in range(0, max(1, min(len(text), _WINDOW * _WINDOWS)), _WINDOW - _OVERLAP):
            worst = self._window(text[start : start + _WINDOW])
            if worst and (found is None or worst.severity < found.severity):
                found = worst
        return found

    def _window(self, text: str) -> Finding | None:
        tokens = rough(plain(text))
        if not tokens or all(map(_says_nothing, tokens)):
            return None
        read = [each.lexicon.tokens(tokens) for each in self.lists]
        findings = [finding for each, words in zip(self.lists, read, strict=True) if (finding := each.look(words))]
        worst = min(findings, key=lambda finding: finding.severity, default=None)
        return _weighed(self.likeness, [tokens, *read], worst) if self.likeness else worst


def _weighed(likeness: Likeness, readings: Sequence[Sequence[str]], met: Finding | None) -> Finding | None:
    """What a phrase met, unless the text is all too ordinary, and graver where the whole of it is; what no phrase met, if it is all
    too alike.
    """
    likely = likeness.of(readings)
    if met and likely.danger < likeness.ordinary[met.severity]:
        return None
    if met:
        # On `settle` this is right for 59 of 79 dangers in which a phrase met a worry only, and wrong for 28 of 839 other texts.
        is_graver = likely.danger >= likeness.alone and likely.grave > 0
        return Finding("S1", "unclear", met.line) if met.severity == "S2" and is_graver and not met.denied else met
    if likely.danger < likeness.alone:
        return None
    severity: Severity = "S1" if likely.grave > max(0, likely.rude) else "S3" if likely.rude > 0 else "S2"
    return Finding(severity, "profanity" if severity == "S3" else "unclear", ALIKE)


def _says_nothing(token: str) -> bool:
    """A number, or the end of a sentence: a plain answer is quick to pass."""
    return token == END or token.isdecimal()
