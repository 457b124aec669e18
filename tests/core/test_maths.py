"""Formulas read well on a screen, in the ear and in a file's error list, and no text can hurt the reader."""

import string
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plbot.core import maths
from plbot.core.maths import Bold, Emphasis, Maths, MathsError, Prose, pieces, plain, problems, spoken, text
from plbot.core.maths.signs import SIGNS, Stand
from plbot.core.maths.voices import VOICES

WRITTEN = [
    (r"\frac{2}{3}", "2/3"),
    (r"\frac{ 2 }{ 12 } = \frac{?}{12}", "2/12 = ?/12"),
    (r"\frac{x+1}{2}", "(x + 1)/2"),
    (r"\frac{(x+1)}{2}", "(x + 1)/2"),
    (r"\frac{2x}{3y}", "2x/(3y)"),
    (r"\frac{-2}{3}", "(−2)/3"),  # noqa: RUF001 - the true minus, here and below
    (r"\frac{\frac{1}{2}}{3}", "(1/2)/3"),
    (r"\frac{60\text{ km}}{1\text{ h}}", "(60 km)/(1 h)"),
    (r"1\frac{1}{2}", "1 1/2"),
    (r"1\frac{1}{2}x", "(1 1/2)x"),
    (r"2\frac{x}{3}", "2(x/3)"),
    (r"\frac{1}{2}x", "(1/2)x"),
    (r"\frac{1}{2}/3", "(1/2)/3"),
    (r"\frac{3}{4}\div\frac{1}{2}", "3/4 ÷ 1/2"),
    (r"-\frac{3}{4}", "−3/4"),  # noqa: RUF001
    ("x^2", "x²"),
    ("2^{10}", "2¹⁰"),
    ("2^{-3}", "2⁻³"),
    ("x^{n + 1}", "xⁿ⁺¹"),
    ("x^{a/b}", "x^(a/b)"),
    (r"x^{\frac{a}{b}}", "x^(a/b)"),
    ("x^{0.5}", "x^(0.5)"),
    ("x^q", "x^(q)"),
    ("x_1", "x₁"),
    ("a_1^2 + a_{10}", "a₁² + a₁₀"),
    (r"\frac{2}{3}^2", "(2/3)²"),
    (r"\left(\frac{2}{3}\right)^2", "(2/3)²"),
    (r"\sqrt{2}", "√2"),
    (r"\sqrt{x+1}", "√(x + 1)"),
    (r"\sqrt{(x+1)}", "√(x + 1)"),
    (r"\sqrt{2}x + 3\sqrt{2}", "(√2)x + 3√2"),
    (r"\sqrt[3]{8}", "∛8"),
    (r"\sqrt[4]{16} = \sqrt[5]{32}", "∜16 = ⁵√32"),
    (r"3\times4", "3 × 4"),  # noqa: RUF001 - the sign children know
    ("3*4", "3 × 4"),  # noqa: RUF001
    ("3-4", "3 − 4"),  # noqa: RUF001
    ("-3 - -2", "−3 − −2"),  # noqa: RUF001
    ("(-3,4)", "(−3, 4)"),  # noqa: RUF001
    ("5=-x", "5 = −x"),  # noqa: RUF001
    (r"\text{if } -3", "if −3"),  # noqa: RUF001
    (r"\pm 3 \pm 2", "±3 ± 2"),
    (r"x\le5, y\neq2", "x ≤ 5, y ≠ 2"),
    (r"|-3|<|x-1|^2", "|−3| < |x − 1|²"),  # noqa: RUF001
    (r"\left|x\right| = \left[0; 1\right)", "|x| = [0; 1)"),
    ("P(A|B)", "P(A | B)"),
    ("3:4 = 0.75", "3:4 = 0.75"),
    ("1,000 + 2.50", "1,000 + 2.50"),
    (r"1\,000\quad 2", "1 000 2"),
    (r"1, 2, \ldots, 10", "1, 2, …, 10"),
    ("2(3+4)[x-1]", "2(3 + 4)[x − 1]"),  # noqa: RUF001
    (r"25^\circ C = 77\degree F, 3^{\circ}", "25°C = 77°F, 3°"),
    (r"\$5 + 50\%", "$5 + 50%"),
    (r"\text{cost: \$5 or 5\% of it} = \text{ 5 cm}^2", "cost: $5 or 5% of it = 5 cm²"),
    (r"\angle ABC \approx \triangle DEF", "∠ABC ≈ △DEF"),
    (r"\overline{AB} \to 0.\overline{3}", "A\u0305B\u0305 → 0.3\u0305"),
    (r"2\pi r < \infty", "2πr < ∞"),
    ("5! = ?", "5! = ?"),
]


