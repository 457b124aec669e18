"""A school that one talks with over the bridge while the plug is pulled: what was not confirmed is sent again after the start."""

import json
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from tests import reading
from tests.crash.program import STUCK_SECONDS, Line, Program, command

CONTENT = reading.ROOT / "content"
TALK_KILLS = int(os.environ.get("TALK_KILLS", "48"))  # of each talk; a continuous integration asks for fewer
LIVES = 8  # kills in one school: as many as the messages that one session of help has room for
SLOWEST = 0.4  # seconds into a life at which the plug is pulled at the latest


def run(folder: Path, *words: str) -> Any:
    """Run an admin's command; what it tells as JSON, if asked for."""
    made = subprocess.run(command(*words), capture_output=True, cwd=folder, timeout=STUCK_SECONDS, check=True)  # noqa: S603 # our own program
    return json.loads(made.stdout) if "--json" in words else None


class Correspondence:
    """`came` are the messages that each was told, by key, in the order of their first coming; `waiting` what was not confirmed yet."""

    def __init__(self, folder: Path, chance: Random, people: Sequence[str]) -> None:
        self.folder, self.chance = folder, chance
        self.data = folder / "data"
        self.came: dict[str, dict[str, Line]] = {who: {} for who in people}
        self.waiting: dict[str, Line] = {}
        self.count = 0

    def found_class(self) -> Any:
        """Make a school with an open class; its codes."""
        run(self.folder, "init", "--data", str(self.data))
        where = ("--data", str(self.data), "--content", str(CONTENT), "--json")
        words = ("class", "add", "Room 12", "--path", "ratios-6", "--teacher", "Ms Li", "--admit", "open")
        return run(self.folder, *words, *where)

    def life(self, lines: list[Line]) -> None:
        """Send these; the plug is pulled somewhere in between."""
        program = self.start()
        program.send(lines)
        self.hear(program, monotonic() + self.chance.uniform(0.0, SLOWEST))
        program.signal(signal.SIGKILL)
        self.drain(program)

    def last_life(self) -> None:
        program = self.start()
        self.hear_all(program)
        self.stop(program)

    def start(self) -> Program:
        program = Program(self.data, CONTENT, self.folder / "log", "--virtual-clock")
        program.send(list(self.waiting.values()))
        if self.waiting:
            self.hear_all(program)
        return program

    def named(self, line: Line) -> Line:
        self.count += 1
        named = {"id": f"u{self.count}", **line}
        self.waiting[f"u{self.count}"] = named
        return named

    def ask(self, program: Program, line: Line) -> None:
        program.send([self.named(line)])
        self.hear_all(program)

    def button(self, who: str, intent: str) -> str:
        return next(
            str(button["value"])
            for line in reversed(self.came[who].values())
            for button in line["buttons"]
            if button["intent"] == intent
        )

    def hear_all(self, program: Program) -> None:
        while self.waiting:
            line = program.hear(STUCK_SECONDS)
            assert line, "the program says nothing more"
            self._take(line)

    def hear(self, program: Program, until: float) -> None:
        while self.waiting and (line := program.hear(until - monotonic())):
            self._take(line)

    def drain(self, program: Program) -> None:
        while (line := program.hear(STUCK_SECONDS)) is not None:
            assert line, "the program does not end"
            self._take(line)
        program.ended()

    def stop(self, program: Program) -> None:
        program.end_input()
        self.drain(program)

    def _take(self, line: Line) -> None:
        if "done" in line:
            self.waiting.pop(line["done"], None)
        elif "to" in line:
            self.came[line["to"]].setdefault(line["key"], line)
