"""Write one example of everything that is stored, for a version that is about to be released: `python tests/released/write.py 0.1.0`.

A file that was released is never written again: it stands for the documents that schools have.
"""

import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec

from plbot.core import facts as f
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.letters import AnyNote
from plbot.core.questions import Mistake, Option, Question
from plbot.core.records import Asked, Classroom, Consent, Member, Membership, Notice, Person, Request, Teacher
from plbot.core.snag import Snag
from plbot.core.standing import Answer, Shown, Standing
from plbot.core.worked import After

QUESTION = Question(
    "6.RP.A.1", "bag", "choice", 2, "Which ratio?", 3, options=(Option("3:4", correct=True), Option("4:3", tell="Swapped?")),
    hints=("Count.",), mistakes=(Mistake("swapped", ("4:3",), "Which comes first?"),), solution="3:4",
)  # fmt: skip
STANDING = Standing(
    "practising", answered=5, right=3, decayed_right=2.1, decayed=3.3, recent=(True, False),
    window=(Answer(True, 2, "bag", False, "swapped"),), cursors={"bag": 4}, ways=("read",), practised=5, last_item="bag", asked="r1",
    asked_in="c1", told_ready=True, attempts=1, attempted_at=7, not_yets=1, missed=(f.Missed("bag", "swapped"),),
    relearning=True, since_relearn=2, mastered_at=3, unseen=True, form=(Shown("bag", 2, True, ""),), waiting_mark=1,
    not_found=(1,), snag=Snag(5, "misses", 1, 3, "swapped", (True, False), 1, 6, 1, "c1", True), unstuck_at=2, way="read",
    way_left=4, after_ways={"read": After(3, 2, 1.9)}, helped={"helped_hints": 1},
)  # fmt: skip
MEMBERSHIP = Membership("c1", "Room 12", "ratios-6", "Ms Li", "student", True, "Europe/Berlin")


def example(wanted: Any, name: str = "") -> Any:
    """A value of a field's type."""
    known = {
        Question: QUESTION,
        Membership: MEMBERSHIP,
        Consent: Consent("school", 5),
        str: name or "x",
        int: 3,
        bool: True,
        float: 0.5,
    }
    if wanted in known:
        return known[wanted]
    origin, args = get_origin(wanted), get_args(wanted)
    if origin is tuple:
        return tuple(example(arg, name) for arg in args if arg is not Ellipsis)
    if wanted is f.Missed:
        return f.Missed("bag", "swapped")
    if origin is Literal:
        return args[0]
    return example(args[0], name) if args else wanted()


def examples() -> list[tuple[str, Any]]:
    asked = Asked("mid", (Choice("Menu", "menu"),), numbered=True, key="key")
    people = [
        Person(
            "p1", "Ana", "en", made(scene), asked, (MEMBERSHIP,), ("soccer",), {"6.RP.A.1": STANDING}, 9, (5,), 7, True
        )
        for scene in s.Scene.__args__
    ]
    room = Classroom(
        "c1", "Room 12", "ratios-6", "Ms Li", "CODE", 5, "TEACH", "open", Consent("parent", 5), "UTC",
        teachers={"p2": Teacher("Ms Li")}, members={"p1": Member("Ana", True, 4, 5, True)}, requests={"r1": Request("p1", "6.RP.A.1", 5)},
        notices={"p1 6.RP.A.1": Notice("p1", "6.RP.A.1", 5, "said", 1, 3, "swapped", 0.4, True, 3)}, standing_approvals={"6.RP.A.1": 9},
    )  # fmt: skip
    facts = [("fact", made(fact)) for fact in f.AnyFact.__args__]
    letters = [("letter", made(note)) for note in AnyNote.__args__]
    return [*(("person", person) for person in people), ("class", room), *facts, *letters]


def made(kind: type) -> Any:
    return kind(**{field.name: example(field.type, field.name) for field in msgspec.structs.fields(kind)})


def main() -> None:
    file = Path(__file__).parent / f"{sys.argv[1]}.jsonl"
    if file.exists():
        sys.exit(f"{file.name} was written before; a released file is never written again")
    lines = [msgspec.json.encode({"kind": kind, "doc": doc}).decode() for kind, doc in examples()]
    file.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
