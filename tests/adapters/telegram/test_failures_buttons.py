"""Buttons and messages that are not what they were: pressed twice, by others, late, long after, or gone."""

from functools import partial

from tests.adapters.telegram.telegramhouse import TelegramHouse
from tests.fakes.telegram import Person, Post

from plbot.core import facts as f


async def picks(house: TelegramHouse, who: Person) -> Post:
    """Practise up to a question that is answered by a button."""
    await house.say(who, "practise")
    while "largest" not in who.last.text:
        await house.does(lambda: who.presses("Another question"))
    return who.last


def largest(question: Post) -> str:
    """The right answer's button."""
    return max((label for label in question.buttons if label.isdecimal()), key=int)


async def test_case_05_a_button_pressed_twice_answers_once(house: TelegramHouse) -> None:
    """The second press, on its way already, is not taken for an answer to the next question; neither button spins on."""
    ana = await house.student("Ana")
    question = await picks(house, ana)
    presses = [ana.presses(largest(question)), ana.presses(largest(question))]
    await house.settled()
    await ana.sees(lambda: all(press.answer for press in presses))
    assert await house.did(ana, f.Answered) == 1


async def test_case_05_a_button_of_somebody_else_is_refused_kindly(house: TelegramHouse) -> None:
    """An app of his own sends the value of her button: her question stays, nothing is counted for him."""
    ana, ben = await house.student("Ana"), await house.student("Ben")
    question = await picks(house, ana)
    button = next(button for row in question.look.keyboard for button in row if button["text"] == largest(question))
    press = ben.presses("", data=button["callback_data"])
    await house.settled()
    await ben.sees(lambda: press.answer)
    assert [await house.did(who, f.Answered) for who in (ana, ben)] == [0, 0]
    assert ana.last is question
    await house.does(lambda: ana.presses(largest(question)))
    assert await house.did(ana, f.Answered) == 1


async def test_case_05_a_late_press_on_an_old_question_repeats_the_new_one(house: TelegramHouse) -> None:
    """Also on a message that Telegram itself cannot show any more."""
    ana = await house.student("Ana")
    old = await picks(house, ana)
    label = largest(old)
    await house.does(lambda: ana.presses("Another question", old))
    new = ana.last.text.splitlines()[-1]
    await house.does(lambda: ana.presses(label, old, late=True))
    assert new in ana.last.text
    ana.deletes(old)
    await house.does(lambda: ana.presses(label, old, late=True))
    assert new in ana.last.text
    assert await house.did(ana, f.Answered) == 0


async def test_case_05_a_button_that_was_never_ours_does_no_harm(house: TelegramHouse) -> None:
    ana = await house.student("Ana")
    question = await picks(house, ana)
    for data in (":", "::1", "0" * 64, "\u20ac" * 21, "x:99999999999999999999", "'; drop table fact; --"):
        await house.does(partial(ana.presses, "", question, data=data))
    assert ana.last.text.splitlines()[-1] == question.text.splitlines()[-1]
    await house.does(lambda: ana.presses(largest(ana.last)))
    assert await house.did(ana, f.Answered) == 1


async def test_case_10_a_board_that_already_says_so_counts_as_said(house: TelegramHouse) -> None:
    """Telegram answers that nothing is modified, as after a lost answer: it is not tried again and not said anew."""
    li, ana = await house.teacher(), await house.student("Ana")
    await house.say(ana, "practise", "reassess")
    await house.does(lambda: ana.presses("Send it"))
    boards = len(li.messages)
    before = len(house.fake.called("editMessageText"))
    house.fake.script("editMessageText", chat=li.id, answers=["not modified"])
    await house.does(lambda: li.presses("Approve Ana"))
    assert len(house.fake.called("editMessageText")) == before + 1
    assert len(li.messages) == boards
    assert "dead" not in [mark.state for mark in house.marks]
    assert await house.store.owed_later("school") is None


async def test_case_11_a_press_too_old_to_be_answered_still_counts(house: TelegramHouse) -> None:
    """The bot was away for two minutes: the button stopped spinning long ago, the answer is marked all the same."""
    ana = await house.student("Ana")
    question = await picks(house, ana)
    await house.close()
    house.fake.later(-120)
    press = ana.presses(largest(question))
    house.fake.later(120)
    await house.open()
    await house.settled()
    await house.fake.until(lambda: house.fake.called("answerCallbackQuery"))
    assert "query is too old" in house.fake.called("answerCallbackQuery")[-1].description
    assert press.answer is None
    assert await house.did(ana, f.Answered) == 1


async def test_case_12_a_board_that_was_deleted_is_said_anew(house: TelegramHouse) -> None:
    """With the buttons that it has now; afterwards the new one is kept up to date."""
    li, ana = await house.teacher(), await house.student("Ana")
    ben = await house.student("Ben")
    for who in (ana, ben):
        await house.say(who, "practise", "reassess")
    await house.does(lambda: ana.presses("Send it"))
    li.deletes(li.last)
    await house.does(lambda: ben.presses("Send it"))
    assert "Approve Ben" in li.last.buttons
    assert "Approve Ana" in li.last.buttons
    board = li.last
    await house.does(lambda: li.presses("Approve Ana"))
    assert li.last is board
    assert "Approve Ana" not in board.buttons


async def test_case_18_a_turn_that_takes_long_shows_dots_and_is_acknowledged_only_when_kept(
    house: TelegramHouse,
) -> None:
    """Telegram waits, or asks again meanwhile; the turn happens once."""
    ana = await house.student("Ana")
    said = len(ana.said())
    house.held.hold()
    ana.types("practise")
    await ana.sees(lambda: "typing" in ana.actions)
    assert len(house.fake.pending) == 1
    house.held.go.set()
    await house.settled()
    assert len(ana.said()) == said + 1


async def test_case_19_a_press_that_could_not_be_kept_is_answered_once_it_is(house: TelegramHouse) -> None:
    """While the database is down the button spins: nobody is told that an answer counted that did not."""
    ana = await house.student("Ana")
    question = await picks(house, ana)
    house.fails(busy=1.0)
    press = ana.presses(largest(question))
    await house.shakes()
    assert press.answer is None
    house.fails()
    await house.settled()
    await ana.sees(lambda: press.answer)
    assert await house.did(ana, f.Answered) == 1


async def test_case_26_an_answer_edited_afterwards_is_not_marked_again(house: TelegramHouse) -> None:
    """Not even into the right one; and the edit gets no message."""
    ana = await house.student("Ana")
    await house.say(ana, "practise")
    mine = ana.types("12345")
    await house.settled()
    said = len(ana.said())
    await house.does(lambda: ana.edits(mine, "46"))
    assert await house.did(ana, f.Answered) == 1
    assert len(ana.said()) == said


async def test_case_26_a_question_that_its_reader_deleted_stays_asked(house: TelegramHouse) -> None:
    """Bots are not told. Typed, the answer counts, and taking the buttons off what is gone troubles nobody."""
    ana = await house.student("Ana")
    question = await picks(house, ana)
    ana.deletes(question)
    await house.say(ana, largest(question))
    assert await house.did(ana, f.Answered) == 1
    assert house.complaints == []
