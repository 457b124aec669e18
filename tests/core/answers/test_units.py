"""The units of school and how they convert."""

from fractions import Fraction

import pytest

from plbot.core.answers.units import TABLE, read_unit

SAME = [
    ("cm", "centimetres", 1), ("m", "cm", 100), ("km", "miles", "0.621371192237334"), ("ft", "in", 12), ("yd", "feet", 3),
    ("L", "ml", 1000), ("gal", "quarts", 4), ("cup", "tbsp", 16), ("cup", "fl oz", 8), ("lb", "oz", 16), ("kg", "grams", 1000),
    ("h", "minutes", 60), ("days", "hours", 24), ("$", "cents", 100), ("m^2", "square cm", 10000), ("cm³", "ml", 1),
    ("m^3", "liters", 1000), ("km/h", "m/h", 1000), ("mph", "miles per hour", 1), ("m/s", "km/h", "3.6"), ("%", "percent", 1),
    ("ft^2", "sq ft", 1), ("cu in", "cubic inches", 1), ("cm squared", "cm2", 1), ("/min", "per minute", 1), ("ha", "m^2", 10000),
]  # fmt: skip


@pytest.mark.parametrize(("large", "small", "times"), SAME)
def test_conversions(large: str, small: str, times: int | str) -> None:
    """One of the first is so many of the second."""
    one, other = read_unit(large.replace("³", "^3")), read_unit(small)
    assert one is not None
    assert other is not None
    assert one.dimension == other.dimension
    assert abs(one.factor / other.factor - Fraction(times)) < Fraction(1, 10**9)


@pytest.mark.parametrize("text", ["", "apples", "cm cm/", "m/s/s", "square", "5", "x", "m^5", "cm" * 40, "//", "per"])
def test_no_units(text: str) -> None:
    """What is no unit is not read as one."""
    unit = read_unit(text)
    assert unit is None or unit.dimension == ()


def test_different_kinds_do_not_convert() -> None:
    """A length is no area and no weight."""
    dimensions = [unit.dimension for word in ("m", "m^2", "m^3", "kg", "s", "m/s") if (unit := read_unit(word))]
    assert len(set(dimensions)) == 6


def test_about_sixty_units() -> None:
    """The table covers the units that school uses."""
    assert len(TABLE.strip().splitlines()) >= 60
