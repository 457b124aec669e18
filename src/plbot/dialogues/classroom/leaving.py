"""Who may not be kept for now, who asks for a copy, who asks to be forgotten: the class's part in it."""

import msgspec

from plbot.core import consent_letters as c
from plbot.core import letters as n
from plbot.core.forgetting import without
from plbot.core.records import Member
from plbot.core.register import Register
from plbot.core.talk import blocks_of
from plbot.core.traces import ADMIN, Scrubs
from plbot.dialogues.classroom import board, joining

LeavingNote = c.SetsConsent | c.Pauses | c.AsksToGo | c.AsksForCopy | c.HasGone | c.HeldBack


def decide(register: Register, note: LeavingNote) -> None:
    match note:
        case c.SetsConsent():
            _set_consent(register, note)
        case c.Pauses(person, paused):
            _pause(register, person, paused=paused)
        case c.AsksToGo(person, stays):
            _ask_to_go(register, person, stays=stays)
        case c.AsksForCopy(person, given):
            _ask_for_copy(register, person, given=given)
        case c.HasGone():
            _let_go(register, note)
        case c.HeldBack(person):
            _tell_held_back(register, person)


def _set_consent(register: Register, note: c.SetsConsent) -> None:
    """Without consent nothing may wait here: requests go, and so do newcomers with their names."""
    register.become(consent=note.consent)
    register.audit(ADMIN, "consent_given" if note.consent else "consent_withdrawn", register.classroom.id)
    if note.consent is None:
        for person in register.classroom.newcomers:
            register.send(person, n.NotAdmitted(register.classroom.id, "consent"))
        members = {pid: member for pid, member in register.classroom.members.items() if not member.waiting}
        register.become(members=members, requests={})
    joining.tell_of_change(register)
    board.show(register, only_if_shown=True)


def _pause(register: Register, person: str, *, paused: bool) -> None:
    _set_paused(register, person, paused=paused)
    board.show(register, only_if_shown=True)


def _set_paused(register: Register, person: str, *, paused: bool) -> None:
    """Somebody paused waits for nothing here, and nothing can be recorded for them."""
    room = register.classroom
    member = room.members.get(person)
    if member is None:
        return
    members: dict[str, Member] = {**room.members, person: msgspec.structs.replace(member, paused=paused)}
    if paused and member.waiting:
        del members[person]
    requests = {rid: request for rid, request in room.requests.items() if request.person != person or not paused}
    register.become(members=members, requests=requests)


def _ask_to_go(register: Register, person: str, *, stays: bool) -> None:
    if person not in register.classroom.members:
        return
    others = {who: at for who, at in register.classroom.leaving.items() if who != person}
    register.become(leaving=others if stays else {**others, person: register.world.now})
    _set_paused(register, person, paused=not stays)
    board.show(register, only_if_shown=stays)


def _ask_for_copy(register: Register, person: str, *, given: bool) -> None:
    others = {who: at for who, at in register.classroom.copies.items() if who != person}
    if given:
        register.become(copies=others)
        board.show(register, only_if_shown=True)
    elif person in register.classroom.members:
        register.audit(person, "asked_for_copy", person)
        register.become(copies={**others, person: register.world.now})
        board.show(register)


def _let_go(register: Register, note: c.HasGone) -> None:
    """Nothing in the class names them any more; what they mastered stays in its total."""
    near = tuple(who for who in (*register.classroom.members, *register.classroom.teachers) if who != note.person)
    mastered = register.classroom.mastered_by_gone + note.mastered
    register.classroom = without(register.classroom, note.person)
    register.become(mastered_by_gone=mastered)
    register.traces.append(Scrubs(note.person, note.name, near))
    for who in near:
        register.send(who, c.WentAway(note.person))
    board.show(register, only_if_shown=True)


def _tell_held_back(register: Register, person: str) -> None:
    name = register.classroom.members[person].name if person in register.classroom.members else ""
    for teacher in register.classroom.teachers:
        register.owe(teacher, blocks_of(register.words("teacher/board", "held_back", teacher, name=name)), [])
