"""Telegram and Slack in one program: they do not disturb each other, and stop together."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from tests.fakes.slack import SlackFake
from tests.fakes.telegram import TelegramFake
from tests.web.program import ENDS_WITHIN

WORDS = "canary words of a child"
Running = tuple[asyncio.subprocess.Process, str]  # the program, and the address of its HTTP server


def tokens(telegram: TelegramFake, slack: SlackFake) -> dict[str, str]:
    """What an admin sets. Over HTTP Slack has no app-level token, but signs what it sends."""
    line = {"PLBOT_SLACK_APP_TOKEN": slack.app_token}
    signed = {"PLBOT_SLACK_SIGNING_SECRET": slack.signing_secret}
    return {
        "PLBOT_TELEGRAM_TOKEN": telegram.token,
        "PLBOT_TELEGRAM_API": telegram.url,
        "PLBOT_SLACK_BOT_TOKEN": slack.bot_token,
        "PLBOT_SLACK_API": slack.url,
    } | (line if slack.mode == "socket" else signed)


@asynccontextmanager
async def served(folder: Path, environment: dict[str, str]) -> AsyncIterator[Running]:
    """A `plbot serve` of its own process; it is given these variables and no others of ours."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PLBOT_")}
    command = (sys.executable, "-m", "plbot", "serve", "--data", str(folder / "data"), "--port", "0")
    with (folder / "stderr").open("wb") as errors:
        program = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=errors, env=clean | environment
        )
    assert program.stdout
    try:
        line = b""
        while not line.startswith(b"http: "):
            line = await program.stdout.readline()
            assert line, (folder / "stderr").read_text()
        yield program, line.decode().split()[1]
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()


async def ended(program: asyncio.subprocess.Process) -> int:
    """Send SIGTERM, and wait no longer than process keepers do."""
    program.terminate()
    return await asyncio.wait_for(program.wait(), ENDS_WITHIN)


async def test_each_answers_its_people_and_a_revoked_token_stops_only_its_own(tmp_path: Path) -> None:
    """Polling beside Socket Mode. Nothing of it all is in the logs but what became of the platform."""
    async with TelegramFake() as telegram, SlackFake() as slack:
        secrets = tokens(telegram, slack)
        async with served(tmp_path, secrets) as (program, url), httpx.AsyncClient(base_url=url) as client:
            ana, ben = telegram.user("Anastasia"), slack.user("Benedikt")
            ana.starts()
            await ana.hears()
            ana.types(WORDS)
            await ana.hears()
            await slack.connected()
            ben.types(WORDS)
            await ben.hears()
            assert (await client.get("/healthz")).json()["status"] == "ok"
            telegram.revoke()
            ben.types("hello")
            await ben.hears()
            await telegram.until(lambda: any(call.code == httpx.codes.UNAUTHORIZED for call in telegram.calls))
            assert await ended(program) == 0
        told = (tmp_path / "stderr").read_text()
        assert "telegram: Telegram refuses the token." in told
        for canary in (*secrets.values(), "canary", "Anastasia", "Benedikt", telegram.token.partition(":")[2]):
            assert canary not in told
        assert (telegram.objections, slack.objections) == ([], [])


async def test_slack_over_http_comes_in_at_the_door_of_the_same_server(tmp_path: Path) -> None:
    async with TelegramFake() as telegram, SlackFake("http") as slack:
        async with served(tmp_path, tokens(telegram, slack)) as (program, url):
            slack.events_url = f"{url}/slack/events"
            ana, ben = telegram.user("Ana"), slack.user("Ben")
            ana.starts()
            await ana.hears()
            ben.types("hello")
            await ben.hears()
            assert await slack.forge(unsigned=True) == httpx.codes.UNAUTHORIZED
            assert await ended(program) == 0
        assert (telegram.objections, slack.objections) == ([], [])
