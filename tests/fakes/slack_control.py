"""The fake as a program: other programs drive it over HTTP under /control, and it outlives them.

POST /control/do      {"who": "Ana", "verb": "types", "args": ["hello"], "kwargs": {}}  somebody does something
POST /control/slack   {"verb": "script", "args": ["chat.postMessage", [429]]}           something happens to the app
     a channel among the args is {"channel": "room-12"}, a person {"user": "Ana"}
POST /control/advance {"seconds": 60}                                                   time passes
GET  /control/person/Ana                                                                what Ana sees
GET  /control/state                                                                     calls, objections, losses
"""

import argparse
import asyncio
import json
import signal
from dataclasses import asdict, is_dataclass
from typing import Any

from aiohttp import web
from tests.fakes.slack import SlackFake
from tests.fakes.slack_delivery import ACK_SECONDS, Delivery
from tests.fakes.slack_forms import CannotError
from tests.fakes.slack_people import Person
from tests.fakes.slack_workspace import Channel, Json

VERBS = {  # what a person does; reading is for /control/person
    "types", "mentions", "sends_photo", "edits", "deletes", "reacts", "presses", "fills", "submits", "closes",
    "opens_home", "commands", "shortcut", "joins", "leaves", "goes_away",
}  # fmt: skip
TURNS = {"script", "disconnect", "cut", "revoke", "uninstall", "channel", "user"}


class Program(SlackFake):
    """The fake with its /control."""

    def _more_routes(self, app: web.Application) -> None:
        app.router.add_post("/control/do", self._do)
        app.router.add_post("/control/slack", self._turn)
        app.router.add_post("/control/advance", self._advance)
        app.router.add_get("/control/person/{name}", self._person_seen)
        app.router.add_get("/control/state", self._state)

    async def _do(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked["verb"] not in VERBS:
            return web.json_response({"error": f"A person can: {sorted(VERBS)}"}, status=400)
        verb = getattr(self.user(asked["who"]), asked["verb"])
        try:
            done = verb(*self._meant(asked.get("args", [])), **asked.get("kwargs", {}))
        except CannotError as error:
            return web.json_response({"error": str(error)}, status=409)
        return web.json_response({"event_id": done.event_id if isinstance(done, Delivery) else ""})

    async def _turn(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked["verb"] not in TURNS:
            return web.json_response({"error": f"There is: {sorted(TURNS)}"}, status=400)
        done = getattr(self, asked["verb"])(*self._meant(asked.get("args", [])), **asked.get("kwargs", {}))
        if asyncio.iscoroutine(done):
            done = await done
        return web.json_response({"id": done.id if isinstance(done, Channel | Person) else ""})

    def _meant(self, said: Any) -> Any:
        """A channel is told as {"channel": "room-12"}, a person as {"user": "Ana"}."""
        match said:
            case {"channel": str(name)}:
                return self.channel(name)
            case {"user": str(name)}:
                return self.user(name)
            case [*several]:
                return [self._meant(each) for each in several]
            case _:
                return said

    async def _advance(self, request: web.Request) -> web.Response:
        self.clock.advance(float((await request.json())["seconds"]))
        return web.json_response({})

    async def _person_seen(self, request: web.Request) -> web.Response:
        person = self.user(request.match_info["name"])
        seen = {"messages": person.messages, "home": person.home, "modal": person.modal, "errors": person.errors}
        return web.json_response(seen | {"ephemerals": person.ephemerals}, dumps=_dumps)

    async def _state(self, _: web.Request) -> web.Response:
        events = [{"id": d.event_id, "acked": d.acked, "attempts": len(d.attempts)} for d in self.office.sent]
        told: Json = {
            "calls": [call._asdict() for call in self.calls], "violations": self.violations, "deliveries": events,
            "objections": [each._asdict() for each in self.objections], "pings": [each._asdict() for each in self.pings],
            "unacked": [d.payload for d in self.unacked], "lost": [d.payload for d in self.lost],
            "links": len(self.sockets.links), "open": sum(not d.settled.is_set() for d in self.office.sent),
        }  # fmt: skip
        return web.json_response(told)


def _dumps(told: Any) -> str:
    def plain(each: Any) -> Any:
        return asdict(each) if is_dataclass(each) and not isinstance(each, type) else str(each)

    return json.dumps(told, default=plain)


async def main(arguments: list[str]) -> None:
    """Serve until told to stop; the first line on stdout says where, and with which tokens, as JSON."""
    parser = argparse.ArgumentParser(description="A strict fake of Slack on this machine.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mode", choices=["socket", "http"], default="socket")
    parser.add_argument("--events-url", default="")
    parser.add_argument("--paced", action="store_true")
    parser.add_argument("--ack-seconds", type=float, default=ACK_SECONDS)
    told = parser.parse_args(arguments)
    program = Program(told.mode, told.events_url, paced=told.paced, ack_seconds=told.ack_seconds, port=told.port)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with program as slack:
        where = {"port": slack.port, "url": slack.url, "signing_secret": slack.signing_secret}
        print(json.dumps(where | {"bot_token": slack.bot_token, "app_token": slack.app_token}), flush=True)  # noqa: T201 # stdout is its wire
        await stopped.wait()
