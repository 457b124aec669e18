"""Forms that ask for words: they open at once, what is written counts for the question it was asked for, and typing always works."""

import pytest
from tests.adapters.slack.slackhouse import SlackHouse

from plbot.core import facts as f

TOO_LATE = 4  # seconds: a press opens a form within three


async def test_what_is_written_into_a_form_answers_the_question(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    ana.types("goal")
    ana.presses("Write my own", await ana.hears())
    form = await ana.sees("In your own words")
    assert (form.title, form.submit, form.fields) == ("In your own words", "Send", ("Write my own",))
    ana.submits({"": "To swim <like> a fish & fly"})
    await ana.hears()
    await house.quiet()
    assert ana.modal is None
    assert [kept.text for kept in await house.facts("Ana") if isinstance(kept.fact, f.SetGoal)] == [
        "To swim <like> a fish & fly"
    ]


async def test_a_form_of_an_earlier_question_says_so_kindly_and_changes_nothing(house: SlackHouse) -> None:
    """It stayed open while the talk went on in the messages."""
    ana = await house.learns("Ana")
    ana.types("goal")
    ana.presses("Write my own", await ana.hears())
    await ana.sees("In your own words")
    ana.types("menu")
    await ana.hears()
    ana.submits({"": "To swim like a fish"})
    late = await ana.hears()
    assert "belongs to an earlier message, so nothing changed" in late.text
    assert "What next?" in late.buttons
    await house.quiet()
    assert ana.modal is None
    assert await house.facts_of("Ana", f.SetGoal) == 0


@pytest.mark.parametrize("mode", ["socket"])
async def test_a_form_that_is_sent_twice_counts_once(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    ana.types("goal")
    ana.presses("Write my own", await ana.hears())
    await ana.sees("In your own words")
    ana.fills("To swim like a fish")
    ana.submits()
    ana.submits()
    await house.quiet()
    assert await house.facts_of("Ana", f.SetGoal) == 1


@pytest.mark.parametrize("mode", ["socket"])
async def test_case_20_where_slack_says_it_is_too_late_for_a_form_one_can_just_type(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    ana.types("goal")
    asked = await ana.hears()
    house.slack.script("views.open", ["expired_trigger_id"])
    ana.presses("Write my own", asked)
    await ana.sees("Just type it here instead.")
    ana.types("To swim like a fish")
    await house.quiet()
    assert await house.facts_of("Ana", f.SetGoal) == 1


@pytest.mark.parametrize("mode", ["socket"])
async def test_case_20_while_the_database_is_slow_a_form_may_come_too_late_and_one_can_just_type(
    house: SlackHouse,
) -> None:
    ana, ben = await house.learns("Ana"), await house.learns("Ben")
    ana.types("goal")
    asked = await ana.hears()
    house.held.gate.clear()
    ben.types("menu")
    await house.held.reached.wait()
    await ana.presses("Write my own", asked)
    house.slack.clock.advance(TOO_LATE)
    house.held.gate.set()
    await ana.sees("Just type it here instead.")
    assert ana.modal is None
