"""A formula that has been read: nodes in rows. Pictures, texts and spoken words are all made from it."""

from typing import TypeAlias

import msgspec

Row: TypeAlias = "tuple[Node, ...]"


class Number(msgspec.Struct, frozen=True):
    """Digits as the author wrote them: `12`, `0.50`, `1,000`."""

    digits: str


class Letter(msgspec.Struct, frozen=True):
    name: str


class Words(msgspec.Struct, frozen=True):
    text: str


class Sign(msgspec.Struct, frozen=True):
    r"""A sign by its TeX name, a key of `signs.SIGNS`: `+`, `\times`, `(`."""

    tex: str


class Fraction(msgspec.Struct, frozen=True):
    top: Row
    bottom: Row


class Mixed(msgspec.Struct, frozen=True):
    """A mixed number such as 1 1/2."""

    whole: Number
    part: Fraction


class Root(msgspec.Struct, frozen=True):
    """The root of a row; `index` is `2` for a square root, or another whole number or letter."""

    of: Row
    index: str = "2"


class Overline(msgspec.Struct, frozen=True):
    of: Row


class Fence(msgspec.Struct, frozen=True):
    r"""What stands between `\left` and `\right`, or between two bars."""

    left: str
    of: Row
    right: str


class Script(msgspec.Struct, frozen=True):
    """A base with a power (`up`), an index (`down`) or both; an empty row is none."""

    base: "Node"
    up: Row = ()
    down: Row = ()


Node: TypeAlias = Number | Letter | Words | Sign | Fraction | Mixed | Root | Overline | Fence | Script
