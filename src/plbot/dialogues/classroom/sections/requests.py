"""Who asks to be assessed, by standard, and whose answers wait for a rubric."""

from collections import defaultdict

from plbot.core.records import Request
from plbot.core.world import World
from plbot.dialogues.classroom.sheet import Sheet
from plbot.limits import limits


def write(sheet: Sheet) -> None:
    """A few are approved right here; of many, those of one standard together, or on a page of their own."""
    asked = {rid: request for rid, request in sheet.room.requests.items() if not request.item}
    by_standard: dict[str, dict[str, Request]] = defaultdict(dict)
    for request_id, request in asked.items():
        by_standard[request.standard][request_id] = request
    few = len(asked) <= limits.board_names
    busiest = sorted(by_standard, key=lambda code: -len(by_standard[code]))
    for code in busiest[: limits.board_standards]:
        if few:
            _each(sheet, code, by_standard[code])
        else:
            _together(sheet, code, by_standard[code])
    left = sum(len(by_standard[code]) for code in busiest[limits.board_standards :])
    if left:
        sheet.tell("and_more", count=left)


def told_of(request: Request, now: int) -> dict[str, object]:
    """What a line about a request tells: the request, of a hundred such students how many pass, whether there was a try today."""
    return {"request": request, "of_hundred": round(request.promise * 100), "today": request.earliest > now}


def has_form(world: World, code: str) -> bool:
    """Whether the bot could assess this standard, too."""
    standard = world.library.standards.get(code)
    return bool(standard and standard.reassess.form)


def _each(sheet: Sheet, code: str, requests: dict[str, Request]) -> None:
    title = sheet.title(code)
    sheet.tell("asks", title=title, count=len(requests))
    for request_id, request in requests.items():
        name = sheet.name(request.person)
        sheet.tell("request", name=name, **told_of(request, sheet.register.world.now))
        sheet.quote(request.person, request.said)
        if request.by_teacher:
            sheet.button("mastered", "mastered", f"mastered:{request_id}", name=name)
            sheet.button("not_yet", "not_yet", f"not_yet:{request_id}", name=name)
            if has_form(sheet.register.world, code):
                sheet.button("form_instead", "approve", f"approve:{request_id}", name=name)
        else:
            sheet.button("approve", "approve", f"approve:{request_id}", name=name)
            sheet.button("send_back", "decline", f"send_back:{request_id}", name=name)
    by_form = sum(not request.by_teacher for request in requests.values())
    if by_form > 1:
        sheet.button("approve_all", "approve_all", f"approve_all:{code}", title=title, count=by_form)
    if by_form:
        sheet.button("approve_week", "approve_week", f"approve_week:{code}", title=title)


def _together(sheet: Sheet, code: str, requests: dict[str, Request]) -> None:
    title = sheet.title(code)
    sheet.tell("asks", title=title, count=len(requests))
    names = [sheet.name(request.person) for request in requests.values()]
    sheet.tell("asking", names=names[: limits.board_listed], more=max(0, len(names) - limits.board_listed))
    by_form = sum(not request.by_teacher for request in requests.values())
    if by_form:
        sheet.button("approve_all", "approve_all", f"approve_all:{code}", title=title, count=by_form)
    sheet.button("one_by_one", "one_by_one", f"one_by_one:{code}", title=title)


def write_to_mark(sheet: Sheet) -> None:
    """Open answers: each opens on a page of its own."""
    answers = {rid: request for rid, request in sheet.room.requests.items() if request.item}
    if not answers:
        return
    sheet.tell("to_mark", count=len(answers))
    for rid, request in list(answers.items())[: limits.board_marks]:
        sheet.button(
            "mark", "mark", f"mark:{rid}", name=sheet.name(request.person), title=sheet.title(request.standard)
        )
