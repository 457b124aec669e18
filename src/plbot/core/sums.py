"""The grammar of the sums in `core.expressions`: a text becomes a tree of small functions."""

import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple, NoReturn

from plbot.core.functions import ARITY, FUNCTIONS, SumError, Value, over, power, remainder, times

LONGEST = 200  # characters: three times the longest sum a person would still read
DEEPEST = 24  # brackets within brackets: twice what fits on a line, far below the interpreter's own limit

Names = Mapping[str, Value]
Evaluator = Callable[[Names], Value]

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<number>[0-9]{1,15}(?:\.[0-9]{1,15})?(?![0-9.]))"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*)"
    r"""|(?P<text>"[^"]*"|'[^']*')|(?P<sign><=|>=|!=|==|[-+*/^%<>=(),])"""
)
_COMPARE: Mapping[str, Callable[[Value, Value], bool]] = {
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SUM: Mapping[str, Callable[[Value, Value], Value]] = {"+": operator.add, "-": operator.sub}
_PRODUCT: Mapping[str, Callable[[Value, Value], Value]] = {"*": times, "/": over, "mod": remainder, "%": remainder}
_WORDS = frozenset({"and", "or", "not", "mod"})


class ExpressionError(ValueError):
    """A sum that cannot be read or worked out. `position` counts characters of the text from 0."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class Expression(NamedTuple):
    """A sum, ready to be worked out. `names` are the parameters and theme words it needs, with where each stands."""

    text: str
    evaluate: Evaluator
    names: tuple[tuple[str, int], ...]


def read_sum(text: str) -> Expression:
    """Read a sum. Raises ExpressionError with the place of the first thing that cannot be read."""
    if len(text) > LONGEST:
        raise ExpressionError(f"this sum has {len(text)} characters; at most {LONGEST} are read", LONGEST)
    reader = _Reader(text)
    return Expression(text, reader.whole(), tuple(reader.names))


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or not found.lastgroup:
            raise ExpressionError(f"'{text[at]}' cannot be read here", at)
        if found.lastgroup != "space":
            tokens.append(_Token(found.lastgroup, found[0], at))
        at = found.end()
    return [*tokens, _Token("end", "", len(text))]


def _joined(act: Callable[[Value, Value], Value], left: Evaluator, right: Evaluator) -> Evaluator:
    return lambda names: act(left(names), right(names))


def _truth(value: Value) -> bool:
    if value is True or value is False:
        return value
    raise SumError("'and', 'or', 'not' and 'if' need a comparison such as n < d")


class _Reader:
    """Recursive descent over one sum; each method reads one rank of the grammar, loosest first."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.next = 0
        self.depth = 0
        self.names: list[tuple[str, int]] = []

    def whole(self) -> Evaluator:
        found = self.either()
        if self.token.kind != "end":
            self.stop("expected an operator such as + or *")
        return found

    @property
    def token(self) -> _Token:
        return self.tokens[self.next]

    def took(self, *texts: str) -> str:
        """The sign or word at this place if it is one of `texts`, stepping over it; else nothing."""
        token = self.token
        if token.kind not in {"sign", "name"} or token.text not in texts:
            return ""
        self.next += 1
        return token.text

    def stop(self, expected: str) -> NoReturn:
        seen = f"'{self.token.text}'" if self.token.text else "the end"
        raise ExpressionError(f"{expected}, but here is {seen}", self.token.at)

    def either(self) -> Evaluator:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"more than {DEEPEST} brackets within each other", self.token.at)
        left = self.both()
        while self.took("or"):
            left = _or(left, self.both())
        self.depth -= 1
        return left

    def both(self) -> Evaluator:
        left = self.negation()
        while self.took("and"):
            left = _and(left, self.negation())
        return left

    def negation(self) -> Evaluator:
        turned = False
        while self.took("not"):
            turned = not turned
        inner = self.comparison()
        return (lambda names: not _truth(inner(names))) if turned else inner

    def comparison(self) -> Evaluator:
        left = self.sum()
        found: Evaluator | None = None
        while sign := self.took(*_COMPARE):
            right = self.sum()
            step = _joined(_COMPARE[sign], left, right)
            found = step if found is None else _and(found, step)
            left = right
        return found or left

    def sum(self) -> Evaluator:
        left = self.product()
        while sign := self.took("+", "-"):
            left = _joined(_SUM[sign], left, self.product())
        return left

    def product(self) -> Evaluator:
        left = self.signed()
        while sign := self.took(*_PRODUCT):
            left = _joined(_PRODUCT[sign], left, self.signed())
        return left

    def signed(self) -> Evaluator:
        minus = False
        while sign := self.took("-", "+"):
            minus ^= sign == "-"
        inner = self.raised()
        return (lambda names: -inner(names)) if minus else inner  # type: ignore[operator] # a word raises TypeError, told as "mixes"

    def raised(self) -> Evaluator:
        base = self.atom()
        if not self.took("^"):
            return base
        minus = bool(self.took("-"))
        exponent = self.atom()
        if self.took("^"):
            self.next -= 1
            self.stop("write brackets to say which power comes first")
        return _joined(power, base, (lambda names: -exponent(names)) if minus else exponent)  # type: ignore[operator] # as in signed

    def atom(self) -> Evaluator:
        token = self.token
        self.next += 1
        match token.kind:
            case "number":
                number = Fraction(token.text)
                value = int(number) if number.denominator == 1 else number
                return lambda _: value
            case "text":
                text = token.text[1:-1]
                return lambda _: text
            case "name" if token.text not in _WORDS:
                return self.call(token) if self.took("(") else self.name(token)
            case "sign" if token.text == "(":
                inner = self.either()
                return inner if self.took(")") else self.stop("expected ')'")
        self.next -= 1
        return self.stop("expected a number, a parameter or '('")

    def name(self, token: _Token) -> Evaluator:
        self.names.append((token.text, token.at))
        return operator.itemgetter(token.text)

    def call(self, token: _Token) -> Evaluator:
        least, most = ARITY.get(token.text, (0, 0))
        if not most:
            known = ", ".join(ARITY)
            raise ExpressionError(f"'{token.text}' is not a function here; there are {known}", token.at)
        given = [self.either()]
        while self.took(","):
            given.append(self.either())
        if not self.took(")"):
            self.stop("expected ',' or ')'")
        if not least <= len(given) <= most:
            asked = str(least) if least == most else f"{least} to {most}"
            raise ExpressionError(f"{token.text} takes {asked} values, here are {len(given)}", token.at)
        if token.text == "if":
            return _choice(*given)
        act = FUNCTIONS[token.text]
        return lambda names: act(*[value(names) for value in given])


def _and(left: Evaluator, right: Evaluator) -> Evaluator:
    return lambda names: _truth(left(names)) and _truth(right(names))


def _or(left: Evaluator, right: Evaluator) -> Evaluator:
    return lambda names: _truth(left(names)) or _truth(right(names))


def _choice(condition: Evaluator, then: Evaluator, otherwise: Evaluator) -> Evaluator:
    return lambda names: then(names) if _truth(condition(names)) else otherwise(names)
