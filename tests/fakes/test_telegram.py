"""The stand-in for Telegram, asked by two libraries that know the real one: what reaches a bot."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from tests.fakes.aiogram_models import Bot
from tests.fakes.telegram import TelegramFake
from tests.fakes.telegram_clients import client, other_client, refused

SECRET = "s3-cret"  # noqa: S105 -- between this test and itself


# updates by asking


async def test_an_update_comes_again_until_a_later_one_is_asked_for(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana")
    for word in ("one", "two", "three"):
        ana.types(word)
    first = await bot.get_updates(limit=2)
    assert [update.message and update.message.text for update in first] == ["one", "two"]
    assert await bot.get_updates(limit=2) == first
    assert [update.message and update.message.text for update in await bot.get_updates(offset=first[1].update_id)] == [
        "two",
        "three",
    ]
    assert await bot.get_updates(offset=first[1].update_id + 2) == []
    assert fake.pending == []


async def test_a_negative_offset_keeps_only_the_last_ones(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana")
    for word in ("one", "two", "three"):
        ana.types(word)
    last = await bot.get_updates(offset=-1)
    assert [update.message and update.message.text for update in last] == ["three"]
    assert len(fake.pending) == 1


async def test_a_long_poll_ends_as_soon_as_somebody_writes(fake: TelegramFake, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await fake.until(lambda: fake.called("getUpdates"))
    fake.user("Ana").types("hello")
    updates = await asyncio.wait_for(poll, 60)
    assert [update.message and update.message.text for update in updates] == ["hello"]


async def test_a_second_poller_ends_the_first_ones_wait_with_409(fake: TelegramFake, bot: Bot) -> None:
    first = asyncio.create_task(refused(bot.get_updates(timeout=50)))
    await fake.until(lambda: fake.called("getUpdates"))
    second = asyncio.create_task(bot.get_updates(timeout=50))
    assert "terminated by other getUpdates request" in await asyncio.wait_for(first, 60)
    fake.user("Ana").types("hello")
    assert len(await asyncio.wait_for(second, 60)) == 1
    assert len(fake.conflicts) == 1


async def test_a_bot_that_died_while_it_waited_leaves_its_updates_and_its_place(fake: TelegramFake, bot: Bot) -> None:
    async with client(fake) as dying:
        poll = asyncio.create_task(dying.get_updates(timeout=50))
        await fake.until(lambda: fake.called("getUpdates"))
        poll.cancel()
    again = asyncio.create_task(bot.get_updates(timeout=50))
    await fake.until(lambda: len(fake.called("getUpdates")) == 2)
    fake.user("Ana").types("hello")
    assert len(await asyncio.wait_for(again, 60)) == 1
    assert fake.conflicts == []


async def test_kinds_that_were_not_asked_for_are_not_kept(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana", started=True)
    post = ana.types("hello")
    ana.reacts(post)
    assert [*fake.pending[-1]] == ["update_id", "message"], "reactions come only when asked for by name"
    await bot.get_updates(offset=-1, allowed_updates=["message_reaction", "callback_query"])
    ana.reacts(post)
    ana.types("not kept")
    assert [[*update][1] for update in fake.pending] == ["message", "message_reaction"]


async def test_what_waited_a_day_is_lost(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana")
    ana.types("yesterday")
    fake.later(24 * 3600 + 1)
    ana.types("today")
    assert [update.message and update.message.text for update in await bot.get_updates()] == ["today"]


async def test_everything_people_do_is_an_update_both_libraries_read(fake: TelegramFake, bot: Bot) -> None:
    ana, ben, robot = fake.user("Ana"), fake.user("Ben", language=None), fake.bot("Robot")
    await bot.get_updates(
        allowed_updates=["message", "edited_message", "my_chat_member", "message_reaction", "callback_query"]
    )
    room = fake.group("Room 12", [ana, ben])
    mine = ana.starts("JOIN-7_x")
    ana.edits(mine, "/start over")
    for sends in (ana.sends_photo, ana.sends_voice, ana.sends_sticker, ana.sends_document, ana.sends_location):
        sends()
    ana.sends_album(2, "ours")
    ana.forwards("once upon a time")
    ana.replies(mine, "and then")
    ana.reacts(mine, "🎉")
    ana.blocks()
    ana.unblocks()
    ben.types("between us", to=room)
    ben.types("/help@plbot_test_bot", to=room)
    robot.types("/spam", to=room)
    room.migrates()
    updates = await bot.get_updates()
    assert all(not update.model_extra for update in updates)
    assert [update.update_id for update in updates] == [*range(updates[0].update_id, updates[0].update_id + 18)]
    async with other_client(fake) as other:
        assert len(await other.get_updates()) == 18


# updates by webhook


class Listener:
    """A bot's webhook, which answers what it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: list[tuple[str, str]] = []
        self.answers: list[int] = []

    async def hear(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.heard.append((update["message"]["text"], request.headers["X-Telegram-Bot-Api-Secret-Token"]))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.add_routes([web.post("/hook", listener.hear)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listener
    await runner.cleanup()


async def test_a_webhook_gets_each_persons_messages_in_order_and_again_when_it_fails(
    fake: TelegramFake, bot: Bot, listener: Listener
) -> None:
    listener.answers = [503, 500]
    await bot.set_webhook(listener.url, secret_token=SECRET)
    ana = fake.user("Ana")
    ana.types("one")
    ana.types("two")
    await fake.until(lambda: len(listener.heard) == 4 and not fake.pending)
    assert listener.heard == [(word, SECRET) for word in ("one", "one", "one", "two")]
    assert (
        await bot.get_webhook_info()
    ).last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_an_update_may_come_twice_though_it_was_taken(fake: TelegramFake, bot: Bot, listener: Listener) -> None:
    await bot.set_webhook(listener.url, secret_token=SECRET)
    fake.user("Ana").types("one")
    await fake.until(lambda: listener.heard and not fake.pending)
    fake.repeats(fake.world.updates.newest)
    await fake.until(lambda: len(listener.heard) == 2 and not fake.pending)
    assert listener.heard[0] == listener.heard[1]


async def test_while_a_webhook_is_set_nobody_polls(fake: TelegramFake, bot: Bot) -> None:
    poll = asyncio.create_task(refused(bot.get_updates(timeout=50)))
    await fake.until(lambda: fake.called("getUpdates"))
    await bot.set_webhook("http://127.0.0.1:9/nobody-listens")
    assert "terminated by setWebhook request" in await asyncio.wait_for(poll, 60)
    assert "use deleteWebhook to delete the webhook first" in await refused(bot.get_updates())
    fake.user("Ana").types("hello")
    await fake.until(lambda: fake.world.deliveries.last_error)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_a_secret_with_other_signs_is_refused(bot: Bot) -> None:
    assert (
        await refused(bot.set_webhook("https://x.org", secret_token=SECRET + " "))
        == "Bad Request: secret token contains unallowed characters"
    )
