"""Whether the standards of a folder fit together: forms, ways of learning, prerequisites, texts outside of items."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from plbot.content.faults import Fault
from plbot.content.load import Shelf
from plbot.content.sense import Finding
from plbot.core import maths
from plbot.core.expressions import compiled, template
from plbot.core.library import Item, Standard
from plbot.core.versions import count_versions

MODES = 3  # ways of learning that a student can choose from, at least: fewer is hardly a choice
FAMILIES = 2  # item families in a form, at least: one kind of question can be learned by heart
ALIKE = 0.8  # how like two codes must look for one to be a slip for the other: one sign of six
FORMS = 2  # a form, and after a "not yet" another one, without a question coming twice


def fits(shelf: Shelf) -> tuple[list[Fault], list[Fault]]:
    """Faults and warnings that show only when standards are seen whole and beside each other."""
    faults: list[Fault] = []
    warnings: list[Fault] = []
    for code, standard in shelf.library.standards.items():
        page = shelf.pages[code]
        findings = (*_ways(standard), *_forms(standard), *_texts(standard))
        faults += [page.fault(*finding) for finding in findings]
        warnings += [page.fault(*finding) for finding in (*_advice(standard), *_strangers(standard, shelf))]
    for (code, language), page in shelf.overlays.items():
        faults += [page.fault(*finding) for finding in _texts(shelf.library.translations[language][code])]
    return [*faults, *_cycles(shelf)], warnings


def _ways(standard: Standard) -> Iterator[Finding]:
    modes = {resource.mode for resource in standard.resources}
    if standard.items and len(modes) < MODES:
        have = ", ".join(sorted(modes)) or "none"
        yield ("resources",), f"ways of learning here: {have}; expected {MODES} of read, see, do, talk, listen, watch"


def _forms(standard: Standard) -> Iterator[Finding]:
    """A form must be filled with fresh questions twice."""
    for level, wanted in standard.reassess.form.items():
        items = [item for item in _objective(standard) if item.level == level]
        fresh = sum(_fresh(item, FORMS * wanted) for item in items)
        if fresh < FORMS * wanted:
            what = f"level {level} has {fresh} fresh questions; expected {FORMS * wanted}, for two forms of {wanted}"
            yield ("reassess", "form", str(level)), what


def _objective(standard: Standard) -> list[Item]:
    return [item for item in standard.items_for("reassess") if item.kind != "open"]


def _fresh(item: Item, enough: int) -> int:
    return count_versions(item, enough) if item.params else 1


def _texts(standard: Standard) -> Iterator[Finding]:
    """Maths outside of items must be readable too."""
    texts = [(("i_can",), standard.i_can), (("why",), standard.why)]
    for where, text in texts:
        yield from ((where, problem) for problem in maths.problems(text))
    for number, resource in enumerate(standard.resources):
        for text in (resource.text, resource.alt):
            yield from ((("resources", number, "text"), problem) for problem in maths.problems(text))


def _advice(standard: Standard) -> Iterator[Finding]:
    """What could be better, and works all the same."""
    if standard.reassess.form and len({item.id for item in _objective(standard)}) < FAMILIES:
        yield ("reassess",), f"all questions of the form come from one item; expected {FAMILIES} items or more"
    for number, item in enumerate(standard.items):
        if not item.solution and item.kind != "open":
            yield ("items", number), f"{item.id}: no 'solution' is given; expected a worked one"
        for parameter in item.params:
            if parameter.name not in _names_asked(item):
                yield ("items", number, "params", parameter.name), f"{item.id}: '{parameter.name}' changes no question"


def _names_asked(item: Item) -> set[str]:
    """The parameters that change what is asked or what may be asked."""
    shown = [item.ask, *item.answers, *item.sequence, *item.extra, *(option.text for option in item.options)]
    shown += [side for pair in item.pairs for side in pair]
    asked = {name for text in shown for name, _ in template(text).names}
    return asked | {name for condition in item.where for name, _ in compiled(condition).names}


def _strangers(standard: Standard, shelf: Shelf) -> Iterator[Finding]:
    """Prerequisites that nothing here knows."""
    known = {*shelf.library.standards, *shelf.library.graph}
    known.update(code for path in shelf.library.paths.values() for code in path.standards)
    for number, code in enumerate(standard.prerequisites):
        if code not in known:
            near = get_close_matches(code, known - {standard.code}, n=1, cutoff=ALIKE)
            meant = f"; {near[0]}?" if near else "; expected one that is on a path, in the content or in the graph"
            yield ("prerequisites", number), f"the prerequisite {code} is not known{meant}"


def _cycles(shelf: Shelf) -> list[Fault]:
    """Standards that build on themselves, by whatever road."""
    extra: dict[str, set[str]] = {}
    for path in shelf.library.paths.values():
        for code, codes in path.extra.items():
            extra.setdefault(code, set()).update(codes)
    needs = {code: {*found, *extra.pop(code, ())} for code, found in shelf.library.needs.items()} | extra
    faults = []
    reported: set[str] = set()
    for code in shelf.library.standards:
        circle = _circle(code, needs)
        if circle and not reported & set(circle):
            reported |= set(circle)
            what = f"these build on each other in a circle: {' -> '.join(circle)}; expected no way back"
            faults.append(shelf.pages[code].fault(("prerequisites",), what))
    return faults


def _circle(start: str, needs: Mapping[str, set[str]]) -> list[str]:
    """The way from a code back to itself; empty when there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        code = waiting.pop()
        for need in sorted(needs.get(code, ())):
            if need == start:
                return _way(start, code, came_from)
            if need not in came_from:
                came_from[need] = code
                waiting.append(need)
    return []


def _way(start: str, end: str, came_from: Mapping[str, str]) -> list[str]:
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return [*reversed(way), start]
