"""What the painter draws, and what it refuses: formulas as they are read, drawings with nothing from outside of them."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from tests import reading
from tests.core.test_maths import FORMULAS

from plbot.pictures.errors import PictureError
from plbot.pictures.limits import LEAST_HEIGHT, LEAST_WIDTH, TALLEST, WIDEST
from plbot.pictures.painter import draw
from plbot.pictures.photo import png_size
from plbot.pictures.shelf import Shelf
from plbot.pictures.svg import svg
from plbot.pictures.wire import Job

PNG = b"\x89PNG\r\n\x1a\n"
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30">'


@given(FORMULAS)
@settings(max_examples=20, deadline=None)
@example(r"\frac{2}{3}^2 - \text{-} + \text{ }")
@example(r"\sqrt[n]{\overline{AB}} \ne \left[\frac{?}{3}\right) \to |x| \quad \ldots")
@example("x" * 500)
@example(r"\sqrt{" * 12 + "x" + "}" * 12)  # a library that draws each level twice would need minutes for these
@example(r"\left(" * 12 + "x" + r"\right)" * 12)
@example(r"\frac{1}{2}^{" * 12 + "x" + "}" * 12)
@example("=".join([r"\frac{a}{b}"] * 30))
def test_every_formula_of_the_subset_can_be_drawn(tex: str) -> None:
    drawn = draw(Job("formula", tex.encode()))
    assert drawn.png.startswith(PNG), drawn.why
    wide, tall = png_size(drawn.png)
    assert LEAST_WIDTH <= wide <= WIDEST
    assert LEAST_HEIGHT <= tall <= TALLEST
    assert wide <= 20 * tall  # beyond, Telegram refuses it


def test_the_power_of_a_fraction_is_that_of_all_of_it() -> None:
    r"""`\frac{2}{3}^2` gets its parentheses, as in the text: else only the 2 would be squared."""
    bare, fenced = (draw(Job("formula", tex)).png for tex in (rb"\frac{2}{3}^2", rb"\left(\frac{2}{3}\right)^2"))
    assert bare == fenced


OUTSIDE = [
    '<image href="{}" width="9" height="9"/>',
    '<image xlink:href="{}" width="9" height="9"/>',
    '<g><image href=" file://{}"/></g>',
    '<filter id="f"><feImage href="{}"/></filter>',
    '<image href="http://127.0.0.1/x.png"/>',
    '<use href="{}#a"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
]


@pytest.mark.parametrize("inside", OUTSIDE)
def test_a_drawing_shows_nothing_from_outside_of_it(tmp_path: Path, inside: str) -> None:
    """What it names could be any file of the server, and everybody in the class would see it."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(draw(Job("formula", b"x")).png)
    with pytest.raises(PictureError, match="names another file"):
        svg(f"{OPEN}{inside.format(secret)}</svg>".encode())


def test_a_drawing_may_link_and_use_its_own_parts() -> None:
    """As drawing programs write it: a document type, a byte order mark, links that nobody can press."""
    whole = f'{OPEN}<a href="https://example.org"><use xlink:href="#c"/></a><circle id="c" r="10"/></svg>'
    head = '\ufeff<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
    assert draw(Job("svg", (head + whole).encode())).png.startswith(PNG)


def test_asking_imports_nothing_that_may_be_missing() -> None:
    """`plbot.pictures` itself works without the extra: only the painter needs it."""
    needed = {"ziamath", "ziafont", "resvg_py"}
    allowed = {"painter.py", "formula.py"}
    here = [source for source in reading.sources() if source.file.parent.name == "pictures"]
    assert len(here) > 5
    for source in here:
        if source.file.name not in allowed:
            assert not {module.partition(".")[0] for module, _, _ in reading.imports(source)} & needed


def test_a_shelf_never_holds_more_than_it_may() -> None:
    """What was not asked for the longest time goes first; a refusal counts too, and one giant does not stay."""
    shelf = Shelf(1_000)
    shelf.put("a", b"a" * 400)
    shelf.put("b", b"b" * 400)
    assert shelf.take("a") == b"a" * 400
    shelf.put("c", None)
    shelf.put("d", b"d" * 100)
    assert [key for key in "abcd" if key in shelf] == ["a", "c", "d"]
    shelf.put("d", b"d" * 300)
    assert [key for key in "abcd" if key in shelf] == ["a", "c", "d"]
    shelf.put("e", b"e" * 2_000)
    assert [key for key in "abcde" if key in shelf] == []
