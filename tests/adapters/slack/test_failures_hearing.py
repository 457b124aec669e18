"""What goes wrong on the way in: twice, out of turn, too slow, or from nobody. It counts once, and nobody is told twice."""

import asyncio
import time

import pytest
from tests.adapters.slack.slackhouse import SlackHouse, held_press, soon, state
from tests.fakes.slack import SlackFake

from plbot.core import facts as f
from plbot.limits import HOUR, SECOND

OVER = 3.1  # seconds: longer than Slack waits for an answer
A_MINUTE = 61  # seconds: Slack's second retry has come by then


async def test_case_02_the_same_event_twice_is_answered_once(house: SlackHouse, slack: SlackFake) -> None:
    ana = slack.user("Ana")
    first = await ana.types("hello")
    await ana.hears()
    again = await slack.again(first)
    await house.quiet()
    assert (first.acked, again.acked) == (True, True)
    assert len(ana.messages) == 1


async def test_case_02_the_same_event_twice_at_the_same_time_is_answered_once(
    house: SlackHouse, slack: SlackFake
) -> None:
    ana = slack.user("Ana")
    house.held.gate.clear()
    first = ana.types("hello")
    await house.held.reached.wait()
    again = slack.again(first)
    house.held.gate.set()
    await house.quiet()
    assert (first.acked, again.acked) == (True, True)
    assert len(ana.messages) == 1


async def test_case_03_while_the_database_is_down_nothing_is_acknowledged_and_slack_brings_it_again(
    house: SlackHouse, slack: SlackFake
) -> None:
    ana = await house.learns("Ana")
    house.held.full = 1.0
    said = ana.types("menu")
    tries = {"socket": 0, "http": 2}[slack.mode]  # without a word on the socket Slack waits; an error it meets at once
    await soon(lambda: house.held.failures > 0 and len(said.attempts) == tries)
    assert not said.acked
    house.held.full = 0.0
    slack.clock.advance(A_MINUTE)
    await ana.hears()
    await said
    await house.quiet()
    assert (said.acked, len(slack.lost), ana.heard) == (True, 0, len(ana.messages))


