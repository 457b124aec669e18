"""The road to Telegram: what is known after each way it can end, and that no exception gives the token away."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, TelegramError

from plbot.adapters import Invalid, Moved, Retry, SendOutcome, Throttled, Unreachable
from plbot_telegram.client import Client
from plbot_telegram.config import Config
from plbot_telegram.outcomes import outcome
from plbot_telegram.transport import (
    AmbiguousError,
    NotSentError,
    ServerTroubleError,
    SlowDownError,
    TokenRefusedError,
    Transport,
    UnknownMethodError,
)

TOKEN = "123456:TheTokenThatNobodyMaySee"  # noqa: S105 # opens nothing
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ask = Callable[[Answer], Awaitable[object]]


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    opened = Transport()
    yield opened
    await opened.shutdown()


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Answer], Awaitable[str]]]:
    """A server of this machine that answers as it is told; gives its URL."""
    runners: list[web.AppRunner] = []

    async def run(answer: Answer) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield run
    for runner in runners:
        await runner.cleanup()


Serve = Callable[[Answer], Awaitable[str]]


def answering(status: int, body: dict[str, object] | str) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return (
            web.json_response(body, status=status) if isinstance(body, dict) else web.Response(status=status, text=body)
        )

    return answer


def refusing(status: int, description: str, **parameters: int) -> Answer:
    more = {"parameters": parameters} if parameters else {}
    return answering(status, {"ok": False, "error_code": status, "description": description, **more})


async def failed(transport: Transport, url: str, **how: float) -> TelegramError:
    """Ask, and give the exception; it must not hold the token, nor the place."""
    with pytest.raises(TelegramError) as caught:
        await Client(Config(TOKEN, url), transport).call("getMe", {"text": "Ana's secret"}, **how)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert "TheTokenThatNobodyMaySee" not in told
    assert "Ana" not in told.replace('call("getMe", {"text": "Ana\'s secret"}', "")
    return caught.value


async def test_an_answer_is_what_telegram_gave(transport: Transport, serve: Serve) -> None:
    url = await serve(answering(200, {"ok": True, "result": {"id": 1, "name": "é"}}))
    assert await Client(Config(TOKEN, url), transport).call("getMe", {}) == {"id": 1, "name": "é"}
    skew = transport.skew()
    assert skew is not None
    assert abs(skew) < 60


async def test_a_picture_arrives_whole_with_its_words(transport: Transport, serve: Serve) -> None:
    got: dict[str, object] = {}

    async def answer(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        photo = form["photo"]
        assert isinstance(photo, web.FileField)
        got.update(path=request.path, caption=form["caption"], chat=form["chat_id"], photo=photo.file.read())
        got.update(markup=form["reply_markup"], filename=photo.filename)
        return web.json_response({"ok": True, "result": True})

    picture = bytes(range(256)) * 2000
    body = {"chat_id": 5, "caption": "é <b>", "photo": InputFile(picture, filename="p.png"), "reply_markup": {"a": []}}
    client = Client(Config(TOKEN, await serve(answer)), transport)
    assert await client.call("sendPhoto", body) is True
    assert got == {
        "path": f"/bot{TOKEN}/sendPhoto",
        "caption": "é <b>",
        "chat": "5",
        "photo": picture,
        "markup": '{"a": []}',
        "filename": "p.png",
    }


async def test_a_server_that_is_not_there_has_nothing(transport: Transport) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = await failed(transport, f"http://127.0.0.1:{port}")
    assert isinstance(error, NotSentError)
    assert outcome(error) == Retry("no connection")


async def test_no_answer_in_time_may_mean_that_it_arrived(transport: Transport, serve: Serve) -> None:
    async def never(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    error = await failed(transport, await serve(never), read_timeout=0.05)
    assert isinstance(error, AmbiguousError)
    assert outcome(error) == Retry("timeout (ambiguous)")


async def test_a_connection_that_breaks_after_the_request_is_ambiguous(transport: Transport, serve: Serve) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        await request.read()
        assert request.transport
        request.transport.abort()
        return web.Response()

    error = await failed(transport, await serve(hang_up))
    assert outcome(error) == Retry("the connection broke (ambiguous)")


async def test_a_gateway_page_is_not_quoted(transport: Transport, serve: Serve) -> None:
    error = await failed(transport, await serve(answering(502, "<html>Ana's secret</html>")))
    assert isinstance(error, ServerTroubleError)
    assert outcome(error) == Retry("server error 502 (ambiguous)")


async def test_an_answer_that_is_not_telegrams_is_tried_again(transport: Transport, serve: Serve) -> None:
    for page in ('{"ok": tr', "[1]", '"Ana"', "{}"):
        error = await failed(transport, await serve(answering(200, page)))
        assert isinstance(outcome(error), Retry)


@pytest.mark.parametrize(
    ("status", "description", "parameters", "kind", "means"),
    [
        (401, "Unauthorized", {}, TokenRefusedError, Retry("the token is refused")),
        (404, "Not Found", {}, UnknownMethodError, Retry("there is no such method or bot")),
        (409, "Conflict: terminated by other getUpdates request", {}, Conflict, None),
        (429, "Too Many Requests: retry after 7", {"retry_after": 7}, SlowDownError, Throttled(7000)),
        (429, "Too Many Requests", {}, SlowDownError, Throttled(1000)),
        (403, "Forbidden: bot was blocked by the user", {}, Forbidden, Unreachable("blocked")),
        (403, "Forbidden: user is deactivated", {}, Forbidden, Unreachable("deactivated")),
        (403, "Forbidden: bot was kicked from the supergroup chat", {}, Forbidden, Unreachable("kicked")),
        (403, "Forbidden: bot can't initiate conversation with a user", {}, Forbidden, Unreachable("never started")),
        (403, "Forbidden: something new", {}, Forbidden, Unreachable("forbidden")),
        (400, "Bad Request: chat not found", {}, BadRequest, Unreachable("chat not found")),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -9}, ChatMigrated, Moved("telegram:-9")),
        (400, 'Bad Request: can\'t parse entities: tag "Ana"', {}, BadRequest, Invalid("Can't parse entities")),
    ],
)
async def test_each_refusal_tells_delivery_what_to_do(  # noqa: PLR0917 # a table's columns
    transport: Transport,
    serve: Serve,
    status: int,
    description: str,
    parameters: dict[str, int],
    kind: type[TelegramError],
    means: SendOutcome | None,
) -> None:
    """And none of it quotes what people wrote."""
    url = await serve(refusing(status, description, **parameters))
    with pytest.raises(kind) as caught:
        await Client(Config(TOKEN, url), transport).call("sendMessage", {"chat_id": 1, "text": "x"})
    if means:
        assert outcome(caught.value) == means


async def test_after_the_end_nothing_is_sent_until_it_begins_again(transport: Transport, serve: Serve) -> None:
    url = await serve(answering(200, {"ok": True, "result": True}))
    client = Client(Config(TOKEN, url), transport)
    await transport.shutdown()
    assert isinstance(await failed(transport, url), NotSentError)
    await transport.initialize()
    assert await client.call("getMe", {}) is True
