"""Telegram and Slack in one process, on one loop: nobody waits for the other platform, and one person may be on both."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Literal

import pytest
from tests.adapters.contract_both import SLACK, TELEGRAM, BothHouse
from tests.adapters.contract_house import says
from tests.adapters.contract_lag import BUSY, watched

from plbot.limits import HOUR

LAG = 0.1  # seconds: what a student would call a stutter
MODES = pytest.mark.parametrize("called", [False, True], ids=["polling+socket", "webhook+http"])
How = Literal["throttled", "silent"]


@pytest.fixture
async def house(*, called: bool) -> AsyncIterator[BothHouse]:
    house = BothHouse(called=called)
    for way in house.ways.values():
        await way.open()
    try:
        await house.open()
        yield house
        await house.close()
        assert [way.amiss() for way in house.ways.values()] == [[], []]
    finally:
        for way in house.ways.values():
            await way.close()


@MODES
@pytest.mark.parametrize("each", [20, pytest.param(60, marks=pytest.mark.slow)])
async def test_everybody_on_both_is_answered_in_order_and_the_loop_is_never_held(house: BothHouse, each: int) -> None:
    """So many people on each write three messages at once. Of the loop's steps ours are measured, not those of the platforms here."""
    crowd = [f"kim {n}{place}" for n in range(each) for place in ("", "@slack")]
    code = (await house.room()).code
    with watched() as held:
        await asyncio.gather(*(house.writes(who, "hello", code, who.partition("@")[0]) for who in crowd))
        await asyncio.gather(*(house.hears(who, 3) for who in crowd))
        await house.rests()
    for who in crowd:
        welcome, found, inside = house.texts(who)
        assert says(welcome, "Type the class code")
        assert says(found, "Found it: Room")
        assert says(inside, f"You're in Room, {who.partition('@')[0]}. Welcome!")
    assert [step for step in held if step.seconds >= LAG] == []


async def test_a_call_that_blocks_would_be_seen() -> None:
    with watched() as held:
        asyncio.get_running_loop().call_soon(time.sleep, BUSY)
        await asyncio.sleep(0)
    assert [step for step in held if step.seconds >= LAG]


@MODES
async def test_one_person_on_both_is_answered_where_they_ask_and_told_news_once(house: BothHouse) -> None:
    """Linked by a code, written to first where they wish, and unlinked again."""
    await house.joins("ana")
    await house.asks("li@slack", await house.invite("Room"))
    told = await house.asks("ana", "link")
    code = next(word for word in told.text.split() if len(word) == 8 and word.isupper())
    assert says(await house.asks("ana@slack", code), "It's you, ana! Both apps lead to the same binder now.")
    assert says(await house.hears("ana"), "Your Slack is linked with this now.")

    assert says(await house.asks("ana@slack", "binder"), "Joined the class")
    assert says(await house.asks("ana", "menu"), "What would you like to do, ana?")
    await _announces(house, "li@slack", "Bring your rulers.")
    assert says(await house.hears("ana"), "Bring your rulers.")

    await house.asks("ana@slack", "settings")
    assert says(await house.takes("ana@slack", "Write to me here first"), "I'll write to you here first.")
    await _announces(house, "li@slack", "And your pencils.")
    assert says(await house.hears("ana@slack"), "And your pencils.")

    assert says(await house.takes("ana@slack", "Unlink Telegram"), "Your Telegram is not linked any more.")
    assert says(await house.asks("ana", "hello"), "Type the class code")
    await house.rests()
    news = [text for who in ("ana", "ana@slack") for text in house.texts(who) if "Ms Li to" in text]
    assert len(news) == 2, "each was said in one app only"


async def _announces(house: BothHouse, teacher: str, text: str) -> None:
    await house.asks(teacher, "announce")
    await house.writes(teacher, text)
    await house.hears(teacher, 2)


# one of them is down


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up soon on a platform that says nothing."""
    monkeypatch.setattr("plbot_slack.transport.CALL_SECONDS", 3)
    monkeypatch.setattr("plbot_slack.transport.DRAIN_SECONDS", 0.2)
    monkeypatch.setattr("plbot_telegram.serve.CLOSE_SECONDS", 0.2)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("called", [False], ids=["polling+socket"])
@pytest.mark.parametrize("how", ["throttled", "silent"])
@pytest.mark.parametrize(("down", "other"), [(TELEGRAM, SLACK), (SLACK, TELEGRAM)])
async def test_a_platform_that_takes_nothing_delays_nobody_on_the_other(
    house: BothHouse, down: str, other: str, how: How
) -> None:
    """More messages wait for it than leave at once. The other's people are answered all the same; nobody is lost, or told twice."""
    waiting, lucky = [f"kim {n}@{down}" for n in range(70)], [f"kim {n}@{other}" for n in range(10)]
    code = (await house.room()).code
    _takes_nothing(house, down, how)
    for who in waiting:
        house.types(who, "hello")
    await _are_answered(house, code, lucky)
    assert [house.texts(who) for who in waiting] == [[]] * len(waiting)
    await house.restart()
    _takes_all(house, down)
    await house.advance(HOUR, "later")
    assert [len(house.texts(who)) for who in waiting] == [1] * len(waiting)


@pytest.mark.parametrize("called", [False], ids=["polling+socket"])
@pytest.mark.parametrize(("down", "other"), [(TELEGRAM, SLACK), (SLACK, TELEGRAM)])
async def test_a_platform_that_refuses_connections_delays_nobody_on_the_other(
    house: BothHouse, down: str, other: str
) -> None:
    """An announcement for both waits for the one, and is told to the other at once."""
    away, here = [f"kim {n}@{down}" for n in range(5)], [f"kim {n}@{other}" for n in range(5)]
    for who in (*away, *here):
        await house.joins(who)
    await house.asks(f"li@{other}", await house.invite("Room"))
    house.ways[down].cut_off = True
    await house.restart()
    await _announces(house, f"li@{other}", "Bring your rulers.")
    for who in here:
        assert says(await house.hears(who), "Bring your rulers.")
    await _are_answered(house, (await house.room()).code, [f"mia@{other}"])
    house.ways[down].cut_off = False
    await house.restart()
    await house.advance(HOUR, "later")
    for who in away:
        assert sum(says(text, "Bring your rulers.") for text in house.texts(who)) == 1


async def _are_answered(house: BothHouse, code: str, people: list[str]) -> None:
    for who in people:
        name, _, _ = who.partition("@")
        await house.writes(who, "hello", code, name)
        assert says(await house.hears(who, 3), f"You're in Room, {name}. Welcome!")


def _takes_nothing(house: BothHouse, platform: str, how: How) -> None:
    if platform == TELEGRAM:
        answer = "429:30" if how == "throttled" else "timeout"
        house.telegram.stage.fake.script("sendMessage", answers=[answer], times=10_000)
    else:
        house.slack.stage.fake.script("chat.postMessage", [(429, 30) if how == "throttled" else "timeout"], 10_000)


def _takes_all(house: BothHouse, platform: str) -> None:
    if platform == TELEGRAM:
        house.telegram.stage.fake._scripts._scripts.clear()
    else:
        house.slack.stage.fake.api.script._lines.clear()
