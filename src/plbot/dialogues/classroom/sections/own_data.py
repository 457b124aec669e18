"""Who asked to be forgotten, or for a copy of their record: the school has to act."""

from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import DAY, limits


def write(sheet: Sheet) -> None:
    for person in list(sheet.room.leaving)[: limits.board_names]:
        days = max(0, limits.forget_days - (sheet.register.world.now - sheet.room.leaving[person]) // DAY)
        sheet.tell("leaving", name=sheet.name(person), days=days)
        sheet.button("forget", "forget", f"forget:{person}", name=sheet.name(person))
        sheet.button("talk_first", "talk_first", f"talk_first:{person}", name=sheet.name(person))
    for person in list(sheet.room.copies)[: limits.board_names]:
        sheet.tell("copy", name=sheet.name(person))
        sheet.button("copy_given", "copy_given", f"copy_given:{person}", name=sheet.name(person))
