"""What there is to learn, as the engine sees it: read once by `plbot.content`, never changed after."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

import msgspec

from plbot.core.foundations import Foundations, foundations, rests
from plbot.core.questions import PICKED, Criterion, Form, Kind, Unit, Use

Mode = Literal["read", "see", "do", "talk", "listen", "watch"]


class Resource(msgspec.Struct, frozen=True):
    """One way into a standard. `image` is a path on this machine (empty: none); `alt` says in words what it shows."""

    mode: Mode
    title: str
    minutes: int
    text: str
    image: str = ""
    alt: str = ""
    link: str = ""


class Parameter(msgspec.Struct, frozen=True):
    """A number or word that is drawn afresh: whole numbers `low..high` in steps of `step`, or one of `choices`."""

    name: str
    low: int = 0
    high: int = 0
    step: int = 1
    choices: tuple[str, ...] = ()


class OptionTemplate(msgspec.Struct, frozen=True):
    text: str
    correct: bool = False
    tell: str = ""
    mistake: str = ""


class MistakeTemplate(msgspec.Struct, frozen=True):
    id: str
    answers: tuple[str, ...]
    tell: str


class Item(msgspec.Struct, frozen=True, cache_hash=True):
    """A family of questions: a template with parameters. Texts hold `{{ expression }}` of `core.expressions`."""

    id: str
    kind: Kind
    use: tuple[Use, ...]
    level: int
    ask: str
    params: tuple[Parameter, ...] = ()
    where: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    pattern: str = ""
    typos: int = 0
    tolerance_abs: float = 0.0
    tolerance_rel: float = 0.0
    unit: Unit | None = None
    form: Form = "any"
    options: tuple[OptionTemplate, ...] = ()
    sequence: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    extra: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    mistakes: tuple[MistakeTemplate, ...] = ()
    solution: str = ""
    rubric: tuple[Criterion, ...] = ()
    image: str = ""
    alt: str = ""


class Reassessment(msgspec.Struct, frozen=True):
    """How a standard is (re)assessed.

    By the bot: `form[level]` says how many questions, `passing` how many right answers. By the teacher: with an open
    item, `passing` in points of its rubric. `before` is what is done first after a not yet.
    """

    by: Literal["bot", "teacher"] = "bot"
    form: Mapping[int, int] = MappingProxyType({})
    passing: int = 0
    item: str = ""
    before: tuple[Literal["corrected_mistake", "resource", "talk"], ...] = ()


class Standard(msgspec.Struct, frozen=True):
    """One standard. Without `items` it is a bare standard: taught and assessed by the teacher.

    The last three fields are worked out from `items`, because each turn asks for them: the items by use, and of those to
    practise and check with, how many kinds there are and how many are not picked from a list.
    """

    code: str
    framework: str
    title: str
    i_can: str
    why: str = ""
    prerequisites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    items: tuple[Item, ...] = ()
    reflect_before: str = ""
    reflect_after: tuple[str, ...] = ()
    reassess: Reassessment = Reassessment(by="teacher")
    licence: str = ""
    authors: tuple[str, ...] = ()
    by_use: Mapping[Use, tuple[Item, ...]] = MappingProxyType({})
    kinds: int = 0
    typed: int = 0

    def __post_init__(self) -> None:
        uses: dict[Use, tuple[Item, ...]] = {
            use: tuple(item for item in self.items if use in item.use) for use in get_args(Use)
        }
        drill = {item.id: item for item in (*uses["practice"], *uses["check"])}
        msgspec.structs.force_setattr(self, "by_use", uses)
        msgspec.structs.force_setattr(self, "kinds", len(drill))
        msgspec.structs.force_setattr(self, "typed", sum(item.kind not in PICKED for item in drill.values()))

    def items_for(self, use: Use) -> tuple[Item, ...]:
        return self.by_use[use]


class PathUnit(msgspec.Struct, frozen=True):
    title: str
    standards: tuple[str, ...]


class Path(msgspec.Struct, frozen=True):
    """A class's road: units of standards in order. `extra`: prerequisites that only this path adds, code -> codes.

    `standards`, all codes in order, is worked out from the units.
    """

    name: str
    title: str
    units: tuple[PathUnit, ...]
    framework: str = ""
    grade: str = ""
    extra: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    standards: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        codes = tuple(code for unit in self.units for code in unit.standards)
        msgspec.structs.force_setattr(self, "standards", codes)


class Theme(msgspec.Struct, frozen=True):
    """An interest of a student, as word questions use it: `{{theme.things}}`, `{{theme.place}}` and so on."""

    name: str
    label: str
    words: Mapping[str, str]


PLAIN = Theme(
    name="everyday",
    label="A bit of everything",
    words=MappingProxyType(
        {
            "things": "movies",
            "thing": "movie",
            "people": "kids",
            "person": "kid",
            "leaders": "grown-ups",
            "leader": "grown-up",
            "place": "the park",
            "items": "marbles",
            "item": "marble",
            "group": "club",
            "activity": "playing outside",
        }
    ),
)


class Library(msgspec.Struct, frozen=True):
    """All content. Codes are canonical (`4.NF.A.1`).

    `graph` maps a code to the codes it builds on, also beyond what is shipped. `translations[language]` holds the
    standards, whole, that have an overlay in that language. The last four fields are worked out from the others:
    `spellings` (any known way to write a code, in lower case, to the code), `needs` (code to all it builds on) and
    `foundations` (path to what its standards build on within it, see `core.foundations`), `rests` (the other way round).
    """

    standards: Mapping[str, Standard]
    paths: Mapping[str, Path]
    themes: Mapping[str, Theme]
    graph: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    translations: Mapping[str, Mapping[str, Standard]] = MappingProxyType({})
    spellings: Mapping[str, str] = MappingProxyType({})
    needs: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    foundations: Mapping[str, Foundations] = MappingProxyType({})
    rests: Mapping[str, Foundations] = MappingProxyType({})

    def __post_init__(self) -> None:
        if not self.spellings:
            on_paths = (code for path in self.paths.values() for code in path.standards)
            msgspec.structs.force_setattr(self, "spellings", spellings((*self.standards, *on_paths, *self.graph)))
        if not self.needs:
            msgspec.structs.force_setattr(self, "needs", _needs(self.standards, self.graph))
        if not self.foundations:
            grounds = {name: foundations(path.standards, self._needs_on(path)) for name, path in self.paths.items()}
            msgspec.structs.force_setattr(self, "foundations", grounds)
            msgspec.structs.force_setattr(self, "rests", {name: rests(ground) for name, ground in grounds.items()})

    def _needs_on(self, path: Path) -> dict[str, tuple[str, ...]]:
        return {**self.needs, **{code: self.prerequisites(code, path) for code in path.extra}}

    def spelled(self, text: str) -> str | None:
        """The code that `text` means, however it is written (`4.NF.1`, `4.nf.a.1`), or None."""
        return self.spellings.get(text.strip().lower())

    def prerequisites(self, code: str, path: Path | None = None) -> tuple[str, ...]:
        """What `code` builds on, its parts' prerequisites and the path's own included; not only what is shipped."""
        known = self.needs.get(code, ())
        extra = path.extra.get(code) if path else None
        return tuple(dict.fromkeys((*known, *extra))) if extra else known

    def theme(self, name: str) -> Theme:
        """The theme of that name, or the everyday one for students who have none."""
        return self.themes.get(name) or self.themes.get(PLAIN.name) or PLAIN

    def in_language(self, language: str) -> "Library":
        """The same library with the standards that are translated into `language`."""
        translated = self.translations.get(language)
        return msgspec.structs.replace(self, standards={**self.standards, **translated}) if translated else self


_CLUSTER = re.compile(r"(?P<domain>[A-Z0-9]+[.-][A-Z]+)\.[A-Z]\.(?P<number>\d+)(?:\.(?P<part>[a-z]))?")


def spellings_of(code: str) -> tuple[str, ...]:
    """The ways to write one code: as it is, and without the letter of its cluster (`4.NF.3.a`, `4.NF.3a`)."""
    found = _CLUSTER.fullmatch(code)
    if not found:
        return (code,)
    short = f"{found['domain']}.{found['number']}"
    if not found["part"]:
        return (code, short)
    return (code, f"{code[:-2]}{found['part']}", f"{short}.{found['part']}", f"{short}{found['part']}")


def spellings(codes: Iterable[str]) -> dict[str, str]:
    """Every spelling, in lower case, to its code. A short spelling that could mean two codes means neither."""
    exact = {code.lower(): code for code in codes}
    short: dict[str, set[str]] = {}
    for code in exact.values():
        for spelling in spellings_of(code):
            short.setdefault(spelling.lower(), set()).add(code)
    return {spelling: min(meant) for spelling, meant in short.items() if len(meant) == 1} | exact


def _needs(standards: Mapping[str, Standard], graph: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What each code builds on: what its file says (else the graph), and what its parts build on outside of it."""
    own = {**graph, **{code: standard.prerequisites for code, standard in standards.items() if standard.prerequisites}}
    needs = {code: list(own.get(code, ())) for code in (*own, *standards)}
    for part, builds_on in own.items():
        for code in _wholes(part):
            if code in needs:
                needs[code] += builds_on
    return {
        code: tuple(need for need in dict.fromkeys(found) if need != code and not need.startswith(f"{code}."))
        for code, found in needs.items()
    }


def _wholes(code: str) -> Iterable[str]:
    """The codes that `code` may be a part of: `6.RP.A.3`, `6.RP.A`, ... for `6.RP.A.3.b`."""
    pieces = code.split(".")
    return (".".join(pieces[:length]) for length in range(1, len(pieces)))
