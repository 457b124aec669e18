"""The student's own path: what is open, what is locked and by what, what seems known, and what to offer next."""

from collections.abc import Mapping
from typing import NamedTuple

from plbot.core.library import Library, Path, Standard
from plbot.core.placement import seems_known
from plbot.core.records import Person
from plbot.core.states import State

WARM_UPS = 2  # stand before the class's current standard at most: it must not move out of sight
_BEGINS: tuple[State, ...] = ("reassessing", "scheduled")
_WORKING: tuple[State, ...] = (*_BEGINS, "ready", "practising", "learning", "requested")


class Outlook(NamedTuple):
    """A path as its student sees it: the state of each standard, those that seem known, and the class's current one ('': none)."""

    states: Mapping[str, State]
    known: frozenset[str]
    current: str


def path_of(person: Person, library: Library) -> Path | None:
    """The path of the class this person learns in, if its content is here."""
    return library.paths.get(person.learns_in.path) if person.learns_in else None


def on_path(person: Person, library: Library) -> tuple[Standard, ...]:
    """The standards of the person's path that have content, in path order."""
    path = path_of(person, library)
    return tuple(library.standards[code] for code in path.standards if code in library.standards) if path else ()


def missing(person: Person, library: Library, code: str) -> tuple[str, ...]:
    """What stands before `code` and is neither mastered nor seems known: only what is on the path and has content can lock."""
    return _missing(person, library, path_of(person, library), code, seems_known(person, library))


def _missing(person: Person, library: Library, path: Path | None, code: str, known: frozenset[str]) -> tuple[str, ...]:
    needed = library.prerequisites(code, path) if path else ()
    return tuple(
        need
        for need in needed
        if path
        and need in path.standards
        and need in library.standards
        and need not in known
        and not person.standing(need).mastered_at
    )


def current_of(person: Person, library: Library) -> str:
    """The standard that the class works on now, while this person has not mastered it and it has content; else ''."""
    path = path_of(person, library)
    code = person.learns_in.current if person.learns_in else ""
    here = path is not None and code in path.standards and code in library.standards
    return code if here and not person.standing(code).mastered_at else ""


def outlook(person: Person, library: Library) -> Outlook:
    """The whole path at once."""
    known, current, path = seems_known(person, library), current_of(person, library), path_of(person, library)
    codes = [code for code in path.standards if code in library.standards] if path else []
    states = {code: _begun(person, code) or _open(_missing(person, library, path, code, known)) for code in codes}
    if current and person.standing(current).untouched:
        states[current] = "open"
    return Outlook(states, known, current)


def state_of(person: Person, library: Library, code: str) -> State:
    """The state of a standard, worked out from the path where nothing was begun. What the class works on is never locked."""
    if code == current_of(person, library):
        return _begun(person, code) or "open"
    return _begun(person, code) or _open(missing(person, library, code))


def _begun(person: Person, code: str) -> State | None:
    standing = person.standing(code)
    return None if standing.untouched else standing.state


def _open(lacking: tuple[str, ...]) -> State:
    return "locked" if lacking else "open"


def warm_ups(person: Person, library: Library) -> tuple[str, ...]:
    """What to warm up with before the class's current standard: the nearest it builds on that is not known, two at most."""
    return _warm_ups(person, library, outlook(person, library)) if current_of(person, library) else ()


def _warm_ups(person: Person, library: Library, view: Outlook) -> tuple[str, ...]:
    path = path_of(person, library)
    if path is None:
        return ()
    ground = library.foundations[path.name][view.current]
    open_ = [
        code for code in ground if code in library.standards and code not in view.known and _is_to_do(person, code)
    ]
    nearest = sorted(open_, key=lambda code: (ground[code], path.standards.index(code)))[:WARM_UPS]
    return tuple(sorted(nearest, key=path.standards.index))


def _is_to_do(person: Person, code: str) -> bool:
    standing = person.standing(code)
    return not standing.mastered_at and not standing.parked_until


def at_work(person: Person, library: Library) -> str:
    """What this person works on, or would next; '' where nothing is left."""
    view = outlook(person, library)
    return next(iter(_under_way(_not_parked(person, view))), "") or next(iter(offers(person, library, 1, view)), "")


def _not_parked(person: Person, view: Outlook) -> Mapping[str, State]:
    return {code: state for code, state in view.states.items() if not person.standing(code).parked_until}


def _under_way(states: Mapping[str, State]) -> list[str]:
    return sorted(
        (code for code, state in states.items() if state in _WORKING), key=lambda code: _WORKING.index(states[code])
    )


def offers(person: Person, library: Library, most: int, view: Outlook | None = None) -> tuple[str, ...]:
    """What to do next, best first; what is mastered or parked is left out.

    What may begin; the class's current standard; what is under way; warm-ups for the current one; what is open; what seems known
    and can be shown; what could be tried anyway. Where there is room for three, one of them can be shown, so that who knows it
    already is not held back.
    """
    view = view or outlook(person, library)
    states = _not_parked(person, view)
    under_way = _under_way(states)
    begins = [code for code in under_way if states[code] in _BEGINS]
    current = [view.current] if view.current in states else []
    untouched = [code for code, state in states.items() if state in ("open", "locked")]
    shown = [code for code in untouched if code in view.known]
    new = [code for code in untouched if code not in view.known]
    opened = [code for code in new if states[code] == "open"]
    warm = _warm_ups(person, library, view) if current else ()
    ahead = [*begins, *current, *under_way, *warm, *opened]
    order = list(dict.fromkeys([*ahead, *shown, *new]))
    if most > 2 and shown and not set(order[:most]) & set(shown):  # noqa: PLR2004 - two to work on, one to show
        order.insert(most - 1, shown[0])
    return tuple(order[:most])


def finished(person: Person, library: Library) -> bool:
    """Whether everything on the path is mastered."""
    standards = on_path(person, library)
    return bool(standards) and all(person.standing(standard.code).mastered_at for standard in standards)