async def test_case_05_a_button_pressed_twice_asks_once(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    ana.types("reassess")
    asked = await ana.hears()
    for _ in range(2):
        ana.presses("Send it", asked)
    await house.quiet()
    assert await house.facts_of("Ana", f.AskedToReassess) == 1
    assert [told for told in ana.messages if "nothing changed" in told.text]


async def test_case_05_a_button_pressed_by_somebody_else_does_nothing_and_says_so(house: SlackHouse) -> None:
    ana, ben = await house.learns("Ana"), await house.learns("Ben")
    ana.types("reassess")
    press = held_press(ana, await ana.hears(), "Send it")
    press(ben)
    assert "made for someone else" in (await ben.hears()).text
    await house.quiet()
    assert [await house.facts_of(name, f.AskedToReassess) for name in ("Ana", "Ben")] == [0, 0]


async def test_case_05_a_button_of_an_earlier_question_repeats_the_one_that_is_asked(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    ana.types("reassess")
    press = held_press(ana, await ana.hears(), "Send it")
    ana.types("menu")
    await ana.hears()
    press(ana)
    late = await ana.hears()
    assert "belongs to an earlier message" in late.text
    assert "What next?" in late.buttons
    assert await house.facts_of("Ana", f.AskedToReassess) == 0


async def test_case_06_what_one_person_types_in_a_hurry_is_heard_in_that_order(
    house: SlackHouse, slack: SlackFake
) -> None:
    """Over the socket all at once, beside others; over HTTP each request comes when Slack has sent the one before."""
    ana, ben = await house.learns("Ana"), await house.learns("Ben")
    goals = [f"goal number {n}" for n in range(12)]
    for goal in goals:
        for text in ("goal", goal):
            ben.types("menu")
            said = ana.types(text)
            if slack.mode == "http":
                await said
    await house.quiet()
    kept = [kept.text for kept in await house.facts("Ana") if isinstance(kept.fact, f.SetGoal)]
    assert kept == goals


async def test_case_18_what_takes_longer_than_three_seconds_is_brought_again_and_counts_once(
    house: SlackHouse, slack: SlackFake
) -> None:
    ana = await house.learns("Ana")
    ana.types("goal")
    await ana.hears()
    house.held.gate.clear()
    slow = ana.types("To swim like a fish")
    await house.held.reached.wait()
    slack.clock.advance(OVER)
    await soon(lambda: len(slow.attempts) == 1)
    house.held.gate.set()
    await slow
    await house.quiet()
    assert (slow.acked, len(slow.attempts)) == (True, 2)
    assert await house.facts_of("Ana", f.SetGoal) == 1
    assert len(ana.messages) == ana.heard + 1


async def test_case_19_a_press_that_could_not_be_kept_may_be_pressed_again(house: SlackHouse, slack: SlackFake) -> None:
    """Slack brings a press only once: it puts a sign beside the button, and the person presses again."""
    ana = await house.learns("Ana")
    ana.types("reassess")
    asked = await ana.hears()
    house.held.full = 1.0
    press = ana.presses("Send it", asked)
    await soon(lambda: house.held.failures > 0)
    slack.clock.advance(OVER)
    await press
    assert (ana.errors, slack.unacked) == (["trouble_connecting"], [press])
    house.held.full = 0.0
    await ana.presses("Send it", asked)
    await house.quiet()
    assert await house.facts_of("Ana", f.AskedToReassess) == 1


@pytest.mark.parametrize("mode", ["socket"])
async def test_case_22_with_two_programs_on_the_line_each_event_is_heard_by_one_and_counts_once(
    house: SlackHouse, slack: SlackFake
) -> None:
    """Slack hands its envelopes to the lines by turns; one that comes to both is known to the second."""
    second = house.another()
    serving = asyncio.create_task(second.serve(house.school))
    await slack.connected(2)
    ana = await house.learns("Ana")
    goals = [f"goal number {n}" for n in range(6)]
    for goal in goals:
        await ana.types("goal")
        said = await ana.types(goal)
        await slack.again(said)
    await house.quiet()
    assert [kept.text for kept in await house.facts("Ana") if isinstance(kept.fact, f.SetGoal)] == goals
    second.stop()
    assert await serving == 0
    await state(second, "stopped")
    ana.types("menu")
    await house.quiet()
    assert slack.lost == []


@pytest.mark.parametrize("mode", ["socket"])
async def test_case_26_words_that_are_changed_or_deleted_afterwards_are_not_marked_again(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    ana.types("practise")
    await ana.hears()
    ana.types("1:99")
    await ana.hears()
    await ana.edits("9:6")
    await ana.deletes()
    await house.quiet()
    assert await house.facts_of("Ana", f.Answered) == 1
    assert len(ana.messages) == ana.heard


@pytest.mark.parametrize("mode", ["socket"])
async def test_case_27_its_own_messages_and_other_bots_are_never_answered(house: SlackHouse, slack: SlackFake) -> None:
    """Slack tells us of all we say; two bots that answer each other would go on for ever."""
    ana = await house.learns("Ana")
    robot = slack.other_bot("Robot")
    room = slack.channel("room-12", [ana, robot])
    await robot.types("hello")
    await robot.mentions(room, "menu")
    ana.types("menu")
    await ana.hears()
    await house.quiet()
    assert robot.messages == []
    assert len(ana.messages) == ana.heard


async def test_case_28_after_an_outage_everybody_is_answered_once_and_nothing_old_is_marked(house: SlackHouse) -> None:
    """A day of messages comes at once: one kind word, the question again, and the next answer counts."""
    ana = await house.learns("Ana")
    ana.types("practise")
    question = (await ana.hears()).text
    today = int(time.time() * SECOND)  # what Slack stamps its messages with
    await house.later(today + 20 * HOUR - house.desk.clock.now())
    ana.heard = len(ana.messages)
    for text in ("9:6", "hello?", "is anybody there", "4"):
        await ana.types(text)
    await house.quiet()
    assert len(ana.messages) == ana.heard + 1
    told = await ana.hears()
    assert told.text.startswith("I was away for a while")
    assert told.text.endswith(question)
    assert await house.facts_of("Ana", f.Answered) == 0
