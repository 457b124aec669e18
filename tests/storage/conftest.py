"""Every store under one contract: the tests of it run once over each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from plbot.storage.memory import MemoryStore
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Store


@pytest_asyncio.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "plbot.db")
    await made.open()
    yield made
    await made.close()
