"""The way to Slack itself: forged, cut, sent away, switched off. One platform's trouble is its own, and an admin reads what to do."""

import asyncio
import time
from io import BytesIO
from pathlib import Path
from random import Random

import aiohttp
import pytest
from tests.adapters.slack.slackhouse import SlackHouse, soon, state
from tests.fakes.slack import SlackFake
from tests.fakes.telegram import TelegramFake
from tests.platforms import WITHIN

from plbot.adapters import AdapterStoppedError, Retry, Sending, ServedAdapter
from plbot.core.cards import Card, Paragraph
from plbot.school import open_school
from plbot.web.keeper import Keeper
from plbot_slack.limits import BODY_BYTES
from plbot_slack.serve import adapter
from plbot_slack.signature import signed
from plbot_telegram.serve import adapter as telegram_adapter

SOCKET = pytest.mark.parametrize("mode", ["socket"])
HTTP = pytest.mark.parametrize("mode", ["http"])
UNAUTHORIZED = 401


async def test_case_15_a_revoked_token_stops_slack_only_and_says_what_to_do(tmp_path: Path) -> None:
    """Beside a Telegram bot of the same school, whose people are answered all the while."""
    async with SlackFake() as slack, TelegramFake() as telegram:
        bots: dict[str, ServedAdapter] = {
            "slack": adapter({**tokens(slack), "PLBOT_SLACK_API": slack.url}),
            "telegram": telegram_adapter({"PLBOT_TELEGRAM_TOKEN": telegram.token, "PLBOT_TELEGRAM_API": telegram.url}),
        }
        told: list[str] = []
        keepers = [Keeper(name, bot, told.append, Random(0)) for name, bot in bots.items()]
        async with open_school(tmp_path, adapters=list(bots.values())) as school:
            running = [asyncio.create_task(keeper.run(school)) for keeper in keepers]
            await slack.connected()
            slack.revoke()
            await asyncio.wait_for(running[0], WITHIN)
            ana = telegram.user("Ana")
            ana.starts()
            await ana.hears()
            keepers[1].stop()
            await asyncio.wait_for(running[1], WITHIN)
        [sentence] = told
        assert keepers[0].health.state == "stopped"
        assert sentence.startswith("slack: The token was taken back. Reinstall the app")
        assert slack.bot_token not in sentence


def tokens(slack: SlackFake) -> dict[str, str]:
    return {"PLBOT_SLACK_BOT_TOKEN": slack.bot_token, "PLBOT_SLACK_APP_TOKEN": slack.app_token}


@pytest.mark.parametrize("how", ["revoke", "uninstall"])
async def test_case_30_sent_away_it_leaves_and_says_so_and_what_is_owed_waits(
    house: SlackHouse, slack: SlackFake, how: str
) -> None:
    getattr(slack, how)()
    with pytest.raises(AdapterStoppedError, match="Install App") as stopped:
        await asyncio.wait_for(asyncio.shield(house.serving), WITHIN)
    assert house.adapter.health.state == "stopped"
    assert str(stopped.value) == house.adapter.health.why
    message = Sending(house.address_of("Ana"), "p", "k", False, None, Card((Paragraph("x"),)), "own")
    assert isinstance(await house.adapter.say(message), Retry)
    assert slack.sockets.links == []


@SOCKET
async def test_case_15_a_token_that_is_found_out_while_speaking_stops_it_too(
    house: SlackHouse, slack: SlackFake
) -> None:
    """Over HTTP nothing else would tell; the answer is kept for the next start."""
    slack.script("chat.postMessage", ["token_revoked"])
    slack.user("Ana").types("hello")
    with pytest.raises(AdapterStoppedError):
        await asyncio.wait_for(asyncio.shield(house.serving), WITHIN)


@pytest.mark.parametrize(
    ("name", "says"),
    [("PLBOT_SLACK_BOT_TOKEN", "Slack does not know this token"), ("PLBOT_SLACK_APP_TOKEN", "Make a new app-level")],
)
@SOCKET
async def test_case_15_a_token_that_is_no_good_from_the_start_is_named(house: SlackHouse, name: str, says: str) -> None:
    environment = house.stage.environment()
    wrong = environment | {name: f"{environment[name][:8]}nonsense"}
    bot = adapter(wrong)
    with pytest.raises(AdapterStoppedError, match=says) as stopped:
        await asyncio.wait_for(bot.serve(house.school), WITHIN)
    assert "nonsense" not in str(stopped.value)
    assert len(await bot.checks()) == 1


