"""Small groups that the teacher could take: who shares a standard and a mistake, stuck or asking for help."""

from plbot.core.groups import Seat, propose
from plbot.dialogues import explaining
from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    seats = [Seat(each.person, each.standard, each.mistake, each.promise) for each in sheet.room.notices.values()]
    groups = propose(seats)[: limits.board_groups]
    if not groups:
        return
    lines = [
        sheet.say(
            "group",
            names=[sheet.name(person) for person in group.people],
            title=sheet.title(group.standard),
            mistake=explaining.called(group.mistake),
        )
        for group in groups
    ]
    sheet.tell("groups", lines=lines)
