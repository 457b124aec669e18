"""Logs tell an admin where something is amiss; they never repeat a token, a link, or what somebody wrote."""

import asyncio
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from plbot import logs

TOKEN = "123456:canary-AAE_x"  # noqa: S105 # made up
ENVIRONMENT = {"PLBOT_TELEGRAM_TOKEN": TOKEN, "PLBOT_SLACK_SIGNING_SECRET": "canary-one, canary-two", "HOME": "/home/x"}


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Logs go to stderr as in `plbot serve`, until the test ends."""
    before, handlers = structlog.get_config(), list(logging.getLogger().handlers)
    levels = {name: logging.getLogger(name).level for name in logs.LIBRARIES}
    logs.to_stderr(ENVIRONMENT)
    yield capsys
    logging.captureWarnings(capture=False)
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.configure(**before)


@pytest.mark.parametrize("name", [*logs.LIBRARIES, "aiohttp.access", "some.other"])
def test_of_what_a_library_logs_only_the_place_is_told(logged: pytest.CaptureFixture[str], name: str) -> None:
    library = logging.getLogger(name)
    library.info("POST https://platform.example/bot%s/say", TOKEN)
    library.debug("payload: %s", {"text": "canary"})
    library.warning("unhandled request %s", {"text": "canary", "token": TOKEN})
    told = logged.readouterr().err
    assert told.count("library-warns") == 1
    assert f"library='{name}'" in told
    assert "place='test_logs.py" in told
    assert "canary" not in told


def test_of_a_librarys_exception_the_kind_is_told_and_not_the_words(logged: pytest.CaptureFixture[str]) -> None:
    try:
        int(f"canary {TOKEN}")
    except ValueError:
        logging.getLogger("slack_bolt.AsyncApp").exception("failed with %s", TOKEN)
    told = logged.readouterr().err
    assert "ValueError at test_logs.py" in told
    assert "level='error'" in told
    assert "canary" not in told


async def test_a_task_that_nobody_waited_for_is_told_without_its_words(logged: pytest.CaptureFixture[str]) -> None:
    asyncio.get_running_loop().call_exception_handler({"message": "canary", "exception": ValueError("canary")})
    told = logged.readouterr().err
    assert "ValueError" in told
    assert "canary" not in told


def test_a_warning_of_python_is_told_without_its_words(logged: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn(f"unclosed session to {TOKEN}", ResourceWarning, stacklevel=1)
    told = logged.readouterr().err
    assert "library-warns" in told
    assert "canary" not in told


def test_our_own_events_are_told_in_full_but_for_tokens(logged: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("adapter-ready", adapter="telegram", why=f"asked /bot{TOKEN}/getMe")
    told = logged.readouterr().err
    assert "event='adapter-ready'" in told
    assert "adapter='telegram'" in told
    assert "/bot***/getMe" in told


def test_every_spelling_of_a_secret_is_hidden_and_nothing_else() -> None:
    hide = logs.hider(ENVIRONMENT)
    text = f"{TOKEN} 123456%3Acanary-AAE_x canary-one canary-two /home/x"
    assert hide(text) == "*** *** *** *** /home/x"
    assert logs.hider({})(text) == text
