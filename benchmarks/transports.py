"""Replies a second through the libraries' own transports and through ours, to one small server in another process."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import BaseRequest, HTTPXRequest

from plbot_slack.transport import Web
from plbot_telegram.client import Client
from plbot_telegram.config import Config
from plbot_telegram.transport import Transport

AT_ONCE = 32
WARM_UP = 0.2  # share of a measurement that is thrown away: connections are opened, caches filled
TOKEN = "7000000001:AAFakeTokenOfTheLoopbackServer_0123456"  # noqa: S105 # opens nothing but the server below
TEXT = "Yes, 3/4 is right.\n\nWhich is more: 2/3 or 5/8?\n\n1. 2/3\n2. 5/8\n3. They are the same"
REPLY = {
    "telegram": {
        "ok": True,
        "result": {
            "message_id": 5,
            "date": 1_790_000_000,
            "chat": {"id": 5_000_000_001, "type": "private", "first_name": "Ana"},
            "from": {"id": 7_000_000_001, "is_bot": True, "first_name": "plbot", "username": "plbot_bot"},
            "text": TEXT,
        },
    },
    "slack": {
        "ok": True,
        "channel": "D0000000001",
        "ts": "1790000000.000100",
        "message": {"type": "message", "user": "U0000000001", "ts": "1790000000.000100", "text": TEXT},
    },
}  # as the platforms answer
BUTTONS = [[InlineKeyboardButton(label, callback_data=f"m0123456789:{place}") for place, label in enumerate("123")]]
BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": TEXT}}]

Say = Callable[[], Awaitable[object]]
Way = AbstractAsyncContextManager[Say]
ENTRY = Path(__file__).with_name("adapters.py")


# the server


async def serve() -> None:
    """Answer everything at once, until nobody reads our output any more."""
    answers = {name: json.dumps(reply).encode() for name, reply in REPLY.items()}

    async def answer(request: web.BaseRequest) -> web.Response:
        await request.read()
        name = "slack" if request.path.startswith("/api/") else "telegram"
        return web.Response(body=answers[name], content_type="application/json")

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


@contextmanager
def server() -> Iterator[str]:
    """Run the server beside us; gives its address."""
    words = [sys.executable, str(ENTRY), "--server"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 # ourselves
        assert process.stdin
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.stdin.close()


# the ways to say something


@asynccontextmanager
async def _library(url: str, request: BaseRequest) -> AsyncIterator[Say]:
    bot = Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request)
    keyboard = InlineKeyboardMarkup(BUTTONS)
    async with request:
        yield lambda: bot.send_message(5_000_000_001, TEXT, reply_markup=keyboard)


def telegram_stock(url: str) -> Way:
    return _library(url, HTTPXRequest())


def telegram_transport(url: str) -> Way:
    """The library's own method, over our transport."""
    return _library(url, Transport())


@asynccontextmanager
async def telegram_ours(url: str) -> AsyncIterator[Say]:
    """As our adapter says it: by the method's name."""
    transport = Transport()
    client = Client(Config(TOKEN, api=url), transport)
    body = {"chat_id": 5_000_000_001, "text": TEXT, "reply_markup": InlineKeyboardMarkup(BUTTONS).to_dict()}
    yield lambda: client.call("sendMessage", body)
    await transport.shutdown()


@asynccontextmanager
async def slack_stock(url: str) -> AsyncIterator[Say]:
    client = AsyncWebClient("xoxb-nobody", base_url=f"{url}/api/")
    yield lambda: client.chat_postMessage(channel="D0000000001", text=TEXT, blocks=BLOCKS)


@asynccontextmanager
async def slack_ours(url: str) -> AsyncIterator[Say]:
    ours = Web("xoxb-nobody", f"{url}/api/")
    async with ours.shared():
        yield lambda: ours.call("chat.postMessage", {"channel": "D0000000001", "text": TEXT, "blocks": BLOCKS})


WAYS: dict[str, Callable[[str], Way]] = {
    "telegram stock": telegram_stock,
    "telegram transport": telegram_transport,
    "telegram ours": telegram_ours,
    "slack stock": slack_stock,
    "slack ours": slack_ours,
}


# measuring


async def _rate(say: Say, seconds: float) -> tuple[float, float]:
    """Keep AT_ONCE replies under way for some seconds: replies a second, and µs of processor time a reply."""
    until = perf_counter() + seconds * WARM_UP

    async def work() -> int:
        said = 0
        while perf_counter() < until:
            await say()
            said += 1
        return said

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    until = (began := perf_counter()) + seconds
    cpu = process_time()
    said = sum(await asyncio.gather(*(work() for _ in range(AT_ONCE))))
    return said / (perf_counter() - began), (process_time() - cpu) / said * 1e6


async def measure(rounds: int, seconds: float) -> dict[str, list[float]]:
    """All ways one after the other, in each round beginning with another one: medians of replies a second and µs."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    names = list(WAYS)
    with server() as url:
        for number in range(rounds):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                async with WAYS[name](url) as say:
                    found[name].append(await _rate(say, seconds))
    return {name: [median(each) for each in zip(*rates, strict=True)] for name, rates in found.items()}
