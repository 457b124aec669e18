"""One bot against a strict Telegram on this machine: heard once, kept before it is acknowledged, and mended where it can be."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from tests.fakes.telegram import TelegramFake

from plbot.adapters import AdapterStoppedError, ConfigError, Health, Retry, Sending, Sent, Unreachable
from plbot.core.cards import Block, Card, Choice, Choices, Command, Commands, Image, Paragraph
from plbot.school import School, open_school
from plbot_telegram.serve import Telegram, adapter
from plbot_telegram.webhook import SECRET_HEADER

MID = "aBc45678"
FORMULA = r"$\frac{x+1}{2y}$"
HOOK = "https://school.example/telegram"


@pytest.fixture
async def fake() -> AsyncIterator[TelegramFake]:
    async with TelegramFake() as opened:
        yield opened
        assert opened.objections == []


def bot_of(fake: TelegramFake, **more: str) -> Telegram:
    return adapter({"PLBOT_TELEGRAM_TOKEN": fake.token, "PLBOT_TELEGRAM_API": fake.url, **more})


@asynccontextmanager
async def serving(fake: TelegramFake, folder: Path, **more: str) -> AsyncIterator[tuple[Telegram, School]]:
    """A school with this bot, until the block ends; it must end well."""
    bot = bot_of(fake, **more)
    async with open_school(folder, adapters=[bot]) as school:
        ending = asyncio.create_task(bot.serve(school))
        try:
            yield bot, school
        finally:
            bot.stop()
            assert await asyncio.wait_for(ending, 60) == 0


async def state(bot: Telegram, wanted: str) -> Health:
    """Wait until it is so; the health is a plain attribute, so it is looked at after each turn of the loop."""

    async def look() -> Health:
        while bot.health.state != wanted:  # noqa: ASYNC110 # it rings no bell: an admin looks again, too
            await asyncio.sleep(0)
        return bot.health

    return await asyncio.wait_for(look(), 60)


def sending(chat: int, *blocks: Block, ids: bytes | None = None, lane: str = "own") -> Sending:
    return Sending(f"telegram:{chat}", "p", "key", ids is not None, ids, Card(blocks), lane)


def asked(*labels: str) -> Choices:
    return Choices(tuple(Choice(name, "x") for name in labels), MID)


Said = Callable[..., Awaitable[bytes]]


@pytest.fixture
async def bot(fake: TelegramFake, tmp_path: Path) -> AsyncIterator[Telegram]:
    async with serving(fake, tmp_path) as (made, _):
        await state(made, "ready")
        yield made


async def ids_of(bot: Telegram, message: Sending) -> bytes:
    outcome = await bot.say(message)
    assert isinstance(outcome, Sent)
    return outcome.ids


# hearing


async def test_a_student_is_answered_and_nothing_waits_at_telegram_afterwards(
    fake: TelegramFake, tmp_path: Path
) -> None:
    ana = fake.user("Ana")
    async with serving(fake, tmp_path):
        ana.starts()
        assert "class code" in (await ana.hears())[0].text
    assert fake.pending == []


async def test_what_was_heard_before_the_start_is_answered_once_and_never_dropped(
    fake: TelegramFake, tmp_path: Path
) -> None:
    ana = fake.user("Ana")
    ana.starts()
    async with serving(fake, tmp_path):
        await ana.hears()
    async with serving(fake, tmp_path) as (bot, _):
        await state(bot, "ready")
    assert len(ana.said()) == 1


async def test_what_the_database_could_not_keep_waits_at_telegram_for_the_next_start(
    fake: TelegramFake, tmp_path: Path
) -> None:
    ana = fake.user("Ana")
    async with serving(fake, tmp_path) as (bot, school):
        await state(bot, "ready")
        await school.desk.close()
        ana.starts()
        await fake.until(lambda: len(fake.called("getUpdates")) >= 3)
        assert [update["update_id"] for update in fake.pending]
    async with serving(fake, tmp_path):
        await ana.hears()
    assert fake.pending == []


async def test_an_update_that_makes_no_sense_holds_up_nobody(fake: TelegramFake, tmp_path: Path) -> None:
    ana = fake.user("Ana")
    fake.world.updates.add("message", {"made": "of nonsense"}, "nobody")
    fake.world.updates.add("invention_of_next_year", {"id": 1}, "nobody")
    ana.starts()
    async with serving(fake, tmp_path):
        await ana.hears()
    assert fake.pending == []


async def test_every_press_is_answered_so_that_no_button_spins(fake: TelegramFake, bot: Telegram) -> None:
    ana = fake.user("Ana", started=True)
    await ids_of(bot, sending(ana.id, Paragraph("Ready?"), asked("yes")))
    press = ana.presses("yes")
    await ana.sees(lambda: press.answer)


async def test_another_program_on_the_same_token_is_named_and_outlived(fake: TelegramFake, tmp_path: Path) -> None:
    fake.script("getUpdates", answers=[409])
    async with serving(fake, tmp_path) as (bot, _):
        health = await state(bot, "waiting")
        assert "same token" in health.why


async def test_trouble_on_the_road_is_waited_out(fake: TelegramFake, tmp_path: Path) -> None:
    fake.script("getMe", answers=["502"])
    fake.script("getUpdates", answers=["garbage", 429])
    ana = fake.user("Ana")
    ana.starts()
    async with serving(fake, tmp_path):
        await ana.hears(within=20)


async def test_a_refused_token_stops_this_bot_and_says_what_to_do(fake: TelegramFake, tmp_path: Path) -> None:
    bot = bot_of(fake)
    async with open_school(tmp_path, adapters=[bot]) as school:
        ending = asyncio.create_task(bot.serve(school))
        await state(bot, "ready")
        fake.revoke()
        with pytest.raises(AdapterStoppedError, match="BotFather"):
            await asyncio.wait_for(ending, 60)
    assert bot.health.state == "stopped"
    assert isinstance(await bot.say(sending(5, Paragraph("hi"))), Retry)


async def test_a_wrong_address_of_the_api_is_no_riddle(fake: TelegramFake, tmp_path: Path) -> None:
    bot = adapter({"PLBOT_TELEGRAM_TOKEN": fake.token, "PLBOT_TELEGRAM_API": f"{fake.url}/elsewhere"})
    async with open_school(tmp_path, adapters=[bot]) as school:
        with pytest.raises(AdapterStoppedError, match="PLBOT_TELEGRAM_API"):
            await bot.serve(school)


# the webhook


async def test_only_telegram_may_call_and_only_while_we_serve(fake: TelegramFake) -> None:
    more = {"PLBOT_TELEGRAM_WEBHOOK": HOOK, "PLBOT_TELEGRAM_SECRET": "new_one,old_one"}
    road = httpx.ASGITransport(Starlette(routes=bot_of(fake, **more).routes))
    async with httpx.AsyncClient(transport=road, base_url="https://school.example") as telegram:

        async def call(secret: bytes, body: bytes = b'{"update_id": 1}') -> int:
            return (
                await telegram.post("/telegram", content=body, headers={SECRET_HEADER.encode(): secret})
            ).status_code

        assert [await call(live) for live in (b"new_one", b"old_one")] == [503, 503]
        assert [await call(forged) for forged in (b"", b"new", b"new_one,old_one", b"\xff\xfe")] == [401] * 4
        assert (await telegram.post("/telegram", content=b"{}")).status_code == 401
        for body in (b"", b"{", b"[]", b'"x"', b'{"update_id": "1"}', b"\xff"):
            assert await call(b"old_one", body) == 400
        assert await call(b"old_one", b" " * 2_000_000) == 413
        assert (await telegram.get("/telegram")).status_code == 405


async def test_a_call_is_answered_once_it_is_kept_and_a_repeated_one_changes_nothing(
    fake: TelegramFake, tmp_path: Path
) -> None:
    ana = fake.user("Ana", started=True)
    update = {"update_id": 7, "message": ana.types("hello").wire()}
    more = {"PLBOT_TELEGRAM_WEBHOOK": HOOK, "PLBOT_TELEGRAM_SECRET": "s"}
    async with serving(fake, tmp_path, **more) as (bot, school):
        await state(bot, "ready")
        road = httpx.ASGITransport(Starlette(routes=bot.routes))
        async with httpx.AsyncClient(transport=road, headers={SECRET_HEADER: "s"}) as telegram:
            for _ in range(2):
                assert (await telegram.post(HOOK, json=update)).status_code == 200
            assert (await telegram.post(HOOK, json={"update_id": 8, "message": 5})).status_code == 200
            await school.delivery.flush()
            await school.desk.close()
            assert (await telegram.post(HOOK, json=update | {"update_id": 9})).status_code == 503
    assert len(ana.said()) == 1


async def test_the_webhook_is_set_with_our_secret_and_stays_when_we_stop(fake: TelegramFake, tmp_path: Path) -> None:
    async with serving(fake, tmp_path, PLBOT_TELEGRAM_WEBHOOK=HOOK) as (bot, _):
        await state(bot, "ready")
        assert await bot.checks() == []
    (call,) = fake.called("setWebhook")
    assert call.payload["url"] == HOOK
    assert len(str(call.payload["secret_token"])) == 64
    assert "drop_pending_updates" not in call.payload
    assert fake.world.deliveries.hook is not None


async def test_a_webhook_beside_polling_is_found_by_the_checks(fake: TelegramFake, tmp_path: Path) -> None:
    async with serving(fake, tmp_path, PLBOT_TELEGRAM_WEBHOOK=HOOK) as (bot, _):
        await state(bot, "ready")
    (sentence,) = await bot_of(fake).checks()
    assert "configured to poll" in sentence


# saying


async def test_a_message_is_changed_in_place_and_saying_the_same_again_is_fine(
    fake: TelegramFake, bot: Telegram
) -> None:
    ana = fake.user("Ana", started=True)
    ids = await ids_of(bot, sending(ana.id, Paragraph("one"), asked("yes")))
    ids = await ids_of(bot, sending(ana.id, Paragraph("two"), asked("no"), ids=ids))
    again = await ids_of(bot, sending(ana.id, Paragraph("two"), asked("no"), ids=ids))
    assert again == ids
    assert [(post.text, post.buttons) for post in ana.messages] == [("two", ["no"])]


async def test_a_message_that_is_gone_is_said_anew(fake: TelegramFake, bot: Telegram) -> None:
    ana = fake.user("Ana", started=True)
    ids = await ids_of(bot, sending(ana.id, Paragraph("one")))
    ana.deletes(ana.last)
    await ids_of(bot, sending(ana.id, Paragraph("two"), ids=ids))
    assert [post.text for post in ana.messages] == ["two"]


async def test_a_message_that_grows_and_shrinks_leaves_no_remains(fake: TelegramFake, bot: Telegram) -> None:
    ana = fake.user("Ana", started=True)
    long = (Paragraph("a " * 2000), Paragraph("b " * 2000), asked("go"))
    ids = await ids_of(bot, sending(ana.id, Paragraph("short"), asked("go")))
    ids = await ids_of(bot, sending(ana.id, *long, ids=ids))
    assert [post.buttons for post in ana.messages] == [[], ["go"]]
    await ids_of(bot, sending(ana.id, Paragraph("short"), asked("go"), ids=ids))
    assert [(post.text, post.buttons) for post in ana.messages] == [("short", ["go"])]


async def test_taking_buttons_off_changes_no_words_and_never_speaks(fake: TelegramFake, bot: Telegram) -> None:
    ana = fake.user("Ana", started=True)
    ids = await ids_of(bot, sending(ana.id, Paragraph("one"), asked("yes")))
    left = await ids_of(bot, sending(ana.id, Paragraph("other words"), ids=ids, lane="tidy"))
    assert [(post.text, post.buttons) for post in ana.messages] == [("one", [])]
    ana.deletes(ana.last)
    await ids_of(bot, sending(ana.id, Paragraph("one"), ids=left, lane="tidy"))
    assert isinstance(await bot.say(sending(ana.id, Paragraph("one"), lane="tidy")), Sent)
    assert ana.messages == []


async def test_a_long_message_stopped_half_way_goes_on_where_it_stopped(fake: TelegramFake, bot: Telegram) -> None:
    ana = fake.user("Ana", started=True)
    message = sending(ana.id, *(Paragraph(f"{name} " * 2000) for name in "abc"))
    fake.script("sendMessage", answers=["ok", 429])
    assert not isinstance(await bot.say(message), Sent)
    await ids_of(bot, message)
    assert [post.text[0] for post in ana.said()] == ["a", "b", "c"]


async def test_a_server_without_rich_messages_is_asked_once_and_spoken_to_in_unicode(tmp_path: Path) -> None:
    async with TelegramFake(rich=False) as fake, serving(fake, tmp_path) as (bot, _):
        await state(bot, "ready")
        ana = fake.user("Ana", started=True)
        for _ in range(2):
            await ids_of(bot, sending(ana.id, Paragraph("So $x^2$.")))
        assert [post.text for post in ana.messages] == ["So x².", "So x²."]
        assert len(fake.called("sendRichMessage")) == 1
        assert bot.health.state == "ready"


async def test_a_formula_becomes_a_picture_once_uploaded_and_then_sent_by_its_id(tmp_path: Path) -> None:
    pytest.importorskip("ziamath")
    async with TelegramFake(rich=False) as fake, serving(fake, tmp_path) as (bot, _):
        await state(bot, "ready")
        ana = fake.user("Ana", started=True)
        for _ in range(2):
            await ids_of(bot, sending(ana.id, Paragraph(f"Solve {FORMULA}."), asked("ok")))
        assert all(post.photo and "(x + 1)/(2y)" in post.text and "over" in post.text for post in ana.messages)
        assert [bool(call.files) for call in fake.called("sendPhoto")] == [True, False]


async def test_a_refused_picture_leaves_the_words(fake: TelegramFake, bot: Telegram, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    drawing = tmp_path / "square.svg"
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="9" height="9"/></svg>'
    )
    fake.script("sendPhoto", answers=["can't parse"])
    ana = fake.user("Ana", started=True)
    await ids_of(bot, sending(ana.id, Paragraph("Look:"), Image(str(drawing), "a square")))
    assert [post.text for post in ana.messages] == ["Look:\n\n[Picture: a square]"]


async def test_a_picture_is_changed_where_it_stands(fake: TelegramFake, bot: Telegram, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    ana = fake.user("Ana", started=True)
    ids = None
    for name, side in (("small", 40), ("large", 80)):
        drawing = tmp_path / f"{name}.svg"
        drawing.write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}"><circle r="9"/></svg>'
        )
        ids = await ids_of(bot, sending(ana.id, Image(str(drawing), f"a {name} square"), asked(name), ids=ids))
    assert [(post.text, post.buttons) for post in ana.messages] == [("a large square", ["large"])]
    assert ana.last.photo
    assert len(fake.called("editMessageMedia")) == 1


async def test_commands_of_a_chat_are_told_only_when_they_change(fake: TelegramFake, bot: Telegram) -> None:
    ana = fake.user("Ana", started=True)
    before = len(fake.called("setMyCommands"))
    commands = Commands((Command("menu", "Where you are"),))
    ids = await ids_of(bot, sending(ana.id, commands, lane="home"))
    assert await ids_of(bot, sending(ana.id, commands, ids=ids, lane="home")) == ids
    assert len(fake.called("setMyCommands")) == before + 1
    assert await ids_of(bot, sending(ana.id, Paragraph("no commands"), lane="home")) == b""
    assert ana.messages == []


async def test_who_blocked_the_bot_is_unreachable(fake: TelegramFake, bot: Telegram) -> None:
    ana = fake.user("Ana", started=True)
    ana.blocks()
    assert await bot.say(sending(ana.id, Paragraph("hi"))) == Unreachable("blocked")


# what an admin sets


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN", ""),
        ("TOKEN", "123:abc def"),
        ("TOKEN", "'123:abcdef'"),
        ("API", "localhost:8082"),
        ("API", "http://x/?a"),
        ("WEBHOOK", "http://school.example/telegram"),
        ("WEBHOOK", "https://school.example"),
        ("WEBHOOK", "https://school.example:99999/x"),
        ("SECRET", "no spaces"),
        ("NATIVE_MATHS", "maybe"),
    ],
)
def test_what_is_set_wrongly_is_named_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"PLBOT_TELEGRAM_{name}") as caught:
        adapter({"PLBOT_TELEGRAM_TOKEN": "123:abcdef", f"PLBOT_TELEGRAM_{name}": value})
    assert not value or value not in str(caught.value)


def test_groups_are_held_to_their_own_pace_as_well() -> None:
    bot = adapter({"PLBOT_TELEGRAM_TOKEN": "123:abcdef"})
    assert [(window.most, window.ms) for window in bot.windows("telegram:5")] == [(30, 1000), (1, 1000)]
    assert [(window.most, window.ms) for window in bot.windows("telegram:-5")] == [(30, 1000), (1, 1000), (20, 60_000)]
