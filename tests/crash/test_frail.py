"""A disk that fails now and then: what was acknowledged is kept, what was not is asked for again, and nothing counts twice."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from tests.crash.frail import FrailStore
from tests.schoolhouse import Schoolhouse

from plbot.core import facts as f
from plbot.core.events import Inbound
from plbot.receipts import Unavailable
from plbot.storage.memory import MemoryStore
from plbot.storage.store import Store

CONTENT = Path(__file__).parent / "content"
STUDENTS = tuple(f"kim {n}" for n in range(12))
GOALS = 6


@pytest.fixture
def frail() -> FrailStore:
    return FrailStore(MemoryStore(), Random(7))


@pytest_asyncio.fixture
async def house(frail: FrailStore, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Schoolhouse]:
    """A school with one open class. After a failure the shell goes on at once, so that nobody waits here."""
    monkeypatch.setattr("plbot.desk.FIRST_PAUSE", 0.0)
    monkeypatch.setattr("plbot.delivery.STORE_WAIT", 0.0)

    async def same_store() -> Store:
        return frail

    house = Schoolhouse(same_store, CONTENT)
    await house.open()
    await house.found_class("Room", admit="open", path="sums", teacher="Ms Li")
    yield house
    frail.busy = frail.full = frail.mute = 0.0
    await house.close()


async def insist(house: Schoolhouse, who: str, *texts: str) -> None:
    """Say these one after the other, each under one id and again until it is acknowledged, as a platform does."""
    for number, text in enumerate(texts):
        event = f"{who}/{len(texts)}/{number}"
        acknowledged = False
        while not acknowledged:
            try:
                await house.desk.hear(Inbound(event, f"stage:{who}", "text", 0, text)).settled
                acknowledged = True
            except Unavailable:
                pass


def goals(who: str) -> list[str]:
    return [f"goal {n} of {who}" for n in range(GOALS)]


async def work(house: Schoolhouse) -> None:
    """Everybody at once joins the class and sets one goal after the other."""
    [room] = await house.classes()
    for_all = [(who, [line for goal in goals(who) for line in ("goal", goal)]) for who in STUDENTS]
    await asyncio.gather(*(insist(house, who, room.code, who, "done", "skip", *lines) for who, lines in for_all))


async def check(house: Schoolhouse, frail: FrailStore) -> None:
    """Every goal is kept once and in order, and everything that is owed was said, in order."""
    frail.busy = frail.full = frail.mute = 0.0
    await house.delivery.flush()
    for who in STUDENTS:
        facts = await house.facts(who)
        assert [kept.text for kept in facts if isinstance(kept.fact, f.SetGoal)] == goals(who)
        assert [kept.seq for kept in facts] == list(range(1, len(facts) + 1))
        said = [sending for sending in house.said if sending.address == f"stage:{who}"]
        texts = list(dict.fromkeys(sending.key for sending in said))
        assert len(texts) >= 4 + 2 * GOALS - 1, (
            "each line has its message; the list of interests is one of them, changed in place"
        )
    assert await frail.owed("school", house.desk.clock.now(), 1) == []
    assert await frail.troubles("school") == []


@pytest.mark.parametrize(("busy", "full", "mute"), [(0.4, 0.0, 0.0), (0.0, 0.4, 0.0), (0.0, 0.0, 0.4), (0.2, 0.2, 0.2)])
async def test_nothing_acknowledged_is_lost_on_a_failing_disk(
    house: Schoolhouse, frail: FrailStore, busy: float, full: float, mute: float
) -> None:
    """The database is held by another program, the disk is full at the commit, or it kept all and still reported an error."""
    frail.busy, frail.full, frail.mute = busy, full, mute
    await work(house)
    assert frail.shaken.is_set()
    await check(house, frail)


async def test_a_restart_on_a_failing_disk_loses_nothing(house: Schoolhouse, frail: FrailStore) -> None:
    """The program ends in the middle of work and begins anew; whoever was not answered asks again."""
    frail.busy = frail.full = 0.2
    working = asyncio.create_task(work(house))
    await frail.shaken.wait()
    working.cancel()
    frail.busy = frail.full = 0.0
    await house.close()
    await house.open()
    frail.busy = frail.full = 0.2
    await work(house)
    await check(house, frail)
