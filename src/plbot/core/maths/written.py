"""A formula as one line of Unicode text, for every place that shows no pictures."""

import re

from plbot.core.maths.reader import read
from plbot.core.maths.signs import SIGNS, Stand, stands, touches_left, touches_right
from plbot.core.maths.tree import Fence, Fraction, Letter, Mixed, Node, Number, Overline, Root, Row, Script, Sign, Words

_RAISED = dict(zip("0123456789+−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))  # noqa: RUF001 - the true signs; Unicode has no raised q
_LOWERED = dict(zip("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))  # noqa: RUF001 - all the small letters Unicode has
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
_LINE_ABOVE = "\u0305"
_LOOSE = re.compile(r"[ /:,;+−±]")  # noqa: RUF001 - signs that would come apart beside a fraction's bar
_TIGHT_SIGNS = re.compile(r" ([+−=]) ")  # noqa: RUF001 - as above


def text(tex: str, language: str = "en") -> str:  # noqa: ARG001 - signs look alike in the languages so far
    r"""Write the formula in plain Unicode: `\frac{x+1}{2}` is `(x + 1)/2`, `x^2` is `x²`. Raises `MathsError`."""
    return _row(read(tex))


def _row(row: Row) -> str:
    parts: list[str] = []
    left: Stand | None = None
    for at, (node, stand) in enumerate(zip(row, stands(row), strict=True)):
        if left is not None and _gap(left, stand):
            parts.append(" ")
        parts.append(_beside(row, at, _node(node)))
        left = stand
    return re.sub(" {2,}", " ", "".join(parts)).strip(" ")


def _gap(left: Stand, right: Stand) -> bool:
    if left is Stand.OPEN or right is Stand.CLOSE:
        return False
    spaced = (Stand.BINARY, Stand.RELATION)
    return left in spaced or right in spaced or (left is Stand.COMMA and right is not Stand.COMMA)


def _node(node: Node) -> str:
    match node:
        case Number(digits=shown) | Letter(name=shown) | Words(text=shown):
            return shown
        case Sign(tex=tex):
            return SIGNS[tex][0]
        case Fraction():
            return _fraction(node)
        case Mixed(whole=whole, part=part):
            return f"{whole.digits} {_fraction(part)}"
        case Root():
            return _root(node)
        case Overline(of=of):
            return "".join(character + _LINE_ABOVE for character in _row(of))
        case Fence(left=left, of=of, right=right):
            return left + _row(of) + right
        case Script():
            return _script(node)


def _beside(row: Row, at: int, shown: str) -> str:
    """Put parentheses around what its neighbours would change: `(1/2)x` is not `1/2x`, `(√2)x` is not `√2x`."""
    signs = [near.tex for near in (row[max(at - 1, 0)], row[min(at + 1, len(row) - 1)]) if isinstance(near, Sign)]
    match row[at]:
        case Fraction() | Mixed():
            apart = touches_left(row, at) or touches_right(row, at) or "/" in signs or "!" in signs
        case Root(index=index):
            apart = touches_right(row, at) or "!" in signs or (touches_left(row, at) and index not in _ROOTS)
        case _:
            apart = False
    return f"({shown})" if apart else shown


def _fraction(node: Fraction) -> str:
    top, bottom = _row(node.top), _row(node.bottom)
    if _LOOSE.search(top) and not _is_enclosed(node.top):
        top = f"({top})"
    if (_LOOSE.search(bottom) or len(node.bottom) > 1) and not _is_enclosed(node.bottom):
        bottom = f"({bottom})"
    return f"{top}/{bottom}"


def _is_enclosed(row: Row) -> bool:
    """Whether parentheses already stand around the whole row."""
    if len(row) == 1:
        return isinstance(row[0], Fence)
    inside = {Sign("("), Sign(")")}.isdisjoint(row[1:-1])
    return row[0] == Sign("(") and row[-1] == Sign(")") and inside


def _root(node: Root) -> str:
    sign = _ROOTS.get(node.index) or "".join(_RAISED[character] for character in node.index.lower()) + "√"
    of = _row(node.of)
    is_simple = len(node.of) == 1 and isinstance(node.of[0], Number | Letter | Sign)
    return sign + (of if is_simple or _is_enclosed(node.of) else f"({of})")


def _script(node: Script) -> str:
    base = _node(node.base)
    if isinstance(node.base, Fraction | Mixed | Root):
        base = f"({base})"
    return base + _small(node.down, _LOWERED, "_") + _small(node.up, _RAISED, "^")


def _small(row: Row, letters: dict[str, str], sign: str) -> str:
    """Write a power or an index in small letters, or after `^` or `_` in parentheses where Unicode has none."""
    shown = _row(row)
    tight = _TIGHT_SIGNS.sub(r"\1", shown)
    if all(character in letters for character in tight):
        return "".join(letters[character] for character in tight)
    return f"{sign}({shown})"
