"""Our words into theirs: a card becomes one line of JSON."""

import msgspec

from plbot.adapters import Sending
from plbot.core import maths
from plbot.core.cards import Card, Image

encode = msgspec.json.Encoder().encode


class Button(msgspec.Struct, frozen=True):
    label: str
    value: str
    intent: str


class Attachment(msgspec.Struct, frozen=True):
    kind: str
    alt: str
    path: str


class Message(msgspec.Struct, frozen=True):
    to: str
    key: str
    revises: bool
    text: str
    buttons: list[Button]
    attachments: list[Attachment]


class Done(msgspec.Struct, frozen=True):
    done: str


class Error(msgspec.Struct, frozen=True):
    """What is the matter with a line; lines are counted from 1."""

    error: str
    line: int


def say(sending: Sending) -> Message:
    """Turn a message into the contract's words. What was never said is not revised, but said."""
    card = sending.card
    pictures = [Attachment("image", block.alt, block.path) for block in card.blocks if isinstance(block, Image)]
    to = sending.address.partition(":")[2]
    revises = sending.revises and sending.ids is not None
    return Message(to, sending.key, revises, card.to_text(), buttons(card), pictures)


def buttons(card: Card) -> list[Button]:
    """The card's buttons; a value is the message's id and the choice's number as shown."""
    shown = card.choices
    if shown is None:
        return []
    return [
        Button(maths.plain(choice.label), f"{shown.mid}:{n}", choice.intent)
        for n, choice in enumerate(shown.choices, 1)
    ]
