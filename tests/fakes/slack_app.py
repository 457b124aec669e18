"""An app for the tests of the fake: slack_sdk's own clients, and as little else as possible."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from tests.fakes.slack import SlackFake
from tests.fakes.slack_workspace import Json

# what an app sends


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def button(label: str, value: str, action_id: str = "") -> Json:
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "text": text, "value": value, "action_id": action_id or value}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


def modal(*blocks: Json, **more: Any) -> Json:
    title, submit = {"type": "plain_text", "text": "Reflect"}, {"type": "plain_text", "text": "Send"}
    return {"type": "modal", "callback_id": "reflect", "title": title, "submit": submit, "blocks": list(blocks)} | more


def words(label: str = "What did you learn?", **element: Any) -> Json:
    asked = {"type": "plain_text_input", "action_id": "words"} | element
    return {"type": "input", "block_id": "asked", "label": {"type": "plain_text", "text": label}, "element": asked}


# an app


class App:
    """An app as simple as can be: it keeps what it hears and acknowledges it, unless it is told to be deaf."""

    def __init__(self, slack: SlackFake, session: aiohttp.ClientSession) -> None:
        self.web = AsyncWebClient(slack.bot_token, base_url=slack.url, session=session, retry_handlers=[])
        self.heard: list[Json] = []
        self.requests: list[SocketModeRequest] = []
        self.headers: list[Json] = []
        self.answers: list[Json] = []  # payloads for what comes next; afterwards the bare acknowledgement
        self.deaf = 0  # how many of the next things are not acknowledged
        self.session = session
        self.slack = slack
        self.socket: SocketModeClient

    def kinds(self) -> list[str]:
        return [heard.get("event", heard).get("type", "command") for heard in self.heard]

    def take(self, payload: Json) -> Json | None:
        """The answer to what was heard; None: no answer at all."""
        self.heard.append(payload)
        self.slack.workspace.changed()
        if self.deaf:
            self.deaf -= 1
            return None
        return self.answers.pop(0) if self.answers else {}

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.requests.append(request)
        if (answer := self.take(request.payload)) is not None:
            response = SocketModeResponse(request.envelope_id, answer or None)
            await client.send_socket_mode_response(response)

    async def hear_http(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        if not SignatureVerifier(self.slack.signing_secret).is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        form = await request.post()
        payload: Json = await request.json() if not form else dict(form)
        if "payload" in payload:
            payload = json.loads(payload["payload"])
        answer = self.take(payload)
        if answer is None:
            return web.Response(status=500)
        return web.json_response({"challenge": payload.get("challenge")} if "challenge" in payload else answer)


@asynccontextmanager
async def socket_of(app: App) -> AsyncIterator[SocketModeClient]:
    client = SocketModeClient(app.slack.app_token, web_client=app.web, ping_interval=0.1)
    app.socket = client
    client.socket_mode_request_listeners.append(app.hear)
    await client.connect_to_new_endpoint()
    yield client
    await client.close()  # type: ignore[no-untyped-call] # slack_sdk does not say
    for task in (client.message_processor, client.message_receiver, client.current_session_monitor):
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def url_of(app: App) -> AsyncIterator[str]:
    server = web.Application()
    server.router.add_post("/slack/events", app.hear_http)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    await runner.cleanup()


Open = Callable[..., Awaitable[App]]


@asynccontextmanager
async def apps() -> AsyncIterator[Open]:
    """Opens apps, each with a Slack of its own, or one more app on the same Slack; closes them all."""
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # it logs what these tests do on purpose
    async with AsyncExitStack() as stack:

        async def open_app(on: SlackFake | None = None, *, deaf: int = 0, **settings: Any) -> App:
            slack = await stack.enter_async_context(SlackFake(**settings)) if on is None else on
            app = App(slack, await stack.enter_async_context(aiohttp.ClientSession()))
            app.deaf = deaf
            if slack.mode == "socket":
                await stack.enter_async_context(socket_of(app))
                await slack.connected(2 if on else 1)
            else:
                slack.events_url = await stack.enter_async_context(url_of(app))
            return app

        yield open_app


async def refused(call: Awaitable[Any]) -> Json:
    """The answer of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as error:
        await call
    return dict(error.value.response.data)
