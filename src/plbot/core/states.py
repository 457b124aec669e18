"""The states of one standard for one student: one table, from which the documentation's diagram is drawn.

`locked` and `open` are never stored: they follow from the path and from what is known. A fact that stands in no row of a
state changes nothing there.
"""

from collections.abc import Mapping
from typing import Literal

from plbot.core import facts as f

State = Literal[
    "locked", "open", "learning", "practising", "ready", "requested", "scheduled", "reassessing", "mastered", "refresh"
]

_WORKS: dict[type[f.Fact], State] = {f.Answered: "practising", f.BecameReady: "ready"}
_ASKS: dict[type[f.Fact], State] = {
    f.AskedToReassess: "requested",
    f.FormStarted: "reassessing",
    f.Approved: "scheduled",
}
_VERDICT: dict[type[f.Fact], State] = {f.Mastered: "mastered", f.NotYet: "learning"}
_BEGINS: dict[type[f.Fact], State] = {f.ChoseStandard: "learning", f.Opened: "learning"}

TABLE: Mapping[State, Mapping[type[f.Fact], State]] = {
    "locked": {**_BEGINS, **_WORKS, **_ASKS, **_VERDICT},
    "open": {**_BEGINS, **_WORKS, **_ASKS, **_VERDICT},
    "learning": {**_WORKS, **_ASKS, **_VERDICT},
    "practising": {f.BecameReady: "ready", **_ASKS, **_VERDICT},
    "ready": {f.NeedsMore: "practising", **_ASKS, **_VERDICT},
    "requested": {f.Approved: "scheduled", f.SentBack: "practising", f.Withdrew: "practising", **_VERDICT},
    "scheduled": {f.FormStarted: "reassessing", f.SentBack: "practising", f.Withdrew: "practising", **_VERDICT},
    "reassessing": {**_VERDICT},
    "mastered": {f.NeedsWarmUp: "refresh", f.NotYet: "learning"},
    "refresh": {f.WarmedUp: "mastered", **_VERDICT},
}


def after(state: State, fact: f.Fact) -> State:
    """The state of a standard after `fact`."""
    return TABLE[state].get(type(fact), state)


def diagram() -> str:
    """The table as a Mermaid state diagram, one arrow a transition, parallel arrows joined."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for state, row in TABLE.items():
        for fact, then in row.items():
            if then != state:
                arrows.setdefault((state, then), []).append(fact.__name__)
    lines = [f"    {a} --> {b}: {', '.join(sorted(names))}" for (a, b), names in sorted(arrows.items())]
    return "\n".join(["stateDiagram-v2", "    [*] --> locked", "    [*] --> open", *lines])
