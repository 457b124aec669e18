"""The board: one message a class and day. New with the day's first request, revised in place after; everything on it is one tap."""

from collections import defaultdict

import msgspec

from plbot.core.calendar import local
from plbot.core.cards import Block, Choice, Literal
from plbot.core.names import shortened
from plbot.core.records import Member, News, Request
from plbot.core.register import Register
from plbot.core.talk import blocks_of
from plbot.limits import limits


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
    register.owe(teacher, blocks_of(_say(register, teacher, "settled")), [])


def add_news(register: Register, person: str, standard: str, *, mastered: bool) -> None:
    board = register.todays_board()
    others = tuple(news for news in board.news if (news.person, news.standard) != (person, standard))
    register.become(board=msgspec.structs.replace(board, news=(*others, News(person, standard, mastered))))


def _has_work(register: Register) -> bool:
    return bool(register.classroom.requests or register.classroom.newcomers)


def _say(register: Register, teacher: str, block: str, **names: object) -> str:
    return register.words("teacher/board", block, teacher, **names)


def page(register: Register, teacher: str) -> tuple[list[Block], list[Choice]]:
    """The board as this teacher sees it now."""
    board = _Page(register, teacher)
    board.write()
    return board.blocks, board.choices


def _owe(register: Register, teacher: str, key: str, *, revises: bool) -> None:
    blocks, choices = page(register, teacher)
    register.owe(teacher, blocks, choices, key, revises=revises)


class _Page:
    """The board of one teacher while it is written."""

    def __init__(self, register: Register, teacher: str) -> None:
        self.register = register
        self.room = register.classroom
        self.teacher = teacher
        self.blocks: list[Block] = []
        self.choices: list[Choice] = []

    def say(self, block: str, **names: object) -> str:
        return _say(self.register, self.teacher, block, **names)

    def tell(self, block: str, **names: object) -> None:
        self.blocks.extend(blocks_of(self.say(block, **names)))

    def button(self, label: str, intent: str, do: str, **names: object) -> None:
        self.choices.append(Choice(self.say(f"button_{label}", **names), intent, do))

    def write(self) -> None:
        here = local(self.register.world.now, self.room.zone)
        self.tell("head", classroom=self.room.name, day=here)
        self.newcomers()
        self.requests()
        self.to_mark()
        if not self.choices:
            self.tell("nothing_waits")
        self.news()
        self.told()

    def newcomers(self) -> None:
        waiting, doubtful = self.room.newcomers, self.room.doubtful
        if not waiting:
            return
        shown = [member.name for member in waiting.values()][: limits.board_listed]
        self.tell("newcomers", names=shown, count=len(waiting))
        if doubtful:
            self.tell("look_twice", names=[member.name for member in doubtful.values()][: limits.board_listed])
        for person, member in (waiting if len(waiting) <= limits.board_names else _first(doubtful)).items():
            self.button("admit", "approve", f"admit:{person}", name=member.name)
            if person in doubtful or len(waiting) == 1:
                self.button("turn_away", "decline", f"turn_away:{person}", name=member.name)
        sure = len(waiting) - len(doubtful)
        if len(waiting) > 1 and sure:
            self.button("admit_all", "approve_all", "admit_all", count=sure, doubtful=bool(doubtful))

    def requests(self) -> None:
        """A few are approved right here; of many, those of one standard together, or on a page of their own."""
        asked = {rid: request for rid, request in self.room.requests.items() if not request.item}
        by_standard: dict[str, dict[str, Request]] = defaultdict(dict)
        for request_id, request in asked.items():
            by_standard[request.standard][request_id] = request
        one_by_one = len(asked) <= limits.board_names
        busiest = sorted(by_standard, key=lambda code: -len(by_standard[code]))
        for code in busiest[: limits.board_standards]:
            if one_by_one:
                self.each(code, by_standard[code])
            else:
                self.together(code, by_standard[code])
        left = sum(len(by_standard[code]) for code in busiest[limits.board_standards :])
        if left:
            self.tell("and_more", count=left)

    def each(self, code: str, requests: dict[str, Request]) -> None:
        title = self.title(code)
        self.tell("asks", title=title, count=len(requests))
        for request_id, request in requests.items():
            name = self.name(request.person)
            self.tell("request", name=name, request=request, of_hundred=round(request.promise * 100))
            said = self.words_of(request)
            if said:
                self.blocks.append(Literal(f"“{said}”"))
            if request.by_teacher:
                self.button("mastered", "mastered", f"mastered:{request_id}", name=name)
                self.button("not_yet", "not_yet", f"not_yet:{request_id}", name=name)
            else:
                self.button("approve", "approve", f"approve:{request_id}", name=name)
                self.button("send_back", "decline", f"send_back:{request_id}", name=name)
        by_form = sum(not request.by_teacher for request in requests.values())
        if by_form > 1:
            self.button("approve_all", "approve_all", f"approve_all:{code}", title=title, count=by_form)
        if by_form:
            self.button("approve_week", "approve_week", f"approve_week:{code}", title=title)

    def together(self, code: str, requests: dict[str, Request]) -> None:
        title = self.title(code)
        self.tell("asks", title=title, count=len(requests))
        names = [self.name(request.person) for request in requests.values()]
        self.tell("asking", names=names[: limits.board_listed], more=max(0, len(names) - limits.board_listed))
        by_form = sum(not request.by_teacher for request in requests.values())
        if by_form:
            self.button("approve_all", "approve_all", f"approve_all:{code}", title=title, count=by_form)
        self.button("one_by_one", "one_by_one", f"one_by_one:{code}", title=title)

    def to_mark(self) -> None:
        answers = {rid: request for rid, request in self.room.requests.items() if request.item}
        if not answers:
            return
        self.tell("to_mark", count=len(answers))
        for rid, request in list(answers.items())[: limits.board_marks]:
            self.button(
                "mark", "mark", f"mark:{rid}", name=self.name(request.person), title=self.title(request.standard)
            )

    def news(self) -> None:
        news = self.register.todays_board().news
        up = [f"{self.name(each.person)} ({self.title(each.standard)})" for each in news if each.mastered]
        back = [f"{self.name(each.person)} ({self.title(each.standard)})" for each in news if not each.mastered]
        if up:
            self.tell("moved_up", names=up[-limits.board_listed :], count=len(up))
        if back:
            self.tell("not_yet_today", names=back[-limits.board_listed :], count=len(back))

    def told(self) -> None:
        """What stands here today only."""
        told = self.register.todays_board().told
        for once in dict.fromkeys(each.what for each in told):
            names = [self.name(each.person) for each in told if each.what == once]
            self.tell(once, names=names[: limits.board_listed])

    def name(self, person: str) -> str:
        member = self.room.members.get(person)
        return member.name if member else self.say("somebody")

    def title(self, code: str) -> str:
        standard = self.register.world.library.standards.get(code)
        return standard.title if standard else code

    def words_of(self, request: Request) -> str:
        """The student's own sentence with the request, as long as it is kept."""
        if not request.said:
            return ""
        found = self.register.world.facts(request.person, request.said + 1, 1)
        said = next((kept.text for kept in found if kept.seq == request.said), "")
        return shortened(said, limits.board_quote)


def _first(members: dict[str, Member]) -> dict[str, Member]:
    """As many as have buttons of their own; the next come up as these are decided."""
    return dict(list(members.items())[: limits.board_names])
