"""Who comes into a class: founding, newcomers, teachers, names, leaving. The class decides; people hear by letter."""

import msgspec

from plbot.core import letters as n
from plbot.core.access import teaches
from plbot.core.records import Member, Teacher
from plbot.core.register import Register
from plbot.dialogues.classroom import board, helping, walling
from plbot.limits import DAY, limits

JoiningNote = (
    n.FoundClass
    | n.ChangeClass
    | n.WantsIn
    | n.ClaimsToTeach
    | n.NewTeacherCode
    | n.NewClassCode
    | n.Renamed
    | n.Leaves
)


def decide(register: Register, note: JoiningNote) -> None:
    match note:
        case n.FoundClass():
            _found(register, note)
        case n.WantsIn():
            _knock(register, note)
        case n.ClaimsToTeach(person, code, name):
            _claim(register, person, code, name)
        case n.NewTeacherCode(code):
            register.become(teacher_code=code)
            register.lead_here(code, "teacher")
        case n.NewClassCode(code, teacher):
            if not teacher or teaches(register.classroom, teacher):
                register.become(code=code, code_until=register.world.now + limits.code_days * DAY)
                register.lead_here(code, "student")
        case n.ChangeClass(teacher=teacher):
            if not teacher or teaches(register.classroom, teacher):
                _change(register, note)
        case n.Renamed(person, name):
            _rename(register, person, name)
        case n.Leaves(person):
            _leave(register, person)


def _found(register: Register, note: n.FoundClass) -> None:
    register.become(
        code_until=register.world.now + limits.code_days * DAY,
        teacher_code=note.teacher_code,
        admit=note.admit,
        consent=note.consent,
        zone=note.zone,
        policy=note.policy,
    )
    register.lead_here(note.code, "student")
    if note.teacher_code:
        register.lead_here(note.teacher_code, "teacher")
    if note.teacher:
        register.become(teachers={note.teacher: Teacher(note.teacher_name)})
        register.send(note.teacher, n.ClassIsReady(register.classroom.membership("teacher"), note.code))


def _change(register: Register, note: n.ChangeClass) -> None:
    """Everybody in the class carries its policy: each is told by letter."""
    room = register.classroom
    current = room.current if note.current is None else note.current
    register.become(admit=note.admit or room.admit, policy=note.policy or room.policy, current=current)
    tell_of_change(register)


def tell_of_change(register: Register) -> None:
    """What everybody in the class, and whoever waits at its door, carries of it; whether they wait they know themselves."""
    for person in register.classroom.members:
        register.send(person, n.ClassChanged(register.classroom.membership("student")))
    for person in register.classroom.teachers:
        register.send(person, n.ClassChanged(register.classroom.membership("teacher")))


def _knock(register: Register, note: n.WantsIn) -> None:
    room = register.classroom
    known = room.members.get(note.person)
    if known and not known.waiting:
        register.send(note.person, n.Admitted(room.membership("student")))
    elif note.code != room.code or register.world.now >= room.code_until:
        register.send(note.person, n.NotAdmitted(room.id, "code"))
    elif room.consent is None:
        register.send(note.person, n.NotAdmitted(room.id, "consent"))
    elif len(room.members) >= limits.class_largest:
        register.send(note.person, n.NotAdmitted(room.id, "full"))
    elif room.admit == "open":
        _enrol(register, note.person, Member(note.name, since=register.world.now))
        register.send(note.person, n.Admitted(room.membership("student")))
    else:
        _enrol(register, note.person, Member(note.name, waiting=True, since=register.world.now))
        register.send(note.person, n.MustWait(room.membership("student", waiting=True)))
        board.show(register)


def _enrol(register: Register, person: str, member: Member) -> None:
    register.become(members={**register.classroom.members, person: member})


def admit(register: Register, people: tuple[str, ...], teacher: str) -> None:
    """Let these newcomers in."""
    members = dict(register.classroom.members)
    for person in people:
        members[person] = msgspec.structs.replace(members[person], waiting=False)
        register.audit(teacher, "admitted", person)
        register.send(person, n.Admitted(register.classroom.membership("student")), register.when_awake())
    register.become(members=members)


def turn_away(register: Register, person: str, teacher: str) -> None:
    """Take a newcomer off the list."""
    register.become(members={pid: member for pid, member in register.classroom.members.items() if pid != person})
    register.audit(teacher, "turned_away", person)
    register.send(person, n.NotAdmitted(register.classroom.id, "declined"), register.when_awake())


def _claim(register: Register, person: str, code: str, name: str) -> None:
    room = register.classroom
    if not teaches(room, person) and (not room.teacher_code or code != room.teacher_code):
        register.send(person, n.NotAdmitted(room.id, "code"))
        return
    register.become(teachers={**room.teachers, person: Teacher(name or room.teacher)}, teacher_code="")
    register.send(person, n.Admitted(room.membership("teacher")))
    board.show(register, only_if_work=True)


def _rename(register: Register, person: str, name: str) -> None:
    room = register.classroom
    if person in room.members:
        _enrol(register, person, msgspec.structs.replace(room.members[person], name=name))
    elif teaches(room, person):
        register.become(teachers={**room.teachers, person: msgspec.structs.replace(room.teachers[person], name=name)})


def _leave(register: Register, person: str) -> None:
    room = register.classroom
    register.become(
        members={pid: member for pid, member in room.members.items() if pid != person},
        requests={rid: request for rid, request in room.requests.items() if request.person != person},
        notices={key: notice for key, notice in room.notices.items() if notice.person != person},
        worries={who: said for who, said in room.worries.items() if who != person},
        listeners=tuple(each for each in room.listeners if each != person),
    )
    helping.gone(register, person)
    walling.forget(register, person)
    board.show(register, only_if_shown=True)
