"""Logs on stderr: events and numbers. Of what libraries log only the place is told: their words may quote a token or a child."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from urllib.parse import quote

import structlog

from plbot.ledger import where

log = structlog.get_logger()

HIDDEN = "***"
SHORTEST_SECRET = 8  # characters: what is shorter opens nothing, and hiding it would eat ordinary words
LIBRARIES = ("aiohttp", "apscheduler", "asyncio", "httpcore", "httpx", "slack_bolt", "slack_sdk", "telegram", "uvicorn")

_KEEPS_A_SECRET = re.compile(r"^PLBOT_\w*(TOKEN|SECRET|KEY|PASSWORD)")


def hider(environment: Mapping[str, str]) -> Callable[[str], str]:
    """Make what takes this environment's tokens and secrets out of a text, also as they stand in a URL."""
    values = {
        value
        for name, text in environment.items()
        if _KEEPS_A_SECRET.match(name)
        for value in (text.strip(), *re.split(r"[\s,;]+", text))
        if len(value) >= SHORTEST_SECRET
    }
    spellings = values | {quote(value, safe="") for value in values}
    if not spellings:
        return str
    secret = re.compile("|".join(re.escape(each) for each in sorted(spellings, key=len, reverse=True)))
    return lambda text: secret.sub(HIDDEN, text)


def to_stderr(environment: Mapping[str, str], level: str = "info") -> None:
    """Have our events from `level` on written to stderr, and of the libraries' warnings where they came from."""
    hide = hider(environment)
    line = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            lambda logger, name, event: hide(line(logger, name, event)),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    _listen_to_libraries()


def _listen_to_libraries() -> None:
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, _Places)]:
        root.removeHandler(old)
    root.addHandler(_Places(logging.WARNING))
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)  # below it they write URLs with tokens, and whole payloads
    logging.captureWarnings(capture=True)


class _Places(logging.Handler):
    """Tells where in which library a warning was given, and of which exception; never the words."""

    def emit(self, record: logging.LogRecord) -> None:
        event = log.error if record.levelno >= logging.ERROR else log.warning
        failure = record.exc_info[1] if record.exc_info else None
        about = {"exception": where(failure)} if failure else {}
        event("library-warns", library=record.name, place=f"{record.filename}:{record.lineno}", **about)
