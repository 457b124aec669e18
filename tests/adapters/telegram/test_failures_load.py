"""Many at once, much at once, and the end in the middle of work: order holds, nothing is cut off."""

from pathlib import Path

import pytest
from tests.adapters.telegram.conftest import Opened
from tests.adapters.telegram.telegramhouse import TelegramHouse
from tests.fakes.telegram import Post, TelegramFake
from tests.web.test_both_platforms import ended, served

from plbot.adapters import Sending, Sent
from plbot.core import facts as f
from plbot.core.cards import Block, Card, Choice, Choices, Heading, Literal, Paragraph

MID = "aBc45678aBc45678"


async def test_case_06_everybodys_messages_stay_in_their_order_under_load(house: TelegramHouse) -> None:
    """Thirty people write six goals each, without waiting for an answer, all mixed up with each other."""
    people = await house.students(30)
    for number in range(6):
        for who in people:
            who.types("goal")
            who.types(f"goal {number} of {who.name}")
    await house.settled()
    for who in people:
        kept = [fact.text for fact in await house.facts(who.name) if isinstance(fact.fact, f.SetGoal)]
        assert kept == [f"goal {number} of {who.name}" for number in range(6)]
        ids = [post.id for post in who.said()]
        assert ids == sorted(ids)


async def test_case_06_answers_come_in_the_order_of_the_questions(house: TelegramHouse) -> None:
    """One person, ten things at once: what is said fits what was asked, one after the other."""
    ana = await house.student("Ana")
    said = len(ana.said())
    for _ in range(5):
        ana.types("binder")
        ana.types("settings")
    await house.settled()
    heads = ["binder" if "Your binder" in post.text else "settings" for post in ana.said()[said:]]
    assert heads == ["binder", "settings"] * 5


# too long, too many


def a_card(*blocks: Block, buttons: int = 0) -> Card:
    labels = tuple(
        Choice(f"Choice number {n} with a label that says a lot {'x' * n}", "x") for n in range(1, buttons + 1)
    )
    return Card((*blocks, *([Choices(labels, MID)] if labels else [])))


TOO_MUCH = {
    "letters": a_card(Paragraph("word " * 4_000), buttons=3),
    "one word": a_card(Paragraph("w" * 9_000)),
    "two units each": a_card(Paragraph("\N{PARTY POPPER}" * 5_000), Literal("\N{FAMILY}\N{ZERO WIDTH JOINER}" * 3_000)),
    "marks": a_card(Paragraph("**bold** " * 300)),
    "signs that grow in HTML": a_card(Literal("<&>" * 2_500)),
    "buttons": a_card(Heading("All of them"), buttons=230),
    "maths": a_card(*(Paragraph(rf"$\frac{{{n}}}{{{n + 1}}}$ and more") for n in range(400))),
    "nothing": a_card(),
    "only space": a_card(Paragraph(" \n\u200b "), buttons=1),
}


@pytest.mark.parametrize("rich", [True, False], ids=["rich", "plain"])
@pytest.mark.parametrize("name", TOO_MUCH)
async def test_case_24_what_is_too_long_or_too_much_is_shared_out_and_all_of_it_arrives(
    name: str, *, rich: bool, opened: Opened
) -> None:
    """Telegram refuses none of it, every button can be pressed, and no letter is lost."""
    card = TOO_MUCH[name]
    house = TelegramHouse(called=False, rich=rich)
    async with opened(house):
        ana = house.fake.user("Ana", started=True)
        outcome = await house.telegram.say(Sending(f"telegram:{ana.id}", "p", "key", False, None, card, "own"))
        assert isinstance(outcome, Sent)
        refused = [call for call in house.fake.calls if call.code not in (0, 200, 404)]
        assert refused == []
        pressable = [button["callback_data"] for post in ana.messages for row in post.look.keyboard for button in row]
        assert pressable == [f"{MID}:{n + 1}" for n in range(len(card.choices.choices if card.choices else ()))]
        for block in card.blocks:
            if isinstance(block, Paragraph | Literal) and not block.text.startswith("$"):
                assert letters(block.to_text()) in letters("".join(map(shown, ana.messages)))


def shown(post: Post) -> str:
    return post.text


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())


async def test_case_24_a_text_longer_than_any_message_is_heard_and_answered(house: TelegramHouse) -> None:
    """Apps send it in several pieces; the goal is cut to what is kept, and nobody is left without an answer."""
    ana = await house.student("Ana")
    await house.say(ana, "goal")
    said = len(ana.said())
    await house.say(ana, "\N{PARTY POPPER}x" * 5_000)
    assert len(ana.said()) > said
    await house.say(ana, "menu")
    assert "What would you like to do, Ana?" in ana.last.text


# the end in the middle of work


async def test_case_31_sigterm_in_the_middle_of_work_ends_within_ten_seconds_and_loses_nothing(tmp_path: Path) -> None:
    """The real program, killed politely while thirty people write and Telegram is slow to answer one of them.

    It ends with 0. What it acknowledged it answers, before its end or after the next start; the rest waits at Telegram.
    """
    async with TelegramFake() as fake:
        environment = {"PLBOT_TELEGRAM_TOKEN": fake.token, "PLBOT_TELEGRAM_API": fake.url}
        people = [fake.user(f"Kim {number}") for number in range(30)]
        async with served(tmp_path, environment) as (program, _):
            await fake.until(lambda: fake.called("getUpdates"))
            fake.script("sendMessage", chat=people[0].id, answers=["timeout"])
            for who in people:
                who.starts()
            await people[1].hears()
            for who in people:
                who.types("hello")
            assert await ended(program) == 0
        async with served(tmp_path, environment) as (program, _):
            for who in people:
                await who.sees(lambda who=who: len(who.said()) >= 2)  # type: ignore[misc] # a default binds it
            assert await ended(program) == 0
        assert fake.pending == []
        assert [len(who.said()) for who in people] == [2] * len(people)
        assert fake.objections == []
