"""Telegram's HTML as its server reads it: the text a person sees and its entities, or the reason why it does not parse."""

import html
import re
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram_refusals import bad

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
REFERENCE = re.compile(r"&(?:#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|lt|gt|amp|quot);?")  # no other names are known to it
TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>")
ATTRIBUTE = re.compile(r"\s*([^\s=]+)\s*(=?)\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.-]+)?")
Entity = dict[str, Any]


def units(text: str) -> int:
    """Length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class Tag:
    name: str
    attributes: dict[str, str]
    starts: int


def parse(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML. Raises a refusal that says what its server says."""
    return Reader(source).read()


class Reader:
    """One text being read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""
        self.entities: list[Entity] = []
        self.open: list[Tag] = []

    def read(self) -> tuple[str, list[Entity]]:
        place = 0
        while place < len(self.source):
            place = self._tag(place) if self.source[place] == "<" else self._plain(place)
        if self.open:
            raise _unreadable(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return self.text, self.entities

    def _plain(self, place: int) -> int:
        end = self.source.find("<", place)
        end = len(self.source) if end < 0 else end
        self.text += REFERENCE.sub(_character, self.source[place:end])
        return end

    def _tag(self, place: int) -> int:
        where = f"at byte offset {len(self.source[:place].encode())}"
        found = TAG.match(self.source, place)
        if found is None:
            kind = "end" if self.source.startswith("</", place) else "start"
            raise _unreadable(f"Unclosed {kind} tag {where}")
        if found["end"]:
            self._close(found["name"].lower(), where)
        else:
            self._open(found["name"].lower(), found["rest"], where)
        return found.end()

    def _open(self, name: str, rest: str, where: str) -> None:
        if name not in KINDS:
            raise _unreadable(f'Unsupported start tag "{name}" {where}')
        attributes = _attributes(name, rest, where)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unreadable(f'Tag "span" must have class "tg-spoiler" {where}')
        self.open.append(Tag(name, attributes, units(self.text)))

    def _close(self, name: str, where: str) -> None:
        if not self.open:
            raise _unreadable(f"Unexpected end tag {where}")
        tag = self.open.pop()
        if name and name != tag.name:
            raise _unreadable(f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"')
        length = units(self.text) - tag.starts
        if length and (entity := self._entity(tag, length)):
            self.entities.append(entity)

    def _entity(self, tag: Tag, length: int) -> Entity | None:
        entity: Entity = {"type": KINDS[tag.name], "offset": tag.starts, "length": length}
        if tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        if tag.name == "a":
            url = tag.attributes.get("href", "")
            if not re.match(r"(?:https?|tg|ton|mailto|tel)://?\S+", url):
                return None  # a link that is none is shown as plain text, without a word
            entity["url"] = url
        return entity


def _attributes(name: str, rest: str, where: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, equals, value in ATTRIBUTE.findall(rest):
        if not equals and name == "blockquote" and key == "expandable":
            continue
        if not equals:
            raise _unreadable(f'Expected equal sign in declaration of an attribute of the tag "{name}" {where}')
        found[key] = REFERENCE.sub(_character, value.strip("\"'"))
    return found


def _character(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def _unreadable(words: str) -> Exception:
    return bad(f"can't parse entities: {words}")
