"""Two platforms of our own, a pigeon and an owl: real adapters, as somebody else would install them, with manners to choose.

What they do and say they write as lines to PLBOT_SKY (a file, or the end of a pipe).
"""

import asyncio
import json
import logging
import os
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from plbot.adapters import AdapterStoppedError, ConfigError, Health, Sending, SendOutcome, Sent, Window
from plbot.clock import RealClock
from plbot.core.events import Inbound
from plbot.receipts import Unavailable

if TYPE_CHECKING:
    from plbot.school import School

ENTRY_POINTS = """[plbot.adapters]
owl = tests.web.pigeon:owl
parrot = tests.web.nowhere:parrot
pigeon = tests.web.pigeon:pigeon
"""


class Bird:
    """One platform. `manner`: crash (once), hang (deaf to stop), stubborn (deaf to cancelling too), asleep (blocks the loop),
    mute (never finishes a sentence).
    """

    tidies = False

    def __init__(self, environment: Mapping[str, str], platform: str) -> None:
        self.platform = platform
        prefix = f"PLBOT_{platform.upper()}"
        self.token = environment.get(f"{prefix}_TOKEN", "")
        if not self.token:
            raise ConfigError(f"The {platform} needs a token. Set {prefix}_TOKEN.")
        self.manner = environment.get(f"{prefix}_MANNER", "")
        self.health = Health("starting")
        self._sky = os.open(environment.get("PLBOT_SKY", os.devnull), os.O_WRONLY | os.O_APPEND)
        self._school: School | None = None
        self._crashes = 1 if self.manner == "crash" else 0
        self._over = asyncio.Event()
        self.served = 0
        self.noted: list[str] = []
        self.serves = asyncio.Event()

    def close(self) -> None:
        os.close(self._sky)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        return [Route(f"/{self.platform}", self._called, methods=["POST"])]

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # birds know no pace
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        if self.manner == "mute":
            self._note(f"is asked to say to {sending.address}")
            await asyncio.Event().wait()
        self._note(f"says to {sending.address}: {sending.card.to_text().splitlines()[0]}")
        return Sent()

    async def serve(self, school: "School") -> int:
        if self.token.startswith("wrong"):
            raise AdapterStoppedError(
                f"Nobody knows the token {self.token}. Set PLBOT_{self.platform.upper()}_TOKEN anew."
            )
        self._school = school
        self.health = Health("ready")
        self.served += 1
        self.serves.set()
        self._note("serves")
        if self._crashes:
            self._crashes -= 1
            logging.getLogger("httpx").warning("GET https://loft.example/bot%s/fly", self.token)
            raise RuntimeError(f"{self.token} fell from the sky")
        if self.manner == "asleep":
            time.sleep(3600)  # noqa: ASYNC251 # the very mistake that must not hold up the end
        while self.manner == "stubborn":
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self._note("will not be cancelled")
        await (asyncio.Event() if self.manner == "hang" else self._over).wait()
        self._school = None
        return 0

    def stop(self) -> None:
        self._note("is told to stop")
        self._over.set()

    async def checks(self) -> Sequence[str]:
        if self.manner == "hang":
            await asyncio.Event().wait()
        if self.manner == "crash":
            raise OSError(f"{self.token} is not reachable")
        return [f"The token {self.token} is not known. Set it anew."] if self.token.startswith("wrong") else []

    async def _called(self, request: Request) -> Response:
        told = json.loads(await request.body())
        if self._school is None:
            return Response(status_code=503)
        heard = Inbound(told["id"], f"{self.platform}:{told['from']}", "text", RealClock().now(), told["text"])
        try:
            await self._school.desk.hear(heard).committed
        except Unavailable:
            return Response(status_code=503)
        return Response()

    def _note(self, what: str) -> None:
        self.noted.append(what)
        os.write(self._sky, f"{self.platform} {what}\n".encode())


class Linked(Bird):
    """A platform that people can reach by a link."""

    async def link(self, code: str) -> str:
        if self.token.startswith("wrong"):
            raise AdapterStoppedError(f"Nobody knows the token {self.token}. Set it anew.")
        return f"https://loft.example/{self.platform}?start={code}"


pigeon = partial(Linked, platform="pigeon")
owl = partial(Bird, platform="owl")


def install(folder: Path) -> Path:
    """Install the birds into a folder, which is then put before the places that Python looks at."""
    about = folder / "birds-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: birds\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(ENTRY_POINTS)
    return folder
