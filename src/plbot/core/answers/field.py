"""Formulas at one random point, exactly, in a field of prime size: unequal ones agree there about once in 2^50.

Schwartz (1980): a polynomial of degree d that is not zero vanishes at a random point of a field of p elements with
probability at most d/p. That it stays not zero in the field is assured by a prime larger than any coefficient can be,
so a formula that hides a multiple of the prime (`2^61*x - x`) gains nothing.
"""

import math
from collections.abc import Mapping

import msgspec

from plbot.core.answers import limits
from plbot.core.answers.arithmetic import IrrationalError
from plbot.core.answers.tree import Exact, NotDefinedError, TooLargeError, Tree

MERSENNE = (61, 127, 521, 1279, 2203)  # 2^n - 1 is prime; nearly every school formula fits the first


class Size(msgspec.Struct, frozen=True):
    """Bounds on top/bottom of a rational function: degree, and log2 of the sum of its absolute coefficients."""

    top_degree: int
    bottom_degree: int
    top_bits: float
    bottom_bits: float


NAME_SIZE = Size(1, 0, 0, 0)


class SizeArithmetic:
    """Not a value but how large it can get. Raises IrrationalError for what is no rational function."""

    def number(self, value: Exact) -> Size:
        return Size(0, 0, value.numerator.bit_length(), value.denominator.bit_length() - 1)

    def name(self, name: str) -> Size:  # noqa: ARG002 - every variable is as large as any other
        return NAME_SIZE

    def pi(self) -> Size:
        return NAME_SIZE  # transcendental: it fulfils no equation but those that every variable fulfils

    def add(self, left: Size, right: Size) -> Size:
        return Size(
            max(left.top_degree + right.bottom_degree, right.top_degree + left.bottom_degree),
            left.bottom_degree + right.bottom_degree,
            max(left.top_bits + right.bottom_bits, right.top_bits + left.bottom_bits) + 1,
            left.bottom_bits + right.bottom_bits,
        )

    def multiply(self, left: Size, right: Size) -> Size:
        return Size(
            left.top_degree + right.top_degree,
            left.bottom_degree + right.bottom_degree,
            left.top_bits + right.top_bits,
            left.bottom_bits + right.bottom_bits,
        )

    def divide(self, top: Size, bottom: Size) -> Size:
        return self.multiply(top, Size(bottom.bottom_degree, bottom.top_degree, bottom.bottom_bits, bottom.top_bits))

    def power(self, base: Size, exponent: int) -> Size:
        times = max(abs(exponent), 1)
        degrees = (base.top_degree * times, base.bottom_degree * times)
        sizes = (base.top_bits * times, base.bottom_bits * times)
        if exponent < 0:
            return Size(degrees[1], degrees[0], sizes[1], sizes[0])
        return Size(degrees[0], degrees[1], sizes[0], sizes[1])

    def root(self, of: Size, degree: int) -> Size:
        raise IrrationalError(of, degree)

    def raised(self, base: Size, exponent: Tree) -> Size:
        raise IrrationalError(base, exponent)

    def function(self, name: str, of: Size) -> Size:
        raise IrrationalError(name, of)


SIZES = SizeArithmetic()


def prime_for(sizes: tuple[Size, ...]) -> int:
    """A prime that tells these formulas' differences from zero. Raises TooLargeError above the limits."""
    together = sum(size.top_degree + size.bottom_degree for size in sizes)
    most = sum(max(size.top_bits, 0) + size.bottom_bits for size in sizes) + len(sizes)
    if together > limits.DEGREE:
        raise TooLargeError
    for exponent in MERSENNE:
        if most < exponent - 1:
            return (1 << exponent) - 1
    raise TooLargeError(math.ceil(most))


class FieldArithmetic:
    """Numbers modulo `prime` at one point."""

    def __init__(self, prime: int, point: Mapping[str, int]) -> None:
        self.prime = prime
        self.point = point

    def number(self, value: Exact) -> int:
        if isinstance(value, int):
            return value % self.prime
        return value.numerator * pow(value.denominator, -1, self.prime) % self.prime

    def name(self, name: str) -> int:
        return self.point[name]

    def pi(self) -> int:
        return self.point["pi"]

    def add(self, left: int, right: int) -> int:
        return (left + right) % self.prime

    def multiply(self, left: int, right: int) -> int:
        return left * right % self.prime

    def divide(self, top: int, bottom: int) -> int:
        if not bottom:
            raise NotDefinedError
        return top * pow(bottom, -1, self.prime) % self.prime

    def power(self, base: int, exponent: int) -> int:
        if not base and exponent <= 0:
            raise NotDefinedError
        return pow(base, exponent, self.prime)

    def root(self, of: int, degree: int) -> int:
        raise IrrationalError(of, degree)

    def raised(self, base: int, exponent: Tree) -> int:
        raise IrrationalError(base, exponent)

    def function(self, name: str, of: int) -> int:
        raise IrrationalError(name, of)
