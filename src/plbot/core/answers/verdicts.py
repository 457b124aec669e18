"""What an answer can turn out to be. Only `Right` and `Missed` count; every other state costs the student nothing."""

from typing import Literal

import msgspec

AskedForm = Literal["simplest", "factored", "expanded", "fraction", "ratio"]


class Right(msgspec.Struct, frozen=True, tag="right"):
    """The answer is the key."""


class Missed(msgspec.Struct, frozen=True, omit_defaults=True, tag="missed"):
    """Read well, and not the key. `mistake` is the id of a known way to miss, `tell` what to say about it."""

    mistake: str = ""
    tell: str = ""


class Unreadable(msgspec.Struct, frozen=True, omit_defaults=True, tag="unreadable"):
    """We cannot read it. `guess` is what may have been meant (made from the answer alone, never from the key)."""

    guess: str = ""


class OtherForm(msgspec.Struct, frozen=True, tag="other-form"):
    """The right value, not in the asked form. `fraction`: a fraction was asked for; `ratio`: a ratio was."""

    form: AskedForm


class UnitMissing(msgspec.Struct, frozen=True, tag="unit-missing"):
    """The right number without the unit that was asked for."""

    symbol: str


class Ambiguous(msgspec.Struct, frozen=True, tag="ambiguous"):
    """Two readings, and it matters which was meant. Each can be given to `grade` again with `asked=True`."""

    readings: tuple[str, str]


class Unmarked(msgspec.Struct, frozen=True, tag="unmarked"):
    """An open question: a person marks it with the rubric."""


Verdict = Right | Missed | Unreadable | OtherForm | UnitMissing | Ambiguous | Unmarked
