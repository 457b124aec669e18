"""One turn of a class while it is being decided: who is let in, what is approved, and what the board says."""

from dataclasses import dataclass, field

import msgspec

from plbot.core.calendar import awake, day, next_school_morning
from plbot.core.cards import Block, Choice, Owed
from plbot.core.letters import AnyNote, FoundClass, Letter, MorningCame
from plbot.core.records import Board, Classroom, Told
from plbot.core.talk import Move, Pressable, Turn, message_id, with_things
from plbot.core.traces import Deed, Did, Holds, Releases, Trace
from plbot.core.world import World


@dataclass(slots=True)
class Register:
    """The class as it is becoming, and what is owed to its people."""

    classroom: Classroom
    world: World
    letters: list[Letter] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    pressables: list[Pressable] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    @staticmethod
    def blank(note: FoundClass) -> Classroom:
        """The class that a founding letter describes, before it is decided."""
        return Classroom(note.classroom, note.name, note.path, note.teacher_name, note.code, 0)

    @property
    def today(self) -> str:
        return day(self.world.now, self.classroom.zone).isoformat()

    def become(self, **changes: object) -> None:
        self.classroom = msgspec.structs.replace(self.classroom, **changes)

    def words(self, dialogue: str, block: str, teacher: str, **names: object) -> str:
        """A sentence in this teacher's language."""
        return self.world.words.say(self.classroom.teachers[teacher].language, dialogue, block, names)

    def said(self, dialogue: str, block: str, **names: object) -> str:
        """A sentence for the class as a whole: in the language of its first teacher."""
        languages = [teacher.language for teacher in self.classroom.teachers.values()]
        return self.world.words.say(languages[0] if languages else "en", dialogue, block, names)

    def send(self, to: str, note: AnyNote, due: int | None = None) -> None:
        """Write a letter; due now unless said."""
        self.letters.append(Letter(to, self.world.now if due is None else due, note))

    def when_awake(self, due: int = 0) -> int:
        """When what a student did not just ask for may arrive: at `due` (ms; 0: now), or once the quiet hours are over."""
        return awake(max(due, self.world.now), self.classroom.zone, self.classroom.policy)

    def audit(self, who: str, deed: Deed, about: str, why: str = "") -> None:
        """Write down that `who` did something to somebody's record, in the same transaction as the deed."""
        self.traces.append(Did(who, deed, about, why))

    def hold(self, person: str, seq: int, report: str) -> None:
        """Keep the words under fact `seq` of a person until `release` of the report, however old they are."""
        self.traces.append(Holds(person, seq, report))

    def release(self, report: str) -> None:
        self.traces.append(Releases(report))

    def lead_here(self, code: str, role: str) -> None:
        """From now on this code leads to this class."""
        self.codes.append((code, role))

    def owe(
        self,
        to: str,
        blocks: list[Block],
        choices: list[Choice],
        key: str = "",
        *,
        revises: bool = False,
        lane: str = "alerts",
    ) -> None:
        """Owe somebody of the class a message whose buttons stay valid as long as their thing is open."""
        mid = message_id(to, self.world.chance, self.world.salt)
        card, pressables = with_things(to, self.classroom.id, mid, blocks, choices)
        self.owed.append(Owed(to, card, key or mid, lane, revises))
        self.pressables += pressables

    def todays_board(self) -> Board:
        """The board of today; that of another day is put away."""
        board = self.classroom.board
        return board if board.day == self.today else Board(self.today)

    def tell_once(self, what: str, person: str = "") -> None:
        """Put something on today's board that stands there today only."""
        board = self.todays_board()
        if Told(what, person) not in board.told:
            self.become(board=msgspec.structs.replace(board, told=(*board.told, Told(what, person))))

    def board_key(self) -> tuple[str, bool]:
        """Today's key of the board message, and whether it was shown today already; from now on it was."""
        board = self.todays_board()
        self.become(board=msgspec.structs.replace(board, shown=True))
        return f"board:{self.classroom.id}:{self.today}", board.shown

    def wake_in_the_morning(self) -> None:
        """What still waits then gets a new board. One such letter is under way at most."""
        if self.classroom.morning <= self.world.now:
            due = next_school_morning(self.world.now, self.classroom.zone)
            self.become(morning=due)
            self.send(self.classroom.id, MorningCame(), due)

    def turn(self) -> Turn:
        return Turn(
            self.classroom,
            (),
            tuple(self.letters),
            tuple(self.owed),
            tuple(self.pressables),
            tuple(self.codes),
            tuple(self.moves),
            traces=tuple(self.traces),
        )
