"""The board: one message a class and day. New with the day's first request, revised in place after; everything on it is one tap."""

import msgspec

from plbot.core.calendar import local
from plbot.core.cards import Block, Choice
from plbot.core.records import News
from plbot.core.register import Register
from plbot.core.talk import blocks_of
from plbot.dialogues.classroom.sections import confirming, groups, helping, newcomers, news, requests, stuck, unseen
from plbot.dialogues.classroom.sheet import Sheet

WAITING = (
    newcomers.write,
    requests.write,
    requests.write_to_mark,
    confirming.write,
    helping.write,
    stuck.write,
    groups.write,
    unseen.write,
)
GOOD_TO_KNOW = (news.write_told, news.write)


def show(register: Register, *, only_if_work: bool = False, only_if_shown: bool = False) -> None:
    """Owe every teacher the board as it is now. The first of a day is a new message; later ones revise it."""
    if only_if_shown and not register.todays_board().shown:
        return
    if _has_work(register):
        register.wake_in_the_morning()
    elif only_if_work:
        return
    key, known = register.board_key()
    for teacher in register.classroom.teachers:
        _owe(register, teacher, key, revises=known)


def send_anew(register: Register, teacher: str) -> None:
    """The board once more for a teacher who asked for it."""
    _owe(register, teacher, "", revises=False)


def tell_settled(register: Register, teacher: str) -> None:
    """Somebody was quicker, or the button was pressed twice."""
    register.owe(teacher, blocks_of(Sheet(register, teacher).say("settled")), [])


def add_news(register: Register, person: str, standard: str, *, mastered: bool, mistakes: tuple[str, ...] = ()) -> None:
    board = register.todays_board()
    others = tuple(each for each in board.news if (each.person, each.standard) != (person, standard))
    register.become(board=msgspec.structs.replace(board, news=(*others, News(person, standard, mastered, mistakes))))


def _has_work(register: Register) -> bool:
    room = register.classroom
    return bool(room.requests or room.to_confirm or room.newcomers or room.notices)


def page(register: Register, teacher: str) -> tuple[list[Block], list[Choice]]:
    """The board as this teacher sees it now."""
    sheet = Sheet(register, teacher)
    here = local(register.world.now, register.classroom.zone)
    sheet.tell("head", classroom=register.classroom.name, day=here)
    head = len(sheet.blocks)
    for section in WAITING:
        sheet.add(section)
    if len(sheet.blocks) == head:
        sheet.tell("nothing_waits")
    for section in GOOD_TO_KNOW:
        sheet.add(section)
    if sheet.full:
        sheet.tell("full")
    return sheet.blocks, sheet.choices


def _owe(register: Register, teacher: str, key: str, *, revises: bool) -> None:
    blocks, choices = page(register, teacher)
    register.owe(teacher, blocks, choices, key, revises=revises)
