"""A number with its unit, or with a noun that says nothing: `1.5 m`, `5 ft 3 in`, `$4.50`, `12 apples`."""

import re
from fractions import Fraction

import msgspec

from plbot.core.answers import limits
from plbot.core.answers.arithmetic import exactly
from plbot.core.answers.parse import parse
from plbot.core.answers.tree import CannotReadError, Number, Relation, Statement, names_in
from plbot.core.answers.units import Measure, read_unit


class Quantity(msgspec.Struct, frozen=True):
    """What was read. `spoken`: the unit as the question asks for it, whatever it is. `noun`: words that are no unit."""

    statement: Statement
    measure: Measure | None = None
    spoken: bool = False
    noun: str = ""


CURRENCY = re.compile(r"(?P<minus>-?)\s*\\?(?P<sign>[$€£])\s*(?P<minus2>-?)(?=[\d.,(])")
START = re.compile(r"(?<![A-Za-z\\^{_])[A-Za-z]|(?<=\d)[A-Za-z]|/\s*[A-Za-z]|[°%¢$€£]")
TEXT_COMMAND = re.compile(r"\\(?:text|mathrm|textrm)\s*\{([^{}]*)\}")
TWO_STEPS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*([A-Za-z]+)\.?,?\s+(?:and\s+)?(\d+(?:[.,]\d+)?)\s*([A-Za-z]+)\.?", re.ASCII
)
NOUN = re.compile(r"(?<=[\d)}])(?P<gap> *)(?P<noun>[A-Za-z][A-Za-z'-]+(?: [A-Za-z][A-Za-z'-]*)*)$", re.ASCII)
MATHS = re.compile(r"(?:sqrt|cbrt|pi|sin|cos|tan|log|ln|exp|abs)(?![A-Za-z])")
OF_A = re.compile(r" of(?: an?)?$")  # `1/2 of a cup`
SHORTEST_NOUN = 3  # written right behind the number: `5cats` is a noun, `5xy` a product


def same_spelling(text: str) -> str:
    """How two spellings of a unit are compared."""
    return " ".join(text.lower().replace("^", "").replace("{", "").replace("}", "").replace(".", "").split())


def read_quantity(
    text: str, sign: str, spellings: frozenset[str] = frozenset(), refusing: frozenset[str] = frozenset()
) -> Quantity:
    """Read a plain text as a number with whatever stands behind it.

    `spellings` are the asked unit's (see `same_spelling`); after `refusing` words no noun is ignored.
    Raises CannotReadError.
    """
    text = TEXT_COMMAND.sub(r" \1", text)
    currency = CURRENCY.match(text)
    if currency:
        amount = currency["minus"] + currency["minus2"] + text[currency.end() :]
        return Quantity(parse(amount, sign), read_unit(currency["sign"]))
    if text.replace(" ", "").isdigit():
        return Quantity(parse(text, sign))
    steps = TWO_STEPS.fullmatch(text)
    if steps:
        found = _two_steps(steps, sign)
        if found:
            return found
    return _with_tail(text, sign, spellings, refusing)


def _two_steps(steps: re.Match[str], sign: str) -> Quantity | None:
    """`5 ft 3 in`: both of one dimension, the second smaller."""
    first, second = read_unit(steps[2]), read_unit(steps[4])
    if not first or not second or first.dimension != second.dimension or second.factor >= first.factor:
        return None
    amounts = [parse(steps[1], sign), parse(steps[3], sign)]
    if not all(isinstance(amount, Number) for amount in amounts):
        return None
    whole, rest = (exactly(amount) for amount in amounts if isinstance(amount, Number))
    return Quantity(Number(whole + Fraction(rest) * second.factor / first.factor), first)


def _with_tail(text: str, sign: str, spellings: frozenset[str], refusing: frozenset[str]) -> Quantity:
    tails = [start.start() for start in START.finditer(text)][: limits.UNIT_STARTS]
    for at in tails:
        head, tail = OF_A.sub("", text[:at].strip()), text[at:].strip()
        if not head or head[-1] in "=<>+*^(":
            continue
        spoken = same_spelling(tail) in spellings
        measure = read_unit(tail)
        if spoken or measure:
            found = _parsed(head, sign)
            if found is not None:
                return Quantity(found, measure, spoken)
    found = _parsed(text, sign)
    if found is not None and (isinstance(found, Relation) or not names_in(found)):
        return Quantity(found)
    noun = _with_noun(text, sign, refusing)
    if noun is not None:
        return noun
    if found is None:
        raise CannotReadError
    return Quantity(found)


def _with_noun(text: str, sign: str, refusing: frozenset[str]) -> Quantity | None:
    """`5 apples`; but not `5 or so`, `5xy`, `2 sin`."""
    tail = NOUN.search(text)
    if tail is None or MATHS.match(tail["noun"]):
        return None
    words = tail["noun"].lower().split()
    if len(words) > limits.TAIL_WORDS or refusing.intersection(words):
        return None
    if not tail["gap"] and len(words[0]) < SHORTEST_NOUN:
        return None
    found = _parsed(text[: tail.start()], sign)
    return found if found is None else Quantity(found, noun=tail["noun"])


def _parsed(text: str, sign: str) -> Statement | None:
    try:
        return parse(text, sign)
    except CannotReadError:
        return None
