"""Rich messages: read as far as a person's view of them needs it, and held to the documented limits."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from tests.fakes.aiogram_models import InputRichMessage
from tests.fakes.telegram_chats import Wire
from tests.fakes.telegram_oracle import plain
from tests.fakes.telegram_refusals import bad

CHARACTERS, BLOCKS, DEPTH, MEDIA, COLUMNS = 32_768, 500, 16, 50, 20  # core.telegram.org/bots/api, rich message limits
VOID = frozenset({"br", "hr", "img", "input", "tg-map", "video", "audio", "tg-document"})
INLINE_TEXT = (
    "a b strong i em u ins s strike del code sub sup mark span tg-spoiler tg-emoji tg-math tg-time tg-reference cite"
)
INLINE = frozenset(INLINE_TEXT.split())
BLOCK_TEXT = (
    "p h1 h2 h3 h4 h5 h6 pre footer ul ol li blockquote aside details summary table caption thead tbody tr th td figure"
    " figcaption tg-math-block tg-collage tg-slideshow tg-thinking tg-button-row tg-button"
)
BLOCK = frozenset(BLOCK_TEXT.split())
NESTING = frozenset({"blocks", "items", "cells", "text", "caption", "summary", "credit"})


def read(message: InputRichMessage, take_photo: Callable[[object], Wire]) -> tuple[str, Wire]:
    """The text that is seen, and the message as the Bot API tells it. Raises what the server refuses with."""
    given = [name for name in ("html", "markdown", "blocks") if getattr(message, name) is not None]
    if len(given) != 1:
        raise bad("exactly one of the fields html, markdown, or blocks must be used in the rich message")
    if message.blocks is not None:
        blocks: list[Wire] = plain(message.blocks)
        text = "\n".join(piece for block in blocks for piece in _pieces(block, 1))
        blocks = [_told(block, take_photo) for block in blocks]
    else:
        text = _html(message.html) if message.html is not None else str(message.markdown)
        blocks = [{"type": "paragraph", "text": text}]
    _hold(text, blocks)
    return text, {"blocks": blocks}


def _told(block: Wire, take_photo: Callable[[object], Wire]) -> Wire:
    """A block as the Bot API tells it afterwards: its picture is one that Telegram has."""
    return {**block, "photo": [take_photo(block["photo"]["media"])]} if block["type"] == "photo" else block


def _hold(text: str, blocks: list[Wire]) -> None:
    if not text.strip():
        raise bad("rich message must be non-empty")
    if len(text) > CHARACTERS:
        raise bad("rich message is too long")
    if sum(map(_count, blocks)) > BLOCKS:
        raise bad("rich message has too many blocks")
    if any(len(row) > COLUMNS for block in blocks if block["type"] == "table" for row in block["cells"]):
        raise bad("rich message table has too many columns")
    if sum(block["type"] in {"photo", "video", "audio", "animation"} for block in blocks) > MEDIA:
        raise bad("rich message has too many media")


def _count(block: Any) -> int:
    """Blocks, with what is nested in them: list items, table rows, quotations."""
    if isinstance(block, list):
        return sum(map(_count, block))
    if not isinstance(block, dict):
        return 0
    return 1 + sum(_count(block.get(name)) for name in ("blocks", "items", "cells"))


def _pieces(thing: Any, depth: int) -> Iterator[str]:
    """The text of one block, a piece a line."""
    if depth > 3 * DEPTH:
        raise bad("rich message is nested too deeply")
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list) and any(isinstance(item, str) for item in thing):
        yield "".join(piece for item in thing for piece in _pieces(item, depth + 1))
    elif isinstance(thing, list):
        for item in thing:
            yield from _pieces(item, depth + 1)
    elif isinstance(thing, dict):
        if "expression" in thing:
            yield str(thing["expression"])
        for name in sorted(NESTING & thing.keys()):
            yield from _pieces(thing[name], depth + 1)


def _html(source: str) -> str:
    reader = _Reader()
    reader.feed(source)
    reader.close()
    if reader.stack:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.stack[-1]}\"")
    return "\n".join(line.strip() for line in reader.text.splitlines() if line.strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE | BLOCK | VOID:
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {self.getpos()[1]}')
        if tag not in INLINE:
            self.text += "\n"
        if tag == "img" and not dict(attrs).get("src"):
            raise bad("can't parse entities: an image has no source")
        if tag not in VOID:
            self.stack.append(tag)
        if len(self.stack) > DEPTH:
            raise bad("rich message is nested too deeply")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.stack or self.stack[-1] != tag:
            found = f'expected "</{self.stack[-1]}>", found "</{tag}>"' if self.stack else "nothing is open"
            raise bad(f"can't parse entities: Unmatched end tag at byte offset {self.getpos()[1]}, {found}")
        self.stack.pop()
        if tag not in INLINE:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data
