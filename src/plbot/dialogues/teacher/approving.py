"""One by one: the requests about one standard, the next one after each decision."""

import msgspec

from plbot.core import scenes as s
from plbot.core.cards import Literal
from plbot.core.events import Chose, Move
from plbot.core.letters import Decides
from plbot.core.records import Classroom, Request
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues import explaining
from plbot.dialogues.classroom.sections import requests
from plbot.dialogues.teacher import classes


def ask(talk: Talk, scene: s.ApprovingOneByOne) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    left = _left(room, scene)
    if not left:
        talk.tell("teacher/board", "nothing_left")
        talk.enter(s.AtMenu())
        return
    request = next(iter(left.values()))
    name = room.members[request.person].name if request.person in room.members else ""
    talk.tell("teacher/board", "one", title=_title(talk, scene.standard), left=len(left))
    talk.tell("teacher/board", "request", name=name, **requests.told_of(request, talk.world.now))
    talk.show(*blocks_of(explaining.of_request(talk, request)))
    said = talk.world.facts(request.person, request.said + 1, 1) if request.said else ()
    talk.show(*(Literal(f"“{kept.text}”") for kept in said if kept.seq == request.said and kept.text))
    deeds = ("mastered", "not_yet") if request.by_teacher else ("approve", "send_back")
    form = request.by_teacher and requests.has_form(talk.world, request.standard)
    instead = [talk.choice("approve", label=talk.words("labels", "form_instead"))] if form else []
    back = talk.choice("back_to_class", f"class:{scene.classroom}")
    talk.ask(
        [
            *(talk.choice(deed) for deed in deeds),
            *instead,
            talk.choice("binder_of", f"student:{request.person}", name=name),
            back,
        ]
    )


def _left(room: Classroom, scene: s.ApprovingOneByOne) -> dict[str, Request]:
    return {
        rid: request
        for rid, request in room.requests.items()
        if request.standard == scene.standard and not request.item and rid not in scene.settled
    }


def _title(talk: Talk, code: str) -> str:
    standard = talk.standard(code)
    return standard.title if standard else code


def hear(talk: Talk, scene: s.ApprovingOneByOne, move: Move) -> None:
    match move:
        case Chose("approve" | "send_back" | "mastered" | "not_yet" as verb):
            _decide(talk, scene, verb)
        case Chose() if move.verb == "student":
            classes.open_binder(talk, scene.classroom, move.rest)
        case Chose() if move.verb == "class":
            talk.enter(s.LookingAtClass(scene.classroom))
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _decide(talk: Talk, scene: s.ApprovingOneByOne, verb: str) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    request_id = next(iter(_left(room, scene)), "")
    if request_id:
        talk.send(scene.classroom, Decides(talk.person.id, verb, request_id))
    talk.enter(msgspec.structs.replace(scene, settled=(*scene.settled, request_id)))
