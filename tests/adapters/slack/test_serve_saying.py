"""The adapter at work, speaking: pictures, parts, changes in place, and what becomes of them when Slack is not ready."""

import asyncio
from collections.abc import Sequence

import pytest
from tests.adapters.slack.slackhouse import SlackHouse
from tests.fakes.slack import SlackFake
from tests.schoolhouse import CONTENT

from plbot.adapters import Retry, Sending, Sent
from plbot.core.cards import Block, Card, Choice, Choices, Field, Heading, Image, Paragraph
from plbot_slack.limits import PICTURE_TRIES

pytestmark = pytest.mark.parametrize("mode", ["socket"])
FOLDER = CONTENT / "standards" / "ccss-math"
FORMULA = r"$\frac{x+1}{2y}$"
ASKED = Choices((Choice("Yes", "yes"), Choice("No", "no")), "mid")
LONG = Paragraph(" ".join(f"word{n}" for n in range(3_000)))


def message(
    house: SlackHouse, who: str, blocks: Sequence[Block], ids: bytes | None = None, lane: str = "own"
) -> Sending:
    return Sending(house.address_of(who), "p", who, ids is not None, ids, Card(tuple(blocks)), lane)


async def ids_of(house: SlackHouse, blocks: Sequence[Block], ids: bytes | None = None, lane: str = "own") -> bytes:
    outcome = await house.adapter.say(message(house, "Ana", blocks, ids, lane))
    assert isinstance(outcome, Sent)
    return outcome.ids


async def test_a_card_is_one_message_with_pictures_words_and_buttons(house: SlackHouse, slack: SlackFake) -> None:
    picture = Image(str(FOLDER / "ratio-tape.svg"), "a bar in two parts")
    await ids_of(
        house, (Heading("Ratios"), Paragraph(f"Is {FORMULA} **right**?"), picture, Field("Say why", "mid", 200), ASKED)
    )
    [seen] = slack.user("Ana").messages
    assert len(seen.pictures) == 2
    assert "a bar in two parts" in seen.pictures
    assert seen.buttons == ("Say why", "Yes", "No")
    assert "Ratios" in seen.fallback


async def test_a_change_in_place_may_need_more_or_fewer_parts(house: SlackHouse, slack: SlackFake) -> None:
    ana = slack.user("Ana")
    short = await ids_of(house, (Paragraph("short"), ASKED))
    long = await ids_of(house, (LONG, ASKED), short)
    assert len(ana.messages) > 1
    assert [bool(seen.buttons) for seen in ana.messages] == [False] * (len(ana.messages) - 1) + [True]
    await ids_of(house, (Paragraph("short again"), ASKED), long)
    [seen] = ana.messages
    assert (seen.text, seen.buttons, seen.edits) == ("short again", ("Yes", "No"), 2)


async def test_a_message_in_parts_that_broke_off_goes_on_behind_what_was_said(
    house: SlackHouse, slack: SlackFake
) -> None:
    slack.script("chat.postMessage", ["ok", "service_unavailable"])
    assert await house.adapter.say(message(house, "Ana", (LONG, ASKED))) == Retry("service_unavailable")
    await ids_of(house, (LONG, ASKED))
    assert isinstance(await house.adapter.say(message(house, "Ben", (LONG, ASKED))), Sent)
    broken, whole = ([seen.fallback for seen in slack.user(name).messages] for name in ("Ana", "Ben"))
    assert broken == whole
    assert len(whole) > 2


async def test_old_buttons_are_taken_off_and_nothing_is_said_anew_for_that(house: SlackHouse, slack: SlackFake) -> None:
    ids = await ids_of(house, (Paragraph("Ready?"), ASKED))
    assert await ids_of(house, (Paragraph("Ready?"),), ids, "tidy") == ids
    assert [(seen.text, seen.buttons) for seen in slack.user("Ana").messages] == [("Ready?", ())]
    slack.script("chat.update", ["message_not_found"])
    assert await ids_of(house, (Paragraph("Ready?"),), ids, "tidy") == ids
    assert len(slack.user("Ana").messages) == 1


async def test_a_picture_that_slack_cannot_show_yet_is_waited_for_a_little_and_then_told_in_words(
    house: SlackHouse, slack: SlackFake
) -> None:
    picture = (Image(str(FOLDER / "ratio-tape.svg"), "a bar in two parts"),)
    slack.script("chat.postMessage", ["invalid_blocks"] * PICTURE_TRIES)
    outcomes = [await house.adapter.say(message(house, "Ana", picture)) for _ in range(PICTURE_TRIES)]
    assert outcomes == [Retry("a picture is not ready yet")] * PICTURE_TRIES
    await ids_of(house, picture)
    [seen] = slack.user("Ana").messages
    assert seen.pictures == ()
    assert "a bar in two parts" in seen.fallback


async def test_a_picture_that_cannot_be_uploaded_holds_up_no_message(house: SlackHouse, slack: SlackFake) -> None:
    for method in ("files.getUploadURLExternal", "files.completeUploadExternal"):
        slack.script(method, ["internal_error"])
        await ids_of(house, (Image(str(FOLDER / "ratio-tape.svg"), "a bar in two parts"),))
    assert [seen.pictures for seen in slack.user("Ana").messages] == [(), ()]


async def test_a_class_that_sees_one_picture_at_the_same_time_uploads_it_once(
    house: SlackHouse, slack: SlackFake
) -> None:
    picture = (Image(str(FOLDER / "ratio-table.svg"), "a table"),)
    names = [f"Student {n}" for n in range(20)]
    await asyncio.gather(*(house.adapter.say(message(house, name, picture)) for name in names))
    assert len(slack.calls_of("files.completeUploadExternal")) == 1
    assert all(slack.user(name).messages[0].pictures for name in names)
