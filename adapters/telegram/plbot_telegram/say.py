"""Our words into theirs: a card becomes messages that Telegram takes, whatever stands in it."""

from collections.abc import Iterator, Mapping
from itertools import starmap
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
from telegram import InputFile

from plbot.core import maths
from plbot.core.cards import Block, Card, Choices, Image, Paragraph, texts_of
from plbot.pictures import Picture
from plbot_telegram.keyboard import Keyboard, keyboards, markup, too_long
from plbot_telegram.limits import CAPTION_UNITS, PICTURES, TEXT_UNITS
from plbot_telegram.passages import as_html, parts, passage, plain
from plbot_telegram.rich import RichBlock, rich_blocks, rich_message, wants_rich

_NOTHING = "…"  # where a card shows nothing: Telegram refuses an empty message
_NO_PICTURES: Mapping["Wanted", Picture] = MappingProxyType({})


class Wanted(NamedTuple):
    """A picture that a card asks for: of a formula (its TeX), or a file (its path, and what it shows in words)."""

    kind: str
    what: str
    alt: str = ""


class Capabilities(msgspec.Struct, frozen=True):
    """What can be used now. `rich`: the server knows rich messages; `pictures`: those at hand."""

    rich: bool = False
    pictures: Mapping[Wanted, Picture] = _NO_PICTURES


class Words(msgspec.Struct, frozen=True):
    """A message of text."""

    html: str
    keyboard: Keyboard = ()


class Rich(msgspec.Struct, frozen=True):
    """A message of rich blocks."""

    blocks: tuple[RichBlock, ...]
    keyboard: Keyboard = ()


class Photo(msgspec.Struct, frozen=True):
    """A message of a picture with a caption."""

    picture: Picture
    html: str
    keyboard: Keyboard = ()


Payload = Words | Rich | Photo


def say(card: Card, capabilities: Capabilities) -> tuple[Payload, ...]:
    """Lay a card out as messages; the last carries the buttons (more than fit under one: the ones after it)."""
    boards = keyboards(card.choices)
    shown = [(want, capabilities.pictures[want]) for want in wanted(card) if want in capabilities.pictures]
    rich = _in_rich(card, shown) if capabilities.rich and wants_rich(card) else []
    return _with(boards, rich or _in_html(card, shown))


def wanted(card: Card) -> tuple[Wanted, ...]:
    """The pictures to look for before a card is laid out: its images, and formulas that one line of signs does not show.

    Formulas are drawn all or none: one of four options as a picture would look like the answer.
    """
    found = dict.fromkeys(want for block in card.blocks for want in _wanted(block))
    images = tuple(want for want in found if want.kind == "file")
    return tuple(found) if len(found) <= PICTURES else images[:PICTURES]


def body(payload: Payload, file_id: str = "") -> dict[str, Any]:
    """What the API wants to be sent, but for the chat. A picture that Telegram has goes by its file id."""
    found: dict[str, Any]
    match payload:
        case Words(html):
            found = {"text": html, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        case Rich(blocks):
            found = {"rich_message": rich_message(blocks)}
        case Photo(picture, html):
            photo = file_id or InputFile(picture.png, filename="picture.png")
            found = {"photo": photo, "caption": html, "parse_mode": "HTML"}
    return found | ({"reply_markup": markup(payload.keyboard)} if payload.keyboard else {})


def _wanted(block: Block) -> Iterator[Wanted]:
    if isinstance(block, Image):
        yield Wanted("file", block.path, block.alt)
    for text in texts_of(block):
        if not maths.flat(text):
            yield from (Wanted("formula", tex) for tex in maths.formulas(text) if not maths.flat(f"${tex}$"))


def _in_rich(card: Card, shown: list[tuple[Wanted, Picture]]) -> list[Payload]:
    """Pictures first, then the text. Where its maths is flat a text does better as a picture's caption: one message."""
    photos = [(want, picture) for want, picture in shown if want.kind == "file"]
    if photos and all(maths.flat(text) for block in card.blocks for text in texts_of(block)):
        return []
    blocks = rich_blocks(_without(card, {want.what for want, _ in photos}), _long_labels(card.choices))
    return [*starmap(_photo, photos), Rich(tuple(blocks))] if blocks else []


def _in_html(card: Card, shown: list[tuple[Wanted, Picture]]) -> list[Payload]:
    """Text, with at most one picture above it where all of it fits under the picture; else the pictures before it."""
    files = {want.what for want, _ in shown if want.kind == "file"}
    blocks = (*card.blocks, *_long_labels(card.choices))
    said = [passage(block, pictured=isinstance(block, Image) and block.path in files) for block in blocks]
    if len(shown) == 1:
        aloud = [plain(picture.alt, "i") for want, picture in shown if want.kind == "formula"]
        captions = parts([*said, *aloud], CAPTION_UNITS)
        if len(captions) <= 1:
            return [Photo(shown[0][1], as_html(captions[0]) if captions else "")]
    if shown:
        said = [passage(block) for block in blocks if not (isinstance(block, Image) and block.path in files)]
    return [*starmap(_photo, shown), *(Words(as_html(part)) for part in parts(said, TEXT_UNITS))]


def _photo(want: Wanted, picture: Picture) -> Photo:
    """A picture alone, with what it shows in words."""
    captions = parts([plain(picture.alt or want.alt, "i")], CAPTION_UNITS)
    return Photo(picture, as_html(captions[0]) if captions else "")


def _without(card: Card, paths: set[str]) -> Card:
    return Card(tuple(block for block in card.blocks if not (isinstance(block, Image) and block.path in paths)))


def _long_labels(choices: Choices | None) -> tuple[Block, ...]:
    """The choices in words, where a button would show only their beginning."""
    if choices is None or not too_long(choices):
        return ()
    return tuple(Paragraph(f"{number}. {choice.label}") for number, choice in enumerate(choices.choices, 1))


def _with(boards: list[Keyboard], payloads: list[Payload]) -> tuple[Payload, ...]:
    """The same messages, with the buttons; never none."""
    said = payloads or [Words(_NOTHING)]
    for board in boards[:1]:
        said[-1] = msgspec.structs.replace(said[-1], keyboard=board)
    return (*said, *(Words(_range(board), board) for board in boards[1:]))


def _range(board: Keyboard) -> str:
    """The numbers of the buttons below, from the first to the last."""
    numbers = [button.callback_data.rpartition(":")[2] for row in board for button in row]
    return f"{numbers[0]}–{numbers[-1]}"  # noqa: RUF001 # the true dash of a range
