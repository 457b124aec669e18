"""A formula as a teacher would read it aloud: for screen readers, pictures' alt texts and voice messages."""

import re

from plbot.core.maths.reader import read
from plbot.core.maths.signs import NUMBER_LIKE, Stand, stands, touches_left
from plbot.core.maths.tree import Fence, Fraction, Letter, Mixed, Node, Number, Overline, Root, Row, Script, Sign, Words
from plbot.core.maths.voices import Voice, voice_for

_BEFORE_COMMA = re.compile(r" +(?=[,;.](?: |$))")
_SPACES = re.compile(" {2,}")


def spoken(tex: str, language: str = "en") -> str:
    r"""Say the formula in words: `\frac{2}{3}` is "two thirds", `x^2` "x squared". Numbers stay digits where a screen
    reader says them well. A language without a voice is read in English. Raises `MathsError`.
    """
    return _Speaker(voice_for(language)).row(read(tex))


class _Speaker:
    def __init__(self, voice: Voice) -> None:
        self.voice = voice

    def row(self, row: Row) -> str:
        parts: list[str] = []
        for at, stand in enumerate(stands(row)):
            if _is_said_times(row, at):
                parts.append(self.voice.times)
            parts.append(self.in_row(row, at, stand))
        return _BEFORE_COMMA.sub("", _SPACES.sub(" ", " ".join(parts).strip(" ")))

    def in_row(self, row: Row, at: int, stand: Stand) -> str:
        """One node, where its neighbours change its words: money, degrees, negatives, a point before a blank."""
        before = row[at - 1] if at else None
        after = row[at + 1] if at + 1 < len(row) else None
        match row[at]:
            case Sign(tex=r"\$") if isinstance(after, Number):
                return ""  # said after the number
            case Number(digits=digits) if before == Sign(r"\$"):
                return self.voice.dollar[digits != "1"].format(number=digits)
            case Sign(tex=r"\degree"):
                return self.voice.degree[before != Number("1")]
            case Sign(tex=".") if after is not None:
                return self.voice.point
            case Sign(tex=tex) if stand is Stand.PREFIX and tex in self.voice.before_number:
                return self.voice.before_number[tex]
            case node:
                return self.node(node)

    def node(self, node: Node) -> str:
        match node:
            case Number(digits=said) | Letter(name=said) | Words(text=said):
                return said.strip()
            case Sign(tex=tex):
                return self.voice.signs.get(tex, "")
            case Fraction():
                return self.fraction(node)
            case Mixed(whole=whole, part=part):
                return self.voice.mixed.format(whole=whole.digits, part=self.fraction(part))
            case Root():
                return self.root(node)
            case Overline(of=of):
                return self.overline(of)
            case Fence():
                return self.fence(node)
            case Script():
                return self.script(node)

    def fraction(self, node: Fraction) -> str:
        match node.top, node.bottom:
            case (Number(digits=top),), (Number(digits=bottom),) if bottom in self.voice.parts and _is_counting(top):
                return f"{self.voice.numbers.get(top, top)} {self.voice.parts[bottom][top != '1']}"
        is_short = _is_one_thing(node.top) and _is_one_thing(node.bottom)
        sentence = self.voice.fraction if is_short else self.voice.fraction_long
        return sentence.format(top=self.row(node.top), bottom=self.row(node.bottom))

    def root(self, node: Root) -> str:
        sentence = self.voice.roots.get(node.index, self.voice.root)
        said = sentence.format(of=self.row(node.of), index=node.index)
        return said if _is_one_thing(node.of) else self.voice.root_long.format(root=said)

    def overline(self, of: Row) -> str:
        """Say a line above digits as repeating, above several letters as a segment, above anything else as a bar."""
        if all(isinstance(node, Number) for node in of):
            sentence = self.voice.repeating
        elif len(of) > 1 and all(isinstance(node, Letter) for node in of):
            sentence = self.voice.segment
        else:
            sentence = self.voice.bar
        return sentence.format(of=self.row(of))

    def fence(self, node: Fence) -> str:
        said = self.row(node.of)
        if node.left == node.right == "|":
            is_short = _is_one_thing(node.of)
            return (self.voice.absolute if is_short else self.voice.absolute_long).format(of=said)
        return f"{self.voice.signs[node.left]} {said} {self.voice.signs[node.right]}"

    def script(self, node: Script) -> str:
        said = self.node(node.base)
        if node.down:
            said = self.voice.index.format(base=said, down=self.row(node.down))
        if not node.up:
            return said
        if isinstance(node.base, Fraction | Mixed | Root):
            said = self.voice.whole.format(base=said)
        up = self.row(node.up)
        if up in self.voice.powers:
            return self.voice.powers[up].format(base=said)
        sentence = self.voice.power if _is_one_thing(node.up) else self.voice.power_long
        return sentence.format(base=said, up=up)


def _is_counting(digits: str) -> bool:
    return digits.isdigit() and digits.strip("0") != ""


def _is_one_thing(row: Row) -> bool:
    """Whether the ear takes a row as one: a number, letter, blank or amount, a negative of these, or a small power."""
    if len(row) == 2 and isinstance(row[0], Sign) and row[0].tex == "-":  # noqa: PLR2004 - a sign and its number
        row = row[1:]
    match row:
        case (Number() | Letter() | Words(),) | (Number(), Words()):  # 60 km
            return True
        case (Sign(tex=tex),):
            return tex in NUMBER_LIKE
        case (Script(base=Number() | Letter() as base, up=up, down=down),):
            return _is_one_thing((base,)) and len(up) <= 1 and len(down) <= 1
        case _:
            return False


def _is_said_times(row: Row, at: int) -> bool:
    """Whether a product that is written without a sign needs its "times": `2(3 + 4)`, `3√2`, but not `2x` or `f(x)`."""
    if at == 0:
        return False
    before, here = row[at - 1], row[at]
    if here in (Sign("("), Sign("[")):
        return isinstance(before, Number | Fraction | Mixed | Root) or before in (Sign(")"), Sign("]"))
    if not touches_left(row, at) or isinstance(here, Sign | Words):
        return False
    big = Fraction | Mixed | Root | Fence
    after_letter = isinstance(before, Letter) and isinstance(here, Fence)  # f of x, or x times: the reader knows
    return not after_letter and (isinstance(before, big) or isinstance(here, big) or before in (Sign(")"), Sign("]")))
