"""A student wished to be forgotten: the teacher is asked once more, because it cannot be undone."""

from plbot.core import scenes as s
from plbot.core.events import Chose, Move
from plbot.core.letters import Decides
from plbot.core.talk import Talk
from plbot.dialogues.teacher import classes


def ask(talk: Talk, scene: s.ConfirmingForget) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    if scene.student not in room.leaving or scene.student not in room.members:
        talk.tell("common", "settled")
        talk.enter(s.AtMenu())
        return
    talk.tell("teacher/forgetting", "sure", name=room.members[scene.student].name)
    talk.ask([talk.choice("forget"), talk.choice("no", label=talk.words("labels", "not_now"))])


def hear(talk: Talk, scene: s.ConfirmingForget, move: Move) -> None:
    match move:
        case Chose("forget"):
            talk.send(scene.classroom, Decides(talk.person.id, "forget", scene.student))
            talk.tell("teacher/forgetting", "done")
            talk.enter(s.AtMenu())
        case Chose("no"):
            talk.enter(s.AtMenu())
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)
