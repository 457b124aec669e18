"""The plug is pulled, or the machine says stop: a real `plbot serve`, killed in between. Nothing is lost, and nothing is told twice."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.adapters.slack.slackhouse import Mode, soon
from tests.fakes.slack import SlackFake
from tests.platforms import SlackStage
from tests.web.test_both_platforms import ended, served

from plbot.storage.vault import DATABASE_FILE

LONG = 30.0  # seconds that this Slack waits for an answer: a start of the program fits in
HOURS = 24 * 3_600.0  # seconds: all of Slack's retries have come by then
EACH_WAY = pytest.mark.parametrize("mode", ["socket", pytest.param("http", marks=pytest.mark.slow)])


@contextmanager
def nobody_can_write(folder: Path) -> Iterator[None]:
    """Hold the database, as another program would: what is heard meanwhile cannot be committed."""
    with closing(sqlite3.connect(folder / "data" / DATABASE_FILE)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield


def environment(slack: SlackFake) -> dict[str, str]:
    stage = SlackStage(called=slack.mode == "http")
    stage.fake = slack
    return stage.environment()


@EACH_WAY
async def test_case_01_killed_between_hearing_and_keeping_slack_brings_it_again(mode: Mode, tmp_path: Path) -> None:
    async with SlackFake(mode, ack_seconds=LONG) as slack:
        ana = slack.user("Ana")
        async with served(tmp_path, environment(slack)) as (program, url):
            await known(slack, url)
            with nobody_can_write(tmp_path):
                said = ana.types("hello")
                await handed_over(slack)
                program.kill()
                await program.wait()
        assert not said.acked
        async with served(tmp_path, environment(slack)) as (program, url):
            await known(slack, url)
            slack.clock.advance(HOURS)
            await ana.hears()
            assert (await said).acked
            assert await ended(program) == 0
        assert len(ana.messages) == 1
        assert slack.objections == []


@pytest.mark.parametrize("mode", ["socket"])
async def test_case_04_killed_between_keeping_and_saying_it_is_said_after_the_start(mode: Mode, tmp_path: Path) -> None:
    """Slack has its acknowledgement and brings nothing again: the answer is owed, and comes from our own book."""
    async with SlackFake(mode) as slack:
        ana = slack.user("Ana")
        async with served(tmp_path, environment(slack)) as (program, url):
            await known(slack, url)
            slack.script("chat.postMessage", ["timeout"])
            assert (await ana.types("hello")).acked
            await slack.until(lambda: bool(slack.calls_of("chat.postMessage")))
            program.kill()
            await program.wait()
        assert ana.messages == []
        async with served(tmp_path, environment(slack)) as (program, _):
            assert "class code" in (await ana.hears()).text
            assert await ended(program) == 0
        assert len(ana.messages) == 1


@EACH_WAY
async def test_case_31_told_to_stop_it_takes_what_it_heard_to_its_end_and_is_gone_in_time(
    mode: Mode, tmp_path: Path
) -> None:
    """Twenty people write and the machine shuts down: who is acknowledged is answered; the rest is brought to the next start."""
    async with SlackFake(mode) as slack:
        async with served(tmp_path, environment(slack)) as (program, url):
            await known(slack, url)
            people = [slack.user(f"Student {n}") for n in range(20)]
            said = [person.types("hello") for person in people]
            await slack.until(lambda: bool(slack.calls_of("chat.postMessage")))
            assert await ended(program) == 0
        for person, delivery in zip(people, said, strict=True):
            assert len(person.messages) == delivery.acked
        assert any(delivery.acked for delivery in said)
        assert slack.objections == []


async def known(slack: SlackFake, url: str) -> None:
    """Wait until Slack and the program know each other."""
    if slack.mode == "socket":
        await slack.connected()
    else:
        slack.events_url = f"{url}/slack/events"


async def handed_over(slack: SlackFake) -> None:
    """Wait until the program has what was sent: what it answers came behind it on the same way."""
    if slack.mode == "http":
        assert await slack.verify_url()
        return
    [link] = slack.sockets.links
    pongs = link.pongs
    await soon(lambda: bool(link.pending))
    await link.ws.ping()
    await soon(lambda: link.pongs > pongs)
