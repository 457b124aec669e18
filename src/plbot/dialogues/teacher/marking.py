"""Marking an open answer by rubric: the question, the student's words, and one tap a line of the rubric."""

import msgspec

from plbot.core import scenes as s
from plbot.core.access import may
from plbot.core.cards import Choice, Heading, Literal
from plbot.core.events import Chose, Move
from plbot.core.letters import Decides
from plbot.core.library import Item
from plbot.core.records import Request
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues.teacher import classes


def ask(talk: Talk, scene: s.MarkingAnswer) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    request = room.requests.get(scene.request)
    item = _item(talk, request) if request else None
    if request is None or item is None or not may(talk.person, "mark answer", request.person, room):
        talk.tell("teacher/marking", "settled")
        talk.enter(s.LookingAtClass(scene.classroom))
        return
    if not scene.given:
        talk.audit("saw_answer", request.person)
    said = talk.world.facts(request.person, request.said + 1, 1)
    words = next((kept.text for kept in said if kept.seq == request.said), "")
    points = sum(item.rubric[place].points for place in scene.given)
    of = sum(line.points for line in item.rubric)
    talk.tell("teacher/marking", "answer", name=room.members[request.person].name)
    talk.show(*blocks_of(item.ask), Heading(talk.words("teacher/marking", "their_words")))
    talk.show(Literal(f"“{words}”") if words else Heading(talk.words("teacher/marking", "not_kept")))
    talk.tell("teacher/marking", "rubric", points=points, of=of)
    talk.ask([*_lines(talk, item, scene.given), talk.choice("give_points", points=points, of=of), talk.choice("menu")])


def _item(talk: Talk, request: Request) -> Item | None:
    standard = talk.standard(request.standard)
    return next((item for item in standard.items if item.id == request.item), None) if standard else None


def _lines(talk: Talk, item: Item, given: tuple[int, ...]) -> list[Choice]:
    return [
        Choice(
            talk.words("labels", "rubric_line", on=place in given, points=line.points, look_for=line.look_for),
            f"answer:{place + 1}",
        )
        for place, line in enumerate(item.rubric)
    ]


def hear(talk: Talk, scene: s.MarkingAnswer, move: Move) -> None:
    match move:
        case Chose() if move.verb == "answer":
            place = move.number - 1
            given = tuple(one for one in scene.given if one != place)
            given = given if len(given) < len(scene.given) else (*scene.given, place)
            talk.tick(msgspec.structs.replace(scene, given=given))
        case Chose("give_points"):
            _give(talk, scene)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _give(talk: Talk, scene: s.MarkingAnswer) -> None:
    room = classes.class_of(talk, scene.classroom)
    request = room.requests.get(scene.request) if room else None
    item = _item(talk, request) if request else None
    if room is None or item is None:
        talk.enter(scene)
        return
    points = sum(item.rubric[place].points for place in scene.given if place < len(item.rubric))
    of = sum(line.points for line in item.rubric)
    missing = tuple(place for place in range(len(item.rubric)) if place not in scene.given)
    talk.send(room.id, Decides(talk.person.id, "marked", scene.request, points, of, missing))
    talk.tell("teacher/marking", "given", points=points, of=of)
    talk.enter(s.AtMenu())
