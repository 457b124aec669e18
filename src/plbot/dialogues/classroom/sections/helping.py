"""Who asked for the teacher's help, in their own words."""

from plbot.dialogues.classroom.sections.stuck import reason
from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    """The longest wait first; the next ones come up as these are settled."""
    asked = sorted((n for n in sheet.room.notices.values() if n.asked), key=lambda notice: notice.at)
    if not asked:
        return
    sheet.tell("ask_for_help", count=len(asked))
    for notice in asked[: limits.board_help]:
        name, title = sheet.name(notice.person), sheet.title(notice.standard)
        why, chance = reason(sheet, notice), round(notice.promise * 100)
        sheet.tell("asks_for_help", name=name, title=title, reason=why, of_hundred=chance)
        sheet.quote(notice.person, notice.said)
        sheet.button("talked_with", "talked", f"talked_with:{notice.person} {notice.standard}", name=name)
