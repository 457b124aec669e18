"""A formula that has been read, as MathML: a picture says exactly what the text and the spoken words say."""

from collections.abc import Container
from xml.etree import ElementTree as ET

from plbot.core.maths.signs import SIGNS, Stand, stands
from plbot.core.maths.tree import Fence, Fraction, Letter, Mixed, Node, Number, Overline, Root, Row, Script, Sign, Words
from plbot.pictures.limits import GROWING_FENCES

_SPACES = {  # before and after, as TeX sets them
    Stand.BINARY: ("0.22em", "0.22em"),
    Stand.RELATION: ("0.28em", "0.28em"),
    Stand.COMMA: ("0em", "0.17em"),
}
_NO_SPACES = ("0em", "0em")
_WIDTHS = {r"\ ": "0.25em", r"\,": "0.17em", r"\;": "0.28em", r"\quad": "1em"}
_HYPHEN = "\u2010"  # ziamath draws a "-" in words as a rule to write on
ROW = "row"  # an mrow of our own: one without signs that grow, see `formula`
_LINE_ABOVE = "\u2015"  # what ziamath draws as wide as what is under it


def mathml(row: Row, new_lines: Container[int] = ()) -> ET.Element:
    """Write a formula, with a new line before each node whose place is in `new_lines`."""
    whole = ET.Element(ROW)
    for at, part in enumerate(_parts(row)):
        if at in new_lines:
            ET.SubElement(whole, "mspace", linebreak="newline")
        whole.append(part)
    return _of("math", whole)


def _row(row: Row) -> ET.Element:
    return _of(ROW, *_parts(row))


def _parts(row: Row) -> list[ET.Element]:
    return [
        _sign(node, stand) if isinstance(node, Sign) else _node(node)
        for node, stand in zip(row, stands(row), strict=True)
    ]


def _sign(sign: Sign, stand: Stand) -> ET.Element:
    if stand is Stand.SPACE:
        return ET.Element("mspace", width=_WIDTHS[sign.tex])
    shown = SIGNS[sign.tex][0]
    return _leaf("mn", shown) if stand is Stand.ATOM else _operator(shown, _SPACES.get(stand, _NO_SPACES))


def _operator(shown: str, spaces: tuple[str, str] = _NO_SPACES, stretchy: str = "false") -> ET.Element:
    made = ET.Element("mo", form="infix", lspace=spaces[0], rspace=spaces[1], stretchy=stretchy)
    made.text = shown
    return made


def _leaf(tag: str, shown: str, variant: str = "normal") -> ET.Element:
    made = ET.Element(tag, mathvariant=variant)
    made.text = shown
    return made


def _node(node: Node) -> ET.Element:
    match node:
        case Number(digits=digits):
            return _leaf("mn", digits)
        case Letter(name=name):
            return _leaf("mi", name, "italic")
        case Words(text=text):
            return _leaf("mtext", text.replace("-", _HYPHEN))
        case Sign(tex=tex):
            return _sign(node, SIGNS[tex][1])
        case Fraction(top=top, bottom=bottom):
            return _of("mfrac", _row(top), _row(bottom))
        case Mixed(whole=whole, part=part):
            return _of(ROW, _node(whole), _node(part))
        case Root(of=of, index=index):
            return _of("msqrt", _row(of)) if index == "2" else _of("mroot", _row(of), _leaf("mn", index))
        case Overline(of=of):
            return _of("mover", _row(of), _operator(_LINE_ABOVE))
        case Fence(left=left, of=of, right=right):
            return _fence(left, _row(of), right)
        case Script():
            return _script(node)


def _fence(left: str, inside: ET.Element, right: str) -> ET.Element:
    """Put signs around something that grow with it, but not around very many of the kind: each one doubles the work."""
    grows = _growing_within(inside) < GROWING_FENCES
    stretchy = "true" if grows else "false"
    return _of(
        "mrow" if grows else ROW, _operator(left, stretchy=stretchy), inside, _operator(right, stretchy=stretchy)
    )


def _growing_within(part: ET.Element) -> int:
    return max(map(_growing_within, part), default=0) + (part.tag == "mrow")


def _script(node: Script) -> ET.Element:
    base = _node(node.base)
    if isinstance(node.base, Fraction | Mixed | Root):
        base = _fence("(", _of(ROW, base), ")")  # else the power would seem to belong to the numerator alone
    if node.up and node.down:
        return _of("msubsup", base, _row(node.down), _row(node.up))
    return _of("msup", base, _row(node.up)) if node.up else _of("msub", base, _row(node.down))


def _of(tag: str, *parts: ET.Element) -> ET.Element:
    made = ET.Element(tag)
    made.extend(parts)
    return made
