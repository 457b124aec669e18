"""What a card says, as passages of styled text that Telegram will take: measured in its units, cut at good places."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from plbot.core import maths
from plbot.core.cards import Block, Choices, Commands, Field, Heading, Image, Options, Paragraph, Rows
from plbot.core.cards import Literal as Letters
from plbot_telegram.limits import ENTITIES

Style = Literal["", "b", "i"]


class Run(msgspec.Struct, frozen=True, array_like=True):
    """Text of one style, as it is shown; `html` is how it is written to Telegram."""

    text: str
    style: Style = ""

    @property
    def html(self) -> str:
        escaped = html.escape(self.text, quote=False)
        return f"<{self.style}>{escaped}</{self.style}>" if self.style else escaped


Passage = tuple[Run, ...]

BETWEEN = Run("\n\n")
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_BLANK = "\u2800\u3164\ufffc\u115f\u1160\uffa0"  # letters and signs that show nothing
_HIDDEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zl", "Zp", "Zs")
_JOINED = 16  # signs that may hang on one letter before it is nonsense, and may be cut anywhere
_JOINERS = "\u200d\ufe0f\ufe0e"


def passage(block: Block, *, pictured: bool = False) -> Passage:
    """A block as styled text; nothing for what is not read. `pictured`: an image's picture is shown, so its words stand alone."""
    match block:
        case Paragraph(text):
            return tuple(marked(text))
        case Heading(text):
            return tuple(Run(run.text, "b") for run in marked(text))
        case Letters(text):
            return plain(text)
        case Options(texts):
            return lines([Run(f"{block.mark(place)} "), *marked(text)] for place, text in enumerate(texts))
        case Rows(rows):
            return lines([*plain(row.label, "b"), Run(": "), *plain(maths.plain(row.value))] for row in rows)
        case Image(_, alt) if pictured:
            return plain(alt, "i")
        case Image():
            return plain(block.to_text(), "i")
        case Choices() | Field() | Commands():
            return ()


def marked(text: str) -> Iterator[Run]:
    """A content text: maths in Unicode, stars as styles."""
    for piece in maths.pieces(text):
        match piece:
            case maths.Maths(tex):
                yield from plain(maths.plain(f"${tex}$"))
            case maths.Bold(shown):
                yield from plain(shown, "b")
            case maths.Emphasis(shown):
                yield from plain(shown, "i")
            case maths.Prose(shown):
                yield from plain(shown)


def plain(text: str, style: Style = "") -> Passage:
    """Text shown to the letter. A style needs something to show: Telegram drops empty marks."""
    sendable = clean(text)
    return (Run(sendable, style if visible(sendable) else ""),) if sendable else ()


def lines(rows: Iterable[Sequence[Run]]) -> Passage:
    """One line a row."""
    runs: list[Run] = []
    for row in rows:
        runs += [Run("\n"), *row] if runs else row
    return tuple(runs)


def clean(text: str) -> str:
    """Without the signs that Telegram refuses, or turns into spaces by itself."""
    return _UNSENDABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def visible(text: str) -> bool:
    """Whether there is anything to see: Telegram refuses a message without."""
    return any(sign not in _BLANK and unicodedata.category(sign) not in _HIDDEN for sign in text)


def shows(runs: Iterable[Run]) -> bool:
    return any(visible(run.text) for run in runs)


def units(text: str) -> int:
    """How long Telegram finds a text: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def size(runs: Iterable[Run]) -> int:
    return sum(units(run.text) for run in runs)


def marks(runs: Iterable[Run]) -> int:
    return sum(bool(run.style) for run in runs)


def as_html(runs: Iterable[Run]) -> str:
    return "".join(run.html for run in runs)


# cutting


def parts(passages: Iterable[Passage], longest: int) -> list[Passage]:
    """Put passages together into as few messages as they fit; one that is too long for any is cut."""
    found: list[Passage] = []
    now: Passage = ()
    for whole in passages:
        if not shows(whole):
            continue
        if now and _fits(together := (*now, BETWEEN, *whole), longest):
            now = together
            continue
        if now:
            found.append(now)
        *full, now = (piece for piece in pieces(whole, longest) if shows(piece))
        found += full
    return [*found, now] if now else found


def pieces(whole: Passage, longest: int) -> list[Passage]:
    """Cut a passage where needed: each piece fits, and together they are the passage."""
    if _fits(whole, longest):
        return [whole]
    found: list[Passage] = []
    now: list[Run] = []
    room = longest
    waiting = list(reversed(whole))
    while waiting:
        run = waiting.pop()
        full = bool(run.style) and marks(now) == ENTITIES
        if not full and units(run.text) <= room:
            now.append(run)
            room -= units(run.text)
            continue
        at = 0 if full else place_to_cut(run.text, room, must=not now)
        if at:
            now.append(Run(run.text[:at], run.style))
        found.append(tuple(now))
        now, room = [], longest
        waiting.append(Run(run.text[at:], run.style))
    return [*found, tuple(now)]


def place_to_cut(text: str, room: int, *, must: bool) -> int:
    """How many signs to take so that at most `room` units are used: to the end of a line, a word, a letter.

    0 where it is better to begin a new piece; with `must` something is taken.
    """
    most = _signs_in(text, room)
    for border in ("\n", " "):
        if (at := text.rfind(border, most // 2, most) + 1) > 0:
            return at
    if not must:
        return 0
    for at in range(most, max(most - _JOINED, 1), -1):
        if not _hangs(text, at):
            return at
    return most


def _signs_in(text: str, room: int) -> int:
    used = 0
    for at, sign in enumerate(text):
        used += 2 if sign > "\uffff" else 1
        if used > room:
            return at
    return len(text)


def _hangs(text: str, at: int) -> bool:
    """Whether a cut at `at` parts a sign from what hangs on it: an accent, a family of emoji."""
    if at >= len(text):
        return False
    return text[at] in _JOINERS or text[at - 1] == "\u200d" or unicodedata.category(text[at]) in ("Mn", "Me", "Mc")


def _fits(runs: Passage, longest: int) -> bool:
    return size(runs) <= longest and marks(runs) <= ENTITIES
