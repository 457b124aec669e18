"""Equal formulas are found equal, unequal ones never, and nobody can aim at the points."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plbot.core.answers import equivalent, parses
from plbot.core.answers.equal import same_formula, seed_for
from plbot.core.answers.parse import parse
from plbot.core.answers.tree import (
    CannotReadError,
    Compound,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Tree,
)

EQUAL = [
    ("2x", "x+x"), ("3(x+1)", "3x+3"), ("(x+2)(x+3)", "x^2+5x+6"), ("x^2-1", "(x-1)(x+1)"), ("x/2", "0.5x"), ("½x", "x/2"),
    ("\\frac{x+1}{2}", "(x+1)/2"), ("x*x*x", "x³"), ("a+b", "b+a"), ("2pi r", "πr*2"), ("1/x", "x^-1"), ("(x^2-1)/(x-1)", "x+1"),
    ("sqrt(x)", "x^(1/2)"), ("√(4x)", "2√x"), ("sqrt(2)*sqrt(8)", "4"), ("\\sqrt[3]{8}", "2"), ("(-8)^(1/3)", "-2"),
    ("|x|", "abs(-x)"), ("sin(x)^2+cos(x)^2", "1"), ("2^(x+1)", "2*2^x"), ("sin(30°)", "1/2"), ("log(1000)", "3"),
    ("20% * 50", "10"), ("1 1/2", "3/2"), ("2\\frac{1}{2}", "2.5"), ("-x^2", "-(x^2)"), ("2^3^2", "512"), ("-2^2", "-4"),
    ("x = 5", "2x = 10"), ("y = 2x + 1", "y - 2x = 1"), ("x > 3", "3 < x"), ("x > 3", "-2x < -6"), ("1 < x < 5", "5 > x > 1"),
    ("x ≥ 3", "x-3 >= 0"), ("3:4", "6:8"), ("1:2:3", "2:4:6"), ("0.5:1", "1:2"), ("1.5 m", "150 cm"), ("1 h 30 min", "90 min"),
    ("5 ft 3 in", "63 in"), ("(1, 2)", "(1,2)"), ("3.2*10^5", "320000"), ("xy", "yx"), ("50%", "1/2"), ("$4.50", "450 cents"),
    ("x^0", "1"), ("sqrt(x)*sqrt(x)", "x"), ("(x+1)^64", "((x+1)^32)^2"), ("3 - -2", "5"), ("2**3", "8"), ("[x+1]2", "2x+2"),
]  # fmt: skip
UNEQUAL = [
    ("2x", "x^2"), ("3(x+1)", "3x+1"), ("(x+1)^2", "x^2+1"), ("sqrt(x^2)", "x"), ("x", "y"), ("x > 3", "x < 3"), ("x > 3", "x >= 3"),
    ("x > 3", "-x > -3"), ("x = 5", "x = -5"), ("x = x", "x = 5"), ("3:4", "4:3"), ("3:4", "3:4:5"), ("-2^2", "4"), ("1/2x", "1/(2x)"),
    ("0.333", "1/3"), ("sqrt(2)", "1.41421356"), ("9pi", "28.27"), ("1.5 m", "1.5 cm"), ("1 m", "1 kg"), ("(1, 2)", "(2, 1)"),
    ("x + 2305843009213693951", "x"), ("2^61*x - x", "0*x"), ("(2^61-1)*(2^64*2^25-1)*x", "0*x"), ("x", "x + 10^-60"),
    ("1", "1.0000000000000000000000000000000000000001"), ("sin(x)", "cos(x)"), ("x^3", "x"), ("5 < x < 6", "5 < x < 7"),
    ("tan(90°)", "5"), ("2^x", "x^2"), ("x = 5", "5"), ("3/4", "3:5"), ("log(x)", "ln(x)"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_equal(left: str, right: str) -> None:
    """Two ways to write the same thing."""
    assert equivalent(left, right)
    assert equivalent(right, left)


@pytest.mark.parametrize(("left", "right"), UNEQUAL)
def test_unequal(left: str, right: str) -> None:
    """Near misses, and multiples of the field's size in disguise, are not equal."""
    assert not equivalent(left, right)
    assert not equivalent(right, left)


UNREADABLE = [
    "", "x+", "((", "()", "x2", "2 3", "5 or 6", "1/0", "0/0", "0^0", "x/(x-x)", "9^9^9", "10^(10^10)", "x^65", "((x^64)^64)^64",
    "\\frac{1}{2", "\\frac{1}", "\\evil{x}", "a.b", "x_1", "foobar", "lambda: 0", "f'{1}'", "=", "x==", "≠", "|x", "1..2", "2,3,4",
    "sqrt", "sin", "100!", "__import__('os')", "x" * 201, "(" * 50 + "1" + ")" * 50, "tan(", "3:4:", "0x1F", "{1)", "log(0)",
]  # fmt: skip


