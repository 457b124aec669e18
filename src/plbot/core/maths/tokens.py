"""A formula cut into its smallest signs."""

import re
from typing import Literal, NamedTuple, cast

TokenKind = Literal["number", "letter", "words", "sign", "end"]

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?   # 1,000: a comma and three digits is one number
        | [0-9]+(?:\.[0-9]+)? | \.[0-9]+)
    | (?P<letter>[A-Za-z])
    | \\text\s*\{(?P<words>(?:[^{}\\$]|\\[%$\ ])*+)\}
    | (?P<sign>\\[A-Za-z]+ | \\. | .)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    kind: TokenKind
    text: str
    position: int


def tokens(tex: str) -> list[Token]:
    """All tokens but spaces, which mean nothing in TeX maths; the last is an `end`."""
    found = [
        Token(cast("TokenKind", match.lastgroup), match[cast("str", match.lastgroup)], match.start())
        for match in _TOKEN.finditer(tex)
        if match.lastgroup != "space"
    ]
    return [*found, Token("end", "", len(tex))]
