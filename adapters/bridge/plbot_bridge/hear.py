"""Their words into ours: one line of JSON becomes something heard, or an advance of the clock."""

from typing import Literal, NamedTuple

import msgspec

from plbot.core.events import Inbound
from plbot.durations import DurationError, read_duration
from plbot_bridge.limits import LINE_BYTES

PLATFORM = "bridge"


class MalformedError(ValueError):
    """A line that is not part of the contract; the sentence says what is the matter with it."""


class Advance(NamedTuple):
    """Move the virtual clock on by `length` ms."""

    id: str
    length: int


class _Line(msgspec.Struct, rename={"sender": "from"}):
    id: str
    sender: str = ""
    text: str | None = None
    press: str | None = None
    kind: Literal["text", "join", "photo", "file", "reaction", "home", "edited", "blocked", "unblocked"] | None = None
    advance: str | None = None


_decode = msgspec.json.Decoder(_Line).decode


def hear(line: bytes) -> Inbound | Advance:
    """Read one line. Raises MalformedError; whatever a button's value says is not malformed, only not a button."""
    if len(line) > LINE_BYTES:
        raise MalformedError(f"The line is longer than {LINE_BYTES} bytes.")
    try:
        said = _decode(line)
    except msgspec.ValidationError as error:
        raise MalformedError(f"The line does not fit: {error}.") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise MalformedError("The line is not JSON.") from error
    if not said.id:
        raise MalformedError('"id" is empty.')
    if said.advance is not None:
        return Advance(said.id, _length(said.advance))
    if not said.sender:
        raise MalformedError('"from" is missing or empty.')
    return _heard(said)


def _length(text: str) -> int:
    try:
        return read_duration(text)
    except DurationError as error:
        raise MalformedError(str(error)) from error


def _heard(said: _Line) -> Inbound:
    who = f"{PLATFORM}:{said.sender}"
    if said.press is not None and said.text is None and said.kind is None:
        return Inbound(event_id=said.id, who=who, kind="choice", choice=said.press)
    if said.press is None and (said.text is not None or said.kind not in {None, "text"}):
        return Inbound(event_id=said.id, who=who, kind=said.kind or "text", text=said.text or "")
    raise MalformedError('One of "text", "press", "kind" and "advance" is needed.')
