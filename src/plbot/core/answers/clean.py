"""The text of an answer in plain characters, or not at all: look-alikes and hidden characters are not guessed at."""
# ruff: noqa: RUF001 - characters that look like others are this file's work

import re
import unicodedata

from plbot.core.answers import limits
from plbot.core.answers.languages import starter_pattern
from plbot.core.answers.tree import CannotReadError, TooLargeError

GREEK = "αβγδθλφω"  # letters that school formulas use and that look like no Latin letter
KEPT = frozenset(GREEK + "°€£¢")
VULGAR = {
    sign: "\\frac{{{}}}{{{}}}".format(*unicodedata.normalize("NFKC", sign).split("\u2044"))
    for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
}
SIGNS = str.maketrans(
    {
        "×": "*", "·": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*", "✕": "*", "✖": "*", "÷": "/", "∕": "/", "⁄": "/",
        "➗": "/", "➕": "+", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "➖": "-", "√": "\\sqrt ",
        "∛": "\\cbrt ", "π": "\\pi ", "≤": "<=", "≥": ">=", "⩽": "<=", "⩾": ">=", "≠": "!=", "≈": "=", "∶": ":",
        "’": "'", "‘": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"', "º": "°", "˚": "°", "→": ">",
        "。": ".", "、": ",", "٪": "%",
    }
)  # fmt: skip
HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff\u20e3]")
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+")
RAISED_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
ROUND_ENDS = " \"'`.!?,;*"


def visible(text: str) -> str:
    """The text without characters that cannot be seen, in composed form, line breaks as spaces.

    Raises CannotReadError for control characters, TooLargeError above the limit of a written answer.
    """
    if len(text) > limits.TEXT_CHARACTERS:
        raise TooLargeError
    if not text.isascii():
        text = unicodedata.normalize("NFKC", HIDDEN.sub("", text))
        if len(text) > 2 * limits.TEXT_CHARACTERS:  # one character may stand for eighteen
            raise TooLargeError
    if not text.isprintable():
        text = re.sub(r"[\t\r\n]", " ", text)
        if any(unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"} for sign in text):
            raise CannotReadError
    return text.strip()


def plain(text: str) -> str:
    r"""A formula in ASCII and a few school signs: `½x²` becomes `\\frac{1}{2}x^{2}`.

    Raises CannotReadError for any other character (a look-alike digit, another script), TooLargeError when too long.
    """
    if len(text) > limits.CHARACTERS:
        raise TooLargeError
    if text.isascii():
        return visible(text)
    text = HIDDEN.sub("", text)
    text = RAISED.sub(lambda run: "^{" + run[0].translate(RAISED_PLAIN) + "}", text)
    for sign, fraction in VULGAR.items():
        if sign in text:
            text = text.replace(sign, fraction)
    text = visible(text.translate(SIGNS)).translate(SIGNS)
    if not text.isascii() and any(not sign.isascii() and sign not in KEPT for sign in text):
        raise CannotReadError
    return text


def unwrapped(text: str, language: str) -> str:
    """The answer without quotes, closing punctuation and `I think the answer is`."""
    text = text.strip(" \"'`").rstrip(ROUND_ENDS).lstrip(" =~")
    starter = starter_pattern(language)
    for _ in range(4):  # `ok so I think the answer is 5`
        found = starter.match(text)
        if found is None or found.end() == len(text):
            break
        text = text[found.end() :]
    if text.startswith("$") and text.endswith("$") and len(text) > 1:
        text = text.strip("$")
    elif text.count("$") == 2:  # noqa: PLR2004 - a pair of TeX fences
        text = text.replace("$", " ")
    return text.strip()
