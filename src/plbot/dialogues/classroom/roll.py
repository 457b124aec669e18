"""The roll: who was here when, to the day. Who was not seen for long is named once, on a school morning."""

import msgspec

from plbot.core.calendar import day
from plbot.core.records import Member
from plbot.core.register import Register
from plbot.dialogues.classroom import board


def sign(register: Register, person: str) -> None:
    """Somebody is here today."""
    member = register.classroom.members.get(person)
    if member is None:
        return
    now = msgspec.structs.replace(member, seen=register.world.now, quiet=False)
    register.become(members={**register.classroom.members, person: now})
    register.wake_in_the_morning()
    if member.quiet:
        board.show(register, only_if_shown=True)


def call(register: Register) -> bool:
    """In the morning: whether somebody was found missing who was not before. A class in which nobody learns sleeps on."""
    room = register.classroom
    missing = {pid for pid, member in room.members.items() if _is_missing(register, member)}
    new = {pid for pid in missing if not room.members[pid].quiet}
    if new:
        members = {pid: msgspec.structs.replace(member, quiet=pid in missing) for pid, member in room.members.items()}
        register.become(members=members)
    if any(not member.waiting and pid not in missing for pid, member in room.members.items()):
        register.wake_in_the_morning()
    return bool(new)


def _is_missing(register: Register, member: Member) -> bool:
    """Not seen for so many days, as the calendar of the class counts them."""
    room = register.classroom
    last = day(max(member.seen, member.since), room.zone)
    away = day(register.world.now, room.zone) - last
    return not member.waiting and away.days >= room.policy.unseen_days
