"""Mark a question whose key is a formula with letters, a relation or a ratio."""

import re

from plbot.core.answers.equal import same_statement, seed_for
from plbot.core.answers.forms import form_fault, ratio_is_simplest
from plbot.core.answers.keys import Key, key_of
from plbot.core.answers.languages import ratio_pattern
from plbot.core.answers.numbers import TIMES, read_given
from plbot.core.answers.parse import parse, parse_tight
from plbot.core.answers.quantity import same_spelling
from plbot.core.answers.tree import (
    CannotReadError,
    Compound,
    Name,
    Point,
    Quotient,
    Ratio,
    Relation,
    Statement,
    TooLargeError,
    Tree,
    names_in,
)
from plbot.core.answers.verdicts import Ambiguous, Missed, OtherForm, Right, Unreadable, Verdict
from plbot.core.answers.wording import as_formula
from plbot.core.questions import Question

LONE_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z'])")
FENCED = re.compile(r"\$([^$]*)\$")
COMMAND = re.compile(r"\\[A-Za-z]+")
OUTPUT = re.compile(r"[A-Za-z]\s*\(\s*[A-Za-z]\s*\)\s*=\s*")  # `f(x) =`


def letters_of(question: Question, key: Key) -> frozenset[str]:
    """The variables that an answer may use: those of the key, of the mistakes and of the question."""
    fenced = "".join(COMMAND.sub(" ", part) for part in FENCED.findall(question.ask))
    shown = {sign for sign in fenced if sign.isalpha()} | set(LONE_LETTER.findall(question.ask))
    return key.names | frozenset(shown)


def read_formula(question: Question, key: Key, text: str, *, language: str, sign: str) -> tuple[Statement, str]:
    """The answer as a statement in the question's letters, and the text that was read. Raises CannotReadError."""
    words = _without_unit(key, as_formula(text, language))
    if not isinstance(key.statement, Relation):
        words = OUTPUT.sub("", words, count=1) if OUTPUT.match(words) else words
    if isinstance(key.statement, Point) and words[:1] not in "([":
        words = f"({words})"
    statement = parse(words, sign)
    used = names_in(statement)
    if used <= key.names:
        return statement, words
    allowed = letters_of(question, key)
    label = _label(statement, key)
    if used - label <= allowed:
        return statement, words
    if {name.lower() for name in used} - {name.lower() for name in label} <= allowed:
        return parse(words.lower(), sign), words.lower()  # phones begin an answer with a capital
    raise CannotReadError


def _label(statement: Statement, key: Key) -> frozenset[str]:
    """The `y` of `y = 2x + 1` where 2x + 1 was asked for."""
    if isinstance(key.statement, Relation) or not isinstance(statement, Relation):
        return frozenset()
    first = statement.sides[0]
    return frozenset((first.name,)) if isinstance(first, Name) else frozenset()


def _without_unit(key: Key, words: str) -> str:
    if key.asked is None or " " not in words:
        return words
    head, _, tail = words.rpartition(" ")
    return head if same_spelling(tail) in key.asked.spellings else words


def _said(statement: Statement, key: Key) -> Statement:
    """`y = 2x + 1` says 2x + 1, if no relation was asked for. Raises CannotReadError for other relations."""
    if isinstance(key.statement, Relation) or not isinstance(statement, Relation):
        return statement
    match statement:
        case Relation((Name(name), said), ("=",)) if name not in names_in(said):
            return said
        case Relation((said, Name(name)), ("=",)) if name not in names_in(said):
            return said
    raise CannotReadError


def grade_formula(question: Question, key: Key, text: str, *, language: str, sign: str, salt: bytes) -> Verdict:
    """The verdict on a formula or relation. Raises CannotReadError."""
    if isinstance(key.statement, Relation):
        alone = _solution(key.statement)
        if alone is not None:
            verdict = _solved(alone, key, text, language=language, sign=sign)
            if verdict is not None:
                return verdict
    whole, words = read_formula(question, key, text, language=language, sign=sign)
    statement = _said(whole, key)
    if isinstance(key.statement, Compound) and not isinstance(statement, type(key.statement)):
        return Unreadable()
    seed = seed_for(words, key.text, salt)
    if same_statement(statement, key.statement, seed):
        return _formed(question, key, statement)
    if LOOSE.search(words) and _tight_is_right(key, words, sign, seed):
        return Ambiguous(_bracketed(words))
    return _mistake(question, statement, words, salt)


