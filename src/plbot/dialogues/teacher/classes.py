"""One class, as its teacher sees it: the board, the students, the code to invite with, results to record."""

import msgspec

from plbot.core import names
from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.access import may, may_be_kept
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.facts import Looked
from plbot.core.letters import Decides, NewClassCode
from plbot.core.records import Classroom
from plbot.core.talk import Talk
from plbot.limits import limits

WAYS = (
    "board",
    "current",
    "announce",
    "record_result",
    "helping",
    "class_goal",
    "new_code",
    "menu",
)  # what a class's page leads to


def class_of(talk: Talk, classroom: str) -> Classroom | None:
    """The class, if this person teaches it; else they are told so and sent home."""
    found = talk.world.record(classroom)
    room = found if isinstance(found, Classroom) else None
    if room is None or not may(talk.person, "see class", "", room):
        talk.tell("common", "not_yours")
        talk.enter(s.AtMenu())
        return None
    return room


def students(room: Classroom, search: str = "") -> list[tuple[str, str]]:
    """(name, person) of the students in the class, by name; `search` keeps those whose name holds it."""
    found = [(member.name, pid) for pid, member in room.members.items() if not member.waiting]
    return sorted(pair for pair in found if search.casefold() in pair[0].casefold())


def keepable(room: Classroom) -> list[tuple[str, str]]:
    """(name, person) of the students for whom something may be recorded."""
    return [(name, pid) for name, pid in students(room) if may_be_kept(room, pid)]


def open_binder(talk: Talk, classroom: str, student: str) -> None:
    """Read a student's binder; that somebody looked is a fact, and the student can ask who did."""
    room = talk.world.record(classroom)
    if isinstance(room, Classroom) and may(talk.person, "see binder", student, room):
        talk.note(Looked(at=student, what="binder"))
        talk.audit("saw_binder", student)
    talk.enter(s.ReadingBinder(student, classroom=classroom))


def page(talk: Talk, rows: list[tuple[str, str]], start: int, verb: str) -> list[Choice]:
    """One page of names as choices, and `more` where there are more."""
    shown = [Choice(name, "student", f"{verb}:{pid}") for name, pid in rows[start : start + limits.page]]
    left = start + limits.page < len(rows)
    return [*shown, *([talk.choice("more", f"more:{start + limits.page}")] if left else [])]


def ask(talk: Talk, scene: s.LookingAtClass) -> None:
    room = class_of(talk, scene.classroom)
    if room is None:
        return
    rows = students(room, scene.search)
    expired = talk.world.now >= room.code_until
    talk.tell(
        "teacher/classes",
        "class",
        classroom=room.name,
        code=room.code,
        expired=expired,
        students=len(students(room)),
        waiting=len(room.newcomers),
        requests=len(room.requests),
        open_door=room.admit == "open",
        search=scene.search,
        found=len(rows),
        current=talk.world.library.standards[room.current].title
        if room.current in talk.world.library.standards
        else "",
    )
    ways = [talk.choice(way) for way in WAYS]
    talk.ask([*page(talk, rows, scene.start, "student"), *ways], writes="write_name", longest=limits.name_longest)


def _new_code(talk: Talk, scene: s.LookingAtClass) -> None:
    """Draw a code here, so that it can be told at once; the class puts it in the old one's place."""
    room = class_of(talk, scene.classroom)
    if room is None:
        return
    code = names.new_code(talk.world.chance)
    talk.send(scene.classroom, NewClassCode(code, talk.person.id))
    talk.tell("teacher/classes", "new_code", classroom=room.name, code=code)
    talk.enter(s.AtMenu())


def hear(talk: Talk, scene: s.LookingAtClass, move: Move) -> None:
    match move:
        case Chose() if move.verb == "student":
            open_binder(talk, scene.classroom, move.rest)
        case Chose() if move.verb == "more":
            talk.enter(msgspec.structs.replace(scene, start=move.number))
        case Chose("board"):
            talk.send(scene.classroom, Decides(talk.person.id, "board"))
        case Chose("new_code"):
            _new_code(talk, scene)
        case Chose("current"):
            talk.enter(s.SettingCurrent(scene.classroom))
        case Chose("announce"):
            talk.enter(s.Announcing(scene.classroom))
        case Chose("helping"):
            talk.enter(ps.OverseeingHelp(scene.classroom))
        case Chose("class_goal"):
            talk.enter(s.SettingClassGoal(scene.classroom))
        case Chose("record_result"):
            talk.enter(s.RecordingResult(scene.classroom))
        case Wrote(text):
            talk.enter(msgspec.structs.replace(scene, search=text.strip()[: limits.name_longest], start=0))
        case _:
            talk.enter(scene)
