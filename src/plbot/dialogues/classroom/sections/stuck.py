"""Who is stuck, grouped by what they share: a standard, and where it has a name, a mistake."""

from collections import defaultdict

from plbot.core.records import Notice
from plbot.dialogues import explaining
from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def reason(sheet: Sheet, notice: Notice) -> str:
    """Why this student is stuck, in this teacher's language."""
    return explaining.stuck(sheet.reasons, notice, teacher=True)


def write(sheet: Sheet) -> None:
    shared: dict[tuple[str, str], list[Notice]] = defaultdict(list)
    for notice in sheet.room.notices.values():
        if not notice.asked:
            shared[notice.standard, notice.mistake].append(notice)
    largest = sorted(shared, key=lambda what: -len(shared[what]))
    for what in largest[: limits.board_stuck]:
        _together(sheet, *what, shared[what])
    left = sum(len(shared[what]) for what in largest[limits.board_stuck :])
    if left:
        sheet.tell("more_stuck", count=left)


def _together(sheet: Sheet, code: str, mistake: str, notices: list[Notice]) -> None:
    named = explaining.named(sheet.register.world.library, code, mistake)
    sheet.tell("stuck", title=sheet.title(code), count=len(notices), mistake=named)
    listed = [f"{sheet.name(each.person)} ({reason(sheet, each)})" for each in notices[: limits.board_names]]
    sheet.tell("asking", names=listed, more=len(notices) - len(listed))
    if len(notices) > 1:
        sheet.button("talked", "talked", f"talked:{code} {mistake}", title=sheet.title(code))
    else:
        person = notices[0].person
        sheet.button("talked_with", "talked", f"talked_with:{person} {code}", name=sheet.name(person))