@pytest.mark.parametrize(("tex", "shown"), WRITTEN)
def test_a_formula_is_written_as_on_the_board(tex: str, shown: str) -> None:
    assert text(tex) == shown


SPOKEN = [
    (r"\frac{2}{3}", "two thirds"),
    (r"\frac{1}{2}", "one half"),
    (r"\frac{3}{4}", "three quarters"),
    (r"\frac{37}{100}", "37 hundredths"),
    (r"\frac{0}{3}", "0 over 3"),
    (r"\frac{5}{17}", "5 over 17"),
    (r"\frac{?}{12}", "what over 12"),
    (r"\frac{2}{12} = \frac{?}{12}", "two twelfths equals what over 12"),
    (r"\frac{x+1}{2}", "the fraction x plus 1, over 2, end of fraction"),
    (r"\frac{60\text{ km}}{1\text{ h}}", "60 km over 1 h"),
    (r"1\frac{1}{2}", "1 and one half"),
    (r"\frac{1}{2}x", "one half times x"),
    ("x^2 + y^3", "x squared plus y cubed"),
    ("2^{10}", "2 to the power of 10"),
    ("x^{-1}", "x to the power of negative 1"),
    ("x^{n+1}", "x to the power of n plus 1, end of power"),
    (r"\frac{2}{3}^2", "two thirds, all squared"),
    ("a_1^2", "a sub 1 squared"),
    (r"\sqrt{2}", "the square root of 2"),
    (r"\sqrt{x+1} = 3", "the square root of x plus 1, end of root equals 3"),
    (r"\sqrt[3]{8}", "the cube root of 8"),
    (r"\sqrt[9]{x}", "the root of order 9 of x"),
    (r"x\le5", "x is less than or equal to 5"),
    ("-3 - -2", "negative 3 minus negative 2"),
    ("2(3+4)", "2 times open parenthesis 3 plus 4 close parenthesis"),
    ("f(x)", "f open parenthesis x close parenthesis"),
    (r"3\sqrt{2}", "3 times the square root of 2"),
    ("|-3|", "the absolute value of negative 3"),
    ("3:4", "3 to 4"),
    (r"\$5 + \$1", "5 dollars plus 1 dollar"),
    (r"90^\circ + 1\degree", "90 degrees plus 1 degree"),
    (r"1, 2, \ldots, 10", "1, 2, and so on, 10"),
    (r"\overline{AB}", "segment A B"),
    (r"0.\overline{3}", "0 point 3 repeating"),
    (r"\overline{x}", "x bar"),
    (r"? + 3 = 5", "what plus 3 equals 5"),
    (r"50\% \text{ of } 8", "50 percent of 8"),
]


@pytest.mark.parametrize(("tex", "said"), SPOKEN)
def test_a_formula_is_said_as_a_teacher_would(tex: str, said: str) -> None:
    assert spoken(tex) == said


def test_a_language_without_a_voice_is_read_in_english_rather_than_not_at_all() -> None:
    assert spoken("x^2", "en-GB") == spoken("x^2", "tlh") == spoken("x^2", "") == "x squared"


@pytest.mark.parametrize("language", VOICES)
def test_every_voice_can_say_every_sign(language: str) -> None:
    """A sign without words would be silent, and a silent minus is another number."""
    for sign, (_, stand) in SIGNS.items():
        if stand is not Stand.SPACE:
            assert spoken(f"x{sign}", language) != spoken("x", language), sign


