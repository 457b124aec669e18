"""The same conversations on each platform, in both of its modes: heard and said, they mean what they mean at the desk."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.platformhouse import PlatformHouse
from tests.platforms import STAGES
from tests.player import Player
from tests.test_conversations import FILES, compare, opener
from tests.transcript import read

# What only some platforms can do, or what each does in its own way: those have tests of their own.
_OWN = re.compile(
    r"@circus| in [a-z-]+: |\((?:same again|home|blocked|text |press |\d+[hd] ago)|^[a-z-]+: /", re.MULTILINE
)
PLAYED = [path for path in FILES if not _OWN.search(path.read_text())]


def test_most_conversations_are_played() -> None:
    assert len(PLAYED) > len(FILES) / 2


def performances() -> Iterator[Any]:
    """Every other conversation on one platform in one of its modes, by turns, and all on all where there is time for it."""
    for number, path in enumerate(PLAYED):
        for place, stage in enumerate(STAGES):
            by_turns = 2 * place == number % (2 * len(STAGES))
            yield pytest.param(path, stage, marks=() if by_turns else pytest.mark.slow, id=f"{path.stem}-{stage}")


@pytest.mark.parametrize(("path", "stage"), list(performances()))
async def test_a_conversation_means_the_same_on_the_platform(path: Path, stage: str, tmp_path: Path) -> None:
    """Every message, button and fact of the transcript; each message is seen as it was meant; the platform objects to nothing."""
    opened = STAGES[stage]()
    await opened.open()
    try:
        house = PlatformHouse(opener("memory", tmp_path), opened)
        compare(path, await Player(house, read(path)).play(), rewrite=False)
        assert house.mirror.different == []
        assert opened.amiss() == []
    finally:
        await opened.close()
