"""What must be remembered of a message to change it later: its chat, and the messages it became."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from plbot_telegram.say import Payload, Photo, Rich, Words

Kind = Literal["words", "rich", "photo"]


class Part(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """One message. `picture` names the one it shows; `pressable`: it has buttons."""

    id: int
    kind: Kind
    pressable: bool = False
    picture: str = ""

    def becomes(self, payload: Payload) -> bool:
        """Whether Telegram can change it into this: text stays text, and a picture a picture."""
        return (self.kind == "photo") == isinstance(payload, Photo)


class Said(msgspec.Struct, frozen=True):
    chat: int
    parts: tuple[Part, ...]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Said).decode


def as_ids(chat: int, parts: Sequence[Part]) -> bytes:
    return _encode(Said(chat, tuple(parts)))


def read_ids(ids: bytes | None, chat: int) -> tuple[Part, ...] | None:
    """What was said in this chat; None where that is not known, or was elsewhere."""
    if not ids:
        return None
    try:
        said = _decode(ids)
    except msgspec.DecodeError:
        return None
    return said.parts if said.chat == chat and said.parts else None


def part(message_id: int, payload: Payload) -> Part:
    """What to remember of a message that was just sent, or changed into this."""
    pressable = bool(payload.keyboard)
    match payload:
        case Words():
            return Part(message_id, "words", pressable)
        case Rich():
            return Part(message_id, "rich", pressable)
        case Photo(picture):
            return Part(message_id, "photo", pressable, picture.key)
