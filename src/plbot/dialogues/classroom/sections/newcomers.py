"""At the door: who typed the code and waits to be let in; those who need a second look are named."""

from plbot.core.records import Member
from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    waiting, doubtful = sheet.room.newcomers, sheet.room.doubtful
    if not waiting:
        return
    shown = [member.name for member in waiting.values()][: limits.board_listed]
    sheet.tell("newcomers", names=shown, count=len(waiting))
    if doubtful:
        sheet.tell("look_twice", names=[member.name for member in doubtful.values()][: limits.board_listed])
    for person, member in (waiting if len(waiting) <= limits.board_names else _first(doubtful)).items():
        sheet.button("admit", "approve", f"admit:{person}", name=member.name)
        if person in doubtful or len(waiting) == 1:
            sheet.button("turn_away", "decline", f"turn_away:{person}", name=member.name)
    sure = len(waiting) - len(doubtful)
    if len(waiting) > 1 and sure:
        sheet.button("admit_all", "approve_all", "admit_all", count=sure, doubtful=bool(doubtful))


def _first(members: dict[str, Member]) -> dict[str, Member]:
    """As many as have buttons of their own; the next come up as these are decided."""
    return dict(list(members.items())[: limits.board_names])
