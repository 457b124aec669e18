"""A question as it was asked: drawn and stored whole in the scene, so that an edit to the content in mid-quiz hurts nobody."""

from typing import Literal

import msgspec

Kind = Literal["number", "ratio", "expression", "fraction", "choice", "choices", "text", "order", "match", "open"]
Form = Literal["any", "simplest", "factored", "expanded"]
Use = Literal["practice", "check", "reassess", "place", "talk"]

PICKED: frozenset[str] = frozenset({"choice", "choices", "order", "match"})  # kinds answered with what is shown


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the answers on show. `tell` is what to say to someone who picked it although it is not right."""

    text: str
    correct: bool = False
    tell: str = ""
    mistake: str = ""


class Mistake(msgspec.Struct, frozen=True, omit_defaults=True):
    """A known way to miss. `answers` are what it looks like, as the student would type it."""

    id: str
    answers: tuple[str, ...]
    tell: str


class Unit(msgspec.Struct, frozen=True, omit_defaults=True):
    """The unit of the answer. `accept` are other spellings; `required`: a bare number is told so (and costs nothing)."""

    symbol: str
    accept: tuple[str, ...] = ()
    required: bool = False


class Criterion(msgspec.Struct, frozen=True):
    """One line of a rubric."""

    points: int
    look_for: str


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """One drawn question. Texts may hold `$...$` maths in the TeX subset of `core.maths` and `**bold**`.

    What the key is depends on `kind`:
    number, ratio, expression, fraction: `answers[0]` (text that `core.answers` reads; an exact number or formula).
    text: any of `answers`, or matching `pattern`.
    choice: the one option with `correct`. choices: all options with `correct`. Options stand in the order shown.
    order: `options` in the order shown; `key` holds the 1-based shown numbers in the right order.
    match: `options` (left side, shown as 1 2 3) and `matches` (right side, shown as a b c);
        `key[i]` is the 1-based number of the right-hand side that belongs to left-hand side i.
    open: no key; marked with `rubric`.
    """

    standard: str
    item: str
    kind: Kind
    level: int
    ask: str
    version: int = 0
    answers: tuple[str, ...] = ()
    pattern: str = ""
    typos: int = 0
    tolerance_abs: float = 0.0
    tolerance_rel: float = 0.0
    unit: Unit | None = None
    form: Form = "any"
    options: tuple[Option, ...] = ()
    matches: tuple[str, ...] = ()
    key: tuple[int, ...] = ()
    hints: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    solution: str = ""
    rubric: tuple[Criterion, ...] = ()
    image: str = ""
    alt: str = ""
