"""The pages about our health: what they say, with which status, and what they never say."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from tests.web.conftest import Hatch
from tests.web.pigeon import Bird

from plbot.adapters import Health
from plbot.logs import hider
from plbot.storage.sqlite import SqliteStore
from plbot.web.app import make_app
from plbot.web.keeper import Keeper
from plbot.web.status import Status

TOKEN = "pigeon-canary-4711"  # noqa: S105 # made up


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(tmp_path / "plbot.db")
    await store.open()
    yield store
    await store.close()


def keeper_of(bird: Bird) -> Keeper:
    """A keeper who has nothing to tell."""
    told: list[str] = []
    return Keeper("pigeon", bird, told.append, Random(1))


@pytest.fixture
def status(store: SqliteStore, hatch: Hatch) -> Status:
    bird = hatch(TOKEN)
    bird.health = Health("ready")
    return Status(store, [keeper_of(bird)], {}, hider({"PLBOT_PIGEON_TOKEN": TOKEN}))


async def fall(_: Request) -> Response:
    raise RuntimeError(f"{TOKEN} fell from the sky")


async def ask(status: Status, path: str, method: str = "GET") -> httpx.Response:
    """Ask the app as its server would."""
    app = make_app(status, [Route("/fall", fall)])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://plbot.test") as client:
        return await client.request(method, path)


async def test_a_plbot_that_is_well_says_so(status: Status) -> None:
    assert (await ask(status, "/healthz")).json() == {
        "status": "ok",
        "adapters": {"pigeon": {"state": "ready", "why": ""}},
    }
    ready = await ask(status, "/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "reasons": []})


async def test_a_draining_plbot_wants_no_new_work_but_lives(status: Status) -> None:
    status.draining = True
    ready = await ask(status, "/readyz")
    assert (ready.status_code, ready.json()["reasons"]) == (503, ["It is stopping."])
    assert (await ask(status, "/healthz")).status_code == 200


async def test_a_store_that_fails_is_a_reason_to_send_no_work(status: Status, store: SqliteStore) -> None:
    await store.close()
    ready = await ask(status, "/readyz")
    assert (ready.status_code, ready.json()["reasons"]) == (503, ["The database does not answer."])
    assert (await ask(status, "/healthz")).status_code == 200


async def test_without_a_platform_that_is_ready_the_reasons_name_each(store: SqliteStore, hatch: Hatch) -> None:
    bird = hatch(TOKEN)
    bird.health = Health("waiting", f"The loft does not answer to {TOKEN}.")
    status = Status(
        store,
        [keeper_of(bird)],
        {"owl": "Set PLBOT_OWL_TOKEN."},
        hider({"PLBOT_PIGEON_TOKEN": TOKEN}),
    )
    ready = await ask(status, "/readyz")
    assert (ready.status_code, ready.json()["reasons"]) == (
        503,
        ["owl: Set PLBOT_OWL_TOKEN.", "pigeon: The loft does not answer to ***."],
    )
    health = await ask(status, "/healthz")
    assert (health.status_code, health.json()["status"]) == (200, "degraded")
    assert TOKEN not in health.text + ready.text


@pytest.mark.parametrize("path", ["/", "/healthz/", "/robots.txt", "/../etc/passwd"])
async def test_an_unknown_path_is_briefly_unknown(status: Status, path: str) -> None:
    answer = await ask(status, path)
    assert (answer.status_code, answer.text) == (404, "Not Found\n")


async def test_head_works_and_post_is_refused(status: Status) -> None:
    assert (await ask(status, "/readyz", "HEAD")).status_code == 200
    assert (await ask(status, "/healthz", "POST")).status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/fall"])
async def test_every_answer_has_the_headers_of_caution(
    status: Status, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Also the one about a mistake of ours, which does not quote the mistake."""
    with caplog.at_level(logging.CRITICAL):
        answer = await ask(status, path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert TOKEN not in answer.text
