"""The terminal: readable, and everything on show can be typed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from plbot.core.cards import Card, Choice, Choices, Commands, Field, Heading, Image, Literal, Paragraph
from plbot.core.events import Inbound
from plbot.school import open_school
from plbot_terminal.hear import Order, hear
from plbot_terminal.say import say
from plbot_terminal.serve import Terminal


def shown(card: Card, width: int = 80) -> str:
    console = Console(file=StringIO(), width=width)
    numbers = iter(range(1, 100))
    console.print(say(card, lambda _: next(numbers)))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().rstrip()


def test_a_card_is_laid_out_with_a_way_to_take_each_choice() -> None:
    """Numbers for a list, brackets for labels beside a question, slash numbers for the buttons of a thing."""
    blocks = (Heading("Halves"), Paragraph("Which is $\\frac{1}{2}$?"))
    listed = shown(Card((*blocks, Choices((Choice("2/4", "answer:1"), Choice("Stop", "stop")), "m"))))
    beside = shown(Card((Choices((Choice("Hint", "hint"), Choice("Another question", "drop")), "m", numbered=False),)))
    things = shown(Card((Choices((Choice("Approve Ana", "approve", thing="c1"),), "m"),)))
    assert listed.splitlines() == ["Halves", "", "Which is 1/2?", "", "1 2/4", "2 Stop"]
    assert beside == "[Hint] [Another question]"
    assert things == "/1 Approve Ana"


def test_a_place_for_words_leaves_no_hole() -> None:
    """Here one just types: between the question and its buttons stands one empty line."""
    card = Card((Paragraph("Why?"), Field("Write it", "m", 400), Choices((Choice("Skip", "no"),), "m"), Commands(())))
    assert shown(card).splitlines() == ["Why?", "", "1 Skip"]


def test_names_and_pictures_cannot_paint_the_terminal() -> None:
    """What looks like marks of the terminal's library is shown to the letter."""
    assert shown(Card((Literal("[bold]Ana[/bold]"),))) == "[bold]Ana[/bold]"
    assert shown(Card((Image("a.svg", "a half"),))) == "[Picture: a half] a.svg"


def test_long_lines_are_wrapped_at_words() -> None:
    lines = shown(Card((Paragraph("word " * 60),))).splitlines()
    assert max(map(len, lines)) <= 80
    assert not any(line.startswith("ord") for line in lines)


def test_typed_lines_are_words_orders_or_presses() -> None:
    things = {1: "mid:1"}
    assert hear("/as ben", "ana", things) == Order("as", "ben")
    press, text, fraction = (hear(line, "ana", things) for line in ("/1", "/2", "1/2"))
    assert isinstance(press, Inbound)
    assert (press.kind, press.choice, press.who) == ("choice", "mid:1", "terminal:ana")
    assert isinstance(text, Inbound)
    assert (text.kind, text.text) == ("text", "/2")
    assert isinstance(fraction, Inbound)
    assert fraction.text == "1/2"


@pytest.fixture
def talk(tmp_path: Path) -> Callable[..., str]:
    """Type these lines into a terminal over the real school; gives all that was shown."""

    def run(*typed: str) -> str:
        async def lines(prompt: Callable[[], str]) -> AsyncIterator[str]:
            for line in typed:
                assert prompt().endswith("> ")
                yield line

        async def work() -> str:
            console = Console(file=StringIO(), width=80)
            terminal = Terminal(lines, console, "ana")
            async with open_school(tmp_path / "data", adapters=[terminal]) as school:
                assert await terminal.serve(school) == 0
            assert isinstance(console.file, StringIO)
            return console.file.getvalue()

        return asyncio.run(work())

    return run


def test_several_people_can_be_played_in_one_terminal(talk: Callable[..., str]) -> None:
    text = talk("hello", "/who", "/as ben", "hello", "/who", "/as", "/help", "/quit", "never typed")
    assert "You speak as ana.\n" in text
    assert "You speak as ben. Also here: ana.\n" in text
    assert "Say who: /as NAME" in text
    assert text.count("Bye!") == 1
    assert "never" not in text
