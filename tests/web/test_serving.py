"""Serving in this process: what is told at the start, and how it ends where no signal is in play."""

import asyncio
import socket
from pathlib import Path

import httpx
from tests.web.conftest import Hatch
from tests.web.pigeon import Bird

from plbot.web.platforms import Platforms
from plbot.web.server import open_door, url_of
from plbot.web.serving import Serving


def serve(door: socket.socket, told: list[str], *birds: Bird, amiss: dict[str, str] | None = None) -> Serving:
    return Serving(Platforms({bird.platform: bird for bird in birds}, amiss or {}), door, told.append, told.append)


async def test_it_says_where_it_listens_and_what_is_amiss_and_stops_when_told(tmp_path: Path, hatch: Hatch) -> None:
    told: list[str] = []
    bird = hatch()
    with open_door("127.0.0.1", 0) as door:
        url = url_of(door)
        serving = serve(door, told, bird, amiss={"owl": "Set PLBOT_OWL_TOKEN."})
        running = asyncio.create_task(serving.run(tmp_path / "data"))
        await bird.serves.wait()
        async with httpx.AsyncClient(base_url=url) as client:
            assert (await client.get("/readyz")).status_code == 200
            assert (await client.head("/healthz")).status_code == 200
        serving.stop()
        assert await running == 0
        assert told == [
            "owl: Set PLBOT_OWL_TOKEN.",
            "pigeon: the platform calls plbot at /pigeon",
            f"http: {url} (/healthz, /readyz)",
        ]


async def test_what_a_platform_said_last_is_answered_before_the_end(tmp_path: Path, hatch: Hatch) -> None:
    """A message that is confirmed in the very moment of stopping has its answer sent."""
    bird = hatch()
    with open_door("127.0.0.1", 0) as door:
        serving = serve(door, [], bird)
        running = asyncio.create_task(serving.run(tmp_path / "data"))
        await bird.serves.wait()
        async with httpx.AsyncClient(base_url=url_of(door)) as client:
            answer = await client.post("/pigeon", json={"id": "e1", "from": "ana", "text": "hello"})
        serving.stop()
        assert answer.status_code == 200
        assert await running == 0
    assert [line for line in bird.noted if line.startswith("says to pigeon:ana")]


async def test_an_http_server_that_fails_ends_it_with_1(tmp_path: Path, hatch: Hatch) -> None:
    """Platforms that call us would otherwise be deaf without anybody knowing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as no_door:  # no server can listen on it
        no_door.bind(("127.0.0.1", 0))
        assert await serve(no_door, [], hatch()).run(tmp_path / "data") == 1
