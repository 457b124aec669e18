"""What a content author wrote as the answer, read once and kept: keys, mistakes and the asked unit."""

from functools import lru_cache

import msgspec

from plbot.core.answers import limits
from plbot.core.answers.clean import plain
from plbot.core.answers.equal import Value, scaled, value_of
from plbot.core.answers.number_words import in_digits
from plbot.core.answers.parse import parse
from plbot.core.answers.quantity import Quantity, read_quantity, same_spelling
from plbot.core.answers.tree import CannotReadError, Compound, Statement, names_in
from plbot.core.answers.units import Dimension, Measure, read_unit
from plbot.core.questions import Question, Unit

NUMERIC = frozenset(("number", "fraction", "ratio"))


class Asked(msgspec.Struct, frozen=True):
    """The unit a question asks for. `measure` is None for one of the author's own (`apples`)."""

    symbol: str
    measure: Measure | None
    spellings: frozenset[str]
    required: bool


class Key(msgspec.Struct, frozen=True):
    """`value` is the number in the asked unit, None for formulas with letters, relations and ratios.

    `foreign` is set for a mistake whose unit does not convert to the asked one (24 cm for an area); its value is in
    base units then.
    """

    text: str
    statement: Statement
    value: Value | None
    names: frozenset[str]
    asked: Asked | None
    foreign: Dimension | None = None


@lru_cache(maxsize=64)
def asked_unit(unit: Unit) -> Asked:
    spellings = frozenset(same_spelling(word) for word in (unit.symbol, *unit.accept))
    return Asked(unit.symbol, read_unit(unit.symbol), spellings, unit.required)


@lru_cache(maxsize=limits.KEYS_KEPT)
def read_key(text: str, unit: Unit | None, *, numeric: bool) -> Key:
    """Read an author's answer; authors write a decimal point. Raises CannotReadError.

    With `numeric` letters behind a number are a unit (`1.5 m`), without they are variables.
    """
    asked = asked_unit(unit) if unit else None
    formula = in_digits(without_fence(plain(text)))
    if not numeric:
        statement = parse(formula)
        return Key(text, statement, _value(statement), names_in(statement), asked)
    quantity = read_quantity(formula, ".", asked.spellings if asked else frozenset())
    if quantity.noun:
        raise CannotReadError
    value, foreign = _value(quantity.statement), None
    if asked is None and quantity.measure is not None:
        symbol = _symbol(formula, quantity)
        asked = Asked(symbol, quantity.measure, frozenset((same_spelling(symbol),)), required=True)
    elif asked and asked.measure and quantity.measure and value is not None:
        value, foreign = _converted(value, quantity.measure, asked.measure)
    return Key(text, quantity.statement, value, names_in(quantity.statement), asked, foreign)


def _converted(value: Value, measure: Measure, wanted: Measure) -> tuple[Value, Dimension | None]:
    """The value in the wanted unit; or in base units, and of what, when it does not convert."""
    if measure.dimension == wanted.dimension:
        return scaled(value, measure.factor / wanted.factor), None
    return scaled(value, measure.factor), measure.dimension


def without_fence(text: str) -> str:
    """`$x^2$` -> `x^2`; `$5` is money."""
    return text.strip("$") if text.startswith("$") and text.endswith("$") else text


def _symbol(formula: str, quantity: Quantity) -> str:
    """The unit as the author wrote it behind (or before) the number."""
    words = formula.strip().lstrip("-+.,0123456789/ ")
    return words if quantity.measure is not None and read_unit(words) else formula[0]


def _value(statement: Statement) -> Value | None:
    """Raises CannotReadError for a key that divides by zero or is too large."""
    if isinstance(statement, Compound):
        return None
    return None if names_in(statement) else value_of(statement)


def key_of(question: Question, text: str) -> Key:
    """The key or a mistake of this question. Raises CannotReadError."""
    numeric = question.kind in NUMERIC or (question.unit is not None and question.kind == "expression")
    return read_key(text, question.unit, numeric=numeric)
