"""Who may need a word: what they wrote is read by a tap, never quoted here."""

from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    worried = sheet.room.worries
    if not worried:
        return
    sheet.tell("worries", names=[sheet.name(person) for person in worried][: limits.board_listed])
    for person in list(worried)[: limits.board_marks]:
        sheet.button("read_words", "read_words", f"read_words:{person}", name=sheet.name(person))
