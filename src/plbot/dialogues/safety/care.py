"""Where a student is after words of danger: no lesson, a way on, and a say in who is told."""

import msgspec

from plbot.core import pages
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.duty import DUTY, Duty, others
from plbot.core.events import Chose, Move
from plbot.core.talk import Talk

_MAY_BE_ABOUT_AN_ADULT = ("abuse", "unclear")


def ask(talk: Talk, scene: s.InCare) -> None:
    go_on = talk.choice("menu", label=talk.words("labels", "go_on_when_ready"))
    if scene.choosing:
        talk.tell("safety/student", "whom")
        talk.ask([*_whom(talk, scene), talk.choice("tell_nobody"), go_on])
    elif scene.kind in _MAY_BE_ABOUT_AN_ADULT:
        talk.ask([talk.choice("someone_else"), go_on])
    else:
        talk.ask([go_on])


def _whom(talk: Talk, scene: s.InCare) -> list[Choice]:
    """Those of the list whom the child did not name and who were not told yet."""
    duty = talk.world.record(DUTY)
    alarm = duty.alarms.get(scene.alarm) if isinstance(duty, Duty) else None
    if alarm is None or not isinstance(duty, Duty):
        return []
    return [Choice(one.name, "tell_them", f"tell_them:{person}") for person, one in others(duty, alarm).items()]


def hear(talk: Talk, scene: s.InCare, move: Move) -> None:
    match move:
        case Chose("someone_else"):
            talk.enter(msgspec.structs.replace(scene, choosing=True))
        case Chose() if scene.choosing and move.verb == "tell_them":
            talk.send(DUTY, pages.TellsInstead(talk.person.id, scene.alarm, move.rest))
            talk.tell("safety/student", "told_instead", name=_name(talk, scene, move.rest))
            talk.enter(msgspec.structs.replace(scene, choosing=False))
        case Chose("tell_nobody") if scene.choosing:
            talk.send(DUTY, pages.TellsInstead(talk.person.id, scene.alarm))
            talk.tell("safety/student", "none_of_them")
            talk.enter(msgspec.structs.replace(scene, choosing=False))
        case _:
            talk.tell("safety/student", "in_care")
            talk.enter(scene)


def _name(talk: Talk, scene: s.InCare, person: str) -> str:
    return next((choice.label for choice in _whom(talk, scene) if choice.do == f"tell_them:{person}"), "")
