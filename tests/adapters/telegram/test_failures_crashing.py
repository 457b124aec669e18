"""The plug is pulled, the disk fails, the bot is away: nobody loses an answer, and nothing counts twice."""

from tests.adapters.telegram.telegramhouse import TelegramHouse
from tests.fakes.telegram import Person

from plbot.core import facts as f

HOUR = 3600  # seconds


async def goals(house: TelegramHouse, who: Person) -> list[str]:
    return [kept.text for kept in await house.facts(who.name) if isinstance(kept.fact, f.SetGoal)]


async def test_case_01_a_crash_between_receive_and_commit_loses_nothing(house: TelegramHouse) -> None:
    """What was heard and not kept is not acknowledged; Telegram brings it again, and it has one effect."""
    ana = await house.student("Ana")
    await house.say(ana, "goal")
    before = len(ana.said())
    house.held.hold()
    ana.types("Read a book")
    await house.holds()
    await house.crash()
    assert len(house.fake.pending) == 1
    assert await goals(house, ana) == []
    await house.open()
    await house.settled()
    assert await goals(house, ana) == ["Read a book"]
    assert len(ana.said()) == before + 1


async def test_case_02_the_same_event_twice_has_one_effect(house: TelegramHouse) -> None:
    """The acknowledgement was lost on the way: of the 200 to a call, or of the offset of the last question before a crash."""
    ana = await house.student("Ana")
    await house.say(ana, "goal")
    await house.say(ana, "Read a book")
    said = len(ana.said())
    await house.hears_again()
    await house.hears_again()
    assert await goals(house, ana) == ["Read a book"]
    assert len(ana.said()) == said


async def test_case_02_a_press_that_comes_twice_is_not_answered_as_a_second_press(house: TelegramHouse) -> None:
    """Else a repeated answer would be marked against the next question."""
    ana = await house.student("Ana")
    await house.say(ana, "practise")
    await house.does(lambda: ana.presses("Another question"))
    said = len(ana.said())
    await house.hears_again()
    assert len(ana.said()) == said


async def test_case_03_what_a_database_that_is_down_cannot_keep_is_not_acknowledged(house: TelegramHouse) -> None:
    """Telegram keeps it and brings it again, until the database is back; then it is answered, once."""
    ana = await house.student("Ana")
    await house.say(ana, "goal")
    said = len(ana.said())
    house.fails(busy=1.0)
    ana.types("Read a book")
    await house.shakes()
    assert len(house.fake.pending) == 1
    assert len(ana.said()) == said
    house.fails()
    await house.settled()
    assert await goals(house, ana) == ["Read a book"]
    assert len(ana.said()) == said + 1


async def test_case_03_a_disk_that_keeps_and_says_it_did_not_changes_nothing(house: TelegramHouse) -> None:
    """The commit went through and its answer did not: redelivered, it is known already."""
    ana = await house.student("Ana")
    await house.say(ana, "goal")
    house.fails(mute=1.0)
    ana.types("Read a book")
    await house.shakes()
    house.fails()
    await house.settled()
    assert await goals(house, ana) == ["Read a book"]


async def test_case_04_a_crash_between_commit_and_send_owes_the_answer(house: TelegramHouse) -> None:
    """It hung on its way to Telegram when the plug was pulled; after the restart it is said, once."""
    ana = await house.student("Ana")
    await house.say(ana, "goal")
    said = len(ana.said())
    house.fake.script("sendMessage", chat=ana.id, answers=["timeout"])
    ana.types("Read a book")
    await house.fake.until(lambda: house.fake.called("sendMessage")[-1].code == 0)
    assert await goals(house, ana) == ["Read a book"]
    await house.crash()
    assert len(ana.said()) == said
    await house.open()
    await house.settled()
    assert len(ana.said()) == said + 1
    assert await goals(house, ana) == ["Read a book"]


async def test_case_04_an_answer_that_may_have_arrived_is_said_again_and_has_no_second_effect(
    house: TelegramHouse,
) -> None:
    """Telegram took it, and the plug was pulled before we knew: at least once is what can be promised of messages."""
    ana = await house.student("Ana")
    await house.say(ana, "goal")
    said = len(ana.said())
    house.fake.script("sendMessage", chat=ana.id, answers=["timeout-after"])
    ana.types("Read a book")
    await house.fake.until(lambda: len(ana.said()) == said + 1)
    await house.crash()
    await house.open()
    await house.settled()
    assert len({post.text for post in ana.said()[said:]}) == 1
    assert await goals(house, ana) == ["Read a book"]


async def test_case_28_a_days_backlog_is_answered_once_kindly_and_without_a_verdict(house: TelegramHouse) -> None:
    """Three answers and a photo of yesterday: one message, no mark; what is said today is marked as ever."""
    ana = await house.student("Ana")
    await house.say(ana, "practise")
    said = len(ana.said())
    await house.close()
    house.fake.later(-20 * HOUR)
    for text in ("7", "is anybody there?", "8"):
        ana.types(text)
    ana.sends_photo()
    house.fake.later(20 * HOUR)
    await house.open()
    await house.settled()
    (answer,) = ana.said()[said:]
    assert answer.text.startswith("I was away for a while")
    assert answer.buttons
    assert await house.did(ana, f.Answered) == 0
    await house.say(ana, "hint")
    assert len(ana.said()) == said + 2
