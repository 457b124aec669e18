"""Work a tree out, in whichever kind of number is asked for; and the exact kind, for trees without variables."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Protocol, TypeVar

from plbot.core.answers import limits
from plbot.core.answers.tree import (
    Degrees,
    Exact,
    Function,
    Mixed,
    Name,
    Negative,
    NotDefinedError,
    Number,
    Percent,
    Pi,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    TooLargeError,
    Tree,
)

T = TypeVar("T")
HALF_TURN = 180
HUNDRED = 100


class IrrationalError(ValueError):
    """A root, pi, a variable or a function: this kind of number has no exact value for it."""


class Arithmetic(Protocol[T]):
    """A kind of number. Any of these may raise IrrationalError, NotDefinedError or TooLargeError."""

    def number(self, value: Exact) -> T: ...
    def name(self, name: str) -> T: ...
    def pi(self) -> T: ...
    def add(self, left: T, right: T) -> T: ...
    def multiply(self, left: T, right: T) -> T: ...
    def divide(self, top: T, bottom: T) -> T: ...
    def power(self, base: T, exponent: int) -> T: ...
    def root(self, of: T, degree: int) -> T: ...
    def raised(self, base: T, exponent: Tree) -> T: ...
    def function(self, name: str, of: T) -> T: ...


def work_out(tree: Tree, kind: Arithmetic[T]) -> T:
    """The value of `tree` in one kind of number."""
    match tree:
        case Number(value):
            return kind.number(value)
        case Name(name):
            return kind.name(name)
        case Sum(terms):
            return _fold(terms, kind, kind.add)
        case Product(factors):
            return _fold(factors, kind, kind.multiply)
        case Quotient(top, bottom):
            return kind.divide(work_out(top, kind), work_out(bottom, kind))
        case Negative(of):
            return kind.multiply(kind.number(-1), work_out(of, kind))
        case Power(base, exponent):
            return _power(work_out(base, kind), exponent, kind)
        case Root(degree, of):
            return kind.root(work_out(of, kind), degree)
        case Mixed(whole, top, bottom):
            return kind.number(whole + _quotient(top, bottom))
        case Percent(of):
            return kind.divide(work_out(of, kind), kind.number(HUNDRED))
        case Degrees(of):
            return kind.divide(kind.multiply(work_out(of, kind), kind.pi()), kind.number(HALF_TURN))
        case Pi():
            return kind.pi()
        case Function(name, of):
            return kind.function(name, work_out(of, kind))


def _fold(trees: tuple[Tree, ...], kind: Arithmetic[T], combine: Callable[[T, T], T]) -> T:
    result = work_out(trees[0], kind)
    for tree in trees[1:]:
        result = combine(result, work_out(tree, kind))
    return result


def _power(base: T, exponent: Tree, kind: Arithmetic[T]) -> T:
    if isinstance(exponent, Number) and isinstance(exponent.value, int):
        fixed: Exact = exponent.value
    else:
        try:
            fixed = exactly(exponent)
        except IrrationalError:
            return kind.raised(base, exponent)
    if not -limits.EXPONENT <= fixed <= limits.EXPONENT or fixed.denominator > limits.EXPONENT:
        raise TooLargeError
    if fixed.denominator == 1:
        return kind.power(base, fixed.numerator)
    return kind.root(kind.power(base, fixed.numerator), fixed.denominator)


def _quotient(top: Exact, bottom: Exact) -> Fraction:
    if not bottom:
        raise NotDefinedError
    return Fraction(top, bottom)


def bits(value: Exact) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def whole_root(of: int, degree: int) -> int | None:
    """The whole number that raised to `degree` is `of` (not negative), by bisection; None if there is none."""
    if degree == 2:  # noqa: PLR2004 - the square root
        guess = math.isqrt(of)
        return guess if guess * guess == of else None
    low, high = 0, 1 << (of.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < of:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == of else None


class ExactArithmetic:
    """Fractions, bounded in size."""

    def number(self, value: Exact) -> Exact:
        return value

    def name(self, name: str) -> Exact:
        raise IrrationalError(name)

    def pi(self) -> Exact:
        raise IrrationalError

    def add(self, left: Exact, right: Exact) -> Exact:
        return left + right

    def multiply(self, left: Exact, right: Exact) -> Exact:
        return left * right

    def divide(self, top: Exact, bottom: Exact) -> Exact:
        return _quotient(top, bottom)

    def power(self, base: Exact, exponent: int) -> Exact:
        if not base and exponent <= 0:
            raise NotDefinedError
        if bits(base) * abs(exponent) > limits.EXACT_BITS:
            raise TooLargeError
        if isinstance(base, int) and exponent >= 0:
            return int(base**exponent)
        return Fraction(base) ** exponent

    def root(self, of: Exact, degree: int) -> Exact:
        if bits(of) > limits.ROOT_BITS:
            raise IrrationalError  # it may well be whole; floats tell as much as anyone needs
        sign = -1 if of < 0 else 1
        if sign < 0 and degree % 2 == 0:
            raise IrrationalError
        top = whole_root(abs(of.numerator), degree)
        bottom = whole_root(of.denominator, degree)
        if top is None or bottom is None:
            raise IrrationalError
        return _quotient(sign * top, bottom)

    def raised(self, base: Exact, exponent: Tree) -> Exact:
        raise IrrationalError(base, exponent)

    def function(self, name: str, of: Exact) -> Exact:
        if name == "abs":
            return of if of >= 0 else -of
        raise IrrationalError(name)


EXACT: Arithmetic[Exact] = ExactArithmetic()


def exactly(tree: Tree) -> Exact:
    """The exact value. Raises IrrationalError, NotDefinedError or TooLargeError when it has none within the limits."""
    return work_out(tree, EXACT)
