"""Who helped whom, as the teacher sees it: read any session, end one, pause help for all, take a hint away."""

import msgspec

from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.access import has_student, may
from plbot.core.calendar import local
from plbot.core.cards import Choice, Literal
from plbot.core.events import Chose, Move
from plbot.core.facts import Looked
from plbot.core.helpdesk import Line, Session
from plbot.core.peer_letters import DecidesHelp
from plbot.core.records import Classroom
from plbot.core.talk import Talk
from plbot.dialogues.classroom import help_reports
from plbot.dialogues.teacher import classes
from plbot.limits import limits

DEEDS = ("pause", "resume", "end", "close", "remove", "face_to_face")


def ask(talk: Talk, scene: ps.OverseeingHelp) -> None:
    room = classes.class_of(talk, scene.classroom)
    if room is None:
        return
    if scene.session:
        _read(talk, scene, room)
    else:
        _list(talk, scene, room)


def _list(talk: Talk, scene: ps.OverseeingHelp, room: Classroom) -> None:
    desk = room.help
    newest = list(reversed(desk.sessions.items()))
    talk.tell(
        "teacher/helping",
        "list",
        classroom=room.name,
        paused=desk.paused,
        helpers=len(desk.volunteers),
        asks=len(desk.asks),
        open=sum(not each.ended for each in desk.sessions.values()),
        sessions=len(newest),
    )
    shown = newest[scene.start : scene.start + limits.page]
    rows = [Choice(_row(talk, room, each), "read_help", f"read:{sid}") for sid, each in shown]
    left = scene.start + limits.page < len(newest)
    more = [talk.choice("more", f"more:{scene.start + limits.page}")] if left else []
    switch = talk.choice("resume_help", "resume") if desk.paused else talk.choice("pause_help", "pause")
    meeting = room.policy.help_face_to_face
    meet = (
        talk.choice("forbid_meeting", "face_to_face:no")
        if meeting
        else talk.choice("allow_meeting", "face_to_face:yes")
    )
    hints = [talk.choice("left_hints", "hints")] if desk.hints else []
    talk.ask(
        [*rows, *more, switch, meet, *hints, talk.choice("back_to_class", f"class:{room.id}"), talk.choice("menu")]
    )


def _row(talk: Talk, room: Classroom, session: Session) -> str:
    helper, helped = name_of(talk, room, session.helper), name_of(talk, room, session.helped)
    here = local(session.at, room.zone)
    return talk.words("teacher/helping", "row", helper=helper, helped=helped, at=here, open=not session.ended)


def name_of(talk: Talk, room: Classroom, person: str) -> str:
    member = room.members.get(person)
    return member.name if member else talk.words("teacher/helping", "somebody")


def _read(talk: Talk, scene: ps.OverseeingHelp, room: Classroom) -> None:
    """One session, word for word. That somebody looked is a fact about each of the two."""
    if scene.session == "hints":
        _hints(talk, room)
        return
    session, report = room.help.sessions.get(scene.session), room.help.reports.get(scene.session)
    if session is None and report is None:
        talk.tell("common", "settled")
        talk.enter(ps.OverseeingHelp(scene.classroom))
        return
    lines = report.lines if report else _lines(talk, room, session, scene.session)
    first = session.helper if session else report.by if report else ""
    second = session.helped if session else report.about if report else ""
    for student in (first, second):
        talk.note(Looked(at=student, what="help"))
        talk.audit("saw_talk", student)
    code = session.standard if session else report.standard if report else ""
    standard = talk.standard(code)
    talk.tell(
        "teacher/helping",
        "session",
        helper=name_of(talk, room, first),
        helped=name_of(talk, room, second),
        title=standard.title if standard else code,
        by=name_of(talk, room, report.by) if report else "",
    )
    _show(talk, room, lines)
    end = [talk.choice("end_help", f"end:{scene.session}")] if session and not session.ended else []
    closing = [talk.choice("close_report", f"close:{scene.session}")] if report else []
    talk.ask([*end, *closing, talk.choice("back_to_helping", "list"), talk.choice("menu")])


def _lines(talk: Talk, room: Classroom, session: Session | None, session_id: str) -> tuple[Line, ...]:
    """What those two wrote who may be looked at: somebody who left the class is not read any more."""
    if session is None:
        return ()
    found = help_reports.lines_of(talk.world, session, session_id)
    return tuple(line for line in found if may(talk.person, "see help", line.person, room))


def _show(talk: Talk, room: Classroom, lines: tuple[Line, ...]) -> None:
    said = [f"{name_of(talk, room, line.person)}: {line.text}" for line in lines]
    length, shown = 0, list[str]()
    for each in reversed(said):  # the newest, as many as one message holds
        length += len(each)
        if length > limits.binder_letters:
            break
        shown.insert(0, each)
    if len(shown) < len(said):
        talk.tell("teacher/helping", "earlier", count=len(said) - len(shown))
    if not said:
        talk.tell("teacher/helping", "no_words")
    talk.show(*(Literal(each) for each in shown))


def _hints(talk: Talk, room: Classroom) -> None:
    talk.tell("teacher/helping", "hints")
    choices = []
    newest = list(reversed(room.help.hints.items()))
    for number, (hid, hint) in enumerate(newest[: limits.page], 1):
        if not has_student(room, hint.person) or not may(talk.person, "see help", hint.person, room):
            continue
        found = talk.world.facts(hint.person, hint.said + 1, 1)
        text = next((kept.text for kept in found if kept.seq == hint.said), "")
        standard = talk.standard(hint.standard)
        title = standard.title if standard else hint.standard
        talk.show(Literal(f"{number}. {name_of(talk, room, hint.person)}, {title}: {text}"))
        choices.append(talk.choice("remove_hint", f"remove:{hid}", number=number))
    talk.ask([*choices, talk.choice("back_to_helping", "list"), talk.choice("menu")], numbered=False)


def hear(talk: Talk, scene: ps.OverseeingHelp, move: Move) -> None:
    match move:
        case Chose() if move.verb == "read":
            talk.enter(ps.OverseeingHelp(scene.classroom, move.rest))
        case Chose("hints"):
            talk.enter(ps.OverseeingHelp(scene.classroom, "hints"))
        case Chose() if move.verb == "more":
            talk.enter(msgspec.structs.replace(scene, start=move.number))
        case Chose("list"):
            talk.enter(ps.OverseeingHelp(scene.classroom))
        case Chose() if move.verb == "class":
            talk.enter(s.LookingAtClass(scene.classroom))
        case Chose() if move.verb in DEEDS:
            talk.send(scene.classroom, DecidesHelp(talk.person.id, move.verb, move.rest))
            talk.tell("teacher/helping", f"done_{move.verb}")
            talk.stay(ps.OverseeingHelp(scene.classroom))
            talk.ask([talk.choice("back_to_helping", "list"), talk.choice("menu")])
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)
