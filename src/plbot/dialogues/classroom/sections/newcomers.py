"""At the door: who typed the code and waits to be let in."""

from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    waiting = sheet.room.newcomers
    if not waiting:
        return
    shown = [member.name for member in waiting.values()][: limits.board_listed]
    sheet.tell("newcomers", names=shown, count=len(waiting))
    if len(waiting) <= limits.board_names:
        for person, member in waiting.items():
            sheet.button("admit", "approve", f"admit:{person}", name=member.name)
    if len(waiting) > 1:
        sheet.button("admit_all", "approve_all", "admit_all", count=len(waiting))
    else:
        person, member = next(iter(waiting.items()))
        sheet.button("turn_away", "decline", f"turn_away:{person}", name=member.name)
