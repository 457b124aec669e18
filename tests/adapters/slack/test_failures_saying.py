"""What goes wrong on the way out: Slack is slow, broken or strict, people are gone. What can be said is said, in order, once."""

import asyncio
from itertools import pairwise
from random import Random

import aiohttp
import pytest
from tests.adapters.slack.slackhouse import SlackHouse, housed, soon
from tests.fakes.slack import SlackFake
from tests.fakes.slack_sight import read as words_of
from tests.shell.pace import StandingClock

from plbot.adapters import Retry, Sending, SendOutcome, Sent, Throttled
from plbot.core.cards import Block, Card, Choice, Choices, Heading, Literal, Paragraph, Row, Rows
from plbot.core.events import Inbound
from plbot.limits import MINUTE, SECOND
from plbot_slack.limits import LONGEST_WAIT
from plbot_slack.telephone import patience

SOCKET = pytest.mark.parametrize("mode", ["socket"])
RETRY_AFTER = 30  # seconds that Slack asks to wait


def sending(house: SlackHouse, who: str, *blocks: Block, ids: bytes | None = None, lane: str = "own") -> Sending:
    return Sending(house.address_of(who), "p", "key", ids is not None, ids, Card(blocks), lane)


async def say(house: SlackHouse, text: str = "hello") -> SendOutcome:
    return await house.adapter.say(sending(house, "Ana", Paragraph(text)))


async def test_case_08_where_one_conversation_is_throttled_the_others_are_not_and_it_waits_as_long_as_asked() -> None:
    pace = StandingClock()
    async with housed("socket", pace) as house:
        ana, ben, slack = house.slack.user("Ana"), house.slack.user("Ben"), house.slack
        slack.script("chat.postMessage", [(429, RETRY_AFTER)])
        await ana.types("hello")
        await soon(lambda: len(slack.calls_of("chat.postMessage")) == 1)
        await ben.types("hello")
        assert "class code" in (await ben.hears()).text
        await ana.types("help")
        waiting = asyncio.create_task(house.later(RETRY_AFTER * SECOND + 1))
        await pace.move(RETRY_AFTER * SECOND - 1)
        assert ana.messages == []
        await pace.move(RETRY_AFTER * SECOND)
        assert "Hi! I'm plbot" in (await ana.hears()).text
        await pace.move((RETRY_AFTER + 2) * SECOND)
        assert "Your teacher has a class code" in (await ana.hears()).text
        await waiting


async def test_case_08_no_conversation_gets_more_than_a_message_a_second() -> None:
    """At the pace of Slack's own clock, which stands until it is moved."""
    pace = StandingClock()
    async with housed("socket", pace) as house:
        ana = house.slack.user("Ana")
        await ana.types("hello")
        await ana.types("help")
        await ana.hears()
        await pace.move(SECOND - 1)
        assert len(ana.messages) == 1
        await pace.move(2 * SECOND)
        await ana.hears()


@SOCKET
@pytest.mark.parametrize("code", ["channel_not_found", "user_not_found", "user_disabled"])
async def test_case_09_who_cannot_be_reached_is_told_to_the_teacher_once_and_back_when_they_write(
    house: SlackHouse, slack: SlackFake, code: str
) -> None:
    ms_li, ana = await house.teaches("Ms Li"), await house.learns("Ana")
    slack.script("chat.postMessage", [code])
    await ana.types("menu")
    board = await ms_li.hears()
    assert "Cannot be reached any more: Ana." in board.fallback
    await house.hear(Inbound("lost-again", house.address_of("Ana"), "blocked"))
    assert len(ms_li.messages) == ms_li.heard
    assert len(ana.messages) == ana.heard
    await ana.types("menu")
    assert "What next?" in (await ana.hears()).buttons


