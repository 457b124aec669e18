"""Text to and from Slack: what a person typed, and what Slack takes literally, in its lengths."""

import re
from collections.abc import Iterator

_MARK = re.compile(
    r"<(?:(?P<sign>[@#!])(?P<name>[^<>|]*)|(?P<link>[A-Za-z][A-Za-z0-9+.-]*:[^<>|]*))(?:\|(?P<label>[^<>]*))?>"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_NEAR = 5  # a cut may move back by a fifth of the length to find a gap between words


def typed(text: str) -> str:
    """Give back what the person typed: Slack escapes `&`, `<` and `>`, and wraps links and mentions."""
    plain = _MARK.sub(_unwrapped, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unwrapped(mark: re.Match[str]) -> str:
    sign, name, label = mark["sign"], mark["name"], mark["label"]
    if mark["link"]:
        return label or mark["link"]
    if sign == "!" and name.startswith(("date^", "subteam^")):
        return label or ""
    return f"{'#' if sign == '#' else '@'}{(label or name).lstrip('@#')}"


def without_mention(text: str, user: str) -> str:
    """The text without the bot's own mention, wherever it stands."""
    return re.sub(rf"<@{re.escape(user)}(?:\|[^<>]*)?>[,:]?", " ", text).strip() if user else text


def clean(text: str) -> str:
    """Leave out control signs and half characters, which Slack refuses or shows as boxes."""
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def escaped(text: str) -> str:
    """Text that is safe where Slack reads marks: nothing in it can mention anybody or become a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def width(text: str) -> int:
    """Length as Slack counts at most: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """At most `most` long, with an ellipsis where something is left out."""
    return text if width(text) <= most else _fitting(text, most - 1) + "…"


def parts(text: str, most: int) -> Iterator[str]:
    """The whole text in parts of at most `most`, cut between lines or words where there are any."""
    rest = text
    while width(rest) > most:
        part = _fitting(rest, most)
        nearest = len(part) - len(part) // _NEAR
        gap = max(part.rfind("\n", nearest), part.rfind(" ", nearest))
        part = part if gap < 0 else part[: gap + 1]
        yield part
        rest = rest[len(part) :]
    if rest:
        yield rest


def _fitting(text: str, most: int) -> str:
    short = text[:most]
    while width(short) > most:
        short = short[: len(short) - max(1, (width(short) - most) // 2)]
    return short
