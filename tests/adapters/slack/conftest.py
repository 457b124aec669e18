"""A school on Slack, over its socket and over HTTP."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from tests.adapters.slack.slackhouse import Mode, SlackHouse, housed
from tests.fakes.slack import SlackFake


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """The way in. Where it makes no difference: `@pytest.mark.parametrize("mode", ["socket"])`."""
    way: Mode = request.param
    return way


@pytest_asyncio.fixture
async def house(mode: Mode) -> AsyncIterator[SlackHouse]:
    async with housed(mode) as opened:
        yield opened


@pytest.fixture
def slack(house: SlackHouse) -> SlackFake:
    return house.slack


@pytest.fixture
def quick_redial(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever could not reach Slack tries again at once, and a line that broke is noticed soon."""
    monkeypatch.setattr("plbot_slack.telephone.FIRST_WAIT", 0.001)
    monkeypatch.setattr("plbot_slack.line.PING_SECONDS", 0.3)