@SOCKET
async def test_case_12_a_board_that_was_deleted_is_said_anew(house: SlackHouse, slack: SlackFake) -> None:
    ms_li, ana, ben = await house.teaches("Ms Li"), await house.learns("Ana"), await house.learns("Ben")
    await _asks(house, ana.who.name)
    board = await ms_li.hears()
    await _asks(house, ben.who.name)
    assert "Approve all 2" in " ".join(ms_li.messages[-1].buttons)
    slack.script("chat.update", ["message_not_found"])
    ms_li.presses("Approve Ana", ms_li.messages[-1])
    anew = await ms_li.hears()
    assert anew.ts != board.ts
    assert "Approve Ben" in anew.buttons


async def _asks(house: SlackHouse, name: str) -> None:
    person = house.slack.user(name)
    for text in ("reassess", "Send it"):
        await person.types(text)
    await house.quiet()
    person.heard = len(person.messages)


@SOCKET
@pytest.mark.parametrize("trouble", [500, 503, "drop", "html", "internal_error", "service_unavailable"])
async def test_case_16_what_did_not_go_through_is_said_later(
    house: SlackHouse, slack: SlackFake, trouble: int | str
) -> None:
    ana = slack.user("Ana")
    slack.script("chat.postMessage", [trouble])
    await ana.types("hello")
    await soon(lambda: len(slack.calls_of("chat.postMessage")) == 1)
    await house.later(MINUTE)
    await ana.hears()
    assert len(ana.messages) == 1


@SOCKET
@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("timeout", "ambiguous: Slack did not answer in time"),
        ("lost", "ambiguous: Slack did not answer in time"),
        ("drop", "ambiguous: the connection to Slack broke"),
        (502, "ambiguous: Slack answered with status 502"),
        ("internal_error", "internal_error"),
    ],
)
async def test_case_16_what_may_have_been_said_all_the_same_is_marked_so(
    house: SlackHouse, slack: SlackFake, monkeypatch: pytest.MonkeyPatch, trouble: int | str, reason: str
) -> None:
    """Whoever looks for a message that came twice finds why."""
    monkeypatch.setattr(house.adapter._web.client.session, "_timeout", aiohttp.ClientTimeout(total=0.05))
    monkeypatch.setattr(house.adapter._web.client, "timeout", 0.05)
    slack.script("chat.postMessage", [trouble])
    assert await say(house) == Retry(reason)


async def test_case_16_a_connection_that_was_refused_is_no_riddle() -> None:
    async with housed("socket") as house:
        lonely = house.another()
        lonely._web.client.base_url = "http://127.0.0.1:9/api/"
        assert await lonely.say(sending(house, "Ana", Paragraph("x"))) == Retry("Slack cannot be reached")


def test_case_16_each_further_try_waits_longer_and_no_two_bots_come_at_the_same_time() -> None:
    chance = Random(1)
    waits = [{patience(failures, chance) for _ in range(100)} for failures in range(1, 30)]
    assert all(len(tries) == 100 for tries in waits)
    assert [max(tries) <= LONGEST_WAIT for tries in waits] == [True] * 29
    assert all(min(later) > max(sooner) / 2 for sooner, later in pairwise(waits))
    assert min(waits[-1]) >= LONGEST_WAIT / 2
    assert patience(10**6, chance) <= LONGEST_WAIT


@SOCKET
async def test_case_24_what_is_too_long_or_too_much_goes_in_parts_and_nothing_is_lost(
    house: SlackHouse, slack: SlackFake
) -> None:
    """The fake keeps Slack's limits and objects to what is beyond."""
    words = " ".join(f"word{n}" for n in range(9_000))
    buttons = Choices(tuple(Choice(f"number {n} {'x' * 90}", "yes") for n in range(80)), "mid")
    outcome = await house.adapter.say(
        sending(house, "Ana", Heading("h" * 400), Paragraph(words), Rows((Row("r" * 4_000, "v" * 4_000),)), buttons)
    )
    assert isinstance(outcome, Sent)
    shown = slack.user("Ana").messages
    read = "".join("".join(words_of(list(seen.blocks), str).splitlines()) for seen in shown)
    assert words in read
    assert "r" * 4_000 + ": " + "v" * 4_000 in read
    assert sum(len(seen.buttons) for seen in shown) == 80
    shorter = await house.adapter.say(sending(house, "Ana", Paragraph("short"), ids=outcome.ids))
    assert isinstance(shorter, Sent)
    assert [seen.text for seen in slack.user("Ana").messages] == ["short"]


