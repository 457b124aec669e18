"""Pictures are drawn beside everybody's turns, once each, and whatever cannot be drawn is None: the text says it all."""

import asyncio
import os
import sys
import zlib
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog

from plbot.content import folder
from plbot.pictures import Picture, Pictures
from plbot.pictures.limits import LEAST_HEIGHT, LEAST_WIDTH, LONGEST_FILE, WIDEST
from plbot.pictures.painter import draw
from plbot.pictures.photo import png_size
from plbot.pictures.wire import Job

pytestmark = pytest.mark.asyncio(loop_scope="module")

PNG = b"\x89PNG\r\n\x1a\n"
HALF = r"\frac{x + 1}{2}"
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30">'
DOT = f'{OPEN}<circle cx="20" cy="15" r="10"/></svg>'
JPEG = b64decode(
    "/9j/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAAIAAgBAREA/8QAFAABAAAA"
    "AAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)  # grey, 8 by 8
WEBP = b64decode("UklGRhgAAABXRUJQVlA4TAwAAAAvAkAAAGhmM5vZ/wA=")  # grey, 3 by 2


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def pictures() -> AsyncIterator[Pictures]:
    found = Pictures()
    yield found
    await found.close()


def rgb(png: bytes) -> bytes:
    """The pixels of a PNG of resvg's kind (8 bits, RGBA), still with the filter byte before each line."""
    assert png[24:26] == b"\x08\x06"
    data, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return zlib.decompress(data)


def grey(wide: int, tall: int) -> bytes:
    """A PNG of one colour, with 8 bits a pixel."""
    header = wide.to_bytes(4, "big") + tall.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    lines = zlib.compress((b"\x00" + b"\x99" * wide) * tall)
    chunks = [(b"IHDR", header), (b"IDAT", lines), (b"IEND", b"")]
    return PNG + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in chunks
    )


async def given() -> None:
    """Let a picture that was asked for reach the painter: a handful of steps of the loop, none of which waits."""
    for _ in range(6):
        await asyncio.sleep(0)


def environment_of(pid: int) -> bytes:
    shown = Path(f"/proc/{pid}/environ")
    if not shown.exists():
        pytest.skip("only Linux shows a process's environment")
    return shown.read_bytes()


# formulas


async def test_a_formula_is_a_picture_with_its_words(pictures: Pictures) -> None:
    """Large enough for a phone, within what platforms take, and said in words for those who cannot see it."""
    picture = await pictures.formula(HALF)
    assert picture is not None
    assert picture.png.startswith(PNG)
    assert picture.alt == "the fraction x plus 1, over 2, end of fraction"
    assert (picture.width, picture.height) == png_size(picture.png)
    assert picture.width >= LEAST_WIDTH
    assert picture.height >= LEAST_HEIGHT


async def test_a_picture_is_on_white_so_that_a_dark_chat_shows_it(pictures: Pictures) -> None:
    """The first pixel is opaque white: 255 four times, after the line's filter byte."""
    picture = await pictures.formula(HALF)
    assert picture is not None
    assert rgb(picture.png)[1:5] == b"\xff\xff\xff\xff"


async def test_a_formula_too_wide_goes_on_in_a_new_line(pictures: Pictures) -> None:
    """Letters stay as large as those of a short one: it grows downwards."""
    long = " + ".join([HALF] * 20)
    one, many = await pictures.formula(HALF), await pictures.formula(long)
    assert one is not None
    assert many is not None
    assert many.width <= WIDEST
    assert many.height > 2 * one.height


HOSTILE = ["", "x" * 501, "x" * 1_000_000, r"\foo", r"\frac{" * 5_000, "{" * 5_000, "\ud800", "\x00", r"\text{漢字}"]


@pytest.mark.parametrize("tex", HOSTILE, ids=lambda tex: f"{tex[:6]!a}...{len(tex)}")
async def test_what_is_no_formula_or_has_signs_without_a_shape_is_none(pictures: Pictures, tex: str) -> None:
    """An empty box instead of a sign would be another formula."""
    assert await pictures.formula(tex) is None


# files


async def test_every_picture_of_our_content_can_be_drawn(pictures: Pictures) -> None:
    files = [path for path in folder.shipped().rglob("*") if path.suffix in folder.PICTURES]
    drawn = [await pictures.file(str(path)) for path in files]
    assert len(drawn) > 4
    assert all(picture and picture.width == WIDEST for picture in drawn)
    assert LONGEST_FILE == folder.PICTURE_BYTES


async def test_words_in_a_drawing_are_drawn_without_fonts_on_the_machine(pictures: Pictures, tmp_path: Path) -> None:
    """Many servers have none, and a number line without its numbers is no number line."""
    with_words, without = tmp_path / "words.svg", tmp_path / "none.svg"
    with_words.write_text(f'{OPEN}<text y="20" font-family="Nobody Has This">3 : 2</text></svg>')
    without.write_text(f"{OPEN}</svg>")
    one, other = await pictures.file(str(with_words)), await pictures.file(str(without))
    assert one is not None
    assert other is not None
    assert one.png != other.png


