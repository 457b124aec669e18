"""One formula, from TeX to a drawing that a phone can show."""

import warnings
from itertools import pairwise
from xml.etree import ElementTree as ET

from plbot.core.maths.reader import read
from plbot.core.maths.signs import Stand, stands
from plbot.core.maths.tree import Row
from plbot.pictures.errors import PictureError
from plbot.pictures.limits import FONT, LEAST_HEIGHT, LEAST_WIDTH, MARGIN, TALLEST, WIDEST
from plbot.pictures.mathml import ROW, mathml

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it finds its font in a way that Python 3.11 calls old
    from ziamath.nodes.mrow import Mrow
    from ziamath.zmath import Math


class _Row(Mrow, tag=ROW):
    """A row in which nothing grows. ziamath draws each row twice, to see how far to stretch its signs: in twelve levels
    that is 4,096 times.
    """

    def _get_height_nostretch(self, line: list[ET.Element], **_: object) -> tuple[float, float]:  # noqa: ARG002 # the library's signature
        return 0, 0


_Row.mtag = "mrow"  # so that its neighbours keep the distance that they keep from any row

SVG = "http://www.w3.org/2000/svg"


def formula(tex: str) -> str:
    """Draw a formula of the subset as SVG, over several lines where it is too wide. Raises MathsError and PictureError."""
    row = read(tex)
    drawn = _drawn(row, [])
    if _width(drawn) > WIDEST - 2 * MARGIN:
        drawn = _drawn(row, _new_lines(row))
    return _framed(drawn.svgxml())


def _drawn(row: Row, new_lines: list[int]) -> Math:
    whole = mathml(row, new_lines)
    drawn = Math(whole, size=FONT, margin=0)
    _check_signs(drawn, whole)
    return drawn


def _check_signs(drawn: Math, whole: ET.Element) -> None:
    """Refuse what the font has no shape for: an empty box is another formula."""
    for sign in set("".join(whole.itertext())):
        if drawn.font.glyphindex(sign) == 0:
            raise PictureError("sign without a shape")


def _width(drawn: Math) -> float:
    return float(drawn.getsize()[0])


def _new_lines(row: Row) -> list[int]:
    """Where to go on in a new line: before a relation or a sign between two numbers, as late as the width allows."""
    places = [at for at, stand in enumerate(stands(row)) if at and stand in (Stand.RELATION, Stand.BINARY)]
    found: list[int] = []
    used = 0.0
    for start, end in pairwise([0, *places, len(row)]):
        wide = _width(_drawn(row[start:end], []))
        if start and used + wide > WIDEST - 2 * MARGIN:
            found.append(start)
            used = 0.0
        used += wide
    return found


def _framed(inner: ET.Element) -> str:
    """Put a drawing in the middle of a sheet with margins, within the sizes that platforms show well."""
    wide, tall = (float(inner.attrib[side]) for side in ("width", "height"))
    scale = min(1.0, (WIDEST - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall)
    wide, tall = wide * scale, tall * scale
    sheet_wide = max(LEAST_WIDTH, round(wide) + 2 * MARGIN)
    sheet_tall = max(LEAST_HEIGHT, round(tall) + 2 * MARGIN)
    inner.attrib |= {"x": str((sheet_wide - wide) / 2), "y": str((sheet_tall - tall) / 2)}
    inner.attrib |= {"width": str(wide), "height": str(tall)}
    sheet = ET.Element("svg", xmlns=SVG, width=str(sheet_wide), height=str(sheet_tall))
    sheet.append(inner)
    return ET.tostring(sheet, encoding="unicode")
