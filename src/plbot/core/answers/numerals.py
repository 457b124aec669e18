"""Numbers in digits. The decimal sign belongs to the student's language; the other one is read with understanding."""

import re
from fractions import Fraction

from plbot.core.answers import limits
from plbot.core.answers.tree import CannotReadError, Exact, TooLargeError

GROUPED = {sign: re.compile(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+") for sign in ".,'"}
LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")  # 1,00,000 as in India
TWO_READINGS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,]*\d)")
GROUP = 3


def decimal(whole: str, part: str) -> Fraction:
    return Fraction(int(whole + part), 10 ** len(part))


def _ungrouped(text: str) -> int:
    """`1,234,567`. Raises CannotReadError when the groups are not of three."""
    if text.isdigit():
        return int(text)
    for sign, grouped in GROUPED.items():
        if grouped.fullmatch(text):
            return int(text.replace(sign, ""))
    if LAKHS.fullmatch(text):
        return int(text.replace(",", ""))
    raise CannotReadError


def _separated(text: str, sign: str) -> Exact:
    last = max(text.rfind("."), text.rfind(","))
    before, mark, after = text[:last], text[last], text[last + 1 :]
    if "'" in after:
        raise CannotReadError
    other = "," if mark == "." else "."
    if mark in before:
        return _ungrouped(text)
    if other in before or "'" in before:
        return decimal(str(_ungrouped(before)), after)
    if mark != sign and len(after) == GROUP and GROUPED[mark].fullmatch(text) and before[0] != "0":
        return int(before + after)
    return decimal(before, after)


def read_number(text: str, sign: str) -> Exact:
    """Digits with separators, for example `3.5`, `3,500`, `1 000`, `1E3`; `sign` is the decimal sign, `.` or `,`.

    Raises CannotReadError when the separators make no sense, TooLargeError for an exponent above the limit.
    """
    if text.isdigit():
        return int(text)
    head, power, exponent = text.replace(" ", "").upper().partition("E")
    value = _separated(head, sign) if "." in head or "," in head else _ungrouped(head)
    if not power:
        return value
    if len(exponent) > GROUP or abs(int(exponent)) > limits.EXPONENT:
        raise TooLargeError
    return value * Fraction(10) ** int(exponent)


def two_readings(text: str) -> bool:
    """Exactly three digits after one separator: `3.125` is a little over three here and thousands elsewhere."""
    return TWO_READINGS.search(text) is not None
