"""No text, name, token or answer in logs, at any level: a lesson of canaries on every platform, with everybody's loggers wide open."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from tests.platformhouse import PlatformHouse
from tests.platforms import STAGES
from tests.player import Player
from tests.schoolhouse import Schoolhouse
from tests.test_conversations import opener
from tests.transcript import read

from plbot import logs

CANARIES = (
    "Quetzal",
    "quetzal",
    "canary",
    "Canary",
    "4071",
    "pangolin",
    "tamarin",
    "Tamarin",
    "kill myself",
    "hates me",
)

LESSON = """# A lesson of canaries

```
class "Canary Room" admit approve teacher "Ms Pangolin"
pangolin teaches here
tamarin is on duty
quetzal: {code}
quetzal: Quetzal Canary
pangolin: [Let Quetzal Canary in]
quetzal: [Skip]
quetzal: canary goal
quetzal: practise 6.RP.A.1
quetzal: 4071
quetzal: (miss)
quetzal: canary what is this
quetzal: reassess
quetzal: canary sentence beside the request
quetzal: [Very sure]
quetzal: canary thoughts
quetzal: binder
quetzal: [Add my own evidence]
quetzal: canary evidence
quetzal: (photo)
pangolin: menu
pangolin: [Canary Room]
pangolin: [Quetzal Canary]
pangolin: announce
pangolin: canary announcement to all
quetzal: everybody at school hates me, canary worry
quetzal: i want to kill myself, canary cry
tamarin: [I take care of it]
tamarin: [Read what was written]
tamarin: [Close: looked after, safe]
quetzal: [Go on when you are ready]
quetzal: my data
quetzal: [Who has seen my record?]
quetzal: forget me
quetzal: [Yes]
pangolin: board
pangolin: [Forget Quetzal Canary]
pangolin: [Yes, forget for good]
quetzal: canary after all
```
"""


@pytest.fixture
def wide_open(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Our events from debug on, and every library told to say all it can."""
    before, handlers, level = structlog.get_config(), list(logging.getLogger().handlers), logging.getLogger().level
    levels = {name: logging.getLogger(name).level for name in logs.LIBRARIES}
    logs.to_stderr({}, "debug")
    logging.getLogger().setLevel(logging.DEBUG)
    yield capsys
    logging.captureWarnings(capture=False)
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)
    for name, known in levels.items():
        logging.getLogger(name).setLevel(known)
    structlog.configure(**before)


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.md"
    path.write_text(LESSON)
    return path


def amiss(told: str, *tokens: str) -> list[str]:
    """The lines of the log that hold what no log may hold."""
    return [line for line in told.splitlines() if any(each in line for each in (*CANARIES, *tokens))]


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
async def test_a_lesson_leaves_no_word_in_the_logs(
    lesson: Path, kind: str, tmp_path: Path, wide_open: pytest.CaptureFixture[str]
) -> None:
    said = await Player(Schoolhouse(opener(kind, tmp_path)), read(lesson)).play()
    assert "canary evidence" in said
    assert "“i want to kill myself, canary cry”" in said
    assert amiss(wide_open.readouterr().err) == []


@pytest.mark.parametrize("stage", STAGES)
async def test_a_lesson_on_a_platform_leaves_neither_word_nor_token_in_the_logs(
    lesson: Path, stage: str, tmp_path: Path, wide_open: pytest.CaptureFixture[str]
) -> None:
    """The token stands in the URL of every call; libraries write it down when they are let."""
    opened = STAGES[stage]()
    await opened.open()
    try:
        tokens = [value for name, value in opened.environment().items() if "TOKEN" in name or "SECRET" in name]
        assert tokens
        await Player(PlatformHouse(opener("memory", tmp_path), opened), read(lesson)).play()
    finally:
        await opened.close()
    assert amiss(wide_open.readouterr().err, *tokens) == []


def test_a_word_that_is_logged_would_be_found(wide_open: pytest.CaptureFixture[str]) -> None:
    """The canary sings: this is not a test that cannot fail."""
    structlog.get_logger().debug("heard", text="canary words", url="/bot12:TOKEN/say")
    assert len(amiss(wide_open.readouterr().err, "12:TOKEN")) == 1
