r"""From TeX to a tree: a bounded recursive descent that says what it found and what it wants."""

from plbot.core.maths.errors import MathsError
from plbot.core.maths.signs import ALLOWED, FENCES, NUMBER_LIKE, SIGNS
from plbot.core.maths.tokens import Token, tokens
from plbot.core.maths.tree import (
    Fence,
    Fraction,
    Letter,
    Mixed,
    Node,
    Number,
    Overline,
    Root,
    Row,
    Script,
    Sign,
    Words,
)

LONGEST = 500  # characters: five times the longest formula of a school textbook; more is a mistake or an attack
DEEPEST = 12  # braces within braces: school maths needs 4, and 12 stays far below Python's own limit

_BASES = NUMBER_LIKE | {")", "]"}  # signs that may carry a power or an index
_INSTEAD = {
    "%": r"\%",
    "$": r"\$",
    "×": r"\times",  # noqa: RUF001 - what people paste
    "÷": r"\div",
    "·": r"\cdot",
    "−": "-",  # noqa: RUF001 - what people paste
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "≈": r"\approx",
    "π": r"\pi",
    "°": r"\degree",
    "√": r"\sqrt{...}",
    "²": "^2",
    "³": "^3",
    "½": r"\frac{1}{2}",
    r"\circ": r"^\circ or \degree",
    r"\dfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\mathrm": r"\text",
    r"\dots": r"\ldots",
    r"\cdots": r"\ldots",
}


def read(tex: str) -> Row:
    """Read a formula (at most 500 characters, 12 levels deep). Raises `MathsError` for anything outside the subset."""
    if len(tex) > LONGEST:
        raise MathsError(f"found {len(tex)} characters, allowed are {LONGEST}; split the formula", LONGEST)
    return _Reader(tex).formula()


def _refusal(token: Token) -> MathsError:
    if token.text == r"\text":
        return MathsError(r"\text needs words in braces, without { } \ or $ in them: \text{ cm}", token.position)
    if token.text in ("{", "}"):
        wanted = r"braces only stand in pairs after \frac \sqrt \text \overline ^ and _"
        return MathsError(f"found {token.text} on its own; {wanted}", token.position)
    if token.text in _INSTEAD:
        return MathsError(f"found {token.text}; write {_INSTEAD[token.text]} instead", token.position)
    shown = (
        token.text if token.text.isprintable() else f"U+{ord(token.text[-1]):04X}"
    )  # a mark nobody can see has a number
    return MathsError(f"found {shown}; allowed are {ALLOWED}", token.position)


