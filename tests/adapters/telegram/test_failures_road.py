"""The line between Telegram and us: rivals on the same token, tokens that are revoked, lines that break, calls that are forged."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import httpx
import pytest
from tests.adapters.telegram.conftest import Opened
from tests.adapters.telegram.telegramhouse import TelegramHouse
from tests.fakes.aiogram_models import TelegramConflictError
from tests.fakes.telegram_clients import client
from tests.platforms import SlackStage
from tests.schoolhouse import SCHOOL

from plbot.web.server import open_door, url_of
from plbot_telegram.client import Client
from plbot_telegram.webhook import SECRET_HEADER

polling = pytest.mark.parametrize("house", ["polling"], indirect=True)
webhook = pytest.mark.parametrize("house", ["webhook"], indirect=True)


class Road:
    """A TCP road to a server, always from the same address, that can be closed: then it is as if nobody were there."""

    def __init__(self, port: int) -> None:
        self._to = port
        door = open_door("127.0.0.1", 0)
        self.url = url_of(door)
        self._from = door.getsockname()[1]
        door.close()
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._lead, "127.0.0.1", self._from)

    async def close(self) -> None:
        if self._server:
            self._server.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._ways.add(task)
        task.add_done_callback(self._ways.discard)
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        try:
            await asyncio.gather(_carry(reader, back), _carry(there, writer))
        finally:
            writer.transport.abort()
            back.transport.abort()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(1 << 16):
            writer.write(piece)
            await writer.drain()
    writer.close()


async def answered(house: TelegramHouse, text: str = "practise") -> None:
    """Ana writes, and is answered once."""
    ana = house.stage.person("Ana")
    said = len(ana.said())
    await house.say(ana, text)
    assert len(ana.said()) == said + 1


# rivals


@polling
async def test_case_14_a_second_poller_is_named_and_outlived(house: TelegramHouse) -> None:
    """Each poll takes the other's away; whatever the rival saw and did not confirm is answered here."""
    ana = await house.student("Ana")
    said = len(ana.said())
    async with client(house.fake) as rival:
        seeing = asyncio.create_task(rival.get_updates(timeout=50))
        assert "same token" in await house.becomes("waiting")
        ana.types("practise")
        with suppress(TelegramConflictError):
            await seeing
    await house.settled()
    assert len(ana.said()) == said + 1
    await house.becomes("ready")


@polling
async def test_case_14_a_webhook_that_another_program_set_is_named_and_outlived(house: TelegramHouse) -> None:
    ana = await house.student("Ana")
    async with client(house.fake) as rival:
        await rival.set_webhook("http://127.0.0.1:1/other")
        assert "webhook" in await house.becomes("waiting")
        [amiss] = [sentence for sentence in await house.telegram.checks() if "webhook is set" in sentence]
        assert "plbot serve" in amiss
        await rival.delete_webhook()
    await answered(house)
    assert house.health.state == "ready"
    assert ana.last.buttons


@polling
async def test_case_14_a_webhook_of_yesterday_is_taken_away_at_the_start(house: TelegramHouse) -> None:
    """And what waited for it is answered, not dropped."""
    ana = await house.student("Ana")
    await house.close()
    async with client(house.fake) as rival:
        await rival.set_webhook("http://127.0.0.1:1/other")
    said = len(ana.said())
    ana.types("practise")
    await house.open()
    await house.settled()
    assert len(ana.said()) == said + 1


@webhook
async def test_case_14_a_poller_beside_our_webhook_gets_nothing(house: TelegramHouse) -> None:
    """Telegram refuses it, and what people write comes to us."""
    await house.student("Ana")
    async with client(house.fake) as rival:
        with pytest.raises(TelegramConflictError):
            await rival.get_updates()
    await answered(house)


# tokens


@pytest.mark.parametrize("called", [False, True], ids=["polling", "webhook"])
async def test_case_15_a_revoked_token_stops_this_platform_only_and_says_what_to_do(
    opened: Opened, *, called: bool
) -> None:
    """Who is in Slack is answered as before. What is owed in Telegram stays owed, and nobody there counts as lost."""
    slack = SlackStage(called=False)
    async with opened(TelegramHouse(called=called, also=[slack])) as house:
        li, ben = await house.teacher(), slack.person("Ben")
        for text in (f"join {await house.code()}", "Ben", "skip", "skip", "practise", "reassess"):
            ben.types(text)
            await ben.hears()
        house.fake.revoke()
        ben.presses("Send it")
        await ben.hears()
        assert "BotFather" in await house.becomes("stopped")
        await house.delivery.flush()
        assert await house.store.owed_later(SCHOOL) is not None
        assert "dead" not in [mark.state for mark in house.marks]
        ben.types("menu")
        await ben.hears()
        assert house.keepers["slack"].health.state == "ready"
        [sentence] = house.complaints
        assert sentence.startswith("telegram: Telegram refuses the token.")
        assert house.fake.token not in sentence
        assert not li.unheard[-1:] or "asking" not in li.unheard[-1].text


