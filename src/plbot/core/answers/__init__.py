"""Reading answers: what content authors' tools need of it. Students' answers are marked by `plbot.core.grading`."""

from plbot.core.answers.clean import plain
from plbot.core.answers.equal import same_statement, seed_for
from plbot.core.answers.keys import without_fence
from plbot.core.answers.languages import decimal_sign
from plbot.core.answers.number_words import in_digits
from plbot.core.answers.quantity import Quantity, read_quantity
from plbot.core.answers.tree import (
    CannotReadError,
    Compound,
    Number,
    Product,
    Quotient,
    Ratio,
    Statement,
    Tree,
)
from plbot.core.answers.units import BARE, Measure

__all__ = ["equivalent", "parses"]


def _read(text: str, language: str) -> Quantity:
    return read_quantity(in_digits(without_fence(plain(text))), decimal_sign(language))


def parses(text: str, language: str = "en") -> bool:
    """Can `text` be read as a number, a quantity, a formula, a relation or a ratio? Nouns do not count."""
    try:
        return not _read(text, language).noun
    except CannotReadError:
        return False


def equivalent(first: str, second: str, language: str = "en", *, salt: bytes = b"") -> bool:
    """Do two texts say the same: `1/2` and `0.5`, `1.5 m` and `150 cm`, `2(x+1)` and `2x+2`? Unreadable ones never."""
    try:
        left, right = _read(first, language), _read(second, language)
        if left.noun or right.noun or _measure(left).dimension != _measure(right).dimension:
            return False
        return same_statement(*_alike(_base(left), _base(right)), seed_for(first, second, salt))
    except CannotReadError:
        return False


def _alike(left: Statement, right: Statement) -> tuple[Statement, Statement]:
    """`3/4` beside `3:4` is a ratio too."""
    match left, right:
        case Ratio(), Quotient(top, bottom):
            return left, Ratio((top, bottom))
        case Quotient(top, bottom), Ratio():
            return Ratio((top, bottom)), right
        case _:
            return left, right


def _measure(quantity: Quantity) -> Measure:
    return quantity.measure or BARE


def _base(quantity: Quantity) -> Statement:
    """The statement in base units; `3:4` is left as it is, `3/4` is the number."""
    factor = _measure(quantity).factor
    if factor == 1 or isinstance(quantity.statement, Compound):
        return quantity.statement
    scale: Tree = Quotient(Number(factor.numerator), Number(factor.denominator))
    return Product((quantity.statement, scale))
