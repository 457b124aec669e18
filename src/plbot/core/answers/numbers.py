"""Mark a question whose key is a number, with or without a unit."""

import re
from fractions import Fraction

import msgspec

from plbot.core.answers.equal import Value, roughly, same_value, scaled, value_of
from plbot.core.answers.forms import form_fault
from plbot.core.answers.keys import Asked, Key, key_of
from plbot.core.answers.languages import refusing_words
from plbot.core.answers.quantity import Quantity, read_quantity, same_spelling
from plbot.core.answers.tree import (
    CannotReadError,
    Compound,
    Name,
    Number,
    Percent,
    Point,
    Product,
    Quotient,
    Ratio,
    Relation,
    Tree,
    names_in,
)
from plbot.core.answers.typos import edits
from plbot.core.answers.units import BARE, Dimension, Measure
from plbot.core.answers.verdicts import Ambiguous, Missed, OtherForm, Right, UnitMissing, Unreadable, Verdict
from plbot.core.answers.wording import as_formula
from plbot.core.questions import Question

TIMES = re.compile(r"(?<=[\d)])\s*[xX]\s*(?=[\d(])")
SIMPLE = re.compile(r"(-?)(\d{1,15})(?:(/|\.)(\d{1,15}))?", re.ASCII)  # what most answers are
LABEL = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]+){0,2}\s*[=:]\s*")
UNIT_TYPOS = 2  # `centimtres` for a unit of the author's own


class Given(msgspec.Struct, frozen=True):
    """An answer as a number. `tree` is how it was written."""

    tree: Tree
    value: Value
    quantity: Quantity


def simple(text: str) -> Given | None:
    """The short way for `7`, `-3`, `2.5` and `3/4`: no reading of words, units or signs."""
    found = SIMPLE.fullmatch(text)
    if found is None:
        return None
    minus, whole, mark, rest = found.groups()
    first = -int(whole) if minus else int(whole)
    if mark is None:
        tree: Tree = Number(first)
        return Given(tree, first, Quantity(tree))
    if mark == "/":
        if not int(rest):
            return None
        tree = Quotient(Number(first), Number(int(rest)))
        return Given(tree, Fraction(first, int(rest)), Quantity(tree))
    value = Fraction(int(minus + whole + rest), 10 ** len(rest))
    tree = Number(value, decimal=True)
    return Given(tree, value, Quantity(tree))


def read_given(text: str, key: Key, *, language: str, sign: str) -> Given:
    """Read a plain text as a number. Raises CannotReadError."""
    words = _without_label(as_formula(text, language), language)
    words = TIMES.sub("*", words)
    spellings = key.asked.spellings if key.asked else frozenset()
    quantity = read_quantity(words, sign, spellings, refusing_words(language))
    tree = _one_side(quantity)
    return Given(tree, value_of(tree), quantity)


def _without_label(words: str, language: str) -> str:
    """`Area = 12` -> `12`."""
    label = LABEL.match(words)
    if label is None or refusing_words(language).intersection(label[0].lower().split()):
        return words
    return words[label.end() :]


def _one_side(quantity: Quantity) -> Tree:
    """`x = 5` and `3 + 4 = 7` say 5 and 7."""
    match quantity.statement:
        case Relation(sides, signs) if set(signs) == {"="}:
            return _said(sides)
        case Ratio((top, bottom)):
            return Quotient(top, bottom)
        case Relation() | Ratio() | Point():
            raise CannotReadError
        case tree:
            if names_in(tree):
                raise CannotReadError
            return tree


def _said(sides: tuple[Tree, ...]) -> Tree:
    numbers = [side for side in sides if not names_in(side)]
    named = [side for side in sides if names_in(side)]
    if not numbers or not all(_label(side) for side in named):
        raise CannotReadError
    first = value_of(numbers[0])
    if not all(same_value(first, value_of(side)) for side in numbers[1:]):
        raise CannotReadError
    return numbers[0] if isinstance(sides[0], Number) and named else numbers[-1]


def _label(side: Tree) -> bool:
    """`x`, or `AB` for a line, beside an equals sign."""
    if isinstance(side, Product):
        return len(side.factors) == len("AB") and all(isinstance(f, Name) and f.name.isupper() for f in side.factors)
    return isinstance(side, Name)


