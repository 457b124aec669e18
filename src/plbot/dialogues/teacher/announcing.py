"""A teacher speaks to the whole class: typed once, said in the class's group or to each student."""

from plbot.core import scenes as s
from plbot.core.events import Chose, Move, Wrote
from plbot.core.letters import Announces, MeetsHere
from plbot.core.talk import Talk
from plbot.dialogues.teacher import classes
from plbot.limits import limits


def ask(talk: Talk, scene: s.Announcing) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    students = len(classes.students(room))
    talk.tell("teacher/announcing", "ask", classroom=room.name, students=students, in_group=bool(room.group))
    back = talk.choice("no", label=talk.words("labels", "not_now"))
    talk.ask([back], numbered=False, writes="write", longest=limits.announcement_longest)


def hear(talk: Talk, scene: s.Announcing, move: Move) -> None:
    match move:
        case Wrote(text) if len(text) > limits.announcement_longest:
            talk.tell("teacher/announcing", "too_long", length=len(text), longest=limits.announcement_longest)
            talk.enter(scene)
        case Wrote(text):
            talk.send(scene.classroom, Announces(talk.person.id, text.strip()))
            talk.enter(s.LookingAtClass(scene.classroom))
        case Chose("no"):
            talk.enter(s.LookingAtClass(scene.classroom))
        case _:
            talk.enter(scene)


def begin(talk: Talk) -> None:
    """`announce`: with several classes, first pick one."""
    taught = talk.person.teaches
    talk.enter(s.Announcing(taught[0].classroom) if len(taught) == 1 else s.AtMenu())


def gather(talk: Talk, name: str) -> None:
    """`here`, said in a chat group: from now on it is the group of this class."""
    taught = talk.person.teaches
    named = [m for m in taught if len(taught) == 1 or m.name.casefold() == name.casefold()]
    if not talk.group:
        talk.tell("teacher/announcing", "say_it_there")
    elif not named:
        talk.tell("teacher/announcing", "which_class", classes=[m.name for m in taught])
    elif not talk.sealed:
        talk.tell("teacher/announcing", "group_taken")
    else:
        talk.send(named[0].classroom, MeetsHere(talk.person.id, talk.group, talk.sealed))
        return
    talk.enter(talk.person.scene)