class _Reader:
    """The place in one formula where we are reading."""

    def __init__(self, tex: str) -> None:
        self.tokens = tokens(tex)
        self.at = 0

    def formula(self) -> Row:
        return self.row("", self.tokens[0], depth=0)

    def take(self) -> Token:
        token = self.tokens[self.at]
        if token.kind != "end":  # the end stays, so that reading past it is never possible
            self.at += 1
        return token

    def row(self, end: str, start: Token, depth: int) -> Row:
        r"""Read up to `end`: a closing brace, `\right`, or the empty text of the formula's own end."""
        nodes: list[Node] = []
        bars: list[int] = []  # where a bar waits for its partner: at most one
        while not ((token := self.take()).text == end and token.kind in ("sign", "end")):
            if token.kind == "end":
                raise MathsError(f"found no {end} for {start.text}", start.position)
            if token == ("sign", "|", token.position):
                self.bar(token, nodes, bars)
            else:
                self.add(token, nodes, depth)
        if not nodes:
            raise MathsError(f"found nothing to show{' after ' + start.text if start.text else ''}", start.position)
        return tuple(nodes)

    def bar(self, token: Token, nodes: list[Node], bars: list[int]) -> None:
        if not bars:
            bars.append(len(nodes))
            nodes.append(Sign("|"))
            return
        opened = bars.pop()
        inside = tuple(nodes[opened + 1 :])
        if not inside:
            raise MathsError("found nothing between two bars | |", token.position)
        nodes[opened:] = [Fence("|", inside, "|")]

    def add(self, token: Token, nodes: list[Node], depth: int) -> None:
        match token.kind, token.text:
            case "number", digits:
                nodes.append(self.number(token, digits, nodes))
            case "letter", name:
                nodes.append(Letter(name))
            case "words", text:
                nodes.append(self.words(token, text))
            case _, "^" | "_":
                nodes.append(self.script(token, nodes, depth))
            case _, r"\frac":
                self.fraction(token, nodes, depth)
            case _, r"\sqrt":
                nodes.append(self.root(token, depth))
            case _, r"\overline":
                nodes.append(Overline(self.group(token, depth)))
            case _, r"\left":
                nodes.append(self.fence(token, depth))
            case _, text if text in SIGNS:
                nodes.append(Sign(text))
            case _:
                raise _refusal(token)

    def number(self, token: Token, digits: str, nodes: list[Node]) -> Number:
        if nodes and isinstance(before := nodes[-1], Number):
            shown = before.digits + digits
            wanted = r"put a sign, a comma or '\ ' between"
            raise MathsError(f"found two numbers side by side, which would show as {shown}; {wanted}", token.position)
        return Number(digits)

    def words(self, token: Token, text: str) -> Words:
        plain = text.replace(r"\%", "%").replace(r"\$", "$").replace(r"\ ", " ")
        for character in plain:
            if not character.isprintable() and character not in "\u00a0\u202f":  # spaces that keep 5 and % together
                raise MathsError(rf"found {character!a} in \text; allowed are letters and signs", token.position)
        if not plain:
            raise MathsError(r"found nothing in \text", token.position)
        return Words(plain)

    def group(self, owner: Token, depth: int) -> Row:
        """Read `{...}`, which `owner` needs."""
        opening = self.take()
        if opening.text != "{":
            raise MathsError(
                f"found {opening.text or 'the end'} after {owner.text}; {owner.text} needs braces", owner.position
            )
        return self.row("}", opening, self.deeper(opening, depth))

    def deeper(self, token: Token, depth: int) -> int:
        if depth == DEEPEST:
            raise MathsError(
                f"found more than {DEEPEST} levels; allowed are {DEEPEST}, make it simpler", token.position
            )
        return depth + 1

    def fraction(self, token: Token, nodes: list[Node], depth: int) -> None:
        part = Fraction(self.group(token, depth), self.group(token, depth))
        if nodes and isinstance(whole := nodes[-1], Number) and whole.digits.isdigit() and _is_of_numbers(part):
            nodes[-1] = Mixed(whole, part)
        else:
            nodes.append(part)

    def root(self, token: Token, depth: int) -> Root:
        index = "2"
        if self.tokens[self.at].text == "[":
            self.take()
            index, closing = self.take().text, self.take().text
            if closing != "]" or not (index.isascii() and index.isalnum() and index not in "qQ"):
                raise MathsError(
                    r"a root's index is a whole number or a letter other than q, as in \sqrt[3]{8}", token.position
                )
        return Root(self.group(token, depth), index)

    def fence(self, token: Token, depth: int) -> Fence:
        left = self.fence_sign(token)
        inside = self.row(r"\right", token, self.deeper(token, depth))
        return Fence(left, inside, self.fence_sign(self.tokens[self.at - 1]))

    def fence_sign(self, token: Token) -> str:
        sign = self.take().text
        if sign not in FENCES or not sign:
            raise MathsError(f"found {token.text}{sign}; {token.text} takes one of ( ) [ ] |", token.position)
        return sign

    def script(self, token: Token, nodes: list[Node], depth: int) -> Node:
        base = self.base(token, nodes)
        if token.text == "^" and self.circle():
            nodes.append(base)
            return Sign(r"\degree")
        inside = self.raised(token, depth)
        up, down, inner = (base.up, base.down, base.base) if isinstance(base, Script) else ((), (), base)
        if (up if token.text == "^" else down) != ():
            raise MathsError(f"found a second {token.text} on the same base; use braces or ( )", token.position)
        return Script(inner, inside, down) if token.text == "^" else Script(inner, up, inside)

    def base(self, token: Token, nodes: list[Node]) -> Node:
        if not nodes or (isinstance(nodes[-1], Sign) and nodes[-1].tex not in _BASES):
            raise MathsError(f"found {token.text} with no number, letter or ) before it", token.position)
        return nodes.pop()

    def circle(self) -> bool:
        r"""Take `\circ` or `{\circ}` when it comes next: the degree sign's other spelling."""
        ahead = [token.text for token in self.tokens[self.at : self.at + 3]]
        length = 1 if ahead[:1] == [r"\circ"] else 3 if ahead == ["{", r"\circ", "}"] else 0
        self.at += length
        return length > 0

    def raised(self, owner: Token, depth: int) -> Row:
        """Read the power or index after `^` or `_`: one digit, one letter, one number-like sign, or braces."""
        token = self.tokens[self.at]
        if token.text == "{":
            return self.group(owner, depth)
        self.take()
        if token.kind == "number" and len(token.text) > 1:
            raise MathsError(
                f"found {owner.text}{token.text}; write {owner.text}{{{token.text}}} in braces", owner.position
            )
        if token.kind == "number":
            return (Number(token.text),)
        if token.kind == "letter":
            return (Letter(token.text),)
        if token.text in NUMBER_LIKE:
            return (Sign(token.text),)
        raise MathsError(
            f"found {token.text or 'the end'} after {owner.text}; {owner.text} takes one digit, one letter or braces",
            owner.position,
        )


def _is_of_numbers(part: Fraction) -> bool:
    """Whether a fraction is one of plain numbers or blanks, so that a number before it makes a mixed number."""
    return all(len(row) == 1 and (isinstance(row[0], Number) or row[0] == Sign("?")) for row in (part.top, part.bottom))
