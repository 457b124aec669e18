r"""Whole content texts: prose with `$...$` maths, `\$` for money, `**bold**` and `*emphasis*`."""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from plbot.core.maths.errors import MathsError
from plbot.core.maths.reader import LONGEST, read
from plbot.core.maths.written import text as written

REMEMBERED = 4096  # formulas kept ready: a class of 30 at work shows a few hundred different ones; about 1 MB
QUOTED = 40  # characters of a formula that a problem repeats: enough to find it in the file


class Prose(msgspec.Struct, frozen=True, tag=True):
    text: str


class Bold(msgspec.Struct, frozen=True, tag=True):
    text: str


class Emphasis(msgspec.Struct, frozen=True, tag=True):
    text: str


class Maths(msgspec.Struct, frozen=True, tag=True):
    tex: str


Piece = Prose | Bold | Emphasis | Maths

# A dollar that closes maths is not followed by a digit, and has a space before it only when the opening one has a
# space after it: so "$5 and $6" stays money, as its author meant. Maths never runs over an empty line.
_BODY = r"(?:\\.|[^\\$\n]|\n(?![ \t]*\n))++"
_MARK = re.compile(
    rf"\\\$ | \$(?=\S)(?P<maths>{_BODY})(?<=\S)\$(?![0-9]) | \$(?=\s)(?P<airy>{_BODY})(?<=\s)\$(?![0-9])"
    r"| (?P<stars>\*+) | (?P<gap>\n[ \t]*\n)",
    re.VERBOSE | re.DOTALL,
)
_STRAY = re.compile(r"[$\\]")
_LONE_DOLLAR = (
    "found a $ without a partner; maths stands between two, as in $x$, without a space on one side only, "
    r"and money is written \$5"
)
_LONE_BACKSLASH = "found a backslash outside maths; put the formula between two $"


def plain(text: str, language: str = "en") -> str:
    """Turn a content text into plain Unicode: maths written out, star marks dropped, `2 * 3` left alone.

    Never raises: maths that cannot be read is shown as its author wrote it (`problems` says why).
    """
    if _is_bare(text):
        return text
    return "".join(_shown(piece.tex, language) if isinstance(piece, Maths) else piece.text for piece in pieces(text))


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a content text where its style changes, for adapters with a bold of their own. Never raises.

    Inside bold, emphasis is bold too; maths stands apart wherever it is.
    """
    if _is_bare(text):
        return (Prose(text),) if text else ()
    marks = list(_MARK.finditer(text))
    return tuple(_cut(text, marks, _pairs(text, marks) if "*" in text else {}))


def formulas(text: str) -> list[str]:
    """List the formulas of a content text, as TeX."""
    return [piece.tex for piece in pieces(text) if isinstance(piece, Maths)]


def problems(text: str) -> list[str]:
    """List what an author has to mend in a content text: each formula that cannot be read, each `$` without a partner
    and each backslash outside maths. Empty when all is well.
    """
    if _is_bare(text):
        return []
    found: list[str] = []
    at = 0
    for mark in _MARK.finditer(text):
        found += _strays(text, at, mark.start())
        at = mark.end()
        if (tex := _tex(mark)) is not None:
            found += _fault(tex)
    return found + _strays(text, at, len(text))


def _is_bare(text: str) -> bool:
    return "$" not in text and "*" not in text and "\\" not in text


def _tex(mark: re.Match[str]) -> str | None:
    return mark["maths"] or mark["airy"]


def _cut(text: str, marks: list[re.Match[str]], pairs: dict[int, int]) -> Iterator[Piece]:
    closing = set(pairs.values())
    styles: list[str] = []  # the star runs we are inside of
    held: list[str] = []  # prose of one style, not yet handed out
    at = 0
    for number, mark in enumerate(marks):
        held.append(text[at : mark.start()])
        at = mark.end()
        tex = _tex(mark)
        if tex is None and number not in pairs and number not in closing:
            held.append("$" if mark[0] == r"\$" else mark[0])
            continue
        yield from _styled(held, styles)
        held.clear()
        if tex is not None:
            yield Maths(tex)
        elif number in pairs:
            styles.append(mark[0])
        else:
            styles.pop()
    held.append(text[at:])
    yield from _styled(held, styles)


def _styled(held: list[str], styles: list[str]) -> Iterator[Piece]:
    if not (text := "".join(held)):
        return
    if not styles:
        yield Prose(text)
    elif max(styles) == "*":
        yield Emphasis(text)
    else:
        yield Bold(text)


def _pairs(text: str, marks: list[re.Match[str]]) -> dict[int, int]:
    """Which star mark opens and which closes it, by their numbers; stars left over are ordinary stars."""
    pairs: dict[int, int] = {}
    waiting: dict[str, int] = {}  # an open run of each length, in the order they opened
    for number, mark in enumerate(marks):
        if mark["gap"]:
            waiting.clear()  # a mark never runs over an empty line
        if not (stars := mark["stars"]) or len(stars) > 3:  # noqa: PLR2004 - ***both*** is the longest mark
            continue
        if stars in waiting and _can_close(text, mark):
            opened = waiting[stars]
            pairs[opened] = number
            waiting = {run: where for run, where in waiting.items() if where < opened}
        elif _can_open(text, mark):
            waiting.pop(stars, None)
            waiting[stars] = number
    return pairs


def _can_open(text: str, mark: re.Match[str]) -> bool:
    before, after = text[max(mark.start() - 1, 0) : mark.start()], text[mark.end() : mark.end() + 1]
    return after != "" and not after.isspace() and not before.isalnum()


def _can_close(text: str, mark: re.Match[str]) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    return not before.isspace() and (len(mark[0]) > 1 or not after.isalnum())


def _shown(tex: str, language: str) -> str:
    return tex if len(tex) > LONGEST else _remembered(tex, language)  # too long to be worth keeping


@lru_cache(maxsize=REMEMBERED)
def _remembered(tex: str, language: str) -> str:
    try:
        return written(tex, language)
    except MathsError:
        return tex


def _fault(tex: str) -> list[str]:
    try:
        read(tex)
    except MathsError as error:
        return [f"in ${tex[:QUOTED]}{'...' if len(tex) > QUOTED else ''}$: {error}"]
    return []


def _strays(text: str, start: int, end: int) -> list[str]:
    """Find the dollars and backslashes of `text[start:end]`, a stretch between marks."""
    return [
        f"character {stray.start() + 1}: {_LONE_DOLLAR if stray[0] == '$' else _LONE_BACKSLASH}"
        for stray in _STRAY.finditer(text, start, end)
    ]
