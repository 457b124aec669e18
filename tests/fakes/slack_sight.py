"""What a person sees on their screen of a message, a modal or their home."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack_rules import objects
from tests.fakes.slack_workspace import Json, Message

MARK = re.compile(r"<([^<>\n]+)>")
NameOf = Callable[[str], str]


@dataclass(frozen=True)
class Seen:
    """A message, a modal or a home as it was when somebody looked."""

    text: str
    buttons: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    ts: str = ""
    channel: str = ""
    by: str = ""
    thread_ts: str = ""
    edits: int = 0
    fallback: str = ""
    title: str = ""
    submit: str = ""
    errors: tuple[str, ...] = ()
    blocks: tuple[Json, ...] = ()

    def __str__(self) -> str:
        buttons = " ".join(f"[{label}]" for label in self.buttons)
        shown = [self.title, self.text, *(f"{name}: ____" for name in self.fields), buttons]
        return "\n".join(part for part in shown if part)


def see_message(message: Message, name_of: NameOf) -> Seen:
    plain = all(block.get("type") == "rich_text" for block in message.blocks)
    blocks = [] if plain and not message.by_app else message.blocks
    text = read(blocks, name_of) if blocks else read_marks(message.text, name_of)
    return Seen(
        text=text, buttons=tuple(labels(message.blocks)), pictures=(*_pictures(message.blocks), *_sent(message)),
        fields=tuple(fields(message.blocks)), ts=message.ts, channel=message.channel.id, by=message.user,
        thread_ts=message.thread_ts, edits=message.edits, fallback=read_marks(message.text, name_of),
        blocks=tuple(message.blocks),
    )  # fmt: skip


def see_view(view: Json, errors: dict[str, str], name_of: NameOf) -> Seen:
    blocks = view["blocks"]
    return Seen(
        text=read(blocks, name_of), buttons=tuple(labels(blocks)), pictures=tuple(_pictures(blocks)),
        fields=tuple(fields(blocks)), title=_text(view.get("title"), name_of),
        submit=_text(view.get("submit"), name_of), errors=tuple(errors.values()), blocks=tuple(blocks),
    )  # fmt: skip


def _sent(message: Message) -> Iterator[str]:
    return (file.alt or file.title or file.name for file in message.files)


def read(blocks: list[Json], name_of: NameOf) -> str:
    """All the words of these blocks, a line for each text."""
    lines = [text for block in blocks for text in _words(block, name_of)]
    return "\n".join(line for line in lines if line)


def _words(block: Json, name_of: NameOf) -> Iterator[str]:
    match block.get("type"):
        case "section":
            yield _text(block.get("text"), name_of)
            yield from (_text(field, name_of) for field in block.get("fields", ()))
        case "context":
            yield from (_text(part, name_of) for part in block["elements"] if "text" in part)
        case "input":
            yield _text(block["label"], name_of)
            yield _text(block.get("hint"), name_of)
        case "table":
            yield from (" | ".join(map(_cell, row)) for row in block["rows"])
        case "image" | "header" | "markdown" | "alert" | "video":
            yield _text(block.get("title"), name_of)
            yield _text(block.get("text"), name_of)
        case "rich_text" | "card" | "container" | "plan" | "task_card" | "carousel":
            yield from (str(node["text"]) for node, _ in objects(block, "") if isinstance(node.get("text"), str))


def _cell(cell: Json) -> str:
    return "".join(str(node["text"]) for node, _ in objects(cell, "") if isinstance(node.get("text"), str))


def _text(told: Any, name_of: NameOf) -> str:
    if isinstance(told, dict):
        told = told.get("text", "")
    return read_marks(str(told or ""), name_of)


def read_marks(text: str, name_of: NameOf) -> str:
    """Slack's marks as a person sees them: <@U1> is @Ana, <!here> is @here, a link is its label; &lt; is <."""

    def shown(found: re.Match[str]) -> str:
        target, _, label = found[1].partition("|")
        if target.startswith("@"):
            return f"@{label or name_of(target[1:])}"
        if target.startswith("!"):
            return f"@{target[1:]}"
        return label or target

    return unescape(MARK.sub(shown, text))


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def labels(blocks: list[Json]) -> Iterator[str]:
    """The labels of all that can be pressed, in order; menus are told by their options."""
    for node, _ in pressable(blocks):
        for option in node.get("options", ()):
            yield unescape(option["text"]["text"])
        if "options" not in node:
            yield unescape(node["text"]["text"])


def pressable(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that tells the bot at once when it is used, with its block."""
    for block in blocks:
        if block.get("type") == "input" and not block.get("dispatch_action"):
            continue
        for node, _ in objects(block, ""):
            if "action_id" in node and (node.get("type") == "button" or "options" in node):
                yield node, block


def fields(blocks: list[Json]) -> Iterator[str]:
    return (unescape(block["label"]["text"]) for block in blocks if block.get("type") == "input")


def _pictures(blocks: list[Json]) -> Iterator[str]:
    return (str(node["alt_text"]) for node, _ in objects(blocks, "") if node.get("type") == "image")
