"""A line to Slack (Socket Mode): requests come in over it, and go unanswered until they are committed."""

import asyncio
from contextlib import suppress

from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from plbot.underway import UnderWay
from plbot_slack.limits import HANG_UP_SECONDS, OPEN_SECONDS, PING_SECONDS
from plbot_slack.transport import LostError, RefusedError, Web, quiet


class _Client(SocketModeClient):
    """The library's client for one connection. Left alone it would ask for ever with a token that is no good, dial an
    address that has expired, and let go of the old connection before it has a new one.
    """

    def __init__(self, web: Web, app_token: str) -> None:
        super().__init__(app_token, logger=quiet, web_client=web.client, ping_interval=PING_SECONDS)
        self.lost = asyncio.Event()
        self.failure: RefusedError | LostError | None = None
        self._web = web

    async def issue_new_wss_url(self) -> str:
        try:
            answer = await self._web.call("apps.connections.open", {}, token=self.app_token)
        except (RefusedError, LostError) as error:
            self.failure = error
            self.closed = True  # ends the library's loop
            raise
        return str(answer["url"])

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002 # Slack asked, or it broke: the same
        self.lost.set()


class Line(AsyncBaseSocketModeHandler):
    """Bolt's handler for one connection. `lost` is set when it broke, or when Slack asks to dial anew."""

    def __init__(self, app: AsyncApp, web: Web, app_token: str) -> None:
        self.app: AsyncApp = app
        self.client: _Client = _Client(web, app_token)
        self.client.socket_mode_request_listeners.append(self.handle)
        self._under_way = UnderWay()

    @property
    def lost(self) -> asyncio.Event:
        return self.client.lost

    async def open(self) -> None:
        """Dial. Raises RefusedError or LostError."""
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                await self.connect_async()  # type: ignore[no-untyped-call] # Bolt's, without a return type
        except TimeoutError:
            raise LostError("Slack's line could not be opened", ambiguous=False) from None
        if self.client.failure:
            raise self.client.failure

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Take one request to its commit and acknowledge it; without a commit there is no word."""
        with self._under_way:
            response = await run_async_bolt_app(self.app, req)
            with suppress(ConnectionError):  # the line broke meanwhile: Slack sends it again, and it is known
                await send_async_response(client, req, response, 0)

    async def close(self, patience: float = HANG_UP_SECONDS) -> None:
        """Hang up, once what came in over it is acknowledged, or has taken too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._under_way.over()
        client = self.client
        client.closed, client.auto_reconnect_enabled = True, False
        tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
        with suppress(TimeoutError):
            async with asyncio.timeout(HANG_UP_SECONDS):
                await self.disconnect_async()  # type: ignore[no-untyped-call] # Bolt's, without a return type
        await self.close_async()  # type: ignore[no-untyped-call] # Bolt's, without a return type
        await asyncio.gather(*(task for task in tasks if task), return_exceptions=True)
