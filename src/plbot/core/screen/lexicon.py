"""The words of one language's phrases, and how a disguised word is recognised as one of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product

from plbot.core.screen.normalise import sound

_LEET = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
    "@": "ao", "$": "s", "!": "i", "|": "li", "€": "e",
}  # fmt: skip
_READINGS = 16  # of one word in leetspeak that are tried
_SHORTEST_TYPO = 5  # letters: shorter words have too many neighbours
_SHORTEST_HEARD = 4  # letters: `ay`, `vez` sound like too much
_SHORTEST_GLUED = 6  # letters of a word that may be several written together
_LONGEST = 40  # letters: longer ones are no words
_MASKED = 4  # signs of a word in which a star stands for a letter
_SPELLED = 3  # single letters in a row that may be a word spelled out
CACHED = 8_192  # words remembered: those that a school types every day
_AFTER = frozenset(
    ["me", "you", "off", "it", "die", "her", "him", "this"]
)  # short words that may stand glued to one other
_WHOLE = 4  # letters of each of two words glued together: `dickson` is a name


class Lexicon:
    """`words` are the exact words of the phrases, `stems` beginnings, `aliases` other ways to write words, `spellings` key words
    whose typing slips are forgiven, `ordinary` words that are never a disguise. `sounds` say which letters are one sound (`qu`, `k`):
    a word that sounds like one of ours is read as it.
    """

    def __init__(
        self,
        words: Iterable[str],
        stems: Iterable[str],
        aliases: Mapping[str, tuple[str, ...]],
        spellings: Iterable[str],
        ordinary: Iterable[str],
        *,
        sounds: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.aliases = aliases
        self.ordinary = frozenset(ordinary)
        self.spellings = frozenset(spellings)
        self.words = frozenset(words) | self.spellings | aliases.keys()
        self.stems = tuple(stems)
        self.sounds = tuple(sounds)
        self._heard = (
            {sound(word, self.sounds): word for word in sorted(self.words) if len(word) >= _SHORTEST_HEARD}
            if sounds
            else {}
        )
        self._near = _neighbourhood(self.spellings)
        self.read = lru_cache(maxsize=CACHED)(self._read)

    def tokens(self, rough: list[str]) -> list[str]:
        """The text's words, undisguised: spelled-out and split words put together, slips put right, short forms in full."""
        found: list[str] = []
        for word in self._joined(rough):
            if not found or found[-1] != word:
                found += self.read(word)
        return found

    def _joined(self, rough: list[str]) -> list[str]:
        """Spelled-out letters as words, and the halves of a key word as one."""
        words: list[str] = []
        run: list[str] = []
        for word in [*rough, ""]:
            if len(word) == 1 and word != ".":
                run.append(word)
                continue
            words += self._spelled(run) if len(run) >= _SPELLED else run
            run = []
            if word:
                if words and len(words[-1]) > 1 and words[-1] + word in self.spellings:
                    word = words.pop() + word  # noqa: PLW2901 # `my self` is one word
                words.append(word)
        return words

    def _spelled(self, letters: list[str]) -> list[str]:
        """`k i l l m e`: the words that the letters make, or the letters where they make none."""
        joined = "".join(letters)
        if len(joined) > _LONGEST * 2 or not any(sign.isalpha() for sign in joined):
            return letters
        for reading in _readings(joined):
            found = self._split(reading)
            if found:
                return found
        return letters

    def _read(self, word: str) -> tuple[str, ...]:
        if word in self.aliases:
            return self.aliases[word]
        if word in self.words or word in self.ordinary or len(word) > _LONGEST:
            return (word,)
        known = self._undisguised(word)
        if known:
            return self.aliases.get(known, (known,))
        if word.isalpha():
            split = self._split(word) if len(word) >= _SHORTEST_GLUED else []
            return tuple(one for part in split for one in self.aliases.get(part, (part,))) or (_squeezed(word),)
        parts = "".join(sign if sign.isalnum() else " " for sign in word).split()
        if len(parts) == 1 and parts[0] != word:
            return self._read(parts[0])
        return tuple(parts)

    def _undisguised(self, word: str) -> str:
        if "*" in word or "#" in word:
            return self._unmasked(word)
        for reading in _readings(word):
            for form in _thinner(reading):
                if self._knows(form):
                    return form
        if word.isalpha() and len(word) >= _SHORTEST_HEARD and (heard := self._heard.get(sound(word, self.sounds))):
            return heard
        return (
            self._corrected(word)
            if word.isalpha()
            else next((known for reading in _readings(word) if (known := self._corrected(reading))), "")
        )

    def _knows(self, word: str) -> bool:
        return word in self.words

    def _unmasked(self, word: str) -> str:
        """`f*ck`, `s**t`: the word of ours that has these letters and any in place of the stars."""
        if len(word) < _MASKED or not word[0].isalpha() or any(sign.isdigit() for sign in word):
            return ""
        word = word.replace("#", "*")
        fits = (each for each in sorted(self.words) if len(each) == len(word) and each[0] == word[0])
        return next((each for each in fits if all(b in ("*", a) for a, b in zip(each, word, strict=True))), "")

    def _corrected(self, word: str) -> str:
        """The key word that is one slip away: a letter more, less, other, or two swapped; the first letter stays."""
        if len(word) < _SHORTEST_TYPO or word in self.ordinary:
            return ""
        for form in (word, *_without_one(word)):
            for near in self._near.get(form, ()):
                if near[0] == word[0] and _one_slip(word, near):
                    return near
        return ""

    def _split(self, word: str) -> list[str]:
        """The fewest words of ours that stand in `word` without a space between them; none where they do not fill it."""
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 14), end):
                piece, before = word[start:end], best[start]
                here = best[end]
                if (
                    before is not None
                    and _piece_fits(piece, start, self.words)
                    and (here is None or len(before) + 1 < len(here))
                ):
                    best[end] = [*before, piece]
        found = best[-1] or []
        return found if _is_likely(found) else []


