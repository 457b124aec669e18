"""A generated path: the 29 standards of Grade 6 mathematics with plain questions, for simulations, benchmarks and tests.

The prerequisite graph is the real one. The questions are sums: what a simulated student knows is decided beforehand, so that
only number, level and kind of the questions matter.
"""

from functools import cache
from pathlib import Path as File
from types import MappingProxyType

import msgspec

from plbot.content.folder import shipped
from plbot.core.library import (
    Item,
    Library,
    MistakeTemplate,
    Mode,
    OptionTemplate,
    Parameter,
    Path,
    PathUnit,
    Reassessment,
    Resource,
    Standard,
)
from plbot.core.questions import Use

PATH = "grade-6"
FRAMEWORK = "ccss-math"
USES: tuple[Use, ...] = ("practice", "check", "reassess", "place")
FORM = MappingProxyType({1: 1, 2: 2, 3: 2})  # the ordinary form: five questions, most of them of level 2 and 3
PASSING = 4
LEVELS = ((1, 2, 9), (2, 11, 49), (3, 51, 199))  # level, and from where to where its numbers go

UNITS = (
    (
        "Ratios and rates",
        {
            "6.RP.A.1": "What a ratio says",
            "6.RP.A.2": "Unit rates",
            "6.RP.A.3": "Ratio, rate and percent problems",
        },
    ),
    (
        "Numbers",
        {
            "6.NS.A.1": "Dividing fractions",
            "6.NS.B.2": "Dividing long numbers",
            "6.NS.B.3": "Sums with decimals",
            "6.NS.B.4": "Common factors and multiples",
            "6.NS.C.5": "Below zero",
            "6.NS.C.6": "Numbers on a line and a grid",
            "6.NS.C.7": "Which number is greater",
            "6.NS.C.8": "Points and distances on a grid",
        },
    ),
    (
        "Expressions and equations",
        {
            "6.EE.A.1": "Powers",
            "6.EE.A.2": "Letters for numbers",
            "6.EE.A.3": "Other ways to write it",
            "6.EE.A.4": "The same, or not",
            "6.EE.B.5": "What makes it true",
            "6.EE.B.6": "Writing with a letter",
            "6.EE.B.7": "Finding the unknown",
            "6.EE.B.8": "More than, less than",
            "6.EE.C.9": "One number follows another",
        },
    ),
    (
        "Shapes",
        {
            "6.G.A.1": "Areas",
            "6.G.A.2": "Volumes",
            "6.G.A.3": "Shapes on a grid",
            "6.G.A.4": "Nets",
        },
    ),
    (
        "Data",
        {
            "6.SP.A.1": "Questions with many answers",
            "6.SP.A.2": "How data spread",
            "6.SP.A.3": "Center and spread",
            "6.SP.B.4": "Drawing data",
            "6.SP.B.5": "Telling about data",
        },
    ),
)


@cache
def grade6() -> Library:
    """The library: one path, `PATH`, of 29 standards with eight families of questions each, over levels 1 to 3."""
    titles = {code: title for _, standards in UNITS for code, title in standards.items()}
    units = tuple(PathUnit(title, tuple(standards)) for title, standards in UNITS)
    return Library(
        standards={code: _standard(code, title) for code, title in titles.items()},
        paths={PATH: Path(PATH, "Grade 6 mathematics", units, FRAMEWORK, "6")},
        themes={},
        graph=_graph(shipped() / "graph" / f"{FRAMEWORK}.json"),
    )


def _graph(file: File) -> dict[str, tuple[str, ...]]:
    return msgspec.json.decode(file.read_bytes(), type=_Graph).prerequisites


class _Graph(msgspec.Struct):
    prerequisites: dict[str, tuple[str, ...]]


def _standard(code: str, title: str) -> Standard:
    return Standard(
        code,
        FRAMEWORK,
        title,
        f"I can work with this: {title.lower()}.",
        why="It comes up whenever people count, share or compare.",
        resources=tuple(_resource(mode, title) for mode in ("read", "see", "do")),
        items=tuple(item for level, low, high in LEVELS for item in _items(level, low, high)),
        reassess=Reassessment("bot", FORM, PASSING, before=("corrected_mistake", "resource")),
    )


def _resource(mode: Mode, title: str) -> Resource:
    return Resource(mode, title, 3, "Start from what you have, do one step, and look at what changed.")


def _items(level: int, low: int, high: int) -> tuple[Item, ...]:
    """The families of a level: two to type, and above level 1 one to pick from four."""
    numbers = (Parameter("a", low, high), Parameter("b", low, high))
    typed = [_sum(level, numbers, name, sign) for name, sign in (("plus", "+"), ("times", "*"))]
    return (*typed, _pick(level, numbers)) if level > 1 else tuple(typed)


def _sum(level: int, numbers: tuple[Parameter, ...], name: str, sign: str) -> Item:
    return Item(
        f"{name}-{level}",
        "number",
        USES,
        level,
        f"What is $a$ {name} $b$ for $a = {{{{a}}}}$ and $b = {{{{b}}}}$?",
        params=numbers,
        answers=(f"{{{{a {sign} b}}}}",),
        hints=("Take it in two steps.", "Begin with the tens."),
        mistakes=(MistakeTemplate("off-by-one", (f"{{{{a {sign} b + 1}}}}",), "That is one too many."),),
        solution=f"With {{{{a}}}} and {{{{b}}}} it is **{{{{a {sign} b}}}}**.",
    )


def _pick(level: int, numbers: tuple[Parameter, ...]) -> Item:
    return Item(
        f"pick-{level}",
        "choice",
        USES,
        level,
        "Which is {{a}} + {{b}} + {{a}}?",
        params=numbers,
        options=(
            OptionTemplate("{{a + b + a}}", correct=True),
            OptionTemplate("{{a + b}}", tell="One of the three is missing.", mistake="left-one-out"),
            OptionTemplate("{{a + b + a + 1}}", tell="That is one too many.", mistake="off-by-one"),
            OptionTemplate("{{a + b + a + 10}}", tell="Look at the tens again.", mistake="tens"),
        ),
        hints=("Add two of them first.",),
        solution="{{a}} + {{b}} + {{a}} = **{{a + b + a}}**.",
    )
