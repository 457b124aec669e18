"""The buttons under a message: short ones side by side, long ones alone."""

import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from plbot.core import maths
from plbot.core.cards import Choices
from plbot_telegram.limits import BUTTONS, DATA_BYTES, IN_A_ROW, LABEL_LETTERS, ROW_LETTERS
from plbot_telegram.passages import clean, visible


class Button(msgspec.Struct, frozen=True):
    text: str
    callback_data: str


Keyboard = tuple[tuple[Button, ...], ...]


class ButtonError(ValueError):
    """A button whose value Telegram does not take: a mistake of ours."""


def keyboards(choices: Choices | None) -> list[Keyboard]:
    """The buttons of a card: one keyboard, or several where they are more than Telegram puts under one message."""
    if choices is None:
        return []
    buttons = list(_buttons(choices))
    return [rows(buttons[start : start + BUTTONS]) for start in range(0, len(buttons), BUTTONS)]


def rows(buttons: Sequence[Button]) -> Keyboard:
    """In the order given; all buttons of a row are as wide as its widest."""
    found: list[tuple[Button, ...]] = []
    row: tuple[Button, ...] = ()
    for button in buttons:
        longer = (*row, button)
        if row and (len(longer) > IN_A_ROW or max(_width(b.text) for b in longer) * len(longer) > ROW_LETTERS):
            found.append(row)
            row = (button,)
        else:
            row = longer
    return (*found, row) if row else tuple(found)


def label(text: str, number: int) -> str:
    """What stands on a button: one line, never nothing; of a long label the beginning."""
    shown = " ".join(clean(maths.plain(text)).split())
    if not visible(shown):
        return str(number)
    return shown if len(shown) <= LABEL_LETTERS else f"{shown[: LABEL_LETTERS - 1].rstrip()}…"


def too_long(choices: Choices) -> bool:
    """Whether a label does not fit on its button, so that the choices must stand in the text."""
    return any(len(maths.plain(choice.label)) > ROW_LETTERS for choice in choices.choices)


def markup(keyboard: Keyboard) -> dict[str, list[list[dict[str, str]]]]:
    """As the API wants it."""
    return {"inline_keyboard": [[msgspec.structs.asdict(button) for button in row] for row in keyboard]}


def _buttons(choices: Choices) -> Iterator[Button]:
    for number, choice in enumerate(choices.choices, 1):
        data = f"{choices.mid}:{number}"
        if len(data.encode()) > DATA_BYTES:
            raise ButtonError("the value of a button is too long")
        yield Button(label(choice.label, number), data)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
