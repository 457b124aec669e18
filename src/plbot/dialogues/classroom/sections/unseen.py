"""Who has not been seen for a week."""

from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    away = sorted(member.name for member in sheet.room.members.values() if member.quiet)
    if away:
        shown = away[: limits.board_listed]
        sheet.tell("unseen", names=shown, more=len(away) - len(shown), days=sheet.room.policy.unseen_days)
