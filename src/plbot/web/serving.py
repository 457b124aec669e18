"""Serve: every platform and the HTTP server side by side, until it is time to stop; then all is taken to its end."""

import asyncio
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import structlog
from starlette.routing import BaseRoute

from plbot.adapters import ServedAdapter
from plbot.ledger import where
from plbot.logs import hider
from plbot.receipts import Unavailable
from plbot.school import School, open_school
from plbot.web import opening
from plbot.web.adminpage import AdminPage
from plbot.web.app import make_app
from plbot.web.keeper import Keeper, Tell
from plbot.web.platforms import Platforms
from plbot.web.server import answering, url_of
from plbot.web.status import Status

log = structlog.get_logger()

# Seconds after the word to stop. Process keepers (systemd, Docker, Kubernetes) give ten at the least.
HEARING_SECONDS = (
    5.0  # for the adapters to take what they heard to its end and hang up: they give themselves three or four
)
SENDING_SECONDS = 6.0  # ... for what is owed now: at 30 messages a second a class of 150 has had its answers
CLOSING_SECONDS = 7.5  # ... for the rest; what hangs longer is left behind
CANCEL_SECONDS = 0.5  # for an adapter that hangs to close what it holds


class Serving:
    """One `plbot serve`. `tell` gets what the admin should see now; `complain` what is amiss."""

    def __init__(self, platforms: Platforms, door: socket.socket, tell: Tell, complain: Tell) -> None:
        self.adapters = platforms.adapters
        self.amiss = platforms.amiss
        self.door = door
        self._tell = tell
        self._complain = complain
        self._stopping = asyncio.Event()
        self._hide = hider(os.environ)

    def stop(self) -> None:
        """Hear no more, take what was heard to its end, send what is owed as far as there is time, and end."""
        self._stopping.set()

    async def run(self, folder: Path, *, name: str = "", content: Path | None = None) -> int:
        """Serve a school until told to stop (0), or until no platform is left (1). Raises what `open_school` raises."""
        adapters = list(self.adapters.values())
        patience = asyncio.timeout(None)
        try:
            async with patience, open_school(folder, name=name, content=content, adapters=adapters) as school:
                await self._serve(school, patience, folder, content)
        except TimeoutError:
            if not patience.expired():
                raise
            log.warning("left-behind", what="something hung while closing")
        return 0 if self._stopping.is_set() else 1

    async def _serve(self, school: School, patience: asyncio.Timeout, folder: Path, content: Path | None) -> None:
        chance = Random()  # noqa: S311 # jitter
        keepers = [Keeper(name, adapter, self._say_amiss, chance) for name, adapter in self.adapters.items()]
        status = Status(school.desk.store, keepers, self.amiss, self._hide)
        desk = school.desk
        pages = opening.routes(desk.store, desk.school, desk.clock, {"admin": AdminPage(desk, status, folder, content)})
        routes = [*pages, *(route for adapter in self.adapters.values() for route in adapter.routes)]
        async with answering(make_app(status, routes), self.door) as http:
            tasks = {asyncio.create_task(keeper.run(school), name=keeper.name) for keeper in keepers}
            self._greet()
            await self._until_it_ends(tasks, http)
            now = asyncio.get_running_loop().time()
            patience.reschedule(now + CLOSING_SECONDS)
            status.draining = True
            await asyncio.gather(_no_more(keepers, tasks), _send_what_is_owed(school, tasks, now + SENDING_SECONDS))

    async def _until_it_ends(self, tasks: set[asyncio.Task[None]], http: asyncio.Task[None]) -> None:
        """Wait for the word to stop, for the last platform to leave, or for a mistake of ours in the HTTP server."""
        told = asyncio.create_task(self._stopping.wait())
        left = asyncio.create_task(asyncio.wait(tasks))
        ends: set[asyncio.Task[Any]] = {told, left, http}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        left.cancel()
        if http.done():
            failure = http.exception()
            log.error("http-server-ended", exception=where(failure) if failure else "none")

    def _greet(self) -> None:
        for name, why in self.amiss.items():
            self._say_amiss(f"{name}: {why}")
        for name, adapter in self.adapters.items():
            self._tell(self._hide(f"{name}: {_how_it_listens(adapter)}"))
        self._tell(f"http: {url_of(self.door)} (/healthz, /readyz)")

    def _say_amiss(self, sentence: str) -> None:
        self._complain(self._hide(sentence))


def _how_it_listens(adapter: ServedAdapter) -> str:
    paths = [path for route in adapter.routes if (path := _path(route))]
    if not paths:
        return "plbot calls the platform; nothing has to reach this machine from outside"
    return f"the platform calls plbot at {', '.join(paths)}"


def _path(route: BaseRoute) -> str:
    return str(getattr(route, "path", ""))


async def _no_more(keepers: Sequence[Keeper], tasks: set[asyncio.Task[None]]) -> None:
    """Have every adapter end, and cancel those that hang."""
    for keeper in keepers:
        keeper.stop()
    _, hanging = await asyncio.wait(tasks, timeout=HEARING_SECONDS)
    for task in hanging:
        log.warning("adapter-hangs", adapter=task.get_name())
        task.cancel()
    if hanging:
        await asyncio.wait(hanging, timeout=CANCEL_SECONDS)


async def _send_what_is_owed(school: School, hearing: set[asyncio.Task[None]], until: float) -> None:
    """Send until nobody hears any more and nothing is due; what is not sent by then stays owed for the next start."""
    try:
        async with asyncio.timeout_at(until):
            while True:
                await school.desk.quiet()
                await school.delivery.flush()
                if not hearing:
                    return
                _, hearing = await asyncio.wait(hearing, return_when=asyncio.FIRST_COMPLETED)
    except (TimeoutError, Unavailable):
        log.warning("not-all-sent", what="what is owed is sent after the next start")
