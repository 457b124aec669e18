"""The stand-in for Telegram, asked by two libraries that know the real one: failures, pace, and a life of its own."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from tests.fakes.aiogram_models import Bot, exceptions
from tests.fakes.telegram import TOKEN, RefusedError, TelegramFake, TelegramRemote
from tests.fakes.telegram_clients import buttons, client, refused, session_of


async def test_a_wrong_or_revoked_token_is_unauthorized(fake: TelegramFake, bot: Bot) -> None:
    async with client(fake, "7000000001:another-token") as stranger:
        assert await refused(stranger.get_me()) == "Unauthorized"
    poll = asyncio.create_task(refused(bot.get_updates(timeout=50)))
    await fake.until(lambda: fake.called("getUpdates"))
    fake.revoke()
    assert await asyncio.wait_for(poll, 60) == "Unauthorized"
    assert await refused(bot.get_me()) == "Unauthorized"


async def test_failures_come_as_they_were_asked_for_and_where(fake: TelegramFake, bot: Bot) -> None:
    ana, ben = fake.user("Ana", started=True), fake.user("Ben", started=True)
    own = RefusedError(400, "Bad Request: PEER_FLOOD")
    fake.script("sendMessage", chat=ana.id, answers=["429:7", 403, 500, own])
    with pytest.raises(exceptions.TelegramRetryAfter) as caught:
        await bot.send_message(ana.id, "hi")
    assert caught.value.retry_after == 7
    await bot.send_message(ben.id, "hi")
    assert await refused(bot.send_message(ana.id, "hi")) == "Forbidden: bot was blocked by the user"
    assert await refused(bot.send_message(ana.id, "hi")) == "Internal Server Error"
    assert await refused(bot.send_message(ana.id, "hi")) == "Bad Request: PEER_FLOOD"
    await bot.send_message(ana.id, "hi")
    assert [call.code for call in fake.called("sendMessage")] == [429, 200, 403, 500, 400, 200]


@pytest.mark.parametrize(("how", "said"), [("drop", 0), ("drop-after", 1), ("502", 0), ("garbage", 0)])
async def test_a_broken_road_may_or_may_not_have_carried_the_message(
    fake: TelegramFake, bot: Bot, how: str, said: int
) -> None:
    ana = fake.user("Ana", started=True)
    fake.script("sendMessage", answers=[how])
    with pytest.raises(exceptions.AiogramError):
        await bot.send_message(ana.id, "hi")
    assert len(ana.messages) == said


@pytest.mark.parametrize(("how", "said"), [("timeout", 0), ("timeout-after", 1)])
async def test_a_call_that_hangs_may_or_may_not_have_done_its_work(
    fake: TelegramFake, bot: Bot, how: str, said: int
) -> None:
    ana = fake.user("Ana", started=True)
    fake.script("sendMessage", answers=[how])
    call = asyncio.create_task(bot.send_message(ana.id, "hi"))
    await fake.until(lambda: fake.called("sendMessage") and len(ana.messages) == said)
    await bot.get_me()
    assert not call.done()
    call.cancel()
    assert len(ana.messages) == said


async def test_calls_that_are_not_of_the_bot_apis_form_are_objected_to(fake: TelegramFake) -> None:
    ana = fake.user("Ana", started=True)
    wrong = [
        {"chat_id": ana.id, "text": "hi", "colour": "red"},
        {"chat_id": ana.id, "text": 5},
        {"chat_id": ana.id, "text": "hi", "reply_markup": {"inline_keyboard": [[{"text": "a", "data": "b"}]]}},
        {"text": "hi"},
    ]
    async with aiohttp.ClientSession() as session:
        for body in wrong:
            async with session.post(f"{fake.url}/bot{fake.token}/sendMessage", json=body) as answer:
                assert answer.status == 400
        form = {"chat_id": str(ana.id), "text": "5", "reply_markup": json.dumps({"inline_keyboard": []})}
        async with session.post(f"{fake.url}/bot{fake.token}/SENDMESSAGE", data=form) as answer:
            assert answer.status == 200
    places = [objection.split(": ", 1)[1] for objection in fake.objections]
    assert places[0] == "unknown colour"
    assert places[1].startswith("text: ")
    assert places[2] == "unknown reply_markup.inline_keyboard.0.0.data"
    assert places[3].startswith("chat_id: ")


# pace


async def test_telegrams_pace_is_kept_to_the_letter() -> None:
    """One a second to a person, thirty a second over all, twenty a minute to a group; a refused call does not count."""
    time = [1_000_000.0]
    async with TelegramFake(paced=True, clock=lambda: time[0]) as fake, client(fake) as bot:
        class_of = [fake.user(f"Student {n}", started=True) for n in range(31)]
        room = fake.group("Room 12", class_of)
        sent = await bot.send_message(class_of[0].id, "hi")
        assert "Too Many Requests: retry after 1" in await refused(bot.send_message(class_of[0].id, "hi"))
        assert "retry after 1" in await refused(sent.edit_text("an edit counts as well"))
        for student in class_of[1:30]:
            await bot.send_message(student.id, "hi")
        assert "Too Many Requests" in await refused(bot.send_message(class_of[30].id, "hi"))
        time[0] += 1
        await bot.send_message(class_of[30].id, "hi")
        for _ in range(20):
            await bot.send_message(room.id, "hi")
            time[0] += 1
        assert "retry after 40" in await refused(bot.send_message(room.id, "hi"))
        assert len(fake.violations) == 4


# a program of its own


async def test_it_runs_as_a_program_that_outlives_a_bot() -> None:
    """People are moved over /control, and the bot is somebody else's business."""
    folder = Path(__file__).parent
    words = [sys.executable, str(folder / "telegram.py"), "--port", "0", "--limits"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=os.sep) as program:  # noqa: ASYNC220, S603 -- our own file; it is read once, at its start
        try:
            assert program.stdout is not None
            port = await asyncio.wait_for(asyncio.to_thread(program.stdout.readline), 60)
            await _talk_over_control(f"http://127.0.0.1:{int(port)}")
        finally:
            program.terminate()
    assert program.returncode == 0


async def _talk_over_control(url: str) -> None:
    async with (
        TelegramRemote(url) as remote,
        Bot(TOKEN, session=session_of(url)) as bot,
    ):
        ana = await remote.user("Ana")
        mine = await remote.do(ana, "types", text="hello")
        assert (await bot.get_updates())[0].message
        await remote.script("sendMessage", ["blocked"])
        assert await refused(bot.send_message(ana, "hi")) == "Forbidden: bot was blocked by the user"
        await bot.send_message(ana, "hi", reply_markup=buttons("Go"))
        assert (await remote.messages(ana, least=1))[0]["buttons"] == ["Go"]
        assert "Too Many Requests" in await refused(bot.send_message(ana, "hi"))
        await remote.do(ana, "presses", label="Go")
        await remote.do(ana, "reacts", post=mine["id"])
        state = await remote.state()
        assert (len(state["pending"]), len(state["unanswered"]), state["objections"]) == (2, 1, [])
        assert [call["code"] for call in await remote.calls("sendMessage")] == [403, 200, 429]
        with pytest.raises(LookupError, match="sees no button"):
            await remote.do(ana, "presses", label="Stop")
