"""A formula as a tree, the way it was written: `2/4` stays two quarters, so that its form can be told."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

import msgspec

Exact: TypeAlias = int | Fraction
Sign = Literal["=", "!=", "<", ">", "<=", ">="]


class CannotReadError(ValueError):
    """The text is no formula we know."""


class TooLargeError(CannotReadError):
    """Readable, but beyond the limits: nobody computes it."""


class NotDefinedError(CannotReadError):
    """It divides by zero, or takes zero to the power zero."""


class Number(msgspec.Struct, frozen=True):
    value: Exact
    decimal: bool = False


class Name(msgspec.Struct, frozen=True):
    name: str


class Pi(msgspec.Struct, frozen=True):
    pass


class Sum(msgspec.Struct, frozen=True):
    terms: "tuple[Tree, ...]"


class Product(msgspec.Struct, frozen=True):
    factors: "tuple[Tree, ...]"


class Quotient(msgspec.Struct, frozen=True):
    top: "Tree"
    bottom: "Tree"


class Power(msgspec.Struct, frozen=True):
    base: "Tree"
    exponent: "Tree"


class Negative(msgspec.Struct, frozen=True):
    of: "Tree"


class Root(msgspec.Struct, frozen=True):
    degree: int
    of: "Tree"


class Function(msgspec.Struct, frozen=True):
    """sin, cos, tan, log (base ten), ln, exp or abs."""

    name: str
    of: "Tree"


class Mixed(msgspec.Struct, frozen=True):
    """A whole and a fraction: 1 1/2."""

    whole: int
    top: int
    bottom: int


class Percent(msgspec.Struct, frozen=True):
    of: "Tree"


class Degrees(msgspec.Struct, frozen=True):
    """An angle in degrees: 180° is pi."""

    of: "Tree"


Tree: TypeAlias = (
    Number | Name | Pi | Sum | Product | Quotient | Power | Negative | Root | Function | Mixed | Percent | Degrees
)


class Relation(msgspec.Struct, frozen=True):
    """`x = 5`, `x > 3`, `1 < x < 5`: one sign fewer than sides."""

    sides: tuple[Tree, ...]
    signs: tuple[Sign, ...]


class Ratio(msgspec.Struct, frozen=True):
    """`3:4` or `1:2:3`."""

    parts: tuple[Tree, ...]


class Point(msgspec.Struct, frozen=True):
    """`(3, -5)`."""

    parts: tuple[Tree, ...]


Compound = Relation | Ratio | Point
Statement: TypeAlias = Tree | Relation | Ratio | Point


def children(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case Sum(terms):
            return terms
        case Product(factors):
            return factors
        case Quotient(top, bottom):
            return (top, bottom)
        case Power(base, exponent):
            return (base, exponent)
        case Negative(of) | Percent(of) | Degrees(of) | Root(_, of) | Function(_, of):
            return (of,)
        case _:
            return ()


def parts_of(statement: Statement) -> tuple[Tree, ...]:
    """The formulas that a statement is made of."""
    match statement:
        case Relation(sides):
            return sides
        case Ratio(parts) | Point(parts):
            return parts
        case tree:
            return (tree,)


def nodes(tree: Tree) -> Iterator[Tree]:
    """The tree and everything in it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def names_in(statement: Statement) -> frozenset[str]:
    """The variables."""
    return frozenset(node.name for part in parts_of(statement) for node in nodes(part) if isinstance(node, Name))


def value_or_none(tree: Tree) -> Exact | None:
    """The number that is written here, if it is one: `3`, `-3`, `3/4`; nothing is worked out."""
    match tree:
        case Number(value):
            return value
        case Negative(Number(value)):
            return -value
        case Quotient(Number(top), Number(bottom)) if bottom:
            return Fraction(top, bottom)
        case Mixed(whole, top, bottom) if bottom:
            return whole + Fraction(top, bottom)
        case _:
            return None
