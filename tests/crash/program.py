"""The real program under test: started, spoken to in lines, listened to, and killed."""

import json
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

Line = dict[str, Any]

STUCK_SECONDS = 60.0  # without a line: a start takes two at most, and a turn a few thousandths


class StuckError(Exception):
    """The program neither answers nor ends."""


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "plbot", *words]


class Program:
    """One life of `plbot bridge`. What it wrote before it was killed is read to the end; a line that was cut off is no line."""

    def __init__(self, data: Path, content: Path, log: Path, *more: str) -> None:
        self._log = log.open("ab")
        words = command("bridge", "--data", str(data), "--content", str(content), *more)
        self._process = subprocess.Popen(  # noqa: S603 # our own program
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log
        )
        self._said: SimpleQueue[Line | None] = SimpleQueue()
        self.nonsense: list[bytes] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        for raw in self._process.stdout:
            try:
                line = json.loads(raw)
            except ValueError:
                if raw.endswith(b"\n"):
                    self.nonsense.append(raw)
                continue
            if raw.endswith(b"\n"):
                self._said.put(line)
        self._said.put(None)

    def send(self, lines: list[Line]) -> None:
        """Write lines. To a program that has ended they go nowhere."""
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.write(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
            self._process.stdin.flush()

    def hear(self, seconds: float) -> Line | None:
        """The next line; an empty one when none came in time. None: it has ended, and all was heard."""
        try:
            return self._said.get(timeout=max(seconds, 0.0))
        except Empty:
            return {}

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end_input(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()

    def ended(self) -> int:
        """Wait for its end, after all was heard. Raises StuckError; gives the exit code (a signal's number below 0)."""
        try:
            code = self._process.wait(STUCK_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise StuckError("it closed its output and does not end") from None
        finally:
            self._log.close()
        self._reader.join()
        assert self._process.stdin
        assert self._process.stdout
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        return code
