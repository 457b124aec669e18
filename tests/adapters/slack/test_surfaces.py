"""Everything in Slack that leads to plbot: the command, both shortcuts, mentions, the Home tab, and the class's channel."""

import pytest
from tests.adapters.slack.slackhouse import SlackHouse
from tests.fakes.slack import SlackFake

from plbot.core import facts as f

SOCKET = pytest.mark.parametrize("mode", ["socket"])
PRIVATELY = "I answer you in private"


# the command


async def test_the_command_in_private_is_the_word_behind_it(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    for word, answer in (("", "What would you like to do"), ("help", "From here you can"), ("link", "other app")):
        ana.commands("/plbot", word)
        assert answer in (await ana.hears()).fallback
    assert ana.ephemerals == []
    assert ana.errors == []


async def test_the_command_in_a_channel_is_answered_in_private_and_says_so_to_its_writer_alone(
    house: SlackHouse, slack: SlackFake
) -> None:
    ana, ben = await house.learns("Ana"), await house.learns("Ben")
    room = slack.channel("room-12", [ana, ben])
    for word, answer in (("link", "other app"), ("help", "From here you can")):
        await ana.commands("/plbot", word, room)
        await house.quiet()
        assert any(answer in seen.fallback for seen in ana.messages)
        assert PRIVATELY in ana.ephemerals[-1].text
    assert all(seen.channel != room.id for seen in ana.messages if PRIVATELY not in seen.text)
    assert len(ben.messages) == ben.heard
    assert ana.errors == []


@SOCKET
async def test_the_command_in_a_channel_that_plbot_is_not_in_works_too(house: SlackHouse, slack: SlackFake) -> None:
    ana = await house.learns("Ana")
    room = slack.channel("chatter", [ana], with_bot=False)
    await ana.commands("/plbot", "binder", room)
    await house.quiet()
    assert any("Your binder" in seen.fallback for seen in ana.messages)


# shortcuts and mentions


async def test_shortcuts_lead_to_an_answer_in_private_for_whoever_uses_them(
    house: SlackHouse, slack: SlackFake
) -> None:
    """Somebody new is greeted; who is asked to help with a message is not told what stands in it."""
    ana, ben = await house.learns("Ana"), slack.user("Ben")
    room = slack.channel("room-12", [ana, ben])
    ana.shortcut("plbot_menu")
    assert "What next?" in (await ana.hears()).buttons
    ben.types("who can do number 4?", room)
    message = ben._see(ben._mine(None))
    ana.message_shortcut("plbot_help", message)
    assert "From here you can" in (await ana.hears()).text
    ben.shortcut("plbot_menu")
    assert "class code" in (await ben.hears()).text
    ben.message_shortcut("plbot_help", message)
    assert "class code" in (await ben.hears()).text
    assert {seen.channel for seen in (*ana.messages, *ben.messages)} & {room.id} == set()


@SOCKET
async def test_a_mention_in_a_channel_is_answered_in_private(house: SlackHouse, slack: SlackFake) -> None:
    """What a member says there without a mention is never heard; strangers who only mention it become nobody."""
    ana, eve = await house.learns("Ana"), slack.user("Eve")
    room = slack.channel("room-12", [ana, eve])
    await ana.mentions(room, "binder")
    assert "Your binder" in (await ana.hears()).fallback
    await ana.types("binder", room)
    await eve.mentions(room, "hello")
    await house.quiet()
    assert len(ana.messages) == ana.heard
    assert eve.messages == []
    assert await house.person("Eve") is None


# the Home tab


async def test_home_of_a_stranger_says_how_to_begin(house: SlackHouse) -> None:
    eve = house.slack.user("Eve")
    await eve.opens_home()
    await house.quiet()
    assert eve.home
    assert "type the class code" in eve.home.text
    assert eve.messages == []


async def test_home_of_a_student_shows_the_path_and_its_buttons_answer_in_private(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    await ana.opens_home()
    await house.quiet()
    assert ana.home
    assert "What a ratio says: open" in " ".join(ana.home.text.split())
    ana.presses("What a ratio says", "home")
    assert "How would you like to start?" in (await ana.hears()).text
    await house.quiet()
    assert "What a ratio says: learning" in " ".join(ana.home.text.split())


async def test_home_of_a_teacher_is_the_board_and_a_tap_there_decides(house: SlackHouse) -> None:
    ms_li, ana = await house.teaches("Ms Li"), await house.learns("Ana")
    await ms_li.opens_home()
    for text in ("reassess", "Send it"):
        await ana.types(text)
    await house.quiet()
    await ms_li.opens_home()
    await house.quiet()
    ana.heard = len(ana.messages)
    ms_li.presses("Approve Ana", "home")
    assert "You may be assessed" in (await ana.hears()).text
    await house.quiet()
    assert ms_li.home
    assert "Nothing waits for you." in ms_li.home.text
    assert await house.facts_of("Ana", f.Approved) == 1


@SOCKET
async def test_looking_at_the_messages_greets_somebody_new_once(house: SlackHouse, slack: SlackFake) -> None:
    eve = slack.user("Eve")
    for _ in range(3):
        await eve.opens_home("messages")
    await house.quiet()
    assert len(eve.messages) == 1


# the class's channel


@SOCKET
@pytest.mark.parametrize("lost", ["put out", "archived", "deleted"])
async def test_put_out_of_the_classs_channel_the_teacher_is_told_and_each_student_gets_the_news(
    house: SlackHouse, slack: SlackFake, lost: str
) -> None:
    ms_li, ana = await house.teaches("Ms Li"), await house.learns("Ana")
    room = slack.channel("room-12", [ms_li, ana])
    await ms_li.commands("/plbot", "here", room)
    await house.quiet()
    assert PRIVATELY in ms_li.ephemerals[-1].text
    await _announces(house, "Bring your rulers.")
    assert [seen.channel for seen in ana.messages if "rulers" in seen.text] == [room.id]
    _lose(slack, room.id, lost)
    await _announces(house, "No rulers after all.")
    assert any("I was put out of the class group" in seen.text for seen in ms_li.messages)
    await _announces(house, "Bring a smile.")
    direct = slack.workspace.direct(ana.id).id
    assert [seen.channel for seen in ana.messages if "smile" in seen.text] == [direct]


async def _announces(house: SlackHouse, text: str) -> None:
    ms_li = house.slack.user("Ms Li")
    for typed in ("announce", text):
        await ms_li.types(typed)
    await house.quiet()


def _lose(slack: SlackFake, channel: str, how: str) -> None:
    room = slack.workspace.channels[channel]
    match how:
        case "put out":
            room.members = [who for who in room.members if who in {person.id for person in slack.people.values()}]
        case "archived":
            room.archived = True
        case _:
            del slack.workspace.channels[channel]
