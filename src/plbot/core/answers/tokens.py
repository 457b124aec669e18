"""Cut a plain text into the words of a formula."""

import re

from plbot.core.answers import limits
from plbot.core.answers.clean import GREEK
from plbot.core.answers.tree import CannotReadError, TooLargeError

Token = tuple[str, str]  # kind and text; for a sign both are the sign

CUT = re.compile(
    r"(?P<number>(?:\d{1,3}(?: \d{3})+(?![\d/]| /)(?:[.,]\d+)?|\d+(?:[.,']\d+)*|[.,]\d+)(?:E[+-]?\d+|e\d+)?)"
    r"|(?P<letters>[A-Za-z]+)"
    rf"|(?P<greek>[{GREEK}])"
    r"|\\(?P<command>[A-Za-z]+|[,;!:% ])"
    r"|(?P<sign><=|>=|!=|=<|=>|==|\*\*|[-+*/^%°()\[\]{}|<>=:])"
    r"|(?P<space>\s+)"
)
RUN = re.compile(r"sqrt|cbrt|sin|cos|tan|log|ln|exp|abs|pi|[A-Za-z]", re.IGNORECASE)
SAME = {"**": "^", "==": "=", "=<": "<=", "=>": ">=", "[": "(", "]": ")"}
FUNCTIONS = frozenset(("sin", "cos", "tan", "log", "ln", "exp", "abs"))
COMMANDS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=",
    "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=", "lt": "<", "gt": ">", "degree": "°", "circ": "°", "%": "%",
    "frac": "frac", "dfrac": "frac", "tfrac": "frac", "sqrt": "sqrt", "cbrt": "cbrt", "pi": "pi", "colon": ":",
    "lvert": "|", "rvert": "|", "vert": "|",
}  # fmt: skip
SILENT = frozenset(("left", "right", "displaystyle", "quad", ",", ";", "!", ":", " "))


def _letters(run: str) -> list[Token]:
    pieces = RUN.findall(run)
    if sum(len(piece) == 1 for piece in pieces) > limits.SPLIT_LETTERS:
        raise CannotReadError
    return [_word(piece) for piece in pieces]


def _word(piece: str) -> Token:
    if len(piece) == 1:
        return ("name", piece)
    low = piece.lower()
    return ("function", low) if low in FUNCTIONS else (low, low)


def _command(word: str) -> Token:
    if word in COMMANDS:
        return (COMMANDS[word], COMMANDS[word])
    if word in FUNCTIONS:
        return ("function", word)
    raise CannotReadError


def tokens(text: str) -> list[Token]:
    """The words and signs of `text`, closed by an `end`.

    Raises CannotReadError at the first character that is in no formula, TooLargeError for text above the limit.
    """
    if len(text) > 2 * limits.CHARACTERS:  # `½` has grown to `\frac{1}{2}`
        raise TooLargeError
    found: list[Token] = []
    at = 0
    while at < len(text):
        piece = CUT.match(text, at)
        if piece is None:
            raise CannotReadError
        at = piece.end()
        kind, word = piece.lastgroup, piece[0]
        if kind == "number":
            found.append(("number", word))
        elif kind == "sign":
            sign = SAME.get(word, word)
            found.append((sign, sign))
        elif kind == "letters":
            found.extend(_letters(word))
        elif kind == "greek":
            found.append(("name", word))
        elif kind == "command" and word[1:] not in SILENT:
            found.append(_command(word[1:]))
    found.append(("end", ""))
    return found
