"""What all tests share: `--rewrite`, and that helpers like `tests.stage` are found from wherever pytest is called."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

sys.path.insert(0, str(Path(__file__).parent.parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite", action="store_true", help="write what the bot says into the transcripts; the diff is the review"
    )


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite"))


# What no event of ours may hold, whatever a test does: names and words of the transcripts, tokens of the platforms.
_NEVER_LOGGED = re.compile(
    r"\b(?:Ana|Ben|Cleo|Ms Li|Mr Ode|Quetzal)\b|canary|\d{6,}:[A-Za-z0-9_-]{20,}|xox[abp]-|xapp-", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def nobody_in_the_logs() -> Iterator[None]:
    """No test of the whole suite may have our logs tell a name, a word or a token."""
    before = structlog.get_config()
    told: list[str] = []

    def listen(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        told.append(repr(event))
        return event

    structlog.configure(processors=[listen, *before["processors"]])
    yield
    structlog.configure(**before)
    assert [each for each in told if _NEVER_LOGGED.search(each)] == []
