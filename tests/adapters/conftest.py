"""The real school, on the virtual clock, with a bridge whose two ends are in this process."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from plbot.school import open_school
from plbot_bridge.serve import Bridge

Line = dict[str, Any]
Talk = Callable[..., Awaitable[list[Line]]]


def encoded(line: Line | str) -> bytes:
    return (line if isinstance(line, str) else json.dumps(line)).encode() + b"\n"


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    """Run one bridge over some lines to their end; run it again for a restart."""

    async def run(*lines: Line | str, piece: int = 1 << 16, virtual: bool = True) -> list[Line]:
        wire = b"".join(map(encoded, lines))
        written: list[bytes] = []

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(wire), piece):
                yield wire[start : start + piece]
                await asyncio.sleep(0)

        bridge = Bridge(pieces(), written.append)
        async with open_school(tmp_path / "data", virtual=virtual, adapters=[bridge]) as school:
            assert await bridge.serve(school) == 0
        return [json.loads(line) for line in written]

    return run
