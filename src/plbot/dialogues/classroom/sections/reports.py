"""Sessions that a student reported: they stand here until a teacher has looked after them."""

from plbot.dialogues.classroom.sheet import Sheet


def write(sheet: Sheet) -> None:
    reports = sheet.room.help.reports
    if not reports:
        return
    sheet.tell("reports", count=len(reports))
    for session, report in reports.items():
        sheet.button("read_help", "read_help", f"read_help:{session}", name=sheet.name(report.by))
