"""People who leave, come back, move on, write what they like, and are not alone in a chat."""

from tests.adapters.telegram.conftest import Opened
from tests.adapters.telegram.telegramhouse import TelegramHouse
from tests.fakes.telegram import Group, Person
from tests.platforms import SlackStage

LOST = "Cannot be reached any more"
ODD = (
    "5 < 6 & 7 > 2 *bold* _it_ `code` @channel <!here> <!channel> <@U1> [a](tg://user?id=1) <b>x</b> $x$ \\(y\\) /stop"
)


async def announces(house: TelegramHouse, teacher: Person, text: str) -> None:
    await house.say(teacher, "announce", text)


def lost(teacher: Person) -> list[str]:
    """The teacher's messages that tell of people who cannot be reached."""
    return [post.text for post in teacher.messages if LOST in post.text]


async def test_case_09_whoever_blocks_the_bot_is_told_of_once_and_comes_back_with_start(house: TelegramHouse) -> None:
    """Nothing more is tried there; what they did is there when they come back, and they are written to again."""
    li, ana = await house.teacher(), await house.student("Ana")
    await house.does(ana.blocks)
    [told] = lost(li)
    assert "Ana" in told
    tried = len(house.fake.called("sendMessage"))
    await announces(house, li, "Bring your rulers.")
    await announces(house, li, "And your pencils.")
    assert not [call for call in house.fake.called("sendMessage")[tried:] if call.chat == ana.id]
    assert lost(li) == [told]
    await house.does(ana.starts)
    assert "What would you like to do, Ana?" in ana.last.text
    await announces(house, li, "Welcome back.")
    assert "Welcome back." in ana.last.text


async def test_case_09_whoever_deleted_the_account_is_noticed_with_the_next_message(house: TelegramHouse) -> None:
    """Bots are not told. The teacher is, once, though two messages were on their way."""
    li, ana = await house.teacher(), await house.student("Ana")
    ana.deactivates()
    li.types("announce")
    li.types("Bring your rulers.")
    li.types("announce")
    li.types("And your pencils.")
    await house.settled()
    await house.settled()
    [told] = lost(li)
    assert "Ana" in told
    assert house.fake.called("sendMessage")[-1].chat == li.id


async def grouped(house: TelegramHouse) -> tuple[Person, Person, Group]:
    """A class with a group of its own."""
    li, ana = await house.teacher(), await house.student("Ana")
    group = house.fake.group("Room chat", [li, ana])
    await house.does(lambda: li.types("/here", to=group))
    assert "will appear here" in group.last.text
    return li, ana, group


async def test_case_09_a_bot_put_out_of_the_group_says_so_and_writes_to_each_again(house: TelegramHouse) -> None:
    li, ana, group = await grouped(house)
    await house.does(group.kicks)
    assert [post.text for post in li.messages if "put out of the class group" in post.text]
    said = len(ana.messages)
    await announces(house, li, "Bring your rulers.")
    assert ["Bring your rulers." in post.text for post in ana.messages[said:]] == [True]
    await house.does(group.invites, lambda: li.types("/here", to=group))
    await announces(house, li, "And your pencils.")
    assert "And your pencils." in group.last.text


async def test_case_09_a_group_that_put_us_out_unheard_is_noticed_with_the_next_announcement(
    house: TelegramHouse,
) -> None:
    """The update was lost: Telegram's 403 tells. The teacher learns of it, and the one after that goes to each."""
    li, ana, group = await grouped(house)
    await house.close()
    group.kicks()
    house.fake.world.updates.drop(house.fake.world.updates.waiting)
    await house.open()
    await announces(house, li, "Bring your rulers.")
    await house.settled()
    assert [post.text for post in li.messages if "put out of the class group" in post.text]
    await announces(house, li, "And your pencils.")
    assert "And your pencils." in ana.last.text


async def test_case_13_announcements_follow_a_group_that_migrated(house: TelegramHouse) -> None:
    """Telegram tells of it, before the next announcement."""
    li, ana, group = await grouped(house)
    said = len(ana.messages)
    await house.does(group.migrates)
    grown = house.fake.world.chats[house.fake.world.moved[group.id]]
    await announces(house, li, "Bring your rulers.")
    assert ["Bring your rulers." in post.text for post in grown.messages] == [True]
    assert len(ana.messages) == said