@pytest.mark.parametrize("text", UNREADABLE)
def test_unreadable_is_equal_to_nothing(text: str) -> None:
    """What cannot be read (or has no value) equals nothing, not even itself."""
    assert not equivalent(text, text)


def test_the_degree_is_bounded() -> None:
    """x^(p-1) is 1 at every point of the field; such a degree is refused."""
    climbing = "(((x^61)^41)^31)*x"
    with pytest.raises(CannotReadError):
        same_formula(tree_of(climbing), tree_of("x"), b"")


def test_points_move_with_the_salt() -> None:
    """Whoever does not know the school's salt cannot know the points."""
    assert seed_for("x", "y", b"one") != seed_for("x", "y", b"two")
    assert seed_for("x", "y", b"") != seed_for("xy", "", b"")


@pytest.mark.parametrize(("text", "readable"), [("1.5 m", True), ("2x+1", True), ("5 apples", False), ("x+", False)])
def test_what_parses(text: str, readable: bool) -> None:
    """The content check refuses a key that is no formula."""
    assert parses(text) is readable


def test_a_key_with_a_decimal_comma_is_read_in_its_language() -> None:
    """3,5 is three and a half in Spanish and 3.500 is thousands there."""
    assert equivalent("3,5", "7/2", "es")
    assert equivalent("3.500", "3500", "es")


def tree_of(text: str) -> Tree:
    found = parse(text)
    assert not isinstance(found, Compound)
    return found


LEAVES = st.one_of(
    st.integers(-20, 20).map(lambda n: Number(n) if n >= 0 else Negative(Number(-n))),
    st.sampled_from("xyz").map(Name),
)


def grown(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(Sum), pair.map(Product), inner.map(Negative), st.tuples(inner, st.integers(1, 3).map(Number)).map(
            lambda both: Power(*both)), st.tuples(inner, st.integers(1, 9).map(Number)).map(lambda both: Quotient(*both)),
    )  # fmt: skip


TREES = st.recursive(LEAVES, grown, max_leaves=6)


def written(tree: Tree) -> str:
    match tree:
        case Number(value):
            return str(value)
        case Name(name):
            return name
        case Sum((left, right)):
            return f"({written(left)} + {written(right)})"
        case Product((left, right)):
            return f"({written(left)})({written(right)})"
        case Quotient(top, bottom):
            return f"\\frac{{{written(top)}}}{{{written(bottom)}}}"
        case Power(base, exponent):
            return f"({written(base)})^{{{written(exponent)}}}"
        case Negative(of):
            return f"-({written(of)})"
    raise AssertionError(tree)


def rewritten(tree: Tree) -> str:
    """The same value, written differently: sums turned round, products spread, quotients as products."""
    match tree:
        case Sum((left, right)):
            return f"({rewritten(right)})+1+({rewritten(left)})-1"
        case Product((Sum((a, b)), right)):
            return f"({rewritten(a)})*({rewritten(right)})+({rewritten(b)})*({rewritten(right)})"
        case Product((left, right)):
            return f"({rewritten(right)})*({rewritten(left)})"
        case Quotient(top, bottom):
            return f"1/{written(bottom)}*({rewritten(top)})"
        case Power(base, Number(int(times))):
            return "*".join([f"({rewritten(base)})"] * times)
        case Negative(of):
            return f"0-({rewritten(of)})"
        case _:
            return written(tree)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_a_formula_equals_itself_rewritten(tree: Tree) -> None:
    """Whatever way a formula is spread out or turned round, it stays equal; one more is never equal."""
    text, other = written(tree), rewritten(tree)
    if len(text) > 190 or len(other) > 190:
        return
    assert equivalent(text, other)
    assert not equivalent(f"{text}+1", other)


@given(st.fractions(max_denominator=10**9), st.fractions(max_denominator=10**9))
def test_different_numbers_are_never_equal(left: Fraction, right: Fraction) -> None:
    """Fractions are compared exactly."""
    assert equivalent(str(left), str(right)) is (left == right)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(alphabet="0123456789x+-*/^().,=<>:%√½ \\{}", max_size=40))
def test_reading_never_breaks(anything: str, nearly: str) -> None:
    """Any text at all is read or refused, without an error."""
    assert isinstance(equivalent(anything, nearly), bool)
    assert isinstance(parses(nearly), bool)
