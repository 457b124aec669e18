"""Whether a text's formulas read well on one line, or want a picture where there can be one."""

from functools import lru_cache

from plbot.core.maths.errors import MathsError
from plbot.core.maths.marks import REMEMBERED, formulas
from plbot.core.maths.reader import LONGEST, read
from plbot.core.maths.signs import NUMBER_LIKE
from plbot.core.maths.tree import Fence, Fraction, Letter, Mixed, Node, Number, Overline, Root, Row, Script, Sign, Words
from plbot.core.maths.written import _row as written  # no other module needs a row written: `text` takes TeX

SHORT = 4  # signs of a number in a fraction that the eye still takes in at once, as in 125/1000


def flat(text: str) -> bool:
    r"""Whether every `$...$` of a content text reads well as `plain` writes it: `1/2` and `x²` do, `(x + 1)/(2y)` does not.

    Never raises. True where there is nothing to draw: without maths, or where it cannot be read.
    """
    if "$" not in text:
        return True
    return all(_remembered(tex) for tex in formulas(text) if len(tex) <= LONGEST)


@lru_cache(maxsize=REMEMBERED)
def _remembered(tex: str) -> bool:
    try:
        return _row(read(tex))
    except MathsError:
        return True


def _row(row: Row) -> bool:
    return all(map(_node, row))


def _node(node: Node) -> bool:
    match node:
        case Number() | Letter() | Words() | Sign():
            return True
        case Fraction(top=top, bottom=bottom):
            return _is_short_top(top) and _is_short(bottom)
        case Mixed(part=part):
            return _node(part)
        case Root(of=of):
            return len(of) == 1 and isinstance(of[0], Number | Letter | Sign)
        case Overline():
            return False  # a line above is a second storey
        case Fence(of=of):
            return _row(of)
        case Script(base=base):
            return _node(base) and _is_small(node)


def _is_short_top(row: Row) -> bool:
    """Whether a row may stand before a fraction's bar: also a number times a letter, as in 2x/3."""
    match row:
        case (Number(digits=digits), Letter()):
            return _is_short((Number(digits),))
        case _:
            return _is_short(row)


def _is_short(row: Row) -> bool:
    """Whether a row is one short number, letter or blank, a negative of these, or an amount with its unit."""
    match row:
        case (Sign(tex="-"), Number() | Letter() as of):
            return _is_short((of,))
        case (Number(digits=digits),) | (Number(digits=digits), Words()):  # 60 km
            return len(digits) <= SHORT and "," not in digits
        case (Letter() | Words(),):
            return True
        case (Sign(tex=tex),):
            return tex in NUMBER_LIKE
        case _:
            return False


def _is_small(script: Script) -> bool:
    """Whether Unicode has small signs for all of a power and an index, so that no `^(...)` is needed."""
    if not all(isinstance(node, Number | Letter | Sign) for node in (*script.up, *script.down)):
        return False
    shown = written((Script(Letter("x"), script.up, script.down),))
    return "^" not in shown and "_" not in shown
