r"""Maths in content texts: a small TeX subset, written in Unicode and read aloud.

In reading order: `signs` (what may be written), `tokens`, `tree`, `reader` (TeX to tree), `written` (tree to Unicode),
`voices` and `aloud` (tree to spoken words), `marks` (whole texts with `$...$`, `\$`, `**bold**` and `*emphasis*`),
`flat` (which of them read well on one line).
"""

from plbot.core.maths.aloud import spoken
from plbot.core.maths.errors import MathsError
from plbot.core.maths.flat import flat
from plbot.core.maths.marks import Bold, Emphasis, Maths, Piece, Prose, formulas, pieces, plain, problems
from plbot.core.maths.written import text

__all__ = [
    "Bold",
    "Emphasis",
    "Maths",
    "MathsError",
    "Piece",
    "Prose",
    "flat",
    "formulas",
    "pieces",
    "plain",
    "problems",
    "spoken",
    "text",
]
