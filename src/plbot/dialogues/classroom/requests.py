"""What students ask of their teacher, and what the teacher decides: one tap for one, for all of a standard, or for all of it this week."""

import msgspec

from plbot.core import consent_letters as c
from plbot.core import letters as n
from plbot.core.access import teaches
from plbot.core.records import Request
from plbot.core.register import Register
from plbot.dialogues.classroom import board, joining, leaving, roll, stuck, walling
from plbot.limits import DAY

RequestNote = n.AsksToReassess | n.TakesBack | n.OpenAnswer | n.Decides | n.MorningCame


def decide(register: Register, note: RequestNote) -> None:
    match note:
        case n.AsksToReassess():
            _asks(register, note)
        case n.OpenAnswer():
            _take(register, note.request, _open_answer(register, note))
        case n.TakesBack(person, request):
            if request in register.classroom.requests and register.classroom.requests[request].person == person:
                _settle(register, request)
                board.show(register, only_if_shown=True)
        case n.MorningCame():
            register.become(morning=0)
            stuck.tidy(register)
            _nobody_acted(register)
            board.show(register, only_if_work=not roll.call(register))
        case n.Decides():
            _decides(register, note)


def _asks(register: Register, note: n.AsksToReassess) -> None:
    room = register.classroom
    if note.person not in room.members or room.members[note.person].paused:
        return
    if room.standing_approvals.get(note.standard, 0) > register.world.now and not note.by_teacher:
        may = n.YouMayReassess(note.standard, note.request, next(iter(room.teachers), ""))
        register.send(note.person, may, max(register.world.now, note.earliest))
        return
    ahead = sum(request.standard == note.standard and not request.item for request in room.requests.values())
    request = Request(
        note.person,
        note.standard,
        register.world.now,
        note.promise,
        note.ready,
        note.practised,
        note.ways,
        note.tries,
        note.said,
        by_teacher=note.by_teacher,
        right=note.right,
        answers=note.answers,
        hard=note.hard,
        earliest=note.earliest,
        owed=note.owed,
        mistakes=note.mistakes,
    )
    _take(register, note.request, request)
    register.send(note.person, n.YouWait(note.standard, ahead))


def _open_answer(register: Register, note: n.OpenAnswer) -> Request:
    return Request(
        note.person, note.standard, register.world.now, said=note.said, item=note.item, by_teacher=note.by_teacher
    )


def _take(register: Register, request_id: str, request: Request) -> None:
    member = register.classroom.members.get(request.person)
    if member and not member.paused:
        register.become(requests={**register.classroom.requests, request_id: request})
        board.show(register)


def _settle(register: Register, request_id: str) -> Request | None:
    requests = dict(register.classroom.requests)
    request = requests.pop(request_id, None)
    if request:
        register.become(requests=requests)
    return request


def _nobody_acted(register: Register) -> None:
    """Another morning: who is ready and waited through several, while no adult did anything, may begin. It is confirmed afterwards."""
    room = register.classroom
    kept = {
        rid: msgspec.structs.replace(request, mornings=request.mornings + 1) for rid, request in room.requests.items()
    }
    register.become(requests=kept)
    for request_id, request in kept.items():
        by_bot = request.ready and not request.item and not request.by_teacher
        if by_bot and room.acted < request.at and 0 < room.policy.provisional_after <= request.mornings:
            _settle(register, request_id)
            may = n.YouMayReassess(request.standard, request_id, "", provisional=True)
            register.send(request.person, may, register.when_awake())


def _confirm_all(register: Register, teacher: str) -> None:
    for each in register.classroom.to_confirm:
        register.send(each.person, n.YourResultHolds(each.standard, teacher))
    register.become(to_confirm=())


# the teacher


