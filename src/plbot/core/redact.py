"""What must not pass between two students: links, phone numbers, e-mail addresses, handles. Sums and ratios stay as they are.

What is looked at is a shadow of the text, sign for sign: look-alikes, odd digits and odd letters stand there as plain ones, so
that a span found in the shadow is a span of the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

_DROPPED = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}  # signs that nobody sees
_ENCLOSING = {"\ufe0e", "\ufe0f", "\u20e3"}  # what makes a digit a key on a keyboard
_LIKE_LATIN = str.maketrans("аеорсхуіѕѵԁɡ。｡", "aeopcxyisvdg..")  # noqa: RUF001 # look-alikes are what it is about
_NUMBER_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|double|triple|"
    "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
)
_ENDINGS = "com|net|org|edu|gov|info|app|dev|xyz|site|online|link|page|club|io|gg|tv|ly|co|uk|de|es|fr|mx|ar|eu"
_MAIL = "gmail|googlemail|hotmail|outlook|yahoo|icloud|proton|protonmail|gmx"
_APPS = "insta|instagram|snap|snapchat|tiktok|disc.rd|what.?s.?app|roblox|facebook|youtube|twitch|skype"
_DOT = r"(?:\s*[.(\[{]\s*|\s+)(?:dot|punto)(?:\s*[.)\]}]\s*|\s+)"
_AT = r"(?:\s*[(\[{]\s*|\s+)(?:at|arroba)(?:\s*[)\]}]\s*|\s+)"

_FORBIDDEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:https?|ftp)\s*:\s*/\s*/?\s*\S+",
        r"\bwww\s?\.\s?\S+",
        rf"[\w.+\-]+\s*(?:@|{_AT})\s*[\w\-]+(?:(?:\s*\.\s*|{_DOT})[\w\-]+)*(?:\s*\.\s*|{_DOT})[a-z]{{2,}}\b",
        rf"[\w.+\-]+(?:\s*@\s*|{_AT}|\s+)(?:{_MAIL})\b(?:(?:\s*\.\s*|{_DOT})[a-z]{{2,}}\b)?",
        rf"\b[\w\-]+(?:\.[\w\-]+)*(?:\s?\.\s?|{_DOT})(?:{_ENDINGS})\b(?:/\S*)?",
        r"\b[a-z][\w\-]*\.[a-z]{2,}/\S+",
        r"(?<![\w@])@\s?(?=[\w.]*[a-z])[\w.]{2,}",
        r"\b[a-z]\w+#\d{4}\b",
        rf"\b(?:my|add me on|find me on|text me on|mi|on)\s+(?:{_APPS})\b[^.!?\n]*",
    )
)
_GROUPED = re.compile(r"\+?\s?\(?\d+(?:[ .()\-_]{1,3}\d+)*")
_SINGLE = re.compile(r"(?<!\d)\d(?:[^\w\n]{1,3}\d(?!\d))+")
_SPELLED = re.compile(rf"\b(?:\d|{_NUMBER_WORDS})(?:[\s.,\-]+(?:\d|{_NUMBER_WORDS})\b)+")
_DECIMAL = re.compile(r"\d+\.(\d+)")
_PHONE = 7  # digits of the shortest phone numbers
_LISTED = 9  # digits of a list with commas that is no data of a question any more
_WORDED = 3  # number words that make spelled digits out of a count
_DECIMALS = 6  # places behind the point that a sum may need
_ROUND = "000"  # how numbers end that are merely large


class Redacted(NamedTuple):
    """A text that may pass, and how many pieces were taken out of it."""

    text: str
    taken: int


def redact(text: str, gap: str) -> Redacted:
    """`text` with every way to meet elsewhere replaced by `gap`. Signs that nobody sees are left out."""
    seen = "".join(_visible(sign) for sign in unicodedata.normalize("NFC", text))
    seen = " ".join(seen.split())
    spans = _joined(sorted(_forbidden("".join(map(_shadow, seen)))))
    for begin, end in reversed(spans):
        seen = f"{seen[:begin].rstrip()} {gap} {seen[end:].lstrip()}".strip()
    return Redacted(seen, len(spans))


def _visible(sign: str) -> str:
    if sign in "\n\t\r":
        return " "
    hidden = unicodedata.category(sign) in _DROPPED or sign in _ENCLOSING
    return "" if hidden else sign


def _shadow(sign: str) -> str:
    """The plain sign that this one looks like or stands for: one for one."""
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", sign)
    small = (plain if len(plain) == 1 else sign).lower().translate(_LIKE_LATIN)
    return small if len(small) == 1 else sign


def _forbidden(shadow: str) -> Iterator[tuple[int, int]]:
    for pattern in _FORBIDDEN:
        yield from (found.span() for found in pattern.finditer(shadow))
    yield from _spans(_GROUPED, shadow, _is_phone)
    yield from _spans(_SINGLE, shadow, _is_spread)
    yield from _spans(_SPELLED, shadow, _is_spelled)


def _spans(pattern: re.Pattern[str], shadow: str, is_it: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in pattern.finditer(shadow) if is_it(found[0]))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap become one."""
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _is_phone(text: str) -> bool:
    """Many digits in groups; not a decimal, a large round number, or a list that grows."""
    groups = re.findall(r"\d+", text)
    if sum(map(len, groups)) < _PHONE:
        return False
    decimal = _DECIMAL.fullmatch(text)
    if decimal:
        return len(decimal[1]) > _DECIMALS and len(set(decimal[1])) > 2  # noqa: PLR2004 - 0.3333333 and 0.27272727 are sums
    return not text.rstrip().endswith(_ROUND) and not _grows(groups)


def _grows(groups: list[str]) -> bool:
    """Whether these are numbers in order, as in a table: 3 6 9 12."""
    numbers = [int(group) for group in groups]
    plain = all(group == str(number) for group, number in zip(groups, numbers, strict=True))
    up = all(one <= two for one, two in pairwise(numbers))
    down = all(one >= two for one, two in pairwise(numbers))
    return plain and len(numbers) > 2 and (up or down)  # noqa: PLR2004 - two numbers are no list


def _is_spread(text: str) -> bool:
    """Digits one by one with signs between."""
    digits = re.findall(r"\d", text)
    return len(digits) >= (_LISTED if "," in text else _PHONE) and not _grows(digits)


def _is_spelled(text: str) -> bool:
    said = re.findall(rf"\d|{_NUMBER_WORDS}", text)
    words = [each for each in said if not each.isdigit()]
    return len(said) >= _PHONE and len(words) >= _WORDED and len(set(said)) > 2 and not _counts(words)  # noqa: PLR2004 - see above


def _counts(words: list[str]) -> bool:
    """One, two, three ...: somebody counts aloud."""
    order = _NUMBER_WORDS.split("|")
    places = [order.index(word) for word in words]
    return all(two - one == 1 for one, two in pairwise(places))