def _solution(relation: Relation) -> Tree | None:
    """The 5 of `x = 5`."""
    match relation:
        case Relation((Name(), said), ("=",)) if not names_in(said):
            return said
        case _:
            return None


def _solved(alone: Tree, key: Key, text: str, *, language: str, sign: str) -> Verdict | None:
    """A bare 5 where `x = 5` was asked for. None: not a bare number."""
    try:
        given = read_given(text, key, language=language, sign=sign)
    except CannotReadError:
        return None
    if isinstance(given.quantity.statement, Relation):
        return None
    bare = same_statement(given.tree, alone, b"")
    return Right() if bare else Missed()


def _tight_is_right(key: Key, words: str, sign: str, seed: bytes) -> bool:
    try:
        tight = parse_tight(words, sign)
        return tight is not None and same_statement(_said(tight, key), key.statement, seed)
    except CannotReadError:
        return False


LOOSE = re.compile(r"/\s*(?P<bottom>[\d.]+|[A-Za-z])\s*(?P<rest>(?:[A-Za-z]|\([^()]*\))+)")


def _bracketed(words: str) -> tuple[str, str]:
    """`1/2x` -> `1/2*x` and `1/(2x)`."""
    return (LOOSE.sub(r"/\g<bottom>*\g<rest>", words, 1), LOOSE.sub(r"/(\g<bottom>\g<rest>)", words, 1))


def _formed(question: Question, key: Key, statement: Statement) -> Verdict:
    if isinstance(statement, Compound) or isinstance(key.statement, Compound):
        return Right()
    fault = form_fault(statement, key.statement, question.form)
    return OtherForm(fault) if fault else Right()


def _mistake(question: Question, statement: Statement, words: str, salt: bytes) -> Missed:
    for mistake in question.mistakes:
        for answer in mistake.answers:
            if _is_mistake(question, answer, statement, words, salt):
                return Missed(mistake.id, mistake.tell)
    return Missed()


def _is_mistake(question: Question, answer: str, statement: Statement, words: str, salt: bytes) -> bool:
    try:
        known = key_of(question, answer)
        return same_statement(statement, known.statement, seed_for(words, answer, salt))
    except CannotReadError:
        return False


def as_ratio(statement: Statement) -> Ratio:
    """`3:4` and `3/4`. Raises CannotReadError for anything that is not two or more parts."""
    match statement:
        case Ratio():
            return statement
        case Quotient(top, bottom):
            return Ratio((top, bottom))
    raise CannotReadError


def grade_ratio(question: Question, key: Key, text: str, *, language: str, sign: str, salt: bytes) -> Verdict:
    """The verdict on a ratio; one number instead of two parts is told so. Raises CannotReadError."""
    words = as_formula(text, language)
    words = TIMES.sub("*", ratio_pattern(language).sub(":", words))
    statement = _unlabelled(parse(words, sign))
    if names_in(statement):
        raise CannotReadError
    asked = as_ratio(key.statement)
    if not isinstance(statement, Ratio | Quotient):
        return _single(statement, asked)
    given = as_ratio(statement)
    if same_statement(given, asked, b""):
        done = question.form != "simplest" or ratio_is_simplest(given)
        return Right() if done else OtherForm("simplest")
    return _ratio_mistake(question, given, salt)


def _unlabelled(statement: Statement) -> Statement:
    match statement:
        case Relation((Name(), said), ("=",)):
            return said
        case Relation():
            raise CannotReadError
        case _:
            return statement


def _single(statement: Statement, asked: Ratio) -> Verdict:
    if isinstance(statement, Compound) or len(asked.parts) != len(("top", "bottom")):
        raise CannotReadError
    same = same_statement(statement, Quotient(*asked.parts), b"")
    return OtherForm("ratio") if same else Missed()


def _ratio_mistake(question: Question, given: Ratio, salt: bytes) -> Missed:
    for mistake in question.mistakes:
        for answer in mistake.answers:
            try:
                if same_statement(given, as_ratio(key_of(question, answer).statement), salt):
                    return Missed(mistake.id, mistake.tell)
            except (CannotReadError, TooLargeError):
                continue
    return Missed()
