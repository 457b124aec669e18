"""The standard that a class works on now: its teacher picks it. Every student is offered it first, with a warm-up where one is needed."""

import msgspec

from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move
from plbot.core.letters import ChangeClass
from plbot.core.library import Standard
from plbot.core.records import Classroom
from plbot.core.talk import Talk
from plbot.dialogues.teacher.classes import class_of
from plbot.limits import limits


def ask(talk: Talk, scene: s.SettingCurrent) -> None:
    room = class_of(talk, scene.classroom)
    if room is None:
        return
    standards = _standards(talk, room)
    shown = standards[scene.start : scene.start + limits.page]
    rows = [
        Choice(f"✓ {each.title}" if each.code == room.current else each.title, "standard", f"now:{each.code}")
        for each in shown
    ]
    left = scene.start + limits.page < len(standards)
    more = [talk.choice("more", f"more:{scene.start + limits.page}")] if left else []
    none = [talk.choice("no_current", "now:")] if room.current else []
    talk.tell("teacher/classes", "current", classroom=room.name)
    talk.ask([*rows, *more, *none, talk.choice("back_to_class", f"class:{room.id}")])


def _standards(talk: Talk, room: Classroom) -> list[Standard]:
    """The standards of the class's path that have content."""
    found = talk.world.library.paths.get(room.path)
    return [each for code in found.standards if (each := talk.standard(code))] if found else []


def hear(talk: Talk, scene: s.SettingCurrent, move: Move) -> None:
    match move:
        case Chose() if move.verb == "more":
            talk.enter(msgspec.structs.replace(scene, start=move.number))
        case Chose() if move.verb == "now":
            _set(talk, scene, move.rest)
        case Chose() if move.verb == "class":
            talk.enter(s.LookingAtClass(scene.classroom))
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _set(talk: Talk, scene: s.SettingCurrent, code: str) -> None:
    room = class_of(talk, scene.classroom)
    if room is None:
        return
    standard = talk.standard(code)
    talk.send(room.id, ChangeClass(current=code if standard else "", teacher=talk.person.id))
    talk.tell("teacher/classes", "current_set", classroom=room.name, title=standard.title if standard else "")
    talk.enter(s.AtMenu())
