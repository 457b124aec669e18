"""What `core.expressions` offers to authors: sums and functions on whole numbers and fractions, always exact."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Self

EXPONENT = 64  # the largest power, as in the checking of answers: 2^64 is more than school asks for
BITS = 512  # the largest result of a power: 150 digits on the way to an answer, and no further
PLACES = 12  # decimal places at most: more than any school measurement has

Value = int | Fraction | str  # a yes or no (bool) is an int in Python, and only conditions make one


class SumError(ValueError):
    """A sum that has no answer here, such as a division by zero."""


class Written(Fraction):
    """A number that an author wrote in a way worth keeping: `0.50` is a half, and is shown as `0.50`."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        written = super().__new__(cls, text)
        written.text = text
        return written

    def __str__(self) -> str:
        return self.text


def number(value: Value) -> int | Fraction:
    if isinstance(value, str):
        raise SumError("a word stands where a number was expected")
    return value


def _exact(value: int | Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def times(left: Value, right: Value) -> Value:
    # Python would repeat a text that many times, and a long one would fill the memory
    if left.__class__ is str or right.__class__ is str:
        raise SumError("a word cannot be multiplied")
    return left * right  # type: ignore[operator] # words are refused above, by the quicker test


def over(left: Value, right: Value) -> Value:
    left, right = number(left), number(right)
    if right == 0:
        raise SumError("this divides by zero")
    if isinstance(left, int) and isinstance(right, int):
        whole, rest = divmod(left, right)
        return Fraction(left, right) if rest else whole
    return Fraction(left) / right


def remainder(left: Value, right: Value) -> Value:
    """What is left when `left` is shared out by `right`; never negative for a positive `right`."""
    left, right = number(left), number(right)
    if right == 0:
        raise SumError("this divides by zero")
    return left % right


def power(base: Value, exponent: Value) -> Value:
    base, exponent = number(base), number(exponent)
    times_ = exponent.numerator
    if exponent.denominator != 1 or not -EXPONENT <= times_ <= EXPONENT:
        raise SumError(f"a power must be a whole number from -{EXPONENT} to {EXPONENT}")
    if base == 0 and times_ < 0:
        raise SumError("this divides by zero")
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if size * abs(times_) > BITS:
        raise SumError("this power is too large for a question")
    return _exact(Fraction(base) ** times_)


def whole(value: Value) -> int:
    exact = number(value)
    if exact.denominator != 1:
        raise SumError(f"a whole number was expected, here is {exact}")
    return int(exact)


def floor(value: Value) -> int:
    return math.floor(number(value))


def ceil(value: Value) -> int:
    return math.ceil(number(value))


def distance(value: Value) -> int | Fraction:
    """Say how far a number is from zero."""
    exact = number(value)
    return exact if exact >= 0 else -exact


def rounded(value: Value, places: Value = 0) -> int | Fraction:
    """Round as schools do: a half goes away from zero."""
    scale = 10 ** _places(places)
    exact = number(value)
    size = math.floor(abs(exact) * scale + Fraction(1, 2))
    return _exact(Fraction(size if exact >= 0 else -size, scale))


def _places(value: Value) -> int:
    places = whole(value)
    if not 0 <= places <= PLACES:
        raise SumError(f"decimal places go from 0 to {PLACES}")
    return places


def decimal(value: Value, places: Value | None = None) -> str:
    """A number with a decimal point: exactly, or rounded to `places` with its zeros kept (`3.50`)."""
    kept = _length(number(value)) if places is None else _places(places)
    scaled = rounded(number(value) * 10**kept)
    digits = str(abs(scaled)).rjust(kept + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{digits[:-kept]}.{digits[-kept:]}" if kept else f"{sign}{digits}"


def _length(exact: int | Fraction) -> int:
    """How many decimal places a number has. Raises SumError when they never end."""
    for places in range(PLACES + 1):
        if 10**places % exact.denominator == 0:
            return places
    raise SumError(f"{exact.numerator}/{exact.denominator} has no short decimal; say how many places: dec(x, 2)")


def mixed(value: Value) -> str:
    """A number as a whole and a part: `1 3/4`."""
    exact = number(value)
    units, rest = divmod(abs(exact.numerator), exact.denominator)
    part = f"{rest}/{exact.denominator}" if rest else ""
    whole_part = str(units) if units or not part else ""
    return ("-" if exact < 0 else "") + " ".join(filter(None, (whole_part, part)))


def median(*values: Value) -> Value:
    """The middle of the values in order, or the mean of the two in the middle."""
    ordered = sorted(number(value) for value in values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return over(ordered[middle - 1] + ordered[middle], 2)


def greatest_divisor(*values: Value) -> int:
    return math.gcd(*map(whole, values))


def least_multiple(*values: Value) -> int:
    multiple = math.lcm(*map(whole, values))
    if multiple.bit_length() > BITS:
        raise SumError("this multiple is too large for a question")
    return multiple


MANY = 12  # values in one function: the longest data set a child is asked to sort by hand

FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "gcd": greatest_divisor,
    "lcm": least_multiple,
    "min": lambda *values: min(map(number, values)),
    "max": lambda *values: max(map(number, values)),
    "abs": distance,
    "floor": floor,
    "ceil": ceil,
    "round": rounded,
    "median": median,
    "num": lambda value: number(value).numerator,
    "den": lambda value: number(value).denominator,
    "dec": decimal,
    "mixed": mixed,
}
ARITY: Mapping[str, tuple[int, int]] = {
    "gcd": (2, MANY),
    "lcm": (2, MANY),
    "min": (1, MANY),
    "max": (1, MANY),
    "abs": (1, 1),
    "floor": (1, 1),
    "ceil": (1, 1),
    "round": (1, 2),
    "median": (1, MANY),
    "num": (1, 1),
    "den": (1, 1),
    "dec": (1, 2),
    "mixed": (1, 1),
    "if": (3, 3),
}
