"""Failures that a test asks for, one answer after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.fakes import telegram_refusals as words
from tests.fakes.telegram_refusals import RefusedError, bad, flood, forbidden, kicked, migrated

Trouble = RefusedError | str  # a refusal, a road that ends (BROKEN), or "ok"
BROKEN = frozenset({"timeout", "timeout-after", "drop", "drop-after", "502", "garbage"})
NAMED = {
    "blocked": lambda: forbidden(words.BLOCKED),
    "deactivated": lambda: forbidden(words.DEACTIVATED),
    "not started": lambda: forbidden(words.NOT_STARTED),
    "kicked": lambda: kicked("supergroup"),
    "chat not found": lambda: bad(words.NO_CHAT),
    "not modified": lambda: bad(words.NOT_MODIFIED),
    "edit not found": lambda: bad(words.NO_EDIT),
    "stale query": lambda: bad(words.STALE_QUERY),
    "can't parse": lambda: bad('can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
    "400": lambda: bad(words.NO_CHAT),
    "401": lambda: RefusedError(401, words.UNAUTHORIZED),
    "403": lambda: forbidden(words.BLOCKED),
    "404": lambda: RefusedError(404, words.NO_METHOD),
    "409": lambda: words.conflict(words.OTHER_POLL),
    "429": lambda: flood(1),
    "500": lambda: RefusedError(500, "Internal Server Error"),
}


def trouble(answer: int | str | RefusedError) -> Trouble:
    """Read a test's answer: 429, "429:7", "blocked", "migrated:-1001", "drop-after", a refusal of its own.

    `timeout` and `drop` (the connection is reset) come before Telegram does its work; `...-after` come when it is done.
    """
    if isinstance(answer, RefusedError):
        return answer
    name, _, number = str(answer).partition(":")
    if number and name == "429":
        return flood(int(number))
    if number and name == "migrated":
        return migrated(int(number))
    if name in NAMED:
        return NAMED[name]()
    if name in BROKEN | {"ok"}:
        return name
    raise ValueError(
        f"There is no answer {answer!r}; there are {sorted(BROKEN | NAMED.keys() | {'ok', '429:7', 'migrated:-1'})}."
    )


@dataclass
class Script:
    """For one method, or all; in one chat, or all."""

    method: str | None
    chat: int | None
    answers: list[Trouble] = field(default_factory=list)

    def fits(self, method: str, chat: object) -> bool:
        right_method = self.method is None or self.method.lower() == method.lower()
        return bool(self.answers) and right_method and (self.chat is None or str(self.chat) == str(chat))


class Scripts:
    """What is still to go wrong."""

    def __init__(self) -> None:
        self._scripts: list[Script] = []

    def add(
        self, method: str | None, chat: int | None, answers: Sequence[int | str | RefusedError], times: int
    ) -> Script:
        script = Script(method, chat, [trouble(answer) for answer in answers] * times)
        self._scripts.append(script)
        return script

    def next(self, method: str, chat: object) -> Trouble:
        """What is to happen to this call; the first script that fits gives its next answer."""
        for script in self._scripts:
            if script.fits(method, chat):
                return script.answers.pop(0)
        return "ok"
