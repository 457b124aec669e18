"""English numbers in words: `twenty-one`, `three quarters`, `two and a half`, `zero point five`."""

import re

from plbot.core.answers.tree import CannotReadError

ONES = dict(
    zip(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(10), strict=True)
)
TEENS = dict(
    zip(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        range(10, 20),
        strict=True,
    )
)
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
) | {"fourty": 40}
SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
DOZEN = 12
PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "twentieth": 20, "hundredth": 100, "thousandth": 1000, "millionth": 10**6,
}  # fmt: skip
PARTS |= {part + "s": bottom for part, bottom in PARTS.items()}
ALONE = frozenset(("half", "quarter"))  # `half` is a number by itself; `third` is a place in a race
PLACES = {"ones": 1, "tens": 10, "hundreds": 100, "thousands": 1000, "millions": 10**6, "dozens": DOZEN}  # 3 tens
COUNTING = PLACES.keys() | ONES.keys() | TEENS.keys() | TENS.keys() | SCALES.keys() | {"hundred", "dozen"}
LINKS = frozenset(("and", "a", "an", "point"))
VOCABULARY = COUNTING | PARTS.keys() | LINKS
SIGNS = {"minus": "-", "negative": "-", "plus": "+", "times": "*", "over": "/"}
WORDS = re.compile(r"[A-Za-z]+|\d[\d.,/]*|\s+|.", re.DOTALL)
AND_FRACTION = re.compile(r"(\d) and (?=\d+/\d)")
HINT = re.compile(
    r"\b(?:" + "|".join(sorted((COUNTING | PARTS.keys() | SIGNS.keys()), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
HUNDRED, TEN = 100, 10


def in_digits(text: str) -> str:
    r"""The text with every English number word as digits: `x = three quarters` becomes `x = \\frac{3}{4}`.

    Raises CannotReadError for number words that make no number (`twenty eleven`).
    """
    text = AND_FRACTION.sub(r"\1 ", text)
    if HINT.search(text) is None:
        return text
    pieces = WORDS.findall(text)
    out: list[str] = []
    at = 0
    while at < len(pieces):
        run, end = _run(pieces, at)
        if any(word in COUNTING or word in PARTS for word in run):
            out.append(_number(run))
            at = end
        else:
            out.append(SIGNS.get(pieces[at].lower(), pieces[at]))
            at += 1
    return "".join(out)


def _run(pieces: list[str], start: int) -> tuple[list[str], int]:
    """The number words from `start`, and where they end; a trailing `and` or `a` is left to the text."""
    run: list[str] = []
    at, end = start, start
    while at < len(pieces):
        word = pieces[at].lower()
        if word in VOCABULARY or word[0].isdigit():
            run.append(word)
            at += 1
            end = at
        elif run and (word.isspace() or word == "-"):
            at += 1
        else:
            break
    return _without_links(run, pieces, end)


def _without_links(run: list[str], pieces: list[str], end: int) -> tuple[list[str], int]:
    while run and run[-1] in LINKS:
        run.pop()
        end -= 1
        while end and not (pieces[end - 1].isalnum() or pieces[end - 1][0].isdigit()):
            end -= 1
    return run, end


def _number(run: list[str]) -> str:
    last = run[-1]
    if last not in PARTS:
        return _decimal(run)
    if len(run) == 1:
        if last not in ALONE:
            raise CannotReadError
        return _fraction("1", last)
    if "and" in run:
        split = len(run) - 1 - run[::-1].index("and")
        mixed = _mixed(run[:split], run[split + 1 : -1], last)
        if mixed:
            return mixed
    return _fraction(_top(run[:-1]), last)


def _mixed(whole: list[str], top: list[str], part: str) -> str:
    """`two and a half`. Empty when it is one long top instead: `one hundred and five hundredths`."""
    if not whole or not top or (whole[-1] == "hundred" and PARTS[part] >= HUNDRED):
        return ""
    return _decimal(whole) + _fraction(_top(top), part)


def _top(run: list[str]) -> str:
    return "1" if run in (["a"], ["an"]) else _decimal(run)


def _fraction(top: str, part: str) -> str:
    if not top.isdigit():
        raise CannotReadError
    return f"\\frac{{{top}}}{{{PARTS[part]}}}"


def _decimal(run: list[str]) -> str:
    if "point" not in run:
        return _cardinal(run)
    split = run.index("point")
    digits = [str(ONES[word]) if word in ONES else word for word in run[split + 1 :]]
    if not digits or not all(digit.isdigit() for digit in digits):
        raise CannotReadError
    return f"{_cardinal(run[:split]) if split else '0'}.{''.join(digits)}"


def _cardinal(run: list[str]) -> str:
    if len(run) == 1 and run[0][0].isdigit():
        return run[0]
    if run[-1] in PLACES and len(run) > 1:
        return f"({_cardinal(run[:-1])}*{PLACES[run[-1]]})"
    if run[0][0].isdigit() and len(run) == 2 and (run[1] in SCALES or run[1] in {"hundred", "dozen"}):  # noqa: PLR2004
        return f"({run[0]}*{SCALES.get(run[1]) or {'hundred': HUNDRED, 'dozen': DOZEN}[run[1]]})"
    return str(Counter().count(run))


class Counter:
    """Adds up words one by one; each must fit behind those before it."""

    def __init__(self) -> None:
        self.total = 0
        self.current = 0
        self.room = 10**15  # the next scale word must be smaller than the last
        self.seen = False

    def count(self, run: list[str]) -> int:
        for place, word in enumerate(run):
            if word == "and":
                self._fits(place > 0 and run[place - 1] in {"hundred", *SCALES})
            elif word in {"a", "an"}:
                self._fits(place == 0 and len(run) > 1 and run[1] in {"hundred", "dozen", *SCALES})
                self.current = 1
            else:
                self._add(word)
        if not self.seen:
            raise CannotReadError
        return self.total + self.current

    @staticmethod
    def _fits(fits: bool) -> None:
        if not fits:
            raise CannotReadError

    def _add(self, word: str) -> None:
        if word == "zero":
            self._fits(not self.seen)
            self.seen = True
            self.room = 0
            return
        self._fits(self.room > 0)
        self.seen = True
        if word in ONES:
            self._fits(self.current % TEN == 0 and self.current % HUNDRED != TEN)
            self.current += ONES[word]
        elif word in TEENS or word in TENS:
            self._fits(self.current % HUNDRED == 0)
            self.current += TEENS.get(word) or TENS[word]
        elif word == "hundred":
            self._fits(0 < self.current < HUNDRED)
            self.current *= HUNDRED
        else:
            self._scale(word)

    def _scale(self, word: str) -> None:
        if word == "dozen":
            self._fits(0 < self.current < HUNDRED and not self.total)
            self.current *= DOZEN
            return
        self._fits(word in SCALES and self.current > 0 and SCALES[word] < self.room)
        self.total += self.current * SCALES[word]
        self.current = 0
        self.room = SCALES[word]
