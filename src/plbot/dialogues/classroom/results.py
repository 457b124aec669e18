"""Results: the news that a form brings, and what a teacher records from paper or a conversation."""

from plbot.core import letters as n
from plbot.core.access import has_student, teaches
from plbot.core.register import Register
from plbot.dialogues.classroom import board, walling


def decide(register: Register, note: n.HasResult | n.Records) -> None:
    room = register.classroom
    match note:
        case n.HasResult(person, standard, mastered, again):
            if person in room.members:
                walling.count(register, up=mastered, again=again)
                board.add_news(register, person, standard, mastered=mastered)
                board.show(register)
        case n.Records(teacher, student, standard, mastered):
            if not teaches(room, teacher) or not has_student(room, student):
                return
            requests = {
                rid: request
                for rid, request in room.requests.items()
                if request.person != student or request.standard != standard or request.item
            }
            register.become(requests=requests)
            register.send(student, n.YourResult(standard, mastered, "paper", teacher))
            walling.count(register, up=mastered, again=False)
            board.add_news(register, student, standard, mastered=mastered)
            board.show(register)