def _piece_fits(piece: str, start: int, words: Collection[str]) -> bool:
    """A single letter can only be the `i` that begins."""
    return start == 0 and piece == "i" if len(piece) == 1 else piece in words


def _is_likely(words: list[str]) -> bool:
    """Two short words also meet in names and ordinary words by accident."""
    match words:
        case [first, second]:
            return len(first) >= _WHOLE and (len(second) >= _WHOLE or second in _AFTER)
        case _:
            return bool(words)


def _readings(word: str) -> list[str]:
    """What a word in leetspeak may say; the word itself where it holds no such sign, nothing where it is a number or `q10`."""
    if word.isalpha():
        return [word]
    if (word[0] == "q" and word[1:].isdigit()) or not any(sign.isalpha() for sign in word):
        return []
    options = [_LEET.get(sign, sign if sign.isalpha() else "") for sign in word]
    if not all(options):
        return []
    ways = product(*options)
    return ["".join(way) for way, _ in zip(ways, range(_READINGS), strict=False)]


def _thinner(word: str) -> list[str]:
    """The word with letters that are held down let go: `kiiill` may be `kill` or `kil`, `shiit` may be `shit`."""
    forms = [""]
    place = 0
    while place < len(word):
        end = place
        while end < len(word) and word[end] == word[place]:
            end += 1
        sign = word[place]
        lengths = (sign,) if end - place == 1 else (sign * 2, sign)
        forms = [form + each for form in forms for each in lengths][:_READINGS]
        place = end
    return forms


def _squeezed(word: str) -> str:
    """No letter more than twice in a row."""
    return "".join(sign for place, sign in enumerate(word) if word[max(0, place - 2) : place] != sign * 2)


def _without_one(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _neighbourhood(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    near: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        for form in {word, *_without_one(word)}:
            near[form] = (*near.get(form, ()), word)
    return near


def _one_slip(typed: str, meant: str) -> bool:
    """Whether one letter more, less or other, or two neighbours swapped, make one of the other."""
    if len(typed) > len(meant):
        return meant in _without_one(typed)
    if len(typed) < len(meant):
        return typed in _without_one(meant)
    places = [place for place, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    if len(places) == 1:
        return True
    swapped = len(places) == 2 and places[1] == places[0] + 1  # noqa: PLR2004 # a swap touches two neighbours
    return swapped and typed[places[0]] == meant[places[1]] and typed[places[1]] == meant[places[0]]