@SOCKET
@pytest.mark.parametrize("code", ["msg_too_long", "msg_blocks_too_long", "invalid_blocks"])
async def test_case_24_what_slack_will_never_take_holds_up_nobody(house: SlackHouse, code: str) -> None:
    ana = house.slack.user("Ana")
    house.slack.script("chat.postMessage", [code])
    await ana.types("hello")
    await ana.types("help")
    assert "Your teacher has a class code" in (await ana.hears()).text


HOSTILE = "<!here> <!channel> <@U0PLBOT> *Ana* _x_ & <b>y</b> @channel :tada:"
NAME = "<!channel> *A*&_b_ @here"


@SOCKET
async def test_case_25_names_and_words_are_shown_to_the_letter_and_call_nobody(
    house: SlackHouse, slack: SlackFake
) -> None:
    """A name on the teacher's board, words to the whole class and in its channel; the fake notes every ping."""
    ms_li = await house.teaches("Ms Li")
    ana = await house.learns("Ana")
    for text in ("settings", "name", NAME):
        await ana.types(text)
    await house.quiet()
    person = await house.person("Ana")
    assert person
    await _asks(house, "Ana")
    assert person.name in (await ms_li.hears()).fallback
    ana.heard = len(ana.messages)
    for text in ("announce", HOSTILE):
        await ms_li.types(text)
    told = await ana.hears()
    assert HOSTILE in told.text
    assert HOSTILE in told.fallback
    room = slack.channel("room-12", [ana, ms_li])
    await ms_li.commands("/plbot", "here", room)
    for text in ("announce", HOSTILE):
        await ms_li.types(text)
    await house.quiet()
    assert any(HOSTILE in seen.text for seen in ana.messages if seen.channel == room.id)
    assert slack.pings == []


@SOCKET
async def test_case_25_what_a_person_wrote_is_nowhere_read_as_a_mark(house: SlackHouse, slack: SlackFake) -> None:
    blocks = (Heading(HOSTILE), Literal(HOSTILE), Rows((Row(HOSTILE, HOSTILE),)))
    choices = Choices((Choice(HOSTILE, "yes"),), "mid")
    assert isinstance(await house.adapter.say(sending(house, "Ana", *blocks, choices)), Sent)
    assert slack.pings == []


@SOCKET
@pytest.mark.parametrize("code", ["messages_tab_disabled", "missing_scope", "no_permission"])
async def test_what_an_admin_must_mend_makes_nobody_unreachable(house: SlackHouse, slack: SlackFake, code: str) -> None:
    """A switch in the app's page concerns everybody: no teacher is told that all students are gone, and nothing is lost."""
    ana = slack.user("Ana")
    slack.script("chat.postMessage", [code])
    assert await say(house) == Retry(code)
    slack.script("chat.postMessage", [code])
    await ana.types("hello")
    await soon(lambda: len(slack.calls_of("chat.postMessage")) == 2)
    await house.later(MINUTE)
    await ana.hears()


@SOCKET
@pytest.mark.parametrize("lane", ["own", "tidy", "home"])
async def test_slack_asks_to_wait_and_that_is_what_we_say(house: SlackHouse, slack: SlackFake, lane: str) -> None:
    said = await say(house)
    assert isinstance(said, Sent)
    for method in ("chat.update", "views.publish"):
        slack.script(method, [(429, 7)])
    outcome = await house.adapter.say(sending(house, "Ana", Paragraph("x"), ids=said.ids, lane=lane))
    assert outcome == Throttled(7_000)
