"""What a class wants to reach together this month: a number of standards, by everybody, that singles out nobody."""

from plbot.core import scenes as s
from plbot.core.events import Chose, Move, Wrote
from plbot.core.talk import Talk
from plbot.core.wall_letters import SetsClassGoal
from plbot.dialogues.teacher import classes
from plbot.limits import limits


def ask(talk: Talk, scene: s.SettingClassGoal) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    wall = room.wall.at(talk.world.now, room.zone)
    talk.tell("teacher/goal", "ask", classroom=room.name, goal=wall.goal, together=wall.together)
    none = [talk.choice("no_goal")] if wall.goal else []
    back = talk.choice("no", label=talk.words("labels", "not_now"))
    talk.ask([*none, back], numbered=False, writes="write", longest=limits.number_longest)


def hear(talk: Talk, scene: s.SettingClassGoal, move: Move) -> None:
    match move:
        case Wrote(text) if 0 < _number(text) <= limits.class_goal_most:
            _set(talk, scene, _number(text))
        case Chose("no_goal"):
            _set(talk, scene, 0)
        case Chose("no"):
            talk.enter(s.LookingAtClass(scene.classroom))
        case _:
            talk.tell("teacher/goal", "which_number", most=limits.class_goal_most)
            talk.enter(scene)


def _number(text: str) -> int:
    """The whole number that was typed; 0: it is none."""
    word = text.strip()
    plain = word.isascii() and word.isdecimal() and len(word) <= limits.number_longest
    return int(word) if plain else 0


def _set(talk: Talk, scene: s.SettingClassGoal, goal: int) -> None:
    talk.send(scene.classroom, SetsClassGoal(talk.person.id, goal))
    talk.tell("teacher/goal", "set" if goal else "taken_away", goal=goal)
    talk.enter(s.LookingAtClass(scene.classroom))
