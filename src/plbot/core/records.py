"""The two records that turns change: a person's and a class's. Small frozen documents; renamed fields keep their JSON names."""

from collections import Counter
from typing import Literal

import msgspec

from plbot.core.cards import Choice
from plbot.core.cheers import Cheers
from plbot.core.duty import Duty
from plbot.core.facts import WhyStuck
from plbot.core.helpdesk import Aftermath, HelpDesk, Helper, Helping, Seeking
from plbot.core.names import alike
from plbot.core.scenes import AskingCode, Scene
from plbot.core.standing import UNTOUCHED, Standing
from plbot.core.wall import Wall
from plbot.limits import Policy

Role = Literal["student", "teacher"]
Silence = Literal["", "leaving", "withdrawn", "class"]
Admit = Literal["approve", "open"]


class Consent(msgspec.Struct, frozen=True):
    """Who authorised that this class's learning is kept, and when (ms); `version` of the text they agreed to."""

    by: Literal["school", "parent"]
    at: int
    version: int = 1


class Withdrawal(msgspec.Struct, frozen=True, array_like=True):
    """Who took back that this student's learning is kept, and when (ms)."""

    by: Literal["student", "school", "parent"]
    at: int


class Membership(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person carries of a class. The class keeps it up to date by letter."""

    classroom: str
    name: str
    path: str
    teacher: str
    role: Role = "student"
    waiting: bool = False
    zone: str = "UTC"
    policy: Policy = Policy()
    consented: bool = True  # somebody authorised that this class's learning is kept
    current: str = ""  # the standard that the class works on now


class Asked(msgspec.Struct, frozen=True):
    """The buttons of the question that the person is asked right now, and the key of the message that holds them."""

    mid: str
    choices: tuple[Choice, ...]
    numbered: bool = True
    key: str = ""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the places where somebody can be written to, told apart only where there are several."""

    platform: str
    reachable: bool = True


class LinkCode(msgspec.Struct, frozen=True, array_like=True):
    """The code that this person may type once in another app, until `until` (ms)."""

    code: str
    until: int


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """A student or a teacher (a role belongs to a class). `facts` is how many facts lie in the store."""

    id: str
    name: str = ""
    language: str = "en"
    scene: Scene = AskingCode()
    asked: Asked | None = None
    memberships: tuple[Membership, ...] = ()
    interests: tuple[str, ...] = ()
    standings: dict[str, Standing] = {}
    facts: int = 0
    tries: tuple[int, ...] = ()  # when wrong codes were typed (ms), within the last hour
    reflected: int = 0  # when the last reflection prompt was put (ms)
    welcomed: bool = False
    reachable: bool = True
    places: dict[str, Place] = {}  # by address (hash); empty until a second one is linked
    linking: LinkCode | None = None
    home: str = ""  # the address (hash) whose home page was opened; empty: none was
    withdrawn: Withdrawal | None = None  # nothing is kept until it is given again
    leaving: int = 0  # when they asked to be forgotten (ms); the school confirms it
    helper: Helper = Helper()
    seeking: Seeking | None = None
    helping: Helping | None = None
    aftermath: Aftermath | None = None
    seen: int = 0  # when the class was last told that they are here (ms)
    worries: tuple[
        int, ...
    ] = ()  # when words of theirs worried the screen (ms), within the days that the policy counts
    alarm: str = ""  # the alarm about them that is still open
    on_duty: bool = False
    asked_cheers: bool = False  # was asked once whether to be told when classmates move up
    caught_up: int = 0  # what was written before this moment (ms) was met by an outage, and they were told so
    looked_back: int = 0  # when the last look back at something mastered was put (ms)
    week_offered: int = 0  # when looking back at the week was last offered (ms)
    week_seen: int = 0  # when it was last begun (ms)

    @property
    def learns_in(self) -> Membership | None:
        """The class this person is a student of now: the one joined last."""
        for each in reversed(self.memberships):  # a plain loop: this is asked dozens of times a turn
            if each.role == "student" and not each.waiting and each.consented:
                return each
        return None

    @property
    def silenced(self) -> Silence:
        """Why nothing of this person may be kept now; '' where it may."""
        if self.leaving:
            return "leaving"
        if self.withdrawn:
            return "withdrawn"
        learning = [m for m in self.memberships if m.role == "student" and not m.waiting]
        return "class" if learning and not self.learns_in and not self.teaches else ""

    @property
    def waits_for(self) -> Membership | None:
        return next((m for m in reversed(self.memberships) if m.waiting), None)

    @property
    def teaches(self) -> tuple[Membership, ...]:
        return tuple(m for m in self.memberships if m.role == "teacher")

    @property
    def policy(self) -> Policy:
        here = self.learns_in
        return here.policy if here else Policy()

    @property
    def zone(self) -> str:
        """The time zone this person's days are counted in: that of the class."""
        here = self.learns_in
        return here.zone if here else "UTC"

    @property
    def teacher(self) -> str:
        """How the teacher of the class is called."""
        return self.learns_in.teacher if self.learns_in else ""

    def standing(self, code: str) -> Standing:
        return self.standings.get(code, UNTOUCHED)


class Teacher(msgspec.Struct, frozen=True, omit_defaults=True):
    """A teacher in a class's list; the board is written in their language."""

    name: str
    language: str = "en"


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """A student in a class's list."""

    name: str
    waiting: bool = False
    since: int = 0
    paused: bool = False  # nothing of theirs may be kept now
    seen: int = 0  # when they were last here (ms), to the day
    quiet: bool = False  # has not been seen for so long that the teacher was told


class Request(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something a teacher is asked to do: approve a reassessment, assess in person, or (with `item`) mark an open answer."""

    person: str
    standard: str
    at: int
    promise: float = 0.0
    ready: bool = False
    practised: int = 0
    ways: tuple[str, ...] = ()
    tries: int = 0  # graded attempts before this one
    said: int = 0  # the number of the fact whose text holds the student's own words; 0: none
    item: str = ""
    by_teacher: bool = False  # assessed by the teacher, not by a form
    earliest: int = 0  # had a try that day: may begin from this moment (ms) on; a tap for this one request says now
    owed: tuple[str, ...] = ()  # what was suggested after the last not yet and was not done so far
    mistakes: tuple[str, ...] = ()  # what the last not yet missed
    mornings: int = 0  # boards of a new day that it stood on
    right: int = 0  # of the last `answers` without hints
    answers: int = 0
    hard: int = 0


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A student who is stuck on a standard, or (`asked`) asks the teacher for help with it."""

    person: str
    standard: str
    at: int
    why: WhyStuck
    right: int = 0
    of: int = 0
    mistake: str = ""
    promise: float = 0.0
    asked: bool = False
    said: int = 0  # the number of the fact whose text holds the student's own sentence; 0: none


class News(msgspec.Struct, frozen=True, array_like=True):
    """A result of the day, for the board."""

    person: str
    standard: str
    mastered: bool
    mistakes: tuple[str, ...] = ()  # named where the next try is a conversation


class Told(msgspec.Struct, frozen=True, array_like=True):
    """Something that a teacher is told once: `lost` (cannot be reached any more), `link_refused`, `group_lost`."""

    what: str
    person: str = ""


class Board(msgspec.Struct, frozen=True, omit_defaults=True):
    """The class's board message of one local day (`2026-09-07`). `shown`: it was said that day, so it is changed in place."""

    day: str = ""
    shown: bool = False
    news: tuple[News, ...] = ()
    told: tuple[Told, ...] = ()


class Classroom(msgspec.Struct, frozen=True, omit_defaults=True):
    """A class: who is in it, and what it has to decide."""

    id: str
    name: str
    path: str
    teacher: str  # how the teacher is called
    code: str
    code_until: int
    teacher_code: str = ""  # empty once it was used
    admit: Admit = "approve"
    consent: Consent | None = None
    zone: str = "UTC"
    policy: Policy = Policy()
    teachers: dict[str, Teacher] = {}
    members: dict[str, Member] = {}
    requests: dict[str, Request] = {}
    notices: dict[str, Notice] = {}  # by `person standard`
    standing_approvals: dict[str, int] = {}  # standard -> until when (ms) every request is approved at once
    board: Board = Board()
    group: str = ""  # the address (hash) of the chat group that announcements go to; empty: to each student
    leaving: dict[str, int] = {}  # who asked to be forgotten, and when (ms)
    copies: dict[str, int] = {}  # who asked for a copy of their record, and when (ms)
    mastered_by_gone: int = 0  # standards mastered by people who were forgotten since: a count, nobody's
    help: HelpDesk = HelpDesk()
    current: str = ""  # the standard that the class works on now
    wall: Wall = Wall()
    worries: dict[str, tuple[int, ...]] = {}  # student -> numbers of the facts that hold words a teacher should read
    cheers: Cheers = Cheers()
    listeners: tuple[str, ...] = ()  # students who want to hear cheers themselves; a chat group hears them all
    morning: int = 0  # when the next morning letter is due (ms); 0: none is under way
    acted: int = 0  # when a teacher last decided anything here (ms)
    to_confirm: tuple[News, ...] = ()  # mastered while no adult acted

    def membership(self, role: Role, *, waiting: bool = False) -> Membership:
        """What a member of this class carries of it."""
        return Membership(
            self.id,
            self.name,
            self.path,
            self.teacher,
            role,
            waiting,
            self.zone,
            self.policy,
            consented=self.consent is not None,
            current=self.current,
        )

    @property
    def newcomers(self) -> dict[str, Member]:
        return {pid: member for pid, member in self.members.items() if member.waiting}

    @property
    def doubtful(self) -> dict[str, Member]:
        """Newcomers who go by a name that somebody else here has: a teacher looks twice before letting them in."""
        names = Counter(alike(member.name) for member in self.members.values())
        teachers = {alike(name) for name in (self.teacher, *(teacher.name for teacher in self.teachers.values()))}
        newcomers = {pid: (alike(member.name), member) for pid, member in self.newcomers.items()}
        return {pid: member for pid, (name, member) in newcomers.items() if names[name] > 1 or name in teachers}


Record = Person | Classroom | Duty
