"""Birds of this process, and a school that they serve."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from tests.web.pigeon import Bird, Linked

from plbot.school import School, open_school

Hatch = Callable[..., Bird]


@pytest.fixture
def hatch() -> Iterator[Hatch]:
    """Make a pigeon with the manner that is given."""
    birds: list[Bird] = []

    def make(token: str = "pigeon-canary-4711", manner: str = "") -> Bird:  # noqa: S107 # made up
        birds.append(Linked({"PLBOT_PIGEON_TOKEN": token, "PLBOT_PIGEON_MANNER": manner}, "pigeon"))
        return birds[-1]

    yield make
    for bird in birds:
        bird.close()


@pytest_asyncio.fixture
async def school(tmp_path: Path) -> AsyncIterator[School]:
    async with open_school(tmp_path / "data") as opened:
        yield opened
