"""Our words into theirs: a card becomes messages of Slack's, each within its limits, or what stands on the Home tab."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from plbot.core.cards import Card
from plbot_slack.blocks import PLAIN, Block, Capabilities, Part, buttons, texts
from plbot_slack.limits import FALLBACK, MESSAGE_BLOCKS, MESSAGE_JSON, VIEW_BLOCKS, VIEW_BYTES
from plbot_slack.wording import cut, escaped, width

_NOTHING: Block = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "…"}]}],
}


class Payload(msgspec.Struct, frozen=True):
    """One message. `text` is the whole of it in plain words: for notifications, screen readers and search."""

    text: str
    blocks: list[Block]


def say(card: Card, can: Capabilities = PLAIN) -> list[Payload]:
    """Lay a card out. What is too long goes on in a further message; the buttons stand below the last."""
    return [_payload(parts) for parts in _messages([*texts(card, can), *buttons(card)])]


def home(card: Card, can: Capabilities = PLAIN) -> dict[str, Any]:
    """The same on the Home tab. Of a card that is too long the end of the text is left out, never a button."""
    pressed = buttons(card)[:VIEW_BLOCKS]
    read = list(texts(card, can))[: VIEW_BLOCKS - len(pressed)]
    room = VIEW_BYTES - sum(map(_bytes, pressed))
    while read and sum(map(_bytes, read)) > room:
        read.pop()
    return {"type": "home", "blocks": [part.block for part in (*read, *pressed)] or [_NOTHING]}


def _bytes(part: Part) -> int:
    return len(msgspec.json.encode(part.block))


def _messages(parts: Iterable[Part]) -> list[list[Part]]:
    messages: list[list[Part]] = []
    room = 0
    for part in parts:
        size = width(msgspec.json.encode(part.block).decode())
        if not messages or size > room or len(messages[-1]) == MESSAGE_BLOCKS:
            messages.append([])
            room = MESSAGE_JSON
        messages[-1].append(part)
        room -= size
    return messages


def _payload(parts: Sequence[Part]) -> Payload:
    return Payload(_fallback("\n\n".join(part.text for part in parts if part.text)), [part.block for part in parts])


def _fallback(text: str) -> str:
    """Plain words, escaped; of a long message as much as fits."""
    most = FALLBACK
    while width(safe := escaped(cut(text.strip() or "…", most))) > FALLBACK:
        most = most * 3 // 4
    return safe
