"""What an unreadable answer may have meant: mended from its own characters alone, and readable itself."""

import re

from plbot.core.answers import limits
from plbot.core.answers.clean import plain, unwrapped
from plbot.core.answers.parse import parse
from plbot.core.answers.tree import CannotReadError

FIGURE = re.compile(r"-?\d+(?:[.,]\d+)?(?:\s*[/:]\s*\d+)?%?", re.ASCII)
POWER = re.compile(r"(?<=[A-Za-z)])(\d)(?!\d)", re.ASCII)
FORMULA_ONLY = re.compile(r"[\d\sA-Za-z+\-*/^().,=<>|]+", re.ASCII)


def readable(text: str, sign: str) -> bool:
    try:
        parse(text, sign)
    except CannotReadError:
        return False
    return True


def guess(given: str, *, language: str, sign: str) -> str:
    """`x2` -> `x^2`, `3(x+1` -> `3(x+1)`, `hm 5 maybe??` -> `5`; empty when nothing suggests itself."""
    if len(given) > limits.CHARACTERS:
        return ""
    try:
        text = unwrapped(plain(given), language)
    except CannotReadError:
        return ""
    for mended in (POWER.sub(r"^\1", text), text + ")" * (text.count("(") - text.count(")"))):
        if mended != text and FORMULA_ONLY.fullmatch(mended) and readable(mended, sign):
            return mended
    figures = FIGURE.findall(text)
    return figures[0] if len(figures) == 1 and figures[0] != text and readable(figures[0], sign) else ""