REFUSED = [
    (r"2+\foo{2}", 2, r"found \foo; allowed are digits"),
    ("caf\u00e9", 3, "found é; allowed are"),
    ("x\u202e", 1, "found U+202E; allowed are"),
    ("", 0, "nothing to show"),
    (r"\frac{}{2}", 5, "nothing to show after {"),
    (r"\frac12", 0, r"\frac needs braces"),
    (r"\frac{1}", 0, r"found the end after \frac"),
    (r"\frac{1}{2", 8, "found no } for {"),
    ("x}", 1, "found } on its own"),
    ("{x}", 0, "found { on its own"),
    ("2^10", 1, "write ^{10} in braces"),
    ("x^", 1, "found the end after ^"),
    ("=^2", 1, "no number, letter or ) before it"),
    ("x^2^3", 3, "found a second ^"),
    ("2 3", 2, "two numbers side by side, which would show as 23"),
    ("5%", 1, r"write \% instead"),
    ("3×4", 1, r"write \times instead"),  # noqa: RUF001 - what people paste
    ("||", 1, "nothing between two bars"),
    (r"\left(x", 0, r"found no \right for \left"),
    (r"\left x\right)", 0, "takes one of ( ) [ ] |"),
    (r"x\right)", 1, r"found \right"),
    (r"\text{a{b}}", 0, r"\text needs words"),
    ("\\text{a\nb}", 0, r"found '\n' in \text"),
    (r"\sqrt[x+1]{2}", 0, "a root's index is"),
    (r"\sqrt[q]{2}", 0, "a root's index is"),
    (r"\sqrt[Q]{2}", 0, "a root's index is"),
    (r"\sqrt[²]{8}", 0, "a root's index is"),
    (r"\sqrt[é]{8}", 0, "a root's index is"),
    (r"\sqrt[٣]{8}", 0, "a root's index is"),
    ("\\", 0, "found \\; allowed"),
    (r"\sqrt{" * 13 + "x" + "}" * 13, 77, "allowed are 12"),
    ("x" * 501, 500, "found 501 characters, allowed are 500"),
]


@pytest.mark.parametrize(("tex", "position", "message"), REFUSED)
def test_what_cannot_be_shown_is_refused_with_its_place_and_a_way_out(tex: str, position: int, message: str) -> None:
    with pytest.raises(MathsError) as refusal:
        text(tex)
    assert message in refusal.value.message
    assert refusal.value.position == position
    assert str(refusal.value).endswith(f"(at character {position + 1})")


def test_twelve_levels_and_five_hundred_characters_are_still_read() -> None:
    assert text(r"\sqrt{" * 12 + "x" + "}" * 12).startswith("√(√(")
    assert len(text("x" * 500)) == 500


PLAIN = [
    ("No marks at all.", "No marks at all."),
    (r"Fill the gap: $\frac{ 2 }{ 12 } = \frac{?}{12}$", "Fill the gap: 2/12 = ?/12"),
    (r"It costs \$5, so $\frac{1}{2}$ costs \$2.50.", "It costs $5, so 1/2 costs $2.50."),
    ("It costs $5 and $6.", "It costs $5 and $6."),
    ("Choose **all** that the plant *stores*.", "Choose all that the plant stores."),
    ("so **2/3**: **$x^2$ cups** and ***both***", "so 2/3: x² cups and both"),
    ("**a *b* c**s", "a b cs"),
    ("2 * 3 and 2*3*4 and a * b * c", "2 * 3 and 2*3*4 and a * b * c"),
    ("2**3 and 3**2 *", "2**3 and 3**2 *"),
    ("**one\n\ntwo**", "**one\n\ntwo**"),
    ("**one\ntwo**", "one\ntwo"),
    ("*a **b* c**", "a **b c**"),
    ("$x$-axis, $ y $", "x-axis, y"),
    (r"a $\foo{2}$ b", r"a \foo{2} b"),
    (r"$a$ and \frac", r"a and \frac"),
    ("$3*4$ *now*", "3 × 4 now"),  # noqa: RUF001
    ("$", "$"),
    ("****", "****"),
    ("", ""),
]


@pytest.mark.parametrize(("content", "shown"), PLAIN)
def test_a_content_text_becomes_plain_words(content: str, shown: str) -> None:
    assert plain(content) == shown


def test_a_text_is_cut_where_its_style_changes() -> None:
    found = pieces(r"Take **$\frac{1}{2}$ cup** of *tea* for \$1")
    assert found == (
        Prose("Take "),
        Maths(r"\frac{1}{2}"),
        Bold(" cup"),
        Prose(" of "),
        Emphasis("tea"),
        Prose(" for $1"),
    )
    assert pieces("plain") == (Prose("plain"),)
    assert pieces("") == ()


def test_an_author_hears_every_fault_of_a_text_at_once() -> None:
    found = problems(r"$\foo$ and $x^10$, $y$, \$5, \frac, then $ 7")
    assert len(found) == 4
    assert found[0].startswith(r"in $\foo$: found \foo; allowed are")
    assert "write ^{10} in braces (at character 2)" in found[1]
    assert found[2].startswith("character 30: found a backslash outside maths")
    assert found[3].startswith("character 42: found a $ without a partner")


