"""Rich messages: the same card with formulas and tables that the apps draw themselves (API 10.2: InputRichMessage)."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from plbot.core import maths
from plbot.core.cards import Block, Card, Heading, Options, Paragraph, Rows, texts_of
from plbot_telegram.limits import RICH_BLOCKS, RICH_CHARACTERS, RICH_HEADING
from plbot_telegram.passages import Run, clean, passage, visible

RichBlock = dict[str, Any]
_DEGREE = (r"\degree", r"^{\circ}")  # the one sign of ours that plain LaTeX does not have


def wants_rich(card: Card) -> bool:
    """Whether the card holds what only a rich message shows as it is meant: maths, or a table."""
    return any(isinstance(block, Rows) or any(map(maths.formulas, texts_of(block))) for block in card.blocks)


def rich_blocks(card: Card, more: Sequence[Block] = ()) -> list[RichBlock]:
    """The card in rich blocks, with `more` of ours behind; none where it is too much for one message, or shows nothing."""
    found = [rich for block in (*card.blocks, *more) for rich in _blocks(block)]
    rows = sum(len(block.get("cells", ())) for block in found)
    fits = len(found) + rows <= RICH_BLOCKS and sum(map(_characters, found)) <= RICH_CHARACTERS
    return found if fits else []


def rich_message(blocks: Sequence[RichBlock]) -> dict[str, Any]:
    """As the API wants it. Nothing is made a link by itself: a name like @channel stays a name."""
    message: dict[str, Any] = {"blocks": list(blocks), "skip_entity_detection": True}
    if _runs_right_to_left(blocks):
        message["is_rtl"] = True
    return message


def _blocks(block: Block) -> Iterator[RichBlock]:
    match block:
        case Heading(text):
            if (shown := _text(text)) is not None:
                yield {"type": "heading", "text": shown, "size": RICH_HEADING}
        case Paragraph(text):
            yield from _paragraphs(text)
        case Options(texts):
            for place, text in enumerate(texts):
                yield _paragraph([f"{block.mark(place)} ", *_pieces(text)])
        case Rows(rows) if rows:
            yield {"type": "table", "cells": [_cells(row.label, row.value) for row in rows], "is_compact": True}
        case _:
            for line in _lines(passage(block)):
                yield _paragraph(line)


def _paragraphs(text: str) -> Iterator[RichBlock]:
    """One a line: a line's end inside a paragraph is only a space."""
    line: list[Any] = []
    for piece in _pieces(text):
        head, *rest = piece.split("\n") if isinstance(piece, str) else (piece,)
        line.append(head)
        for begins in rest:
            yield from _shown_paragraph(line)
            line = [begins]
    yield from _shown_paragraph(line)


def _lines(runs: Sequence[Run]) -> Iterator[list[Any]]:
    for line in "".join(run.text for run in runs).split("\n"):
        if visible(line):
            yield [{"type": "italic", "text": line} if runs[0].style == "i" else line]


def _shown_paragraph(parts: list[Any]) -> Iterator[RichBlock]:
    if any(not isinstance(part, str) or visible(part) for part in parts):
        yield _paragraph(parts)


def _paragraph(parts: list[Any]) -> RichBlock:
    kept = [part for part in parts if part != ""]
    return {"type": "paragraph", "text": kept[0] if len(kept) == 1 else kept}


def _cells(label: str, value: str) -> list[dict[str, Any]]:
    return [
        {"align": "left", "valign": "top", "is_header": True, "text": clean(label) or " "},
        {"align": "left", "valign": "top", "text": _text(value) or " "},
    ]


def _text(text: str) -> Any:
    """A content text as rich text; None where it shows nothing."""
    found = list(_pieces(text))
    if not any(not isinstance(part, str) or visible(part) for part in found):
        return None
    return found[0] if len(found) == 1 else found


def _pieces(text: str) -> Iterator[Any]:
    for piece in maths.pieces(text):
        match piece:
            case maths.Maths(tex):
                yield _formula(tex)
            case maths.Bold(shown) if visible(shown):
                yield {"type": "bold", "text": clean(shown)}
            case maths.Emphasis(shown) if visible(shown):
                yield {"type": "italic", "text": clean(shown)}
            case _:
                yield clean(piece.text)


def _formula(tex: str) -> Any:
    """As the apps draw it; what cannot be read as maths stays as it was written."""
    try:
        maths.text(tex)
    except maths.MathsError:
        return clean(tex)
    return {"type": "mathematical_expression", "expression": tex.strip().replace(*_DEGREE)}


def _characters(part: Any) -> int:
    match part:
        case str():
            return len(part)
        case list():
            return sum(map(_characters, part))
        case dict():
            return sum(_characters(part[name]) for name in ("text", "expression", "cells") if name in part)
        case _:
            return 0


def _runs_right_to_left(blocks: Sequence[RichBlock]) -> bool:
    """As the first letter with a direction has it."""
    for sign in (sign for block in blocks for sign in _prose(block.get("text"))):
        match unicodedata.bidirectional(sign):
            case "R" | "AL":
                return True
            case "L":
                return False
            case _:
                continue
    return False


def _prose(part: Any) -> Iterator[str]:
    match part:
        case str():
            yield from part
        case list():
            for piece in part:
                yield from _prose(piece)
        case dict():
            yield from _prose(part.get("text"))
        case _:
            return
