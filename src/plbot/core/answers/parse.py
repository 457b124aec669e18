"""Read a formula by recursive descent. Student text is never evaluated: it only ever becomes a tree."""

import re
from fractions import Fraction

from plbot.core.answers import limits
from plbot.core.answers.numerals import read_number
from plbot.core.answers.tokens import Token, tokens
from plbot.core.answers.tree import (
    CannotReadError,
    Degrees,
    Exact,
    Function,
    Mixed,
    Name,
    Negative,
    Number,
    Percent,
    Pi,
    Point,
    Power,
    Product,
    Quotient,
    Ratio,
    Relation,
    Root,
    Sign,
    Statement,
    Sum,
    TooLargeError,
    Tree,
)

SIGNS: dict[str, Sign] = {"=": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
CLOSES = {"(": ")", "{": "}"}
SIDE_BY_SIDE = frozenset(("name", "(", "sqrt", "cbrt", "frac", "pi", "function"))
PLAIN_FRACTION = ("frac", "{", "number", "}", "{", "number", "}")
POINT = re.compile(r"\s*[(\[]([^()\[\]]*[,;][^()\[\]]*)[)\]]\s*")
TWO, THREE = 2, 3


class Parser:
    """One reading of one text. `tight` binds `1/2x` as 1/(2x); `loose_slash` tells that it made a difference."""

    def __init__(self, found: list[Token], sign: str, *, tight: bool = False) -> None:
        self.tokens = found
        self.at = 0
        self.depth = 0
        self.sign = sign
        self.tight = tight
        self.loose_slash = False

    def kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place][0] if place < len(self.tokens) else "end"

    def take(self, kind: str) -> bool:
        if self.tokens[self.at][0] != kind:
            return False
        self.at += 1
        return True

    def need(self, kind: str) -> None:
        if not self.take(kind):
            raise CannotReadError

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > limits.DEPTH:
            raise TooLargeError

    def statement(self) -> Statement:
        first = self.sum()
        if self.kind() == ":":
            return self.ratio(first)
        sides, signs = [first], []
        while self.kind() in SIGNS:
            signs.append(SIGNS[self.kind()])
            self.at += 1
            sides.append(self.sum())
        self.need("end")
        return Relation(tuple(sides), tuple(signs)) if signs else first

    def ratio(self, first: Tree) -> Ratio:
        parts = [first]
        while self.take(":"):
            parts.append(self.sum())
        self.need("end")
        return Ratio(tuple(parts))

    def sum(self) -> Tree:
        self.deeper()
        terms = [self.product()]
        while self.kind() in {"+", "-"}:
            minus = self.kind() == "-"
            self.at += 1
            term = self.product()
            terms.append(Negative(term) if minus else term)
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def product(self) -> Tree:
        factors = [self.signed()]
        while True:
            if self.take("*"):
                factors.append(self.signed())
            elif self.take("/"):
                top = factors[0] if len(factors) == 1 else Product(tuple(factors))
                factors = [Quotient(top, self.divisor())]
            elif self.goes_on():
                factors.append(self.power())
            else:
                return factors[0] if len(factors) == 1 else Product(tuple(factors))

    def goes_on(self) -> bool:
        """Something stands right beside the last factor: `2x`, `3(x+1)`, `(x+1)2`."""
        if self.kind() in SIDE_BY_SIDE:
            return True
        return self.kind() == "number" and self.kind(-1) == ")"

    def divisor(self) -> Tree:
        bottom = self.signed()
        if self.kind() not in SIDE_BY_SIDE:
            return bottom
        self.loose_slash = True
        if not self.tight:
            return bottom
        factors = [bottom]
        while self.kind() in SIDE_BY_SIDE:
            factors.append(self.power())
        return Product(tuple(factors))

    def signed(self) -> Tree:
        minus = False
        while self.kind() in {"+", "-"}:
            minus ^= self.kind() == "-"
            self.at += 1
        return Negative(self.power()) if minus else self.power()

    def power(self) -> Tree:
        base = self.atom()
        while self.kind() in {"%", "°"}:
            base = Percent(base) if self.kind() == "%" else Degrees(base)
            self.at += 1
        if not self.take("^"):
            return base
        if self.take("°"):  # TeX writes the degree sign as ^\circ
            return Degrees(base)
        self.deeper()
        exponent = self.signed()
        self.depth -= 1
        return Power(base, exponent)

    def atom(self) -> Tree:
        kind, word = self.tokens[self.at]
        self.at += 1
        match kind:
            case "number":
                return self.number(word)
            case "name":
                return Name(word)
            case "pi":
                return Pi()
            case "(" | "{":
                return self.group(CLOSES[kind])
            case "|":
                return Function("abs", self.group("|"))
            case "frac":
                return Quotient(self.argument(), self.argument())
            case "sqrt":
                return Root(self.degree(), self.radicand())
            case "cbrt":
                return Root(THREE, self.radicand())
            case "function":
                return self.function(word)
            case _:
                raise CannotReadError

    def group(self, close: str) -> Tree:
        inner = self.sum()
        self.need(close)
        return inner

    def function(self, word: str) -> Tree:
        self.deeper()
        of = self.group(")") if self.take("(") else self.power()
        self.depth -= 1
        return Function(word, of)

    def radicand(self) -> Tree:
        self.deeper()
        of = self.atom()
        self.depth -= 1
        return of

    def argument(self) -> Tree:
        r"""`{12}`, or TeX's shorthand of one digit: `\\frac12` is one half."""
        if self.take("{"):
            return self.group("}")
        kind, word = self.tokens[self.at]
        if kind != "number" or not word.isdigit():
            raise CannotReadError
        if len(word) > 1:
            self.tokens[self.at] = (kind, word[1:])
        else:
            self.at += 1
        return Number(int(word[0]))

    def degree(self) -> int:
        r"""`\\sqrt[3]{8}`: brackets were read as `(`, so an index is `(3)` before a `{`."""
        if not (self.kind() == "(" and self.kind(1) == "number" and self.kind(2) == ")" and self.kind(3) == "{"):
            return TWO
        degree = read_number(self.tokens[self.at + 1][1], self.sign)
        self.at += 3
        if not isinstance(degree, int) or not TWO <= degree <= limits.EXPONENT:
            raise TooLargeError
        return degree

    def number(self, word: str) -> Tree:
        value = read_number(word, self.sign)
        if isinstance(value, int) and word.isdigit():
            return self.mixed(value) or Number(value)
        return Number(plain_value(value), decimal=not word.isdigit() and isinstance(value, Fraction))

    def mixed(self, whole: int) -> Tree | None:
        if self.kind() not in {"number", "frac"}:
            return None
        if self.kind() == "number" and self.kind(1) == "/" and self.kind(2) == "number":
            top, bottom = self.tokens[self.at][1], self.tokens[self.at + 2][1]
            if not (top.isdigit() and bottom.isdigit()):
                raise CannotReadError
            self.at += 3
            return Mixed(whole, int(top), int(bottom))
        if tuple(self.kind(ahead) for ahead in range(len(PLAIN_FRACTION))) == PLAIN_FRACTION:
            top, bottom = self.tokens[self.at + 2][1], self.tokens[self.at + 5][1]
            if top.isdigit() and bottom.isdigit():
                self.at += len(PLAIN_FRACTION)
                return Mixed(whole, int(top), int(bottom))
        return None


def plain_value(value: Exact) -> Exact:
    return value.numerator if value.denominator == 1 else value


def parse(text: str, sign: str = ".") -> Statement:
    """Read a plain text (see `clean.plain`); `sign` is the decimal sign.

    Raises CannotReadError when it is no formula, TooLargeError when it is beyond the limits.
    """
    listed = POINT.fullmatch(text)
    if listed:
        return _point(listed[1], sign)
    return Parser(tokens(text), sign).statement()


def _point(inside: str, sign: str) -> Point:
    """`3, -5`; with decimal commas the parts are set apart by a semicolon if by anything."""
    parts = [parse(part.strip(), sign) for part in inside.split(";" if ";" in inside else ",")]
    trees = [part for part in parts if not isinstance(part, Relation | Ratio | Point)]
    if len(trees) != len(parts):
        raise CannotReadError
    return Point(tuple(trees))


def parse_tight(text: str, sign: str = ".") -> Statement | None:
    """The other reading of `1/2x`, as 1/(2x); None when the text has no such place."""
    parser = Parser(tokens(text), sign, tight=True)
    found = parser.statement()
    return found if parser.loose_slash else None