@pytest.mark.parametrize("content", ["", "no marks", r"\$5 and **$x$**", "2 * 3", "$ x $", "(see *above*)"])
def test_a_good_text_has_no_problems(content: str) -> None:
    assert problems(content) == []


PARTS = ["\\", "{", "}", "$", "*", "**", "^", "_", "|", "[", "]", "(", ")", " ", "\n", "1", "x", "?", ".", ",", "-"]
PARTS += [*SIGNS, r"\frac", r"\sqrt", r"\text{", r"\left", r"\right", r"\overline", r"\circ", "é", "²", "\x00"]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PARTS), max_size=30).map("".join))


@given(TEXTS)
@example("\ud800")
@example("\\text{}")
def test_a_formula_is_read_or_refused_and_never_breaks(tex: str) -> None:
    for render in (text, spoken):
        try:
            shown = render(tex)
        except MathsError as refusal:
            assert 0 <= refusal.position <= len(tex)  # noqa: PT017 - a refusal is allowed, not owed
        else:
            assert not set(shown) & set("\\{}")


@given(TEXTS)
def test_no_text_stops_a_message(content: str) -> None:
    shown = plain(content)
    if not problems(content):
        assert "\\" not in shown


@given(st.text(st.sampled_from("ab *\n(.2é")))
def test_only_stars_are_ever_dropped_from_prose(content: str) -> None:
    assert plain(content).replace("*", "") == content.replace("*", "")


@given(st.text(st.sampled_from("12 *")))
def test_stars_between_numbers_with_spaces_are_kept(content: str) -> None:
    spaced = " * ".join(part or "7" for part in content.replace(" ", "").split("*"))
    assert plain(spaced) == spaced


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
        st.builds(r"\sqrt{{{}}}".format, inner),
        st.builds("x^{{{}}}".format, inner),
        st.builds("y_{{{}}}".format, inner),
        st.builds(r"\left({}\right)".format, inner),
        st.builds(r"\overline{{{}}}".format, inner),
        st.builds("{} {} {}".format, inner, st.sampled_from(["+", "-", "=", r"\times", r"\le", ",", ":", "/"]), inner),
    )


LEAVES = st.one_of(
    st.integers(0, 2000).map(str),
    st.decimals(0, 99, places=2).map(str),
    st.sampled_from([*string.ascii_letters, "?", r"\pi", r"\infty", r"\text{ cm}", r"\$5", r"7\%", r"30^\circ"]),
)
FORMULAS = st.recursive(LEAVES, _grown, max_leaves=8).filter(lambda tex: len(tex) <= 500)


@given(FORMULAS)
def test_a_good_formula_leaves_no_tex_behind(tex: str) -> None:
    """Whatever is built from the subset's own parts is shown and said, with tidy spaces and without TeX's marks."""
    for shown in (text(tex), spoken(tex), plain(f"Is ${tex}$ right?")):
        assert not set(shown) & set("\\{}")
        assert "  " not in shown
        assert shown == shown.strip()
    assert problems(f"Is ${tex}$ right?") == []
    assert plain(f"Is ${tex}$ right?") == f"Is {text(tex)} right?"


HOSTILE = [
    "{" * 3000 + "}" * 3000,
    r"\frac{" * 3000,
    r"\left(" * 3000,
    "}" * 3000,
    "x" * 100_000,
    "$" * 100_000,
    "*" * 100_000,
    "*a " * 33_333,
    "a* " * 33_333,
    "**a *b " * 14_000,
    "$x" * 50_000,
    "$ " * 50_000,
    "$" + "\\$" * 50_000,
    "\\" * 100_000,
    "$\\\\" * 33_333,
    "$a\n\n" * 25_000,
    "$" + "\\text{" * 15_000 + "$",
    "$" + "|" * 100_000 + "$",
    "\n" * 100_000 + "$",
    ("\n" + " " * 500) * 200 + "$",
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: f"{content[:7]!a}...{len(content)}")
@pytest.mark.parametrize("read", [plain, problems, pieces])
def test_a_hostile_text_costs_no_more_than_a_long_one(read: Callable[[str], object], content: str) -> None:
    """Quadratic reading would take hours, and the limit on this test ends it."""
    read(content)
    with pytest.raises(MathsError):
        text(content)


def test_what_the_package_offers_is_what_it_says_it_offers() -> None:
    """Callers import from `plbot.core.maths` alone; functions are not hidden behind modules of the same name."""
    assert all(hasattr(maths, name) for name in maths.__all__)
    assert callable(maths.text)
    assert callable(maths.spoken)
