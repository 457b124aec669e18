"""The adapter at work, hearing: kept before it is acknowledged, quiet about what was said, and helpful to an admin."""

import logging
from pathlib import Path

import pytest
import yaml
from tests.adapters.slack.slackhouse import Mode, SlackHouse, running, soon
from tests.fakes.slack import SlackFake

from plbot.adapters import Sending, Sent
from plbot.core.cards import Card, Image, Paragraph
from plbot_slack.limits import SCOPES
from plbot_slack.serve import adapter

CONTENT = Path(__file__).parents[3] / "content" / "standards" / "ccss-math"
MANIFEST = Path(__file__).parents[3] / "adapters" / "slack" / "manifest.yaml"
SOCKET = pytest.mark.parametrize("mode", ["socket"])


def message(who: str, text: str, lane: str = "own") -> Sending:
    blocks = (Image(str(CONTENT / "ratio-tape.svg"), "a bar in two parts"), Paragraph(text))
    return Sending(f"slack:T0SCHOOL:{who}", "p", "k", False, None, Card(blocks), lane)


async def test_somebody_new_is_answered_and_what_they_sent_is_acknowledged(house: SlackHouse, slack: SlackFake) -> None:
    ana = slack.user("Ana")
    said = await ana.types("hello")
    assert said.acked
    assert "class code" in (await ana.hears()).text
    assert house.adapter.health.state == "ready"
    assert (slack.unacked, slack.lost) == ([], [])


@SOCKET
async def test_a_photo_is_answered_kindly(house: SlackHouse) -> None:
    ana = await house.learns("Ana")
    await ana.sends_photo()
    assert "I can't look at pictures" in (await ana.hears()).text


async def test_it_asks_slack_for_no_more_than_the_manifest_says(mode: Mode, tmp_path: Path) -> None:
    """With these scopes and events alone everything works: talk, pictures, the Home tab, mentions, checks."""
    events = yaml.safe_load(MANIFEST.read_text())["settings"]["event_subscriptions"]["bot_events"]
    async with SlackFake(mode, scopes=SCOPES, events=events) as slack, running(slack, tmp_path) as (bot, _):
        ana, ben = slack.user("Ana"), slack.user("Ben")
        ana.types("hello")
        await ana.hears()
        for lane in ("own", "home"):
            assert isinstance(await bot.say(message(ben.id, r"$\frac{x+1}{2y}$", lane=lane)), Sent)
        assert (await ben.hears()).pictures
        assert ben.home
        assert await bot.checks() == []
    assert slack.objections == []


@SOCKET
async def test_what_an_admin_forgot_is_named(house: SlackHouse) -> None:
    async with SlackFake("socket", scopes=SCOPES[:2]) as poor:
        tokens = {"PLBOT_SLACK_BOT_TOKEN": poor.bot_token, "PLBOT_SLACK_APP_TOKEN": poor.app_token}
        [lacks] = await adapter({**tokens, "PLBOT_SLACK_API": poor.url}).checks()
        assert all(scope in lacks for scope in SCOPES[2:])
        [unreached] = await adapter({**tokens, "PLBOT_SLACK_API": "http://127.0.0.1:9/api/"}).checks()
        assert "Check this machine's way to the internet" in unreached
    assert await house.adapter.checks() == []


async def test_an_app_without_socket_mode_is_told_to_turn_it_on() -> None:
    async with SlackFake("http") as slack:
        tokens = {"PLBOT_SLACK_BOT_TOKEN": slack.bot_token, "PLBOT_SLACK_APP_TOKEN": slack.app_token}
        [amiss] = await adapter({**tokens, "PLBOT_SLACK_API": slack.url}).checks()
        assert "Turn Socket Mode on" in amiss


async def test_nothing_of_a_person_and_no_token_comes_into_the_logs(
    house: SlackHouse, slack: SlackFake, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not what was typed, not to whom, not where from; also where things go wrong."""
    caplog.set_level(logging.DEBUG)
    ana = slack.user("Ana")
    await ana.types("sesame words")
    await ana.hears()
    for trouble in (500, "invalid_blocks", "missing_scope", "drop", 429, "html"):
        slack.script("chat.postMessage", [trouble])
        await house.adapter.say(message(ana.id, "sesame open"))
    slack.script("views.open", ["expired_trigger_id"])
    house.held.full = 1.0
    ana.types("sesame shut")
    await soon(lambda: house.held.failures > 0)
    house.held.full = 0.0
    told = caplog.text + "".join(capsys.readouterr())
    for canary in ("sesame", ana.id, slack.bot_token, slack.app_token, slack.signing_secret):
        assert canary not in told
