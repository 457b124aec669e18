"""Socket Mode: envelopes over websockets that the app opened, each to one of them only."""

import asyncio
import json
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import WSMsgType, web
from tests.fakes.slack_clock import Clock
from tests.fakes.slack_delivery import Attempt, Delivery
from tests.fakes.slack_workspace import APP, Json, Workspace

MOST_LINKS = 10  # https://docs.slack.dev/apis/events-api/using-socket-mode: "up to 10 open WebSocket connections"
TICKET_SECONDS = 30.0  # a URL is for connecting now
CUT = Attempt(failed="connection_failed")


@dataclass(eq=False)
class Link:
    """One websocket of the app, and the envelopes on it that are not answered."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport
    pending: dict[str, asyncio.Future[Attempt]] = field(default_factory=dict)
    leaving: bool = False  # it was told to go
    pongs: int = 0

    def cut(self) -> None:
        for waiting in self.pending.values():
            if not waiting.done():
                waiting.set_result(CUT)


class Sockets:
    """All open links. An envelope goes round them by turns."""

    def __init__(self, workspace: Workspace, clock: Clock, ack_seconds: float) -> None:
        self.links: list[Link] = []
        self.opened = 0
        self.stray_acks: list[str] = []  # answers to envelopes that were not open any more
        self._workspace = workspace
        self._clock = clock
        self._ack_seconds = ack_seconds
        self._tickets: dict[str, float] = {}
        self._turn = 0

    def ticket(self) -> str:
        """A URL's secret: good for one connection, now."""
        ticket = uuid4().hex
        self._tickets[ticket] = self._clock.now()
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One link, from its hello to its end."""
        issued = self._tickets.pop(request.query.get("ticket", ""), None)
        if issued is None or self._clock.now() - issued > TICKET_SECONDS:
            return web.Response(status=404)
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        if request.transport is None:
            return ws  # it has gone already
        link = Link(ws, request.transport)
        if len(self.links) >= MOST_LINKS:
            await _tell(link, {"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "fake"}})
            await link.ws.close()
            return link.ws
        await self._listen(link)
        return link.ws

    async def _listen(self, link: Link) -> None:
        try:
            await _tell(link, self._hello())
            await link.ws.ping(b"Ping from fake")
            self.links.append(link)
            self.opened += 1
            self._workspace.changed()
            async for message in link.ws:
                if message.type == WSMsgType.PING:
                    await link.ws.pong(message.data)
                elif message.type == WSMsgType.PONG:
                    link.pongs += 1
                elif message.type == WSMsgType.TEXT:
                    self._hear(json.loads(message.data))
        except ConnectionError:
            pass  # it is gone, and that is all there is to know
        finally:
            link.cut()
            if link in self.links:
                self.links.remove(link)
            self._workspace.changed()

    def _hello(self) -> Json:
        debug = {"host": "fake", "build_number": 1, "approximate_connection_time": 18060}
        info = {"app_id": APP}
        return {"type": "hello", "num_connections": len(self.links) + 1, "debug_info": debug, "connection_info": info}

    def _hear(self, said: Json) -> None:
        """Take an acknowledgement; Slack takes it on whichever link it comes."""
        envelope = str(said.get("envelope_id", ""))
        for link in self.links:
            waiting = link.pending.get(envelope)
            if waiting is not None and not waiting.done():
                waiting.set_result(Attempt(answer=said.get("payload") or {}))
                return
        self.stray_acks.append(envelope)

    # to the app

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        link = self._next_link() or await self._clock.within(self._ack_seconds, self._a_link())
        if link is None:
            return Attempt(failed="timeout")
        envelope = str(uuid4())
        waiting: asyncio.Future[Attempt] = asyncio.get_running_loop().create_future()
        link.pending[envelope] = waiting
        try:
            await _tell(link, _wrap(delivery, envelope, number, reason))
            attempt = await self._clock.within(self._ack_seconds, asyncio.shield(waiting))
        except ConnectionError:
            return CUT
        finally:
            del link.pending[envelope]
        return attempt or Attempt(failed="timeout")

    def _next_link(self) -> Link | None:
        staying = [link for link in self.links if not link.leaving]
        self._turn += 1
        return staying[self._turn % len(staying)] if staying else None

    async def _a_link(self) -> Link:
        while (link := self._next_link()) is None:
            await self._workspace.until(lambda: any(not link.leaving for link in self.links), 3600, lambda: "no link")
        return link

    # what Slack does to its links

    async def say_goodbye(self, reason: str) -> None:
        """Tell every link to go; it stays open until the app closes it."""
        for link in list(self.links):
            link.leaving = reason != "warning"
            await _tell(link, {"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})

    def cut(self) -> None:
        """Break every link without a word."""
        for link in list(self.links):
            link.cut()
            self.links.remove(link)
            link.transport.abort()


def _wrap(delivery: Delivery, envelope: str, number: int, reason: str) -> Json:
    wrapped: Json = {
        "envelope_id": envelope, "type": delivery.kind, "payload": delivery.payload,
        "accepts_response_payload": delivery.answerable,
    }  # fmt: skip
    if delivery.kind == "events_api":
        wrapped |= {"retry_attempt": number, "retry_reason": reason}
    return wrapped


async def _tell(link: Link, said: Json) -> None:
    await link.ws.send_str(json.dumps(said))
