"""A report reaches every teacher at once; the session's words are held until one of them has closed it."""

import msgspec

from plbot.core import facts as f
from plbot.core.cards import Choice
from plbot.core.facts import Kept
from plbot.core.helpdesk import Line, Report, Session
from plbot.core.register import Register
from plbot.core.talk import blocks_of
from plbot.core.world import World
from plbot.dialogues.classroom import board
from plbot.limits import limits


def take(register: Register, session_id: str, by: str) -> None:
    """Hold what was said, and tell every teacher of the class."""
    desk, room = register.classroom.help, register.classroom
    if session_id in desk.reports:
        return
    session = desk.sessions[session_id]
    held = Report(
        by, session.partner(by), session.standard, register.world.now, lines_of(register.world, session, session_id)
    )
    kept = dict(list({**desk.reports, session_id: held}.items())[-limits.peer_reports :])
    register.become(help=msgspec.structs.replace(desk, reports=kept))
    member = room.members.get(by)
    for teacher in room.teachers:
        name = member.name if member else ""
        head = register.words("teacher/helping", "reported", teacher, name=name, classroom=room.name)
        label = register.words("teacher/helping", "read_it", teacher)
        register.owe(teacher, blocks_of(head), [Choice(label, "read_help", f"read_help:{session_id}")])
    board.show(register)


def close(register: Register, session_id: str) -> None:
    """A teacher has looked after it: the words go."""
    desk = register.classroom.help
    reports = {sid: report for sid, report in desk.reports.items() if sid != session_id}
    register.become(help=msgspec.structs.replace(desk, reports=reports))
    board.show(register, only_if_shown=True)


def lines_of(world: World, session: Session, session_id: str) -> tuple[Line, ...]:
    """What both wrote in a session, oldest first, as far as it is still kept."""
    lines = [
        Line(person, kept.at, kept.text)
        for person in (session.helper, session.helped)
        for kept in reversed(_facts(world, session, person))
        if isinstance(kept.fact, f.WroteToPeer) and kept.fact.session == session_id and kept.text
    ]
    return tuple(sorted(lines, key=lambda line: line.at))


def _facts(world: World, session: Session, person: str) -> tuple[Kept, ...]:
    first, last = session.spans.get(person, (0, 0))
    most = limits.peer_messages * 2  # what was written, and whatever else was done beside it
    return world.facts(person, last + 1 if last else 0, max(most, last - first + 1) if last else most)
