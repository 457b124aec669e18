"""Telegram does not take what we say: too fast, too much trouble, or no answer. It is said later, and nobody else waits."""

import asyncio
from itertools import pairwise

import pytest
from tests.adapters.telegram.conftest import Opened
from tests.adapters.telegram.telegramhouse import TelegramHouse
from tests.fakes.telegram import TelegramFake
from tests.platforms import WITHIN
from tests.schoolhouse import SCHOOL
from tests.shell.pace import StandingClock

from plbot.clock import first_morning
from plbot.limits import SECOND

polling = pytest.mark.parametrize("house", ["polling"], indirect=True)  # where how we hear makes no difference
TIMES_OUT = "plbot_telegram.transport.READ_SECONDS"


async def test_case_07_a_429_stops_one_chat_until_it_is_over_and_no_other(house: TelegramHouse) -> None:
    """Ana's answer waits seven seconds as Telegram asked, Ben's goes out meanwhile; then Ana has hers, once."""
    ana, ben = await house.student("Ana"), await house.student("Ben")
    to_ana, to_ben, tried = len(ana.said()), len(ben.said()), len(house.fake.called("sendMessage"))
    house.fake.script("sendMessage", chat=ana.id, answers=["429:7"])
    await house.say(ana, "practise")
    await house.say(ben, "practise")
    assert len(ben.said()) == to_ben + 1
    await house.passes(6.9)
    assert [call.code for call in house.fake.called("sendMessage")[tried:] if call.chat == ana.id] == [429]
    await house.passes(0.1)
    assert len(ana.said()) == to_ana + 1


async def test_case_07_while_a_chat_is_told_to_wait_nothing_else_is_tried_there(opened: Opened) -> None:
    """Not a message of another lane either, an announcement: each would only prolong the wait. Others have it at once."""
    clock = StandingClock()
    async with opened(TelegramHouse(called=False)) as house:
        li, ana, ben = await house.teacher(), await house.student("Ana"), await house.student("Ben")
        await house.close()
        house.pace = clock
        await house.open()
        house.fake.script("sendMessage", chat=ana.id, answers=["429:7"])
        ana.types("practise")
        await house.fake.until(lambda: house.fake.called("sendMessage")[-1].code == 429)
        tried = len(house.fake.called("sendMessage"))
        li.types("announce")
        li.types("Bring your rulers.")
        async with asyncio.timeout(WITHIN):
            while "rulers" not in ben.last.text or clock.now() < 6.9 * SECOND:
                await clock.move(min(clock.now() + SECOND / 100, 6.9 * SECOND))
                await arrived(house)
        assert ana.id not in [call.chat for call in house.fake.called("sendMessage")[tried:]]
        await clock.move(60 * SECOND)
        await ana.sees(lambda: "rulers" in ana.last.text)


async def test_case_07_a_whole_class_at_once_provokes_no_429(opened: Opened) -> None:
    """Eighty answers at once are more than Telegram takes in two seconds: none goes out faster than it allows."""
    clock = StandingClock()
    fake = TelegramFake(paced=True, clock=lambda: (first_morning("UTC") + clock.now()) / SECOND)
    async with opened(TelegramHouse(called=False, pace=clock, fake=fake)) as house:
        code = await house.code()
        people = [house.stage.person(f"Kim {number}") for number in range(40)]
        for who in people:
            who.types(f"/start {code}")
            who.types(who.name)
        while not all(len(who.said()) >= 2 for who in people):
            await clock.move(clock.now() + 10)
            await arrived(house)
        assert [call for call in fake.calls if call.code == 429] == []


async def arrived(house: TelegramHouse) -> None:
    """Wait until nothing is on its way to Telegram, so that no time passes there meanwhile."""
    async with asyncio.timeout(WITHIN):
        while house.telegram._saying or house.fake.pending:  # noqa: ASYNC110 # neither rings a bell
            await asyncio.sleep(0)


@polling
@pytest.mark.parametrize("how", [500, "502", "garbage", "drop", "timeout"])
async def test_case_16_an_answer_that_did_not_get_through_is_tried_again_later(
    house: TelegramHouse, how: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Server errors, half an answer, a line that breaks, silence: in the end it is said, once."""
    ana = await house.student("Ana")
    said = len(ana.said())
    house.fake.script("sendMessage", chat=ana.id, answers=[how])
    with monkeypatch.context() as hurry:
        hurry.setattr(TIMES_OUT, 0.05)
        await house.say(ana, "practise")
    assert len(ana.said()) == said
    await house.passes(1.5)
    assert len(ana.said()) == said + 1


@polling
@pytest.mark.parametrize(
    ("how", "ambiguous"), [("timeout-after", True), ("drop-after", True), (500, True), ("502", True), (429, False)]
)
async def test_case_16_what_may_have_arrived_is_marked_so(
    house: TelegramHouse, how: str | int, *, ambiguous: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks into the outbox can tell a message that was refused from one that is perhaps there."""
    ana = await house.student("Ana")
    house.fake.script("sendMessage", chat=ana.id, answers=[how])
    with monkeypatch.context() as hurry:
        hurry.setattr(TIMES_OUT, 0.05)
        await house.say(ana, "practise")
        await house.desk.quiet()
    [mark] = [mark for mark in house.marks if mark.state == "again"]
    assert ("ambiguous" in mark.reason) is ambiguous


@polling
async def test_case_16_after_trouble_for_all_they_do_not_come_back_together(house: TelegramHouse) -> None:
    """Chance spreads the tries over half to one and a half times the wait."""
    people = await house.students(8)
    for who in people:
        house.fake.script("sendMessage", chat=who.id, answers=[500])
        who.types("practise")
    await house.settled()
    await house.desk.quiet()
    waits = [mark.due - mark.at for mark in house.marks if mark.state == "again"]
    assert len(set(waits)) == len(people)
    assert all(SECOND / 2 <= wait <= 1.5 * SECOND for wait in waits)


@polling
async def test_case_16_when_nothing_gets_through_for_a_day_it_is_given_up(house: TelegramHouse) -> None:
    """The news is no longer news. Until then the tries come further and further apart, at most ten minutes."""
    ana = await house.student("Ana")
    said = len(ana.said())
    house.fake.script("sendMessage", chat=ana.id, answers=[500], times=1000)
    await house.say(ana, "practise")
    while (due := await house.store.owed_later(SCHOOL)) is not None:
        await house.passes((due - house.clock.now()) / SECOND)
    tries = [mark.at for mark in house.marks if mark.state == "again"]
    gaps = [after - before for before, after in pairwise(tries)]
    assert max(gaps) <= 15 * 60 * SECOND
    assert [mark.state for mark in house.marks if mark.state != "sent"][-1] == "dead"
    assert tries[-1] - tries[0] > 23 * 3600 * SECOND
    assert len(ana.said()) == said
