"""The class keeps its wall: who stands on it, this week's good news, and what all reach together."""

import msgspec

from plbot.core import wall_letters as w
from plbot.core.access import has_student, teaches
from plbot.core.register import Register
from plbot.core.talk import blocks_of
from plbot.core.wall import Appearance, Wall
from plbot.dialogues.classroom import cheering

WallNote = w.SawGoodNews | w.OntoWall | w.OffWall | w.SetsClassGoal | w.GoalReached


def decide(register: Register, note: WallNote) -> None:
    wall = now(register)
    match note:
        case w.SawGoodNews(person, standard):
            register.become(wall=wall.told(person, standard))
        case w.OntoWall(person, nickname, symbol) if has_student(register.classroom, person):
            people = {**wall.people, person: Appearance(nickname, symbol)}
            register.become(wall=msgspec.structs.replace(wall, people=people))
        case w.OffWall(person):
            forget(register, person)
        case w.SetsClassGoal(teacher, goal) if teaches(register.classroom, teacher):
            register.become(wall=msgspec.structs.replace(wall, goal=goal))
        case w.GoalReached(goal):
            cheering.spread(register, blocks_of(register.said("wall", "goal_reached", goal=goal)))
        case _:
            pass  # whoever it was is not in the class any more


def now(register: Register) -> Wall:
    return register.classroom.wall.at(register.world.now, register.classroom.zone)


def forget(register: Register, person: str) -> None:
    """Off the wall and out of today's cheers, at once."""
    register.become(wall=now(register).without(person))
    cheering.forget(register, person)


def count(register: Register, *, up: bool, again: bool) -> None:
    """A result goes into the totals, and a goal that is reached by it is cheered, once."""
    before = now(register)
    wall = before.counted(up=up, again=again)
    register.become(wall=wall)
    if wall.reached and not before.reached:
        register.send(register.classroom.id, w.GoalReached(wall.goal), register.when_awake())
