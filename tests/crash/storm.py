"""A storm: people talk with one bridge, the plug is pulled again and again, and whatever was not answered is sent again."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import monotonic
from typing import Any, NamedTuple

from tests.crash.people import Clock, Line, Person, Student, Teacher
from tests.crash.program import STUCK_SECONDS, Program, StuckError, command

CONTENT = Path(__file__).parent / "content"
FIRST_STUDENTS = 8
STUDENTS = 24  # the last join late, so that plugs are pulled while people join
MORNING = 10  # o'clock: at night whom the teacher lets in would stay outside until the next day, and do little
CLOCK_MINUTES = 5 * 24 * 60  # what was heard and said is kept for seven days, and is compared in the end


class Said(set[tuple[str, str]]):
    """Whom the program told which message (name, key) in one life."""


class Plan(NamedTuple):
    """Pull the plug so many seconds after the first line (`starting`: after the start), or after so many lines."""

    signal: signal.Signals
    seconds: float
    lines: int = 1_000_000
    starting: bool = False


@dataclass
class Storm:
    """One data folder under one kind of clock. `faults` are sentences about what must not happen."""

    folder: Path
    chance: Random
    virtual: bool
    people: dict[str, Person] = field(default_factory=dict)
    unanswered: dict[str, Line] = field(default_factory=dict)  # by id, in the order they were first sent
    done: list[str] = field(default_factory=list)
    owner: dict[str, Person] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)  # all that were ever sent, by id
    said: dict[str, list[str]] = field(default_factory=dict)  # name -> keys, as they first came
    last: dict[tuple[str, str], str] = field(default_factory=dict)  # (name, key) -> the text that came last
    again: int = 0  # messages said once more after a restart
    boots: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kills: int = 0
    codes: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    # setting out

    def prepare(self) -> None:
        """Make a school with two classes: one open, one whose teacher lets people in."""
        self.folder.mkdir()
        by_day = [] if self.virtual else ["--timezone", _where_it_is_morning()]
        _run(self.folder, "init", "--data", str(self.data), *by_day)
        teacher = Teacher("ms-li", self._luck("ms-li"))
        for name, admit in (("Open room", "open"), ("Room with a door", "approve")):
            where = ("--data", str(self.data), "--content", str(CONTENT), "--json")
            made = _run(
                self.folder, "class", "add", name, "--path", "sums", "--teacher", "Ms Li", "--admit", admit, *where
            )
            self.codes.append(made["code"])
            teacher.codes.append(made["teacher_code"])
        self.people["ms-li"] = teacher
        if self.virtual:
            self.people["clock"] = Clock("clock", self._luck("clock"), left=CLOCK_MINUTES)
        for _ in range(FIRST_STUDENTS):
            self._newcomer()

    def _newcomer(self) -> None:
        name = f"kim {len(self.people)}"
        self.people[name] = Student(name, self._luck(name), code=self.chance.choice(self.codes))

    def _luck(self, name: str) -> Random:
        return Random(f"{self.chance.random()} {name}")

    # lives

    def life(self) -> None:
        """Start the program, work, and pull the plug somewhere."""
        self.kills += 1
        if self.kills % 4 == 0 and len(self.people) < STUDENTS:
            self._newcomer()
        plan = self._plan()
        program, said = self._start(), Said()
        program.send(self._next_lines())
        started = monotonic()
        until = started + (plan.seconds if plan.starting else STUCK_SECONDS)
        lines = 0
        while lines < plan.lines and (line := program.hear(until - monotonic())):
            if not lines:
                self.boots.append(monotonic() - started)
                until = until if plan.starting else monotonic() + plan.seconds
            lines += 1
            self._take(line, said)
            program.send(self._next_lines())
        program.signal(plan.signal)
        self._end(program, said, plan.signal)

    def _plan(self) -> "Plan":
        """When the plug is pulled: in the start, some time after the first line, or after so many lines."""
        number = signal.SIGTERM if self.chance.random() < 0.12 else signal.SIGKILL
        luck, boot = self.chance.random(), median(self.boots or [1.0])
        if luck < 0.12:
            return Plan(number, self.chance.random() * boot * 1.1, starting=True)
        if luck < 0.56:
            return Plan(number, self.chance.choice([0.02, 0.1, 0.4]) * self.chance.random())
        return Plan(number, STUCK_SECONDS, self.chance.randint(1, 300))

    def last_life(self) -> None:
        """Take everything to its end, and leave in peace; then nothing may be owed any more."""
        program = self._start()
        said = Said()
        while self.unanswered:
            line = program.hear(STUCK_SECONDS)
            if not line:
                raise StuckError(f"no answer to {list(self.unanswered.values())[:3]}; see {self.log}")
            self._take(line, said)
        program.end_input()
        self._end(program, said, None)
        quiet = self._start()
        quiet.end_input()
        while (line := quiet.hear(STUCK_SECONDS)) is not None:
            self.faults += [] if "done" in line else [f"after all was said and done it still says: {line}"]
        quiet.ended()

    def _start(self) -> Program:
        program = Program(self.data, CONTENT, self.log, *(["--virtual-clock"] if self.virtual else []))
        program.send([*self._old_lines(), *self.unanswered.values()])
        return program

    def _old_lines(self) -> list[Line]:
        """Now and then some that were answered already: they must do nothing."""
        if not self.done or self.chance.random() > 0.3:
            return []
        old = self.chance.choices(self.done[-200:], k=self.chance.randint(1, 8))
        return [self.lines[name] for name in old]

    def _end(self, program: Program, said: Said, number: signal.Signals | None) -> None:
        heard = bool(said)
        while (line := program.hear(STUCK_SECONDS)) is not None:
            if not line:
                program.signal(signal.SIGKILL)
                raise StuckError(f"it does not end after {number}; see {self.log}")
            heard = True
            self._take(line, said)
        code = program.ended()
        fine = {0} if number is None or (number is signal.SIGTERM and heard) else {0, -number}
        if code not in fine:
            self.faults.append(f"exit code {code} after {number}, {'with' if heard else 'without'} a word")
        self.faults += [f"not a line of the contract: {raw!r}" for raw in program.nonsense]

    # lines

    def _take(self, line: Line, said: Said) -> None:
        if "done" in line:
            self._done(line["done"])
        elif "to" in line:
            self._message(line, said)
        else:
            self.faults.append(f"it complains: {line}")

    def _done(self, name: str) -> None:
        if name not in self.owner:
            self.faults.append(f"done for what was never sent: {name}")
        if name not in self.unanswered:
            return
        person = self.owner[name]
        del self.unanswered[name]
        self.done.append(name)
        person.in_flight -= 1
        person.looks = True
        if person.owes_answer and not person.in_flight and not person.answered:
            self.faults.append(f"done without an answer: {self.lines[name]}")

    def _message(self, line: Line, said: Said) -> None:
        name, key = line["to"], line["key"]
        if (name, key) in said and not line["revises"]:
            self.faults.append(f"said twice in one life: {line}")
        said.add((name, key))
        keys = self.said.setdefault(name, [])
        if (name, key) not in self.last:
            keys.append(key)
        elif not line["revises"]:
            self.again += 1
        self.last[name, key] = line["text"]
        self.people[name].take(line)

    def _next_lines(self) -> list[Line]:
        """What those say who have an answer to everything they said."""
        lines = [(person, line) for person in self.people.values() if person.free for line in person.act()]
        for person, bare in lines:
            name = f"u{len(self.lines) + 1}"
            sender = {} if "advance" in bare else {"from": person.name}
            self.lines[name] = self.unanswered[name] = {"id": name, **sender, **bare}
            self.owner[name] = person
            person.in_flight += 1
            person.answered = 0
        return list(self.unanswered.values())[-len(lines) :] if lines else []


def _where_it_is_morning() -> str:
    """A time zone; the signs of their names are turned round."""
    east = (MORNING - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-east:+d}"


def _run(folder: Path, *words: str) -> Any:
    made = subprocess.run(command(*words), capture_output=True, cwd=folder, timeout=STUCK_SECONDS, check=True)  # noqa: S603 # our own program
    return json.loads(made.stdout) if "--json" in words else None


def tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 # progress of a long test