async def test_case_13_a_group_that_migrated_unheard_is_found_by_the_refusal(house: TelegramHouse) -> None:
    """The update was lost: Telegram's 400 names the new chat. This announcement and the next arrive there, once."""
    li, _, group = await grouped(house)
    await house.close()
    grown = group.migrates()
    house.fake.world.updates.drop(house.fake.world.updates.waiting)
    await house.open()
    await announces(house, li, "Bring your rulers.")
    await announces(house, li, "And your pencils.")
    await house.settled()
    assert ["rulers" in post.text for post in grown.messages] == [True, False]
    assert "pencils" in grown.last.text


async def test_case_25_what_people_write_is_shown_as_written_and_marks_nothing(house: TelegramHouse) -> None:
    """In a goal and an announcement: no bold, no link, no mention, nothing refused. In a name marks are left out."""
    li, ana = await house.teacher(), await house.student("Ana")
    await house.say(ana, "settings")
    await house.does(lambda: ana.presses("Change my name"))
    await house.say(ana, "<b>Ana</b> & *Co*")
    assert "You are bAna/b & Co." in ana.last.text
    await house.say(ana, "goal", ODD, "binder")
    assert ODD in ana.last.text
    await announces(house, li, ODD)
    assert ODD in ana.last.text
    assert not [entity for entity in ana.last.look.entities if entity["type"] != "bold"]
    assert not [marked for marked in ana.last.marked("bold") if marked in ODD]


async def test_case_27_the_bots_own_messages_and_other_bots_are_not_answered(house: TelegramHouse) -> None:
    """Two bots that answer each other never end; an own message would be an answer to an own question."""
    li, ana = await house.teacher(), await house.student("Ana")
    await house.say(ana, "practise")
    other = house.fake.bot("Other bot")
    group = house.fake.group("Room chat", [li, ana])
    tried = len(house.fake.called("sendMessage"))
    updates = house.fake.world.updates
    mine = ana.last.wire()
    await house.does(
        lambda: other.types("/here", to=group),
        lambda: other.types("/menu@plbot_test_bot", to=group),
        lambda: updates.add("message", mine, "own"),
        lambda: updates.add("edited_message", mine, "own"),
        lambda: updates.add("message", mine | {"from": other.wire_user()}, "other"),
        lambda: updates.add("channel_post", mine | {"from": other.wire_user()}, "other"),
    )
    assert len(house.fake.called("sendMessage")) == tried


async def test_case_27_in_a_group_only_what_is_meant_for_us_is_heard(house: TelegramHouse) -> None:
    """Commands for other bots, talk, and answers to our announcements are none of our business."""
    li, ana, group = await grouped(house)
    await announces(house, li, "Bring your rulers.")
    group.private = False
    said = [len(chat.said()) for chat in (ana, li, group)]
    await house.does(
        lambda: ana.types("/menu@other_bot", to=group),
        lambda: ana.types("/poll", to=group),
        lambda: ana.types("I have none", to=group),
        lambda: ana.replies(group.last, "Why?", to=group),
    )
    assert [len(chat.said()) for chat in (ana, li, group)] == said


async def test_case_29_one_person_on_two_platforms_has_one_record_and_gets_each_alert_once(opened: Opened) -> None:
    """The link code from Telegram is typed in Slack. What nobody asked for goes to the preferred app, answers where one asks."""
    slack = SlackStage(called=False)
    async with opened(TelegramHouse(called=False, also=[slack])) as house:
        li, ana = await house.teacher(), await house.student("Ana")
        await house.say(ana, "link")
        code = next(
            word for word in ana.messages[-1].text.split() if word.isalnum() and word.isupper() and len(word) > 6
        )
        there = slack.person("Ana")
        there.types(code)
        await there.hears()
        await house.settled()
        assert "Both apps lead to the same binder now." in there.messages[-1].text
        before = len(ana.messages), len(there.messages)
        await announces(house, li, "Bring your rulers.")
        assert "Bring your rulers." in ana.last.text
        assert (len(ana.messages) - before[0], len(there.messages) - before[1]) == (1, 0)
        there.types("binder")
        await there.hears()
        assert "Joined the class" in there.messages[-1].text
        assert len(ana.messages) == before[0] + 1
