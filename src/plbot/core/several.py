"""Show several: for students far ahead, one form over up to four related standards. Which they are, and when one is solid.

A standard is solid when all its answers in this form are right, at least two of them, and the model promises that the
reassessment will go well: the same number that says "ready" elsewhere. Nothing is mastered by it: what is solid can be asked for.
"""

from collections.abc import Sequence
from typing import Literal

from plbot.core.library import Library, Standard
from plbot.core.path import Outlook, on_path, outlook
from plbot.core.readiness import elsewhere, promise
from plbot.core.records import Person
from plbot.core.states import State

MOST = 4  # standards in one form: at two questions each it ends within ten minutes
LEAST = 2  # one is what a check is for
ENOUGH = 2  # answers that can make a standard solid
MOST_EACH = 3  # a third where two right ones do not promise enough yet

Verdict = Literal["solid", "almost", ""]
Done = Sequence[tuple[str, bool]]

_OPEN: tuple[State, ...] = ("open", "locked", "learning", "practising", "ready")


def several(person: Person, library: Library, view: Outlook | None = None) -> tuple[str, ...]:
    """Up to four related standards that this person could show at once; none where fewer than two seem known or are ready."""
    view = view or outlook(person, library)
    fit = [
        standard
        for standard in on_path(person, library)
        if view.states[standard.code] in _OPEN and _can_be_shown(standard)
        if standard.code in view.known or view.states[standard.code] == "ready"
    ]
    groups = [_related(first, fit, library) for first in fit]
    best = max(groups, key=len, default=[])  # the first of the longest: path order decides
    return tuple(standard.code for standard in best) if len(best) >= LEAST else ()


def _can_be_shown(standard: Standard) -> bool:
    return standard.reassess.by == "bot" and bool(standard.items_for("check") or standard.items_for("practice"))


def _related(first: Standard, fit: Sequence[Standard], library: Library) -> list[Standard]:
    """Those of the same domain, and those that build on the first or that it builds on."""
    others = [
        other
        for other in fit
        if _domain(other.code) == _domain(first.code)
        or other.code in library.needs.get(first.code, ())
        or first.code in library.needs.get(other.code, ())
    ]
    start = others.index(first)
    return others[start : start + MOST]


def _domain(code: str) -> str:
    """`6.RP` of `6.RP.A.3`; of a code in another style, all but its last piece."""
    pieces = code.split(".")
    return ".".join(pieces[:2]) if len(pieces) > 2 else ".".join(pieces[:-1])  # noqa: PLR2004 - grade, domain, the rest


def verdict(person: Person, library: Library, code: str, done: Done) -> Verdict:
    """What was shown of a standard so far; '': another question decides."""
    answers = [right for standard, right in done if standard == code]
    if not all(answers):
        return "almost"
    if len(answers) < ENOUGH:
        return ""
    form = library.standards[code].reassess.form
    q = promise(person.standing(code), elsewhere(person.standings, code), form)
    if q >= person.policy.ready_at:
        return "solid"
    return "almost" if len(answers) >= MOST_EACH else ""


def next_of(person: Person, library: Library, standards: Sequence[str], done: Done) -> str:
    """The standard to ask about next: in turn, those that are not decided yet. '': all are."""
    asked = [code for code, _ in done]
    undecided = [code for code in standards if not verdict(person, library, code, done)]
    return min(undecided, key=asked.count, default="")
