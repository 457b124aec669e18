"""The plug is pulled (kill -9) while two students write to each other: no word that was taken is lost, said twice or out of order."""

import json
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import pytest
from tests import reading
from tests.crash.program import STUCK_SECONDS, Line, Program, command

CONTENT = reading.ROOT / "content"
BURST = 5  # messages of each in one life
SETUP = (
    ("ms-li", "{teacher}"), ("ana", "join {code}"), ("ana", "Ana"), ("ana", "skip"), ("ana", "skip"),
    ("ben", "join {code}"), ("ben", "Ben"), ("ben", "skip"), ("ben", "skip"),
    *(("ms-li", text) for text in ("menu", "Room 12", "record a result", "ana", "6.RP.A.1", "mastered")),
    *(("ana", text) for text in ("be a helper", "let's do it", "go on", "which colour comes first?", "skip", "i'd like to help")),
    ("ben", "learn 6.RP.A.1"), ("ben", "find a helper"), ("ben", "yes, ask around"),
)  # fmt: skip
PARTNER = {"ana": "ben", "ben": "ana"}


def _run(folder: Path, *words: str) -> Any:
    made = subprocess.run(command(*words), capture_output=True, cwd=folder, timeout=STUCK_SECONDS, check=True)  # noqa: S603 # our own program
    return json.loads(made.stdout) if "--json" in words else None


class Relay:
    """A school in which Ana helps Ben. `came` are the keys and texts that each was told, in the order of their first coming."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder, self.chance = folder, chance
        self.data = folder / "data"
        self.came: dict[str, dict[str, Line]] = {"ana": {}, "ben": {}, "ms-li": {}}
        self.waiting: dict[str, Line] = {}
        self.wrote: dict[str, list[str]] = {"ana": [], "ben": []}
        self.count = 0

    def prepare(self) -> None:
        _run(self.folder, "init", "--data", str(self.data))
        where = ("--data", str(self.data), "--content", str(CONTENT), "--json")
        words = ("class", "add", "Room 12", "--path", "ratios-6", "--teacher", "Ms Li", "--admit", "open")
        made = _run(self.folder, *words, *where)
        program = self._start()
        for who, text in SETUP:
            self._ask(program, {"from": who, "text": text.format(code=made["code"], teacher=made["teacher_code"])})
        accept = self._button("ana", "accept")
        self._ask(program, {"from": "ana", "press": accept})
        self._stop(program)

    def life(self) -> None:
        """Both write; the plug is pulled somewhere in between."""
        program = self._start()
        lines = [self._line(who) for _ in range(BURST) for who in PARTNER]
        program.send(lines)
        self._hear(program, monotonic() + self.chance.uniform(0.0, 0.4))
        program.signal(signal.SIGKILL)
        self._drain(program)

    def last_life(self) -> None:
        program = self._start()
        self._hear_all(program)
        self._stop(program)

    def _start(self) -> Program:
        program = Program(self.data, CONTENT, self.folder / "log", "--virtual-clock")
        program.send(list(self.waiting.values()))
        if self.waiting:
            self._hear_all(program)
        return program

    def _line(self, who: str) -> Line:
        text = f"word {len(self.wrote[who]) + 1} of {who}"
        self.wrote[who].append(text)
        return self._named({"from": who, "text": text})

    def _named(self, line: Line) -> Line:
        self.count += 1
        named = {"id": f"u{self.count}", **line}
        self.waiting[f"u{self.count}"] = named
        return named

    def _ask(self, program: Program, line: Line) -> None:
        program.send([self._named(line)])
        self._hear_all(program)

    def _button(self, who: str, intent: str) -> str:
        return next(
            str(button["value"])
            for line in reversed(self.came[who].values())
            for button in line["buttons"]
            if button["intent"] == intent
        )

    def _hear_all(self, program: Program) -> None:
        while self.waiting:
            line = program.hear(STUCK_SECONDS)
            assert line, "the program says nothing more"
            self._take(line)

    def _hear(self, program: Program, until: float) -> None:
        while self.waiting and (line := program.hear(until - monotonic())):
            self._take(line)

    def _drain(self, program: Program) -> None:
        while (line := program.hear(STUCK_SECONDS)) is not None:
            assert line, "the program does not end"
            self._take(line)
        program.ended()

    def _stop(self, program: Program) -> None:
        program.end_input()
        self._drain(program)

    def _take(self, line: Line) -> None:
        if "done" in line:
            self.waiting.pop(line["done"], None)
        elif "to" in line:
            self.came[line["to"]].setdefault(line["key"], line)

    def arrived(self, who: str) -> Sequence[str]:
        """What the partner wrote, as it came to this person; each message counts once, however often it was said again."""
        name = PARTNER[who].title()
        texts = [line["text"].partition("\n")[0] for line in self.came[who].values()]
        return [text.removeprefix(f"{name}: ") for text in texts if text.startswith(f"{name}: ")]


def _survives(folder: Path, lives: int, seed: int) -> None:
    relay = Relay(folder, Random(seed))  # the same moments each time
    relay.prepare()
    for _ in range(lives):
        relay.life()
    relay.last_life()
    for who, partner in PARTNER.items():
        assert relay.arrived(who) == relay.wrote[partner]


def test_a_relay_outlives_a_few_kills(tmp_path: Path) -> None:
    """The short form."""
    _survives(tmp_path, 3, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_relay_outlives_many_kills(tmp_path: Path, seed: int) -> None:
    """As many as the messages that one session has room for."""
    _survives(tmp_path, 8, seed)
