"""Every sign that a formula may hold, what it looks like, and how it stands between its neighbours."""

from enum import Enum

from plbot.core.maths.tree import Node, Row, Sign, Words


class Stand(Enum):
    """How a sign stands: what space it wants, and whether a minus after it is a minus or a negative."""

    ATOM = "atom"
    SUM = "sum"  # + and its kin: between two numbers, or before one
    BINARY = "binary"
    RELATION = "relation"
    OPEN = "open"
    CLOSE = "close"
    COMMA = "comma"
    TIGHT = "tight"
    PREFIX = "prefix"
    POSTFIX = "postfix"
    SPACE = "space"


SIGNS: dict[str, tuple[str, Stand]] = {
    "+": ("+", Stand.SUM),
    "-": ("−", Stand.SUM),  # noqa: RUF001 - the true minus sign, as wide as a plus
    r"\pm": ("±", Stand.SUM),
    "*": ("×", Stand.BINARY),  # noqa: RUF001 - the sign of multiplication that children know
    r"\times": ("×", Stand.BINARY),  # noqa: RUF001 - as above
    r"\div": ("÷", Stand.BINARY),
    r"\cdot": ("·", Stand.BINARY),
    "=": ("=", Stand.RELATION),
    "<": ("<", Stand.RELATION),
    ">": (">", Stand.RELATION),
    r"\le": ("≤", Stand.RELATION),
    r"\leq": ("≤", Stand.RELATION),
    r"\ge": ("≥", Stand.RELATION),
    r"\geq": ("≥", Stand.RELATION),
    r"\ne": ("≠", Stand.RELATION),
    r"\neq": ("≠", Stand.RELATION),
    r"\approx": ("≈", Stand.RELATION),
    r"\to": ("→", Stand.RELATION),
    "|": ("|", Stand.RELATION),  # a bar without a partner: "such that"
    "(": ("(", Stand.OPEN),
    "[": ("[", Stand.OPEN),
    ")": (")", Stand.CLOSE),
    "]": ("]", Stand.CLOSE),
    ",": (",", Stand.COMMA),
    ";": (";", Stand.COMMA),
    "/": ("/", Stand.TIGHT),
    ":": (":", Stand.TIGHT),
    ".": (".", Stand.TIGHT),
    "?": ("?", Stand.ATOM),
    r"\pi": ("π", Stand.ATOM),
    r"\infty": ("∞", Stand.ATOM),
    r"\ldots": ("…", Stand.ATOM),
    "!": ("!", Stand.POSTFIX),
    r"\%": ("%", Stand.POSTFIX),
    r"\degree": ("°", Stand.POSTFIX),
    r"\$": ("$", Stand.PREFIX),
    r"\angle": ("∠", Stand.PREFIX),
    r"\triangle": ("△", Stand.PREFIX),
    r"\ ": (" ", Stand.SPACE),
    r"\,": (" ", Stand.SPACE),
    r"\;": (" ", Stand.SPACE),
    r"\quad": (" ", Stand.SPACE),
}
NUMBER_LIKE = frozenset({"?", r"\pi", r"\infty"})  # signs that stand for a number, so they can be a factor or a base
FENCES = frozenset("()[]|")  # what \left and \right may stretch

ALLOWED = (
    r"digits, letters, spaces, + - * / = < > ( ) [ ] | , . : ; ! ? ^ _ and \frac \sqrt \text \overline \left \right "
    + " ".join(sorted(sign for sign in SIGNS if sign[0] == "\\" and sign[1:].isalpha()))
    + r" ^\circ \% \$ \, \;"
)

_BEFORE_A_NUMBER = frozenset(
    {None, Stand.BINARY, Stand.RELATION, Stand.OPEN, Stand.COMMA, Stand.TIGHT, Stand.PREFIX},
)


def stand(node: Node, left: Stand | None) -> Stand:
    """How `node` stands after something that stands as `left` (None: at the start). A sum sign that only belongs to
    the number after it, as in `-3` or `(-3)`, is a PREFIX; between two numbers it is BINARY.
    """
    match node:
        case Sign(tex=tex):
            found = SIGNS[tex][1]
            if found is not Stand.SUM:
                return found
            return Stand.PREFIX if left in _BEFORE_A_NUMBER else Stand.BINARY
        case Words(text=text) if text[-1:].isspace():
            return Stand.OPEN  # the author's own space is already there, and "if -3" is a negative
        case _:
            return Stand.ATOM


def stands(row: Row) -> tuple[Stand, ...]:
    """How each node of a row stands, from left to right; spaces do not come between a sign and its number."""
    found: list[Stand] = []
    left: Stand | None = None
    for node in row:
        found.append(stand(node, left))
        if found[-1] is not Stand.SPACE:
            left = found[-1]
    return tuple(found)


def is_factor(node: Node) -> bool:
    """Whether a node stands for a number, so that two of them side by side are a product."""
    match node:
        case Sign(tex=tex):
            return tex in NUMBER_LIKE
        case Words():
            return False
        case _:
            return True


def touches_left(row: Row, at: int) -> bool:
    """Whether `row[at]` is multiplied by what stands directly before it."""
    if at == 0:
        return False
    before = row[at - 1]
    return is_factor(before) or (isinstance(before, Sign) and SIGNS[before.tex][1] in (Stand.CLOSE, Stand.POSTFIX))


def touches_right(row: Row, at: int) -> bool:
    """Whether `row[at]` is multiplied by what stands directly after it."""
    if at + 1 == len(row):
        return False
    after = row[at + 1]
    return is_factor(after) or (isinstance(after, Sign) and SIGNS[after.tex][1] is Stand.OPEN)