@HTTP
async def test_case_17_what_slack_did_not_sign_is_401_and_never_heard(house: SlackHouse, slack: SlackFake) -> None:
    assert await slack.verify_url()
    for forged in ({"secret": "another"}, {"unsigned": True}, {"age": 400}, {"age": -400}):
        assert await slack.forge(**forged) == UNAUTHORIZED
    await house.quiet()
    assert slack.calls_of("chat.postMessage") == []


@HTTP
async def test_case_17_while_a_secret_is_changed_both_are_good(house: SlackHouse, slack: SlackFake) -> None:
    house.adapter._door._secrets = ("the new one", slack.signing_secret)
    assert await slack.verify_url()
    assert await slack.forge(secret="the new one") != UNAUTHORIZED  # noqa: S106 # made up
    assert await slack.forge(secret="the old one") == UNAUTHORIZED  # noqa: S106 # made up


NONSENSE = (
    b"", b"{", b"[]", b"\xff", b"7", b"null", b"[" * 100_000, b"payload=[]", b'payload={"a"', b'{"team":"x"}',
    b'{"type":5,"team":[],"user":3}', b'{"authorizations":[5]}', b'{"event":"x","type":"event_callback"}',
    b'{"type":"block_actions","container":"x","message":5,"view":3}', b'{"user":{"id":5}}',
)  # fmt: skip


@HTTP
@pytest.mark.usefixtures("house")
async def test_case_17_malformed_requests_are_refused_and_never_an_error_of_ours(slack: SlackFake) -> None:
    """Unsigned, wrongly signed, and signed: whoever has the secret by mistake breaks nothing either."""
    stamp = str(int(time.time()))
    async with aiohttp.ClientSession() as session:

        async def status(body: bytes | BytesIO, signature: str) -> int:
            headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
            async with session.post(slack.events_url, data=body, headers=headers) as answer:
                return answer.status

        for body in NONSENSE:
            assert await status(body, "v0=é") == UNAUTHORIZED
            for kind in ("application/json", "application/x-www-form-urlencoded"):
                session.headers["Content-Type"] = kind
                assert await status(body, signed(body, stamp, slack.signing_secret)) in (200, 400)
        assert await status(BytesIO(b"x" * (BODY_BYTES + 1)), "v0=") == 413
    ana = slack.user("Ana")
    ana.types("hello")
    await ana.hears()


@SOCKET
@pytest.mark.usefixtures("quick_redial")
async def test_case_21_a_line_that_breaks_or_is_called_in_is_dialled_anew_and_nothing_is_left_open(
    house: SlackHouse, slack: SlackFake
) -> None:
    """Slack renews each line every few hours; a cut comes without a word; and dialling may fail a few times.

    A session that stayed open would warn when it is collected, and a warning fails a test here.
    """
    ana = slack.user("Ana")
    ana.types("hello")
    await ana.hears()
    for reason in ("warning", "refresh_requested", "link_disabled"):
        await slack.disconnect(reason)
        await soon(lambda: any(not link.leaving for link in slack.sockets.links))
        ana.types("menu")
        await ana.hears()
    slack.script("apps.connections.open", [500, "internal_error", "drop", "html"])
    slack.cut()
    ana.types("menu")
    assert (await state(house.adapter, "waiting")).why.startswith("Slack does not answer as it should")
    await ana.hears()
    assert house.adapter.health.state == "ready"
    assert slack.lost == []
    house.adapter.stop()
    await house.serving
    await soon(lambda: slack.sockets.links == [])


@SOCKET
@pytest.mark.usefixtures("quick_redial")
async def test_case_16_slack_that_is_down_at_the_start_is_waited_for(house: SlackHouse, slack: SlackFake) -> None:
    slack.script("auth.test", [503, "drop", "html", (429, 1)])
    late = house.another()
    serving = asyncio.create_task(late.serve(house.school))
    await state(late, "waiting")
    await state(late, "ready")
    late.stop()
    assert await serving == 0


@SOCKET
async def test_case_21_what_was_heard_when_told_to_stop_is_taken_to_its_end(
    house: SlackHouse, slack: SlackFake
) -> None:
    ana = slack.user("Ana")
    house.held.gate.clear()
    said = ana.types("hello")
    await house.held.reached.wait()
    house.adapter.stop()
    house.held.gate.set()
    await house.serving
    await said
    assert (said.acked, len(said.attempts)) == (True, 1)
    await ana.hears()


@HTTP
async def test_what_comes_while_it_does_not_serve_is_not_taken_and_comes_again(
    house: SlackHouse, slack: SlackFake
) -> None:
    house.adapter.stop()
    await house.serving
    said = slack.user("Ana").types("hello")
    await soon(lambda: len(said.attempts) == 2)
    assert [attempt.failed for attempt in said.attempts] == ["http_error", "http_error"]
    assert not said.acked
