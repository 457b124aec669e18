"""Answers that a test wrote in advance: Slack is slow, broken, throttling, or says no."""

from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Any

# 429 or (429, seconds) · 500 · "invalid_blocks" or any other error code · {...} the whole answer
# "timeout": never answers, and nothing was done · "lost": it was done, and the answer never comes
# "drop": the connection breaks, and nothing was done · "html": a page that is no JSON (a proxy in between)
# "ok": as if nothing were scripted
Answer = int | str | tuple[int, int] | dict[str, Any]


class Script:
    """For each method what the next calls are answered; afterwards Slack is itself again."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[Answer]] = defaultdict(deque)

    def add(self, method: str, answers: Sequence[Answer], times: int) -> None:
        self._lines[method].extend([*answers] * times)

    def next(self, method: str) -> Answer:
        lines = self._lines[method]
        return lines.popleft() if lines else "ok"

    @property
    def left(self) -> dict[str, list[Answer]]:
        """What was written and not called for."""
        return {method: list(lines) for method, lines in self._lines.items() if lines}
