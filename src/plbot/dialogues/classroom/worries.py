"""Words of students that worry: kept for the teacher until looked at. The board names who, never what."""

from plbot.core.letters import MayNeedAWord
from plbot.core.register import Register
from plbot.dialogues.classroom import board


def decide(register: Register, note: MayNeedAWord) -> None:
    """The next board says it; a second time, the board says it at once."""
    room = register.classroom
    if note.person not in room.members:
        return
    register.become(worries={**room.worries, note.person: (*room.worries.get(note.person, ()), note.said)})
    if note.at_once:
        board.show(register)
    else:
        register.wake_in_the_morning()
