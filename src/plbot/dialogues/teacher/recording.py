"""Recording a result taken elsewhere, on paper or in conversation: who, which standard, mastered or not yet."""

import msgspec

from plbot.core import scenes as s
from plbot.core.access import may_be_kept
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.letters import Records
from plbot.core.library import Standard
from plbot.core.records import Classroom
from plbot.core.talk import Talk
from plbot.dialogues.teacher import classes
from plbot.limits import limits


def ask(talk: Talk, scene: s.RecordingResult) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    if not may_be_kept(room, scene.student):
        rows = classes.keepable(room)
        talk.tell("teacher/recording", "who" if rows else "nobody")
        ways = [*classes.page(talk, rows, scene.start, "who"), _back(talk, scene)]
        talk.ask(ways, writes="write_name", longest=limits.name_longest)
    elif scene.standard not in talk.world.library.standards:
        talk.tell("teacher/recording", "what", name=room.members[scene.student].name)
        talk.ask([*_standards(talk, room, scene.start), _back(talk, scene)])
    else:
        name = room.members[scene.student].name
        talk.tell("teacher/recording", "verdict", name=name, title=talk.world.library.standards[scene.standard].title)
        talk.ask([talk.choice("mastered"), talk.choice("not_yet"), _back(talk, scene)])


def _back(talk: Talk, scene: s.RecordingResult) -> Choice:
    return talk.choice("back_to_class", f"class:{scene.classroom}")


def _on_path(talk: Talk, room: Classroom) -> list[Standard]:
    path = talk.world.library.paths.get(room.path)
    standards = talk.world.library.standards
    return [standards[code] for code in (path.standards if path else ()) if code in standards]


def _standards(talk: Talk, room: Classroom, start: int) -> list[Choice]:
    rows = _on_path(talk, room)
    shown = [Choice(row.title, "standard", f"what:{row.code}") for row in rows[start : start + limits.page]]
    left = start + limits.page < len(rows)
    return [*shown, *([talk.choice("more", f"more:{start + limits.page}")] if left else [])]


def hear(talk: Talk, scene: s.RecordingResult, move: Move) -> None:
    match move:
        case Chose() if move.verb == "class":
            talk.enter(s.LookingAtClass(scene.classroom))
        case Chose() if move.verb == "more":
            talk.enter(msgspec.structs.replace(scene, start=move.number))
        case Chose() if move.verb == "who":
            talk.enter(msgspec.structs.replace(scene, student=move.rest, start=0))
        case Chose() if move.verb == "what":
            talk.enter(msgspec.structs.replace(scene, standard=move.rest))
        case Chose("mastered" | "not_yet") if scene.student and scene.standard:
            _record(talk, scene, mastered=move == Chose("mastered"))
        case Wrote(text):
            _typed(talk, scene, text)
        case _:
            talk.enter(scene)


def _record(talk: Talk, scene: s.RecordingResult, *, mastered: bool) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    talk.send(scene.classroom, Records(talk.person.id, scene.student, scene.standard, mastered))
    name = room.members[scene.student].name if scene.student in room.members else ""
    talk.tell(
        "teacher/recording",
        "recorded",
        name=name,
        title=talk.world.library.standards[scene.standard].title,
        mastered=mastered,
    )
    talk.enter(s.LookingAtClass(scene.classroom))


def _typed(talk: Talk, scene: s.RecordingResult, text: str) -> None:
    """A name or a standard that was typed instead of tapped."""
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    word = " ".join(text.casefold().split())
    if not scene.student:
        found = [pid for name, pid in classes.keepable(room) if name.casefold().startswith(word)]
        if len(found) == 1:
            talk.enter(msgspec.structs.replace(scene, student=found[0], start=0))
            return
        talk.tell("teacher/recording", "many" if found else "no_such", text_length=len(text), count=len(found))
    elif not scene.standard:
        code = talk.world.library.spelled(text.strip()) or next(
            (standard.code for standard in _on_path(talk, room) if standard.title.casefold() == word), ""
        )
        if code:
            talk.enter(msgspec.structs.replace(scene, standard=code))
            return
        talk.tell("teacher/recording", "no_such_standard")
    talk.enter(scene)
