"""One-time links: opened once, by a press, within ten minutes; and nobody learns anything from one that does not work."""

import httpx
import pytest
from starlette.applications import Starlette

from plbot import onetime
from plbot.clock import VirtualClock
from plbot.limits import MINUTE, limits
from plbot.storage.memory import MemoryStore
from plbot.web import opening

NOW = 1_800_000_000_000


class House:
    """A school with one page, and a browser."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = VirtualClock(NOW)

        async def page() -> str:
            return opening.rendered("admin", moment="now", findings=[{"state": "<b>", "what": "&", "text": "fine"}])

        self.app = Starlette(routes=list(opening.routes(self.store, "school", self.clock, {"admin": page})))

    async def issue(self, page: str = "admin") -> str:
        return await onetime.issue(self.store, "school", page, self.clock.now())

    async def ask(self, method: str, token: str) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://plbot.test") as client:
            return await client.request(method, f"/open/{token}")


async def test_a_link_opens_its_page_once_and_only_when_the_button_is_pressed() -> None:
    house = House()
    token = await house.issue()
    for _ in range(3):
        preview = await house.ask("GET", token)
        assert preview.status_code == 200
        assert 'method="post"' in preview.text
    opened = await house.ask("POST", token)
    assert opened.status_code == 200
    assert "fine" in opened.text
    assert (await house.ask("POST", token)).status_code == 410


async def test_a_link_that_is_too_old_opens_nothing() -> None:
    house = House()
    token = await house.issue()
    house.clock.move_to(NOW + limits.link_code_minutes * MINUTE)
    assert (await house.ask("POST", token)).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 5_000, "%00", "..%2f..", "ü"])
async def test_an_unknown_link_looks_like_any_other_until_it_is_pressed(token: str) -> None:
    house = House()
    known = await house.ask("GET", await house.issue())
    unknown = await house.ask("GET", token)
    if "%2f" not in token:
        assert unknown.text == known.text
        assert (await house.ask("POST", token)).status_code == 410


async def test_a_page_that_is_no_longer_there_is_gone() -> None:
    house = House()
    assert (await house.ask("POST", await house.issue("wall"))).status_code == 410


async def test_what_is_put_into_a_page_is_never_read_as_html() -> None:
    house = House()
    opened = await house.ask("POST", await house.issue())
    assert "&lt;b&gt;" in opened.text
    assert "<b>" not in opened.text


async def test_pages_run_nothing_and_tell_no_other_site_where_one_came_from() -> None:
    house = House()
    answer = await house.ask("GET", await house.issue())
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert 'content="no-referrer"' in answer.text
    assert "<script" not in answer.text


async def test_tokens_are_long_all_different_and_stored_only_as_hashes() -> None:
    house = House()
    tokens = {await house.issue() for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 22, "128 bits take 22 letters of base 64"
    async with house.store.batch("school") as batch:
        note = await batch.note(onetime.NOTE) or ""
    assert not any(token in note for token in tokens)


async def test_old_links_are_not_kept() -> None:
    house = House()
    await house.issue()
    house.clock.move_to(NOW + limits.link_code_minutes * MINUTE)
    await house.issue()
    async with house.store.batch("school") as batch:
        assert (await batch.note(onetime.NOTE) or "").count("admin") == 1
