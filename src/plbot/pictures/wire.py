"""What is said between plbot and its painter: one length and one message each way."""

from typing import Literal

import msgspec

LENGTH = 4  # bytes before each message that say how long it is

Kind = Literal["formula", "svg", "photo"]


class Job(msgspec.Struct, frozen=True):
    """Something to draw: TeX in UTF-8, or the bytes of a file."""

    kind: Kind
    source: bytes


class Drawn(msgspec.Struct, frozen=True):
    """A PNG; or none, and why not."""

    png: bytes = b""
    why: str = ""


def framed(message: Job | Drawn) -> bytes:
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(LENGTH, "big") + body
