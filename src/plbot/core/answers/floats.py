"""Complex floats that carry their own rounding error, for formulas with roots, powers of variables or trigonometry."""

import cmath
import math
from collections.abc import Mapping

from plbot.core.answers import limits
from plbot.core.answers.arithmetic import work_out
from plbot.core.answers.tree import Exact, NotDefinedError, TooLargeError, Tree

Rough = tuple[complex, float]  # a value and a bound on how far it may be off

GRAIN = 2.0**-52  # the spacing of doubles near one
USELESS = 1e-6  # with a larger error (tan 90°) the value says nothing


def same(left: Rough, right: Rough) -> bool:
    """Equal as far as floats can tell."""
    return abs(left[0] - right[0]) <= limits.FLOAT_MARGIN * (left[1] + right[1])


def sound(rough: Rough) -> Rough:
    """The value itself. Raises NotDefinedError when rounding has eaten it, TooLargeError when it is not finite."""
    value, error = rough
    if not cmath.isfinite(value) or not math.isfinite(error):
        raise TooLargeError
    if error > USELESS and error > USELESS * abs(value):
        raise NotDefinedError
    return rough


class FloatArithmetic:
    """Values at one real point. `left_reals` tells that a root or logarithm of a negative number was met."""

    def __init__(self, point: Mapping[str, float]) -> None:
        self.point = point
        self.left_reals = False

    def number(self, value: Exact) -> Rough:
        try:
            close = float(value)
        except OverflowError:
            raise TooLargeError from None
        return (complex(close), 0.0 if close == value else abs(close) * GRAIN)

    def name(self, name: str) -> Rough:
        if name not in self.point:
            raise NotDefinedError(name)  # a letter where a number was needed
        return (complex(self.point[name]), 0.0)

    def pi(self) -> Rough:
        return (complex(math.pi), math.pi * GRAIN)

    def add(self, left: Rough, right: Rough) -> Rough:
        value = left[0] + right[0]
        return (value, left[1] + right[1] + abs(value) * GRAIN)

    def multiply(self, left: Rough, right: Rough) -> Rough:
        value = left[0] * right[0]
        error = abs(left[0]) * right[1] + abs(right[0]) * left[1] + left[1] * right[1]
        return (value, error + abs(value) * 2 * GRAIN)

    def divide(self, top: Rough, bottom: Rough) -> Rough:
        room = abs(bottom[0]) - limits.FLOAT_MARGIN * bottom[1]
        if room <= 0:
            raise NotDefinedError
        value = top[0] / bottom[0]
        return (value, (top[1] + abs(value) * bottom[1]) / room + abs(value) * 4 * GRAIN)

    def power(self, base: Rough, exponent: int) -> Rough:
        if exponent < 0:
            return self.divide(self.number(1), self.power(base, -exponent))
        if not exponent and abs(base[0]) <= base[1]:
            raise NotDefinedError
        try:
            value = base[0] ** exponent
            slope = exponent * abs(base[0]) ** max(exponent - 1, 0)
        except OverflowError:
            raise TooLargeError from None
        return (value, slope * base[1] + abs(value) * (exponent + 1) * GRAIN)

    def root(self, of: Rough, degree: int) -> Rough:
        value, error = of
        size = abs(value)
        if size <= error:
            return (0j, error ** (1 / degree))
        if value.imag or (value.real < 0 and degree % 2 == 0):
            self.left_reals = True
            found = value ** (1 / degree)
        else:
            found = complex(math.copysign(size ** (1 / degree), value.real))
        return (found, abs(found) * (error / size + 4 * GRAIN))

    def raised(self, base: Rough, exponent: Tree) -> Rough:
        return self.function("exp", self.multiply(work_out(exponent, self), self.function("ln", base)))

    def function(self, name: str, of: Rough) -> Rough:
        try:
            return self._function(name, of)
        except (OverflowError, ZeroDivisionError, ValueError):
            raise NotDefinedError from None

    def _function(self, name: str, of: Rough) -> Rough:
        value, error = of
        if name in {"ln", "log"}:
            return self._logarithm(name, of)
        if name == "abs":
            return (complex(abs(value)), error)
        found = {"sin": cmath.sin, "cos": cmath.cos, "tan": cmath.tan, "exp": cmath.exp}[name](value)
        slope = {"tan": 1 + abs(found) ** 2, "exp": abs(found)}.get(name, 1.0)
        return (found, slope * (error + abs(value) * GRAIN) + (abs(found) + 1) * GRAIN)

    def _logarithm(self, name: str, of: Rough) -> Rough:
        value, error = of
        if abs(value) <= error:
            raise NotDefinedError
        if value.imag or value.real < 0:
            self.left_reals = True
        found = cmath.log(value) if name == "ln" else cmath.log10(value)
        return (found, error / abs(value) + (abs(found) + 1) * 2 * GRAIN)