def close(given: Value, key: Value, question: Question) -> bool:
    """Equal, or within the question's tolerance of the key."""
    if same_value(given, key):
        return True
    if not question.tolerance_abs and not question.tolerance_rel:
        return False
    room = max(Fraction(str(question.tolerance_abs)), Fraction(str(question.tolerance_rel)) * _size(key))
    if isinstance(given, tuple) or isinstance(key, tuple):
        return abs(roughly(given)[0] - roughly(key)[0]) <= float(room)
    return -room <= given - key <= room


def _size(value: Value) -> Fraction:
    return abs(Fraction(abs(value[0]) if isinstance(value, tuple) else value))


def judge(question: Question, key: Key, given: Given) -> Verdict:
    """The verdict on a number that was read."""
    if key.value is None:
        return Unreadable()
    own = key.asked
    if own is None:
        return _without_unit(question, key, given)
    measure = given.quantity.measure
    if given.quantity.spoken:
        return _compare(question, key, given, given.value)
    if measure is None:
        return _bare(question, key, given, own)
    if own.measure is None or own.measure.dimension != measure.dimension:
        return _named_mistake(question, scaled(given.value, measure.factor), measure.dimension)
    return _compare(question, key, given, scaled(given.value, measure.factor / own.measure.factor))


def _without_unit(question: Question, key: Key, given: Given) -> Verdict:
    """No unit is asked for: one that is given is let pass, but a percent sign changes the number."""
    measure = given.quantity.measure
    if measure is None or measure.dimension != BARE.dimension:
        return _compare(question, key, given, given.value)
    verdict = _compare(question, key, given, scaled(given.value, measure.factor), percent=True)
    if isinstance(verdict, Missed) and key.value is not None and close(given.value, key.value, question):
        return Ambiguous((_shown(given.value), _shown(scaled(given.value, measure.factor))))
    return verdict


def _shown(value: Value) -> str:
    return f"{float(value.real if not isinstance(value, tuple) else value[0].real):g}"


def _bare(question: Question, key: Key, given: Given, own: Asked) -> Verdict:
    noun = given.quantity.noun
    if noun and not any(edits(same_spelling(noun), word, UNIT_TYPOS) <= UNIT_TYPOS for word in own.spellings):
        return Unreadable()
    verdict = _compare(question, key, given, given.value)
    if own.required and not noun and isinstance(verdict, Right):
        return _unless_percent(question, key, given, own.measure) or UnitMissing(own.symbol)
    if isinstance(verdict, Missed) and not verdict.mistake and not noun:
        return _unless_percent(question, key, given, own.measure) or verdict
    return verdict


def _unless_percent(question: Question, key: Key, given: Given, measure: Measure | None) -> Verdict | None:
    """The key is `50%` and the answer 1/2: the same number, and no unit is due."""
    if question.unit is not None or measure is None or measure.dimension or key.value is None:
        return None
    return Right() if close(given.value, scaled(key.value, measure.factor), question) else None


def _compare(question: Question, key: Key, given: Given, value: Value, *, percent: bool = False) -> Verdict:
    if key.value is not None and close(value, key.value, question):
        return _formed(question, key, Percent(given.tree) if percent else given.tree)
    return _named_mistake(question, value)


def _named_mistake(question: Question, value: Value, foreign: Dimension | None = None) -> Missed:
    for mistake in question.mistakes:
        if any(_is_mistake(question, answer, value, foreign) for answer in mistake.answers):
            return Missed(mistake.id, mistake.tell)
    return Missed()


def _is_mistake(question: Question, answer: str, value: Value, foreign: Dimension | None) -> bool:
    try:
        known = key_of(question, answer)
    except CannotReadError:
        return False
    return known.value is not None and known.foreign == foreign and close(value, known.value, question)


def _formed(question: Question, key: Key, tree: Tree) -> Verdict:
    form = "simplest" if question.kind == "fraction" and question.form == "any" else question.form
    if form == "any" or isinstance(key.statement, Compound):
        return Right()
    fault = form_fault(tree, key.statement, form)
    return OtherForm(fault) if fault else Right()
