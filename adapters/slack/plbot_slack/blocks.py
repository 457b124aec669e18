"""A card's blocks as Slack's. Text goes as rich text: Slack reads no marks in it, so nothing can mention, link or format by itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from plbot.core import cards, maths
from plbot_slack.forms import Form, carried
from plbot_slack.hear import CHOICE, WRITE
from plbot_slack.limits import ALT_TEXT, ELEMENTS, HEADER, LABEL, TEXT_BLOCK
from plbot_slack.wording import clean, cut, parts, width

Block = dict[str, Any]
_NOTHING = "…"  # Slack refuses empty texts
_RUN_COST = 64  # letters of JSON around the text of one style: a thousand bold words are long, however short they look


class Held(msgspec.Struct, frozen=True):
    """A picture that Slack holds: its file, and what it shows in words."""

    file: str
    alt: str


class Capabilities(msgspec.Struct, frozen=True):
    """The pictures that can be shown: images by path, formulas by TeX. What is not here is said in words."""

    images: Mapping[str, Held] = {}
    formulas: Mapping[str, Held] = {}


PLAIN = Capabilities()


class Part(NamedTuple):
    """One block of Slack's, and the same as plain text."""

    block: Block
    text: str


class _Run(NamedTuple):
    """Letters of one style."""

    text: str
    style: str = ""


def texts(card: cards.Card, can: Capabilities) -> Iterator[Part]:
    """All that is read, in order."""
    for block in card.blocks:
        match block:
            case cards.Heading():
                yield from _heading(block)
            case cards.Image() if held := can.images.get(block.path):
                yield _picture(held, block.alt, block.to_text())
            case cards.Choices() if any(map(_is_cut, block.choices)):
                yield from (Part(part.block, "") for part in _rich([_Run(block.to_text())]))
            case cards.Choices() | cards.Field() | cards.Commands():
                pass
            case _:
                yield from _rich(_runs(block))
                yield from _formulas(block, can)


def buttons(card: cards.Card) -> list[Part]:
    """All that is pressed: it stands below what is read."""
    elements: list[Block] = []
    plain: list[str] = []
    for block in card.blocks:
        match block:
            case cards.Choices():
                before = len(elements)
                elements += [_choice(block, n, before + n) for n in range(1, len(block.choices) + 1)]
                plain.append(clean(block.to_text()))
            case cards.Field():
                elements.append(_field(block, len(elements) + 1))
            case _:
                pass
    rows = [elements[start : start + ELEMENTS] for start in range(0, len(elements), ELEMENTS)]
    said = ["\n\n".join(text for text in plain if text), *[""] * len(rows)]
    return [Part({"type": "actions", "elements": row}, text) for row, text in zip(rows, said, strict=False)]


# what is read


def _heading(block: cards.Heading) -> Iterator[Part]:
    text = clean(maths.plain(block.text))
    if text.strip() and width(text) <= HEADER:
        yield Part({"type": "header", "text": _plain(text)}, text)
    else:
        yield from _rich([_Run(text, "bold")])


def _runs(block: cards.Block) -> Iterator[_Run]:
    match block:
        case cards.Paragraph(text):
            yield from _styled(text)
        case cards.Rows(rows):
            for place, row in enumerate(rows):
                yield _Run(_next_line(place) + f"{row.label}: ", "bold")
                yield from _styled(row.value)
        case cards.Options(options):
            for place, option in enumerate(options):
                yield _Run(_next_line(place) + f"{block.mark(place)} ")
                yield from _styled(option)
        case _:
            yield _Run(block.to_text())


def _next_line(place: int) -> str:
    return "\n" if place else ""


def _styled(text: str) -> Iterator[_Run]:
    for piece in maths.pieces(text):
        match piece:
            case maths.Maths(tex):
                yield _Run(_in_line(tex))
            case maths.Bold(said):
                yield _Run(said, "bold")
            case maths.Emphasis(said):
                yield _Run(said, "italic")
            case maths.Prose(said):
                yield _Run(said)


def _in_line(tex: str) -> str:
    try:
        return maths.text(tex)
    except maths.MathsError:
        return tex


def _rich(runs: Iterable[_Run]) -> Iterator[Part]:
    """Rich text blocks that hold these runs; a new one where one is full."""
    held: list[_Run] = []
    room = TEXT_BLOCK
    for run in runs:
        for piece in parts(clean(run.text), TEXT_BLOCK - _RUN_COST):
            if width(piece) + _RUN_COST > room:
                yield from _section(held)
                held, room = [], TEXT_BLOCK
            held.append(_Run(piece, run.style))
            room -= width(piece) + _RUN_COST
    yield from _section(held)


def _section(runs: Sequence[_Run]) -> Iterator[Part]:
    text = "".join(run.text for run in runs)
    if text.strip():
        section = {"type": "rich_text_section", "elements": [_element(run) for run in runs]}
        yield Part({"type": "rich_text", "elements": [section]}, text)


def _element(run: _Run) -> Block:
    element: Block = {"type": "text", "text": run.text}
    return {**element, "style": {run.style: True}} if run.style else element


# pictures


def formulas_of(block: cards.Block) -> Iterator[str]:
    """The formulas of a block that people may know better by sight; a header is too short a place for a picture below."""
    for text in () if isinstance(block, cards.Heading) else cards.texts_of(block):
        yield from maths.formulas(text)


def _formulas(block: cards.Block, can: Capabilities) -> Iterator[Part]:
    """Below a text, its formulas as pictures; they stand in the text already, so they add no words of their own."""
    for tex in dict.fromkeys(formulas_of(block)):
        if held := can.formulas.get(tex):
            yield _picture(held, held.alt, "")


def _picture(held: Held, alt: str, text: str) -> Part:
    words = cut(clean(alt).strip() or _NOTHING, ALT_TEXT)
    return Part({"type": "image", "slack_file": {"id": held.file}, "alt_text": words}, clean(text))


# what is pressed


def _choice(block: cards.Choices, number: int, place: int) -> Block:
    label = block.choices[number - 1].label
    button = _button(f"{CHOICE}{place}", label, f"{block.mid}:{number}")
    return {**button, "accessibility_label": cut(_aloud(label), LABEL)} if "$" in label else button


def _is_cut(choice: cards.Choice) -> bool:
    """Whether the label does not fit, and stands nowhere else; what a screen reader says instead may be no longer."""
    return width(maths.plain(choice.label)) > LABEL and not choice.intent.startswith("answer:")


def _field(block: cards.Field, place: int) -> Block:
    return _button(f"{WRITE}{place}", block.label, carried(Form(block.mid, block.longest, block.label)))


def _button(action: str, label: str, value: str) -> Block:
    shown = cut(clean(maths.plain(label)).strip() or _NOTHING, LABEL)
    return {"type": "button", "action_id": action, "text": _plain(shown), "value": value}


def _aloud(label: str) -> str:
    """The label as a screen reader should say it: formulas in words."""
    said = [_spoken(piece.tex) if isinstance(piece, maths.Maths) else piece.text for piece in maths.pieces(label)]
    return clean("".join(said)).strip() or _NOTHING


def _spoken(tex: str) -> str:
    try:
        return maths.spoken(tex)
    except maths.MathsError:
        return tex


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