def _decides(register: Register, note: n.Decides) -> None:
    room = register.classroom
    if not teaches(room, note.teacher):
        return
    if note.verb != "board":
        register.become(acted=register.world.now)
    match note.verb:
        case "admit" if note.what in room.newcomers:
            joining.admit(register, (note.what,), note.teacher)
        case "admit_all" if room.newcomers.keys() - room.doubtful:
            joining.admit(register, tuple(pid for pid in room.newcomers if pid not in room.doubtful), note.teacher)
        case "turn_away" if note.what in room.newcomers:
            joining.turn_away(register, note.what, note.teacher)
        case "approve" if note.what in room.requests:
            _approve(register, note, note.what, at_once=True)
        case "approve_all" | "approve_week":
            _approve_standard(register, note)
        case "send_back" if note.what in room.requests:
            _send_back(register, note)
        case "mastered" | "not_yet" if note.what in room.requests:
            _verdict(register, note, mastered=note.verb == "mastered")
        case "marked" if note.what in room.requests:
            _marked(register, note)
        case "forget" if note.what in room.leaving:
            register.send(note.what, c.BeForgotten(note.teacher))
            return
        case "talk_first" if note.what in room.leaving:
            register.send(note.what, c.TalkFirst(note.teacher), register.when_awake())
            return
        case "copy_given" if note.what in room.copies:
            leaving.decide(register, c.AsksForCopy(note.what, given=True))
            return
        case "talked" if stuck.talked_to_all(register, note.what):
            pass
        case "talked_with" if stuck.talked(register, note.what):
            pass
        case "confirm_all" if room.to_confirm:
            _confirm_all(register, note.teacher)
        case "looked" if note.what in room.worries:
            register.become(worries={who: said for who, said in room.worries.items() if who != note.what})
        case "board":
            board.send_anew(register, note.teacher)
            return
        case _:
            board.tell_settled(register, note.teacher)
            return
    board.show(register)


def _approve(register: Register, note: n.Decides, request_id: str, *, at_once: bool) -> None:
    """A tap for this very student adds a try today; one for many keeps to one a day, and the rest may begin tomorrow."""
    request = _settle(register, request_id)
    if request:
        register.audit(note.teacher, "approved", request.person)
        due = register.when_awake(0 if at_once else request.earliest)
        register.send(request.person, n.YouMayReassess(request.standard, request_id, note.teacher), due)


def _approve_standard(register: Register, note: n.Decides) -> None:
    room = register.classroom
    if note.verb == "approve_week":
        until = register.world.now + room.policy.approval_days * DAY
        register.become(standing_approvals={**room.standing_approvals, note.what: until})
    waiting = tuple(
        rid
        for rid, request in room.requests.items()
        if request.standard == note.what and not request.item and not request.by_teacher
    )
    for request_id in waiting:
        _approve(register, note, request_id, at_once=False)


def _send_back(register: Register, note: n.Decides) -> None:
    request = _settle(register, note.what)
    if request:
        register.audit(note.teacher, "sent_back", request.person)
        register.send(
            request.person, n.PleasePractise(request.standard, note.what, note.teacher), register.when_awake()
        )


def _verdict(register: Register, note: n.Decides, *, mastered: bool) -> None:
    request = _settle(register, note.what)
    if request:
        register.audit(note.teacher, "recorded", request.person)
        register.send(request.person, n.YourResult(request.standard, mastered, "teacher", note.teacher))
        walling.count(register, up=mastered, again=request.tries > 0)
        board.add_news(register, request.person, request.standard, mastered=mastered)


def _marked(register: Register, note: n.Decides) -> None:
    request = _settle(register, note.what)
    if request is None:
        return
    standard = register.world.library.standards.get(request.standard)
    passing = standard.reassess.passing if standard else note.of
    mastered = request.by_teacher and note.points >= passing
    result = n.YourResult(
        request.standard,
        mastered,
        "rubric",
        note.teacher,
        request.item,
        note.points,
        note.of,
        note.missing,
        request.by_teacher,
    )
    register.audit(note.teacher, "marked", request.person)
    register.send(request.person, result)
    if request.by_teacher:
        walling.count(register, up=mastered, again=request.tries > 0)
        board.add_news(register, request.person, request.standard, mastered=mastered)
