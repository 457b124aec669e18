"""Formulas that read well on one line stay text; the others ask for a picture."""

import pytest
from hypothesis import example, given
from tests.core.test_maths import FORMULAS, TEXTS

from plbot.core.maths import flat, plain

FLAT = [
    "No maths at all, and it costs $5.",
    r"$\frac{1}{2}$ or $\frac{?}{12}$ or $1\frac{1}{2}$",
    r"$\frac{37}{1000} = 0.037$",
    r"$\frac{-2}{3} \times \frac{x}{4} \div \frac{2x}{3}$",
    r"$\frac{60\text{ km}}{1\text{ h}}$",
    "$3:4$ and $a/b$ and $2(x + 1) - 3$",
    "$x^2 + 2^{10} - a_1^{-n}$ and $5\\text{ cm}^2$",
    r"$\left(\frac{1}{2}\right)^3 \le |x - 1|$",
    r"$\sqrt{2}$, $\sqrt[3]{8}$ and $2\pi r$",
    r"$25^\circ$, 50 % is $50\%$, $\angle ABC$",
]


@pytest.mark.parametrize("text", FLAT)
def test_what_a_line_can_say_needs_no_picture(text: str) -> None:
    assert flat(text)


STACKED = [
    r"\frac{x+1}{2}",
    r"\frac{1}{2y}",
    r"\frac{2 \times 3}{7}",
    r"\frac{3xy}{7}",
    r"\frac{\frac{1}{2}}{3}",
    r"3\frac{1}{\sqrt{2}}",
    r"\frac{123456}{7}",
    r"\frac{1,000}{7}",
    r"\frac{x^2}{7}",
    r"\sqrt{x+1}",
    r"\sqrt{2x}",
    r"\sqrt{\frac{1}{2}}",
    "x^{a/b}",
    "x^{0.5}",
    "x^{n^2}",
    "x^{Q}",
    "x_{B}",
    r"\left|\frac{x+1}{2}\right|",
    r"0.\overline{3}",
]


@pytest.mark.parametrize("tex", STACKED)
def test_what_stands_in_two_storeys_asks_for_a_picture(tex: str) -> None:
    """Also when it is one of several formulas, inside of brackets, or in the middle of a sentence."""
    assert not flat(f"${tex}$")
    assert not flat(rf"Take $x$ and $2 + \left({tex}\right)$, then go on.")


@given(TEXTS)
@example("$" * 1000)
@example(r"$\foo{2}$")
@example("$" + "x" * 600 + r"\frac{x+1}{2}$")
@example(r"$x^{\sqrt[²]{8}}$")
@example("$\ud800$")
def test_every_text_has_an_answer(text: str) -> None:
    assert flat(text) in (True, False)


@given(FORMULAS)
def test_a_flat_formula_needs_no_signs_that_pupils_do_not_write(tex: str) -> None:
    """No `^(...)`, no root over brackets, no line above, no fraction of brackets by brackets."""
    text = f"${tex}$"
    if flat(text):
        shown = plain(text)
        assert not any(sign in shown for sign in ("^", "_", "√(", "∛(", "\u0305"))
        assert ")/(" not in shown or "/" in tex  # unless the author wrote it so
        assert "\\" not in shown


@given(FORMULAS)
def test_a_text_is_flat_when_each_of_its_formulas_is(tex: str) -> None:
    assert flat(rf"so $\frac{{1}}{{2}}$ and ${tex}$ .") == flat(f"${tex}$")
    assert not flat(rf"$\frac{{x+1}}{{2}}$ and ${tex}$")
