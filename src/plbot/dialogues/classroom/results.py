"""Results: the news that a form brings, and what a teacher records from paper or a conversation."""

from plbot.core import letters as n
from plbot.core.access import has_student, teaches
from plbot.core.records import News
from plbot.core.register import Register
from plbot.dialogues.classroom import board, stuck, walling


def decide(register: Register, note: n.HasResult | n.Records) -> None:
    room = register.classroom
    match note:
        case n.HasResult(person, standard, mastered, again, mistakes, provisional):
            if person in room.members:
                _moves_on(register, person, standard, mastered=mastered, again=again, mistakes=mistakes)
                if provisional:
                    register.become(to_confirm=(*room.to_confirm, News(person, standard, mastered=True)))
                board.show(register)
        case n.Records(teacher, student, standard, mastered):
            if not teaches(room, teacher) or not has_student(room, student):
                return
            requests = {
                rid: request
                for rid, request in room.requests.items()
                if request.person != student or request.standard != standard or request.item
            }
            unconfirmed = tuple(each for each in room.to_confirm if (each.person, each.standard) != (student, standard))
            register.become(requests=requests, to_confirm=unconfirmed, acted=register.world.now)
            register.send(student, n.YourResult(standard, mastered, "paper", teacher))
            _moves_on(register, student, standard, mastered=mastered, again=False)
            board.show(register)


def _moves_on(
    register: Register, person: str, standard: str, *, mastered: bool, again: bool, mistakes: tuple[str, ...] = ()
) -> None:
    """News for the board; whoever mastered it is not stuck on it any more."""
    if mastered:
        stuck.settle(register, person, standard)
    walling.count(register, up=mastered, again=again)
    board.add_news(register, person, standard, mastered=mastered, mistakes=mistakes)
