"""Numbers as students write them, in digits and in words."""
# ruff: noqa: E501, RUF001 - a row of a table is one line; characters that look like others are what is tested

from fractions import Fraction

import pytest

from plbot.core.answers.clean import plain
from plbot.core.answers.number_words import in_digits
from plbot.core.answers.numerals import read_number, two_readings
from plbot.core.answers.tree import CannotReadError

POINT_ROWS = [
    ("3.5", "7/2"), ("3,5", "7/2"), ("3,500", "3500"), ("3.500", "7/2"), ("0,125", "1/8"), ("1,234,567", "1234567"),
    ("1.234.567", "1234567"), ("1,234.5", "2469/2"), ("1.234,5", "2469/2"), ("1 000", "1000"), ("1'000", "1000"),
    ("1,00,000", "100000"), (".5", "1/2"), ("1234,567", "1234567/1000"), ("1E3", "1000"), ("2E-2", "1/50"),
]  # fmt: skip
COMMA_ROWS = [("3,5", "7/2"), ("3.5", "7/2"), ("3.500", "3500"), ("3,500", "7/2"), ("1.234.567,5", "2469135/2")]


@pytest.mark.parametrize(("text", "value"), POINT_ROWS)
def test_with_a_decimal_point(text: str, value: str) -> None:
    """English-style separators are native; the other style is read with understanding."""
    assert read_number(text, ".") == Fraction(value)


@pytest.mark.parametrize(("text", "value"), COMMA_ROWS)
def test_with_a_decimal_comma(text: str, value: str) -> None:
    """Spanish-style separators mirror the English ones."""
    assert read_number(text, ",") == Fraction(value)


@pytest.mark.parametrize("text", ["1.2.3", "1,2,3", "1.234.56", "12,34,5", "1,2.3,4", "1E999999999", "1E65"])
def test_separators_that_make_no_sense(text: str) -> None:
    """Several decimal separators or an endless exponent are refused, not guessed at."""
    with pytest.raises(CannotReadError):
        read_number(text, ".")


def test_what_has_two_readings() -> None:
    """Only one separator with exactly three digits behind it can be both."""
    assert two_readings("3.125")
    assert two_readings("12,500 m")
    assert not any(map(two_readings, ("0.125", "3.5", "1,234,567", "1234.567", "3.1250", "1,234.5")))


WORD_ROWS = [
    ("twenty-one", "21"), ("three quarters", "\\frac{3}{4}"), ("two and a half", "2\\frac{1}{2}"), ("one half", "\\frac{1}{2}"),
    ("half", "\\frac{1}{2}"), ("a third", "\\frac{1}{3}"), ("two thirds", "\\frac{2}{3}"), ("zero point five", "0.5"),
    ("point two five", "0.25"), ("one hundred and five", "105"), ("a hundred", "100"), ("zero", "0"),
    ("three hundred twenty thousand four hundred fifty-six", "320456"), ("two million", "2000000"),
    ("minus three", "- 3"), ("x = three", "x = 3"), ("five apples", "5 apples"), ("3 quarters", "\\frac{3}{4}"),
    ("2 and a half", "2\\frac{1}{2}"), ("2 and 1/2", "2 1/2"), ("three over four", "3 / 4"), ("1.5 million", "(1.5*1000000)"),
    ("two dozen", "24"), ("3 tens", "(3*10)"), ("four hundreds", "(4*100)"), ("five hundredths", "\\frac{5}{100}"), ("three and four fifths", "3\\frac{4}{5}"),
    ("Seven", "7"), ("TWELVE", "12"), ("nothing here", "nothing here"), ("twenty-five hundredths", "\\frac{25}{100}"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "digits"), WORD_ROWS)
def test_number_words(words: str, digits: str) -> None:
    """English number words count as digits."""
    assert in_digits(words).replace("-  ", "- ") == digits


@pytest.mark.parametrize(
    "words", ["twenty eleven", "five six", "hundred hundred", "two thousand million", "third", "ten one"]
)
def test_words_that_make_no_number(words: str) -> None:
    """Number words that do not fit together are never joined into something else."""
    with pytest.raises(CannotReadError):
        in_digits(words)


PLAIN_ROWS = [
    ("½", "\\frac{1}{2}"), ("1½", "1\\frac{1}{2}"), ("x²", "x^{2}"), ("x⁻¹", "x^{-1}"), ("3 × 4", "3 * 4"),
    ("8 ÷ 2", "8 / 2"), ("−5", "-5"), ("５", "5"), ("5\u200b", "5"), ("\u202e5\u202c", "5"), ("5️⃣", "5"), ("≤", "<="),
    ("１／２", "1/2"), ("3⁄4", "3/4"), ("5\n", "5"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLAIN_ROWS)
def test_signs_become_plain(text: str, expected: str) -> None:
    """School signs, full-width and keycap digits become plain; hidden characters vanish."""
    assert plain(text).strip() == expected


@pytest.mark.parametrize("text", ["٥", "5\x00", "х", "Ⅾ5ᛁ", "5\ue000", "\ud800", "৩", "5 😀"])
def test_lookalikes_are_refused(text: str) -> None:
    """Other scripts' digits and letters are never taken for the ones they look like."""
    with pytest.raises(CannotReadError):
        plain(text)


@pytest.mark.parametrize("text", ["0.0'0", "1.5'000", "0,0'0", "1'000.5'0", "1,000.0'0"])
@pytest.mark.parametrize("sign", [".", ","])
def test_thousands_are_not_marked_behind_the_decimal_sign(text: str, sign: str) -> None:
    """What makes no sense as a number cannot be read; it is no crash, and no miss."""
    with pytest.raises(CannotReadError):
        read_number(text, sign)
