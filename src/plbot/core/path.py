"""The student's own path: what is open, what is locked and by what, and what to offer next."""

from plbot.core.library import Library, Path, Standard
from plbot.core.records import Person
from plbot.core.states import State

_WORKING: tuple[State, ...] = ("reassessing", "scheduled", "ready", "practising", "learning", "requested")


def path_of(person: Person, library: Library) -> Path | None:
    """The path of the class this person learns in, if its content is here."""
    return library.paths.get(person.learns_in.path) if person.learns_in else None


def on_path(person: Person, library: Library) -> tuple[Standard, ...]:
    """The standards of the person's path that have content, in path order."""
    path = path_of(person, library)
    return tuple(library.standards[code] for code in path.standards if code in library.standards) if path else ()


def missing(person: Person, library: Library, code: str) -> tuple[str, ...]:
    """What stands before `code` and is not mastered yet: only standards that are on the path and have content can lock."""
    path = path_of(person, library)
    if path is None:
        return ()
    needed = library.prerequisites(code, path)
    return tuple(
        need
        for need in needed
        if need in path.standards and need in library.standards and not person.standing(need).mastered_at
    )


def state_of(person: Person, library: Library, code: str) -> State:
    """The state of a standard, worked out from the path where nothing was begun."""
    standing = person.standing(code)
    if not standing.untouched:
        return standing.state
    return "locked" if missing(person, library, code) else "open"


def offers(person: Person, library: Library, most: int) -> tuple[str, ...]:
    """What to do next, best first: what is under way, then what is open, then what could be tried anyway. None mastered or parked."""
    codes = [standard.code for standard in on_path(person, library)]
    states = {code: state_of(person, library, code) for code in codes if not person.standing(code).parked_until}
    under_way = sorted(
        (code for code in states if states[code] in _WORKING), key=lambda code: _WORKING.index(states[code])
    )
    opened = [code for code in states if states[code] == "open"]
    locked = [code for code in states if states[code] == "locked"]
    return tuple((under_way + opened + locked)[:most])


def finished(person: Person, library: Library) -> bool:
    """Whether everything on the path is mastered."""
    standards = on_path(person, library)
    return bool(standards) and all(person.standing(standard.code).mastered_at for standard in standards)