async def test_a_photo_is_made_as_small_as_a_phone_needs(pictures: Pictures, tmp_path: Path) -> None:
    """A small one stays as it is; a large one keeps its shape."""
    small, large = tmp_path / "small.png", tmp_path / "large.PNG"
    small.write_bytes(draw(Job("formula", HALF.encode())).png)
    large.write_bytes(grey(3_000, 1_500))
    picture, other = await pictures.file(str(small)), await pictures.file(str(large))
    assert picture is not None
    assert (picture.width, picture.height) == png_size(small.read_bytes())
    assert other is not None
    assert (other.width, other.height) == (WIDEST, WIDEST // 2)


async def test_jpeg_and_webp_are_photos_too(pictures: Pictures, tmp_path: Path) -> None:
    (tmp_path / "dot.jpg").write_bytes(JPEG)
    (tmp_path / "dot.webp").write_bytes(WEBP)
    jpeg, webp = await pictures.file(str(tmp_path / "dot.jpg")), await pictures.file(str(tmp_path / "dot.webp"))
    assert jpeg is not None
    assert (jpeg.width, jpeg.height) == (8, 8)
    assert webp is not None
    assert (webp.width, webp.height) == (3, 2)


BROKEN = {
    "missing.svg": None,
    "empty.svg": b"",
    "words.svg": b"not a drawing",
    "html.svg": b"<html/>",
    "utf16.svg": DOT.encode("utf-16"),
    "sizeless.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "nan.svg": DOT.replace("40 30", "nan 30").encode(),
    "large.svg": DOT.encode() + b" " * LONGEST_FILE,
    "entities.svg": b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DOT.encode(),
    "deep.svg": (OPEN + "<g>" * 600 + "</g>" * 600 + "</svg>").encode(),  # ends a process that draws it
    "chain.svg": (
        OPEN + '<g id="g0"/>' + "".join(f'<g id="g{n}"><use href="#g{n - 1}"/></g>' for n in range(1, 3_000)) + "</svg>"
    ).encode(),  # really ends it
    "deeper.svg": (OPEN + "<g>" * 60_000).encode(),
    "many.svg": (OPEN + "<g/>" * 30_000 + "</svg>").encode(),
    "text.png": b"not a photo",
    "cut.png": PNG + b"\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06\x00\x00\x00",
    "huge.png": PNG + b"\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x06\x00\x00\x00",
    "cut.jpg": JPEG[:20],
    "cut.webp": b"RIFF\x00\x00\x00\x00WEBPVP8X",
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_missing_or_broken_file_is_none(pictures: Pictures, tmp_path: Path, name: str) -> None:
    """And says so in the log, by the name of the file alone: its folder may be called after somebody.

    A drawing that ends the painter is tried no second time.
    """
    source = BROKEN[name]
    if source is not None:
        (tmp_path / name).write_bytes(source)
    with structlog.testing.capture_logs() as logs:
        assert await pictures.file(str(tmp_path / name)) is None
        asked, painter = len(logs), pictures._studio._painter
        assert await pictures.file(str(tmp_path / name)) is None
    assert [name in line.values() for line in logs[:asked] if line["event"] != "painter-lost"] == [True]
    assert str(tmp_path) not in str(logs)
    assert pictures._studio._painter is painter


async def test_a_file_that_would_be_waited_for_is_none(pictures: Pictures, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.svg")
    assert await pictures.file(str(tmp_path / "pipe.svg")) is None
    assert await pictures.file(str(tmp_path)) is None
    assert await pictures.file("a\x00b.svg") is None


# beside everybody's turns


async def test_the_same_formula_is_drawn_once_however_many_ask() -> None:
    """One class gets one question at the same moment. The second time, it is the very same bytes."""
    pictures = Pictures()
    try:
        found = await asyncio.gather(*(pictures.formula(HALF) for _ in range(30)))
        again = await pictures.formula(HALF)
        assert all(isinstance(picture, Picture) and again and picture.png is again.png for picture in found)
        assert {picture.key for picture in found if picture} == {again.key if again else ""}
    finally:
        await pictures.close()


async def test_somebody_who_waits_no_longer_takes_no_picture_from_others() -> None:
    pictures = Pictures()
    try:
        first, second = (asyncio.ensure_future(pictures.formula(HALF)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        assert await second is not None
    finally:
        await pictures.close()


async def test_a_painter_that_fell_over_is_replaced(pictures: Pictures) -> None:
    assert await pictures.formula("1") is not None
    painter = pictures._studio._painter
    assert painter is not None
    painter.kill()
    await painter.wait()
    assert await pictures.formula("2") is not None


async def test_a_painter_that_falls_over_while_it_draws_costs_one_picture() -> None:
    """Whoever waited gets None; the next who asks gets the picture."""
    pictures = Pictures()
    try:
        await pictures.formula("1")
        long = "+".join([HALF] * 30)
        waiting = asyncio.ensure_future(pictures.formula(long))
        await given()
        assert pictures._studio._painter is not None
        pictures._studio._painter.kill()
        assert await waiting is None
        assert await pictures.formula(long) is not None
    finally:
        await pictures.close()


async def test_closing_ends_the_painter_and_what_it_draws() -> None:
    """Also in the middle of a drawing; afterwards there are no pictures, and no process is left."""
    pictures = Pictures()
    await pictures.formula("1")
    waiting = asyncio.ensure_future(pictures.formula(HALF))
    await given()
    painter = pictures._studio._painter
    assert painter is not None
    await pictures.close()
    assert await waiting is None
    assert painter.returncode is not None
    assert await pictures.formula("x") is None


async def test_the_painter_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads what authors made, so it gets no tokens with its environment."""
    monkeypatch.setenv("PLBOT_TELEGRAM_TOKEN", "secret")
    pictures = Pictures()
    try:
        await pictures.formula("x")
        painter = pictures._studio._painter
        assert painter is not None
        assert b"PLBOT" not in environment_of(painter.pid)
    finally:
        await pictures.close()


async def test_without_the_packages_there_are_no_pictures_and_one_line_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    (tmp_path / "dot.svg").write_text(DOT)
    pictures = Pictures()
    with structlog.testing.capture_logs() as logs:
        assert await pictures.formula(HALF) is None
        assert await pictures.file(str(tmp_path / "dot.svg")) is None
        await pictures.close()
    assert [line["install"] for line in logs] == ["pip install 'plbot[math]'"]