# lines


@polling
async def test_case_16_trouble_while_asking_loses_nothing(
    house: TelegramHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Server errors, half an answer, silence, a line that breaks before and after Telegram did its work."""
    await house.student("Ana")
    await house.close()
    house.fake.script("getMe", answers=["502", "drop"])
    house.fake.script("deleteWebhook", answers=[500])
    house.fake.script("getUpdates", answers=["502", "garbage", "drop", "drop-after", "timeout", "timeout-after", 500])
    monkeypatch.setattr("plbot_telegram.client.POLL_GRACE", 0.05)
    monkeypatch.setattr(Client.updates, "__kwdefaults__", {"wait": 0})
    await house.open()
    await answered(house)


@polling
async def test_case_16_a_telegram_that_cannot_be_reached_is_waited_for(house: TelegramHouse) -> None:
    """Nobody listens when we start; the health says what to look at, and the first who writes is answered."""
    await house.student("Ana")
    await house.close()
    road = Road(int(house.fake.url.rpartition(":")[2]))
    house.fake.url = road.url
    await house.open()
    assert "PLBOT_TELEGRAM_API" in await house.becomes("waiting")
    await road.open()
    await answered(house)
    await house.close()
    await road.close()
    await house.open()


@polling
async def test_case_21_a_line_that_breaks_in_the_middle_is_taken_up_again(house: TelegramHouse) -> None:
    """The long poll ends with a reset, and for a while no connection comes through: what was written waits at Telegram."""
    ana = await house.student("Ana")
    await house.close()
    road = Road(int(house.fake.url.rpartition(":")[2]))
    house.fake.url = road.url
    await road.open()
    await house.open()
    await answered(house)
    for text in ("menu", "practise"):
        await road.close()
        await house.becomes("waiting")
        said = len(ana.said())
        ana.types(text)
        await road.open()
        await house.settled()
        assert len(ana.said()) == said + 1
    await house.close()
    await road.close()
    await house.open()


# forgeries


def forgeries(secret: str, update: dict[str, object]) -> Sequence[tuple[int, dict[bytes, bytes], bytes]]:
    """Calls that are not Telegram's: the status each is worth, its header, its body."""
    body = httpx.Request("POST", "http://x", json=update).content
    header, right = SECRET_HEADER.encode(), secret.encode()
    wrong = [b"", b"x", right[:-1], right + b"x", right.upper(), right + b"," + right, b"\xff\xfe", b"\xc3\xa9" * 32]
    return [
        (401, {}, body),
        *((401, {header: other}, body) for other in wrong),
        (400, {header: right}, b""),
        (400, {header: right}, b"{"),
        (400, {header: right}, b"\xff\xfe\x00"),
        (400, {header: right}, b"[1, 2]"),
        (400, {header: right}, b'{"message": {}}'),
        (400, {header: right}, b"[" * 100_000),
        (413, {header: right}, b'{"update_id": 1, "x": "' + b"x" * 2_000_000 + b'"}'),
    ]


@webhook
async def test_case_17_a_forged_call_changes_nothing_and_tells_nothing(house: TelegramHouse) -> None:
    """No secret, a wrong one, odd bytes, a huge body, no JSON. Telegram itself is answered as before."""
    ana = await house.student("Ana")
    hook = house.fake.world.deliveries.hook
    assert hook
    said, heard = len(ana.said()), len(house.held._rows[SCHOOL].heard.kept)
    update: dict[str, object] = {
        "update_id": 900_000_000,
        "message": ana.types("practise").wire() | {"message_id": 999},
    }
    await house.settled()
    said, heard = len(ana.said()), len(house.held._rows[SCHOOL].heard.kept)
    async with httpx.AsyncClient() as stranger:
        for status, headers, body in forgeries(hook.secret, update):
            answer = await stranger.post(hook.url, content=body, headers=list(headers.items()))
            assert answer.status_code == status, (headers, body[:80])
            assert hook.secret not in answer.text
    await house.settled()
    assert (len(ana.said()), len(house.held._rows[SCHOOL].heard.kept)) == (said, heard)
    await answered(house, "menu")
