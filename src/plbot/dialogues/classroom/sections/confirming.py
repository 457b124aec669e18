"""What was mastered while no adult acted, and waits for a yes."""

from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    """All with one tap; one that does not hold is recorded anew."""
    waiting = sheet.room.to_confirm
    if waiting:
        names = [f"{sheet.name(each.person)} ({sheet.title(each.standard)})" for each in waiting]
        sheet.tell("to_confirm", names=names[: limits.board_listed], count=len(waiting))
        sheet.button("confirm_all", "confirm_all", "confirm_all", count=len(waiting))
