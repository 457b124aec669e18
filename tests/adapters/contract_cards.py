"""Cards that no platform may break: every kind of block, hostile words, and more words than fit into one message."""

from collections.abc import Iterator
from pathlib import Path

from tests.fakes.telegram_people import PNG

from plbot.adapters import Sending
from plbot.core import cards as c

MID = "aBc45678"
HOSTILE = "$x$ *b* _i_ <b>B</b> <!channel> @here <@U1> & &amp; `c` [l](http://a.example) ~s~ שלום \u202eمرحبا\u202c 👩‍👩‍👧 \x00 \\frac"  # noqa: RUF001 # letters that read from the right are what is tested
NAMES = ("Ana <!channel> <b>", "@here *Ben* `x` $y$", "שיר \u202e", "Cleo 👩‍👩‍👧", "Dan\x00Li")
TALL = r"$\frac{x+1}{2y}$"
LABELS = (
    "Read: Half",
    "$\\frac{1}{2}$ & <more>",
    "שלום 👍",
    "A label that is far too long for a button on any telephone, so it is cut",
)


def every_block(picture: Path, *, numbered: bool) -> c.Card:
    """One of each, with choices that numbers pick or not."""
    picture.write_bytes(PNG)
    return c.Card(
        (
            c.Heading("Halves & **more**"),
            c.Paragraph(rf"Take {TALL} and **never** stop & go <on>."),
            c.Literal(HOSTILE),
            c.Image(str(picture), "two halves of a bar"),
            c.Rows((c.Row("Right", "3 of 4"), c.Row("Next", r"$\frac{1}{2}$"))),
            c.Options(("one half", r"$\frac{2}{4}$"), letters=True),
            c.Choices(tuple(c.Choice(label, "yes") for label in LABELS), MID, numbered=numbered),
            c.Field("Write it here", MID, 280),
            c.Commands((c.Command("menu", "where everything begins"),)),
        )
    )


def words_of(card: c.Card) -> Iterator[str]:
    """What must be readable somewhere: each block's words. A picture's alone, because where it is shown it is not announced."""
    for block in card.blocks:
        match block:
            case c.Image(_, alt):
                yield alt
            case c.Choices():
                pass
            case _:
                yield block.to_text()


def many_words(letters: int) -> list[str]:
    """Words that can be told apart, so many letters together with the spaces between them."""
    return [f"w{number:06d}" for number in range(letters // 8)]


def sending(address: str, card: c.Card, key: str = "key", *, ids: bytes | None = None, lane: str = "own") -> Sending:
    """`ids`: it was said before, and is changed."""
    return Sending(address, "p", key, ids is not None, ids, card, lane)
