"""What is said to a whole class: in its chat group where it has one, else to each student."""

from plbot.core import letters as n
from plbot.core.access import teaches
from plbot.core.cards import Literal
from plbot.core.register import Register
from plbot.core.talk import Move, blocks_of
from plbot.dialogues.classroom import board, helping

AnnouncingNote = n.Announces | n.MeetsHere | n.GroupLost | n.NotReachable | n.LinkRefused


def decide(register: Register, note: AnnouncingNote) -> None:
    match note:
        case n.Announces(teacher, text) if teaches(register.classroom, teacher):
            _announce(register, teacher, text)
        case n.MeetsHere(teacher, place, sealed) if teaches(register.classroom, teacher):
            _gather(register, teacher, place, sealed)
        case n.GroupLost():
            if register.classroom.group:
                register.moves.append(Move("drop", register.classroom.group))  # so that it may become a class's again
            register.become(group="")
            _put_on_board(register, "group_lost")
        case n.NotReachable(person):
            helping.gone(register, person)
            _put_on_board(register, "lost", person)
        case n.LinkRefused(person):
            _put_on_board(register, "link_refused", person)
        case _:
            pass  # whoever asked teaches here no more


def _announce(register: Register, teacher: str, text: str) -> None:
    room = register.classroom
    students = [person for person, member in room.members.items() if not member.waiting]
    head = register.words("teacher/announcing", "head", teacher, name=room.teachers[teacher].name, classroom=room.name)
    for to in [room.id] if room.group else students:
        register.owe(to, [*blocks_of(head), Literal(text)], [], lane="cheers")
    done = register.words("teacher/announcing", "sent", teacher, students=len(students), in_group=bool(room.group))
    register.owe(teacher, blocks_of(done), [])


def _gather(register: Register, teacher: str, place: str, sealed: str) -> None:
    room = register.classroom
    if room.group and room.group != place:
        register.moves.append(Move("drop", room.group))
    register.moves.append(Move("gather", place, sealed=sealed))
    register.become(group=place)
    register.owe(
        room.id,
        blocks_of(register.words("teacher/announcing", "hello_group", teacher, classroom=room.name)),
        [],
        lane="cheers",
    )
    register.owe(teacher, blocks_of(register.words("teacher/announcing", "gathered", teacher, classroom=room.name)), [])


def _put_on_board(register: Register, what: str, person: str = "") -> None:
    register.tell_once(what, person)
    board.show(register)
