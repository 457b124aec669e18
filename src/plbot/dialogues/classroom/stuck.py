"""Students who are stuck, and who asked for help: the class keeps it for the board until it clears, or until the teacher talked."""

import msgspec

from plbot.core import letters as n
from plbot.core.access import has_student
from plbot.core.records import Notice
from plbot.core.register import Register
from plbot.dialogues.classroom import board
from plbot.limits import DAY, limits

StuckNote = n.IsStuck | n.AsksForHelp | n.NoLongerStuck


def decide(register: Register, note: StuckNote) -> None:
    """A student stuck is read with the next board, and calls nobody; a call for help is."""
    if not has_student(register.classroom, note.person):
        return
    match note:
        case n.IsStuck():
            _keep(register, _notice(register, note))
            register.wake_in_the_morning()
            board.show(register, only_if_shown=True)
        case n.AsksForHelp(said=said):
            _keep(register, msgspec.structs.replace(_notice(register, note), asked=True, said=said))
            board.show(register)
        case n.NoLongerStuck(person, standard):
            known = register.classroom.notices.get(_key(person, standard))
            if known and not known.asked:
                settle(register, person, standard)
                board.show(register, only_if_shown=True)


def _key(person: str, standard: str) -> str:
    return f"{person} {standard}"


def _notice(register: Register, note: n.IsStuck | n.AsksForHelp) -> Notice:
    return Notice(
        note.person, note.standard, register.world.now, note.why, note.right, note.of, note.mistake, note.promise
    )


def _keep(register: Register, notice: Notice) -> None:
    notices = {**register.classroom.notices, _key(notice.person, notice.standard): notice}
    register.become(notices=notices)


def settle(register: Register, person: str, standard: str) -> None:
    """Nothing is left to do about it."""
    gone = _key(person, standard)
    register.become(notices={key: notice for key, notice in register.classroom.notices.items() if key != gone})


def talked(register: Register, what: str) -> bool:
    """The teacher talked with one (`person standard`) about it. Whether that was open."""
    notice = register.classroom.notices.get(what)
    if notice is None:
        return False
    settle(register, notice.person, notice.standard)
    register.send(notice.person, n.TeacherTalked(notice.standard))
    return True


def talked_to_all(register: Register, what: str) -> bool:
    """... with all who are stuck on a `standard mistake`."""
    standard, _, mistake = what.partition(" ")
    shared = [
        key
        for key, notice in register.classroom.notices.items()
        if (notice.standard, notice.mistake, notice.asked) == (standard, mistake, False)
    ]
    for key in shared:
        talked(register, key)
    return bool(shared)


def tidy(register: Register) -> None:
    """What nobody answered for long is no call any more."""
    oldest = register.world.now - limits.help_days * DAY
    kept = {key: notice for key, notice in register.classroom.notices.items() if notice.at > oldest}
    register.become(notices=kept)
