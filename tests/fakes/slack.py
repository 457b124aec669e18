"""A strict Slack on this machine: Web API, Socket Mode, signed HTTP events, files, and people who use it.

    async with SlackFake() as slack:
        ana = slack.user("Ana")
        ana.types("hello")
        reply = await ana.hears()

As a program of its own: `python tests/fakes/slack.py --port 0` (see slack_control.py).
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Collection, Sequence
from pathlib import Path
from typing import Literal, Self
from uuid import uuid4

from aiohttp import web

if __name__ == "__main__":  # run as a program: imports start at the project, not in this folder of namesakes
    sys.path[0] = str(Path(__file__).parents[2])

from tests.fakes.slack_api import ALL_SCOPES, Call, Keys, Objection, WebApi
from tests.fakes.slack_clock import Clock
from tests.fakes.slack_delivery import ACK_SECONDS, RETRY_SECONDS, Delivery, PostOffice
from tests.fakes.slack_events import Announcer
from tests.fakes.slack_files import Files
from tests.fakes.slack_http import Requests
from tests.fakes.slack_methods import Methods
from tests.fakes.slack_pace import Pace
from tests.fakes.slack_people import PATIENCE, Person
from tests.fakes.slack_posts import Ping, Posts
from tests.fakes.slack_screen import Screen
from tests.fakes.slack_script import Answer
from tests.fakes.slack_socket import Sockets
from tests.fakes.slack_views import RefusedError, Screens, Triggers
from tests.fakes.slack_workspace import BOT_USER, Channel, ChannelKind, Workspace

RECEIVES_UP_TO = 20 * 1024 * 1024  # bytes of one request: pictures are uploaded here
GOODBYE_SECONDS = 0.5  # how long the server waits for open requests when it ends
Route = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SlackFake:
    """`paced` keeps Slack's rate limits. `ack_seconds`: how long the app may take to answer; everything else Slack waits
    for is scaled by it, unless `retry_seconds` says otherwise. `slack.clock.advance(60)` lets a minute pass.
    `events`: the event names the app subscribed to (None: all). `scopes`: what its bot token may do.
    """

    def __init__(
        self,
        mode: Literal["socket", "http"] = "socket",
        events_url: str | None = None,
        *,
        paced: bool = False,
        ack_seconds: float = ACK_SECONDS,
        retry_seconds: tuple[float, ...] | None = None,
        events: Collection[str] | None = None,
        scopes: Sequence[str] = ALL_SCOPES,
        port: int = 0,
    ) -> None:
        self.mode = mode
        self.signing_secret = uuid4().hex
        self.people: dict[str, Person] = {}
        self._events_url = events_url or ""
        self._paced = paced
        self._ack_seconds = ack_seconds
        scale = ack_seconds / ACK_SECONDS
        self._retry_seconds = retry_seconds or tuple(wait * scale for wait in RETRY_SECONDS)
        self._events = events
        self._keys = Keys(scopes=scopes)
        self._port = port

    async def __aenter__(self) -> Self:
        self.clock = Clock()
        self.workspace = Workspace()
        self.sockets = Sockets(self.workspace, self.clock, self._ack_seconds)
        self.requests = Requests(self.clock, self.signing_secret, self._events_url, self._ack_seconds)
        sender = self.sockets if self.mode == "socket" else self.requests
        self.office = PostOffice(self.clock, sender, self._retry_seconds)
        self._triggers = Triggers(self.clock, self._ack_seconds)
        self.screens = Screens(self.workspace)
        self.files = Files(self.workspace, self._object)
        self.announcer = Announcer(self.workspace, self.office, self._triggers, self.clock.now, self._events)
        self.posts = Posts(self.workspace, self.files, self._object, self.announcer.tell_message)
        self.api = WebApi(self._methods(), self._keys, self.clock, Pace(self.clock) if self._paced else None)
        await self._listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.api.close()
        await self.office.close()
        await self._hang_up()
        if self.office.broken:
            raise self.office.broken[0]

    async def _hang_up(self) -> None:
        for link in list(self.sockets.links):
            await link.ws.close()
        await self._runner.cleanup()
        await self.requests.close()

    def _methods(self) -> Methods:
        return Methods(
            workspace=self.workspace, posts=self.posts, files=self.files, screens=self.screens,
            triggers=self._triggers, object_to=self._object, link_url=self._link_url,
        )  # fmt: skip

    async def _listen(self) -> None:
        app = web.Application(client_max_size=RECEIVES_UP_TO)
        routes: dict[str, Route] = {
            "/api/{method}": self.api.serve,
            "/link": self.sockets.serve,
            "/upload/{file}": self.files.take,
            "/files/{file}/{name}": self._give_file,
            "/response/{ticket}": self._respond,
        }
        for path, route in routes.items():
            app.router.add_route("*", path, route)
        self._more_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=GOODBYE_SECONDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        self.files.address = self.announcer.address = f"http://127.0.0.1:{self.port}"

    def _more_routes(self, app: web.Application) -> None:
        """Room for the program's /control."""

    # what an app is given

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def bot_token(self) -> str:
        return self._keys.bot

    @property
    def app_token(self) -> str:
        return self._keys.app

    @property
    def events_url(self) -> str:
        return self.requests.url

    @events_url.setter
    def events_url(self, url: str) -> None:
        self.requests.url = url

    def _link_url(self) -> str:
        if self.mode != "socket":
            raise RefusedError("socket_mode_not_enabled")
        return f"ws://127.0.0.1:{self.port}/link?ticket={self.sockets.ticket()}&app_id=A0PLBOT"

    # people and places

    def user(self, name: str, *, tz: str = "Europe/Amsterdam") -> Person:
        """The person of that name; a new one the first time."""
        return self._person(name, tz=tz, is_bot=False)

    def other_bot(self, name: str) -> Person:
        """Another app's bot: what it says the app hears, too."""
        return self._person(name, tz="UTC", is_bot=True)

    def _person(self, name: str, *, tz: str, is_bot: bool) -> Person:
        if name not in self.people:
            screen = Screen(
                who=self.workspace.enrol(name, tz=tz, is_bot=is_bot), workspace=self.workspace, screens=self.screens,
                announcer=self.announcer, find=self.files.find, object_to=self._object,
            )  # fmt: skip
            self.people[name] = Person(
                screen=screen, workspace=self.workspace, screens=self.screens, announcer=self.announcer,
                posts=self.posts, files=self.files,
            )  # fmt: skip
        return self.people[name]

    def channel(
        self, name: str, members: Sequence[Person] = (), *, kind: ChannelKind = "channel", with_bot: bool = True
    ) -> Channel:
        """The channel of that name; a new one the first time."""
        for channel in self.workspace.channels.values():
            if channel.name == name:
                return channel
        bot = [BOT_USER] if with_bot else []
        return self.workspace.open_channel(name, kind, [*(person.id for person in members), *bot])

    # what happens to the app

    def script(self, method: str, answers: Sequence[Answer], times: int = 1) -> None:
        """Answer the next calls of this method so (see slack_script.py)."""
        self.api.script.add(method, answers, times)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell all websockets to go: `warning`, `refresh_requested` or `link_disabled`."""
        await self.sockets.say_goodbye(reason)

    def cut(self) -> None:
        """Break all websockets without a word."""
        self.sockets.cut()

    def again(self, delivery: Delivery) -> Delivery:
        """Bring the same event a second time."""
        return self.announcer.again(delivery)

    def revoke(self) -> Delivery:
        """The bot token is no longer good."""
        self._keys.gone = "token_revoked"
        return self.announcer.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}})

    def uninstall(self) -> Delivery:
        """The app is removed from the workspace: one last event, and nothing any more."""
        self._keys.gone = "account_inactive"
        told = self.announcer.tell({"type": "app_uninstalled"})
        self.announcer.installed = False
        return told

    async def connected(self, links: int = 1, *, patience: float = PATIENCE) -> None:
        """Wait until the app has so many websockets open, all of them to stay."""

        def staying() -> int:
            return sum(not link.leaving for link in self.sockets.links)

        await self.workspace.until(lambda: staying() >= links, patience, lambda: f"{staying()} links are open")

    async def until(self, is_so: Callable[[], bool], what: str = "it", *, patience: float = PATIENCE) -> None:
        """Wait until something is true of what Slack knows."""
        await self.workspace.until(
            is_so, patience, lambda: f"waited in vain for {what}; the last calls: {self.calls[-5:]}"
        )

    async def verify_url(self) -> bool:
        """Ask the app's URL for its challenge, as Slack does when an admin types it in."""
        return await self.requests.challenge(self.announcer.token)

    async def forge(self, *, secret: str = "", age: int = 0, unsigned: bool = False) -> int:
        """Send an event that Slack did not send: a wrong secret, too old, or not signed. Returns the status."""
        return await self.requests.forge(secret=secret, age=age, unsigned=unsigned)

    # what a test asks about

    @property
    def calls(self) -> list[Call]:
        return self.api.calls

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def objections(self) -> list[Objection]:
        """What Slack refused as malformed, and what a careful app does not do. Empty, or the test fails."""
        return self.api.objections

    @property
    def violations(self) -> list[str]:
        """Calls that came faster than Slack allows."""
        return self.api.violations

    @property
    def pings(self) -> list[Ping]:
        return self.posts.pings

    @property
    def unacked(self) -> list[Delivery]:
        return self.office.unacked

    @property
    def lost(self) -> list[Delivery]:
        return self.office.lost

    def _object(self, method: str, says: str) -> None:
        self.api.object(method, says)

    # over HTTP

    async def _give_file(self, request: web.Request) -> web.Response:
        return self.files.give(request, self.bot_token)

    async def _respond(self, request: web.Request) -> web.Response:
        """What the app sends to a response_url."""
        asked = self.announcer.response_urls.get(request.match_info["ticket"])
        if asked is None or self.clock.now() > asked.until:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        if asked.left <= 0:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        asked.left -= 1
        try:
            self.posts.respond(await request.json(), asked.channel, asked.user, asked.original)
        except RefusedError as refused:
            return web.json_response({"ok": False, "error": refused.code}, status=400)
        return web.Response(text="ok")


if __name__ == "__main__":
    from tests.fakes.slack_control import main

    asyncio.run(main(sys.argv[1:]))
