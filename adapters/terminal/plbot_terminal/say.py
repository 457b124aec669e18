"""Our words into theirs: a card becomes lines for a terminal."""

from collections.abc import Callable, Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from plbot.core import maths
from plbot.core.cards import Block, Card, Choices, Commands, Field, Heading, Image

Numbering = Callable[[str], int]


def say(card: Card, number: Numbering) -> RenderableType:
    """Lay a card out; `number` gives the slash number of a button that belongs to a thing."""
    parts: list[RenderableType] = []
    for block in card.blocks:
        lines = list(_lines(block, number))
        parts += [Text(), *lines] if parts and lines else lines
    return Group(*parts, Text())


def _lines(block: Block, number: Numbering) -> Iterator[Text]:
    match block:
        case Heading():
            yield Text(block.to_text(), style="bold")
        case Image():
            yield Text(f"{block.to_text()} {block.path}", style="italic")
        case Choices():
            yield from _choices(block, number)
        case Field() | Commands():
            return  # here one just types
        case _:
            yield Text(block.to_text())


def _choices(block: Choices, number: Numbering) -> Iterator[Text]:
    """A thing's button is pressed by its slash number, a numbered choice by its number, any other by its label."""
    beside: list[str] = []
    for place, choice in enumerate(block.choices, 1):
        label = maths.plain(choice.label)
        if choice.thing:
            yield Text(f"/{number(f'{block.mid}:{place}')} {label}", style="cyan")
        elif block.numbered:
            yield Text(f"{place} {label}", style="cyan")
        else:
            beside.append(f"[{label}]")
    if beside:
        yield Text(" ".join(beside), style="cyan")
