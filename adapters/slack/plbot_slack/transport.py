"""Calls of Slack's Web API: one connection pool while we serve, one try a call, and nothing that quotes a token."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from plbot.underway import UnderWay
from plbot_slack.limits import CALL_SECONDS, DRAIN_SECONDS, THROTTLE_SECONDS

_TOO_MANY = 429
_BROKEN = 500

# The libraries write what they send and get into their logs and exceptions: children's words, and tickets to our line.
quiet = logging.getLogger("plbot_slack.libraries")
quiet.disabled = True
quiet.setLevel(logging.CRITICAL)
for _library in ("slack_sdk", "slack_bolt"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


class RefusedError(Exception):
    """Slack answered, and said no. `code` is its reason (`channel_not_found`); `after_ms` when to come again, if throttled."""

    def __init__(self, code: str, after_ms: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.after_ms = after_ms


class LostError(Exception):
    """No answer came. `ambiguous`: Slack may have done it all the same."""

    def __init__(self, reason: str, *, ambiguous: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ambiguous = ambiguous


class Web:
    """The Web API under one token. Before `shared` each call opens a session of its own; after it nothing is called."""

    def __init__(self, token: str, api: str) -> None:
        self.client = AsyncWebClient(token=token, base_url=api, timeout=CALL_SECONDS, logger=quiet, retry_handlers=[])
        self._flying = UnderWay()
        self._closed = False

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Share one session between calls; those on their way at the end come to theirs."""
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        self.client.session = session
        self._closed = False
        try:
            yield
        finally:
            self._closed = True
            self.client.session = None
            with suppress(TimeoutError):
                async with asyncio.timeout(DRAIN_SECONDS):
                    await self._flying.over()
            await session.close()

    async def call(self, method: str, payload: Mapping[str, Any], *, token: str = "") -> AsyncSlackResponse:
        """Call once, under another `token` if given. Raises RefusedError or LostError."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with self._flight(), _explained():
            return await self.client.api_call(method, json=dict(payload), headers=headers)

    async def upload(self, png: bytes, name: str, alt: str) -> str:
        """Give Slack a picture to hold; returns its file. Raises RefusedError or LostError."""
        with self._flight(), _explained():
            done = await self.client.files_upload_v2(file=png, filename=name, title=name, alt_txt=alt)
            files = done.get("files")
            return str(files[0]["id"]) if files else ""

    @contextmanager
    def _flight(self) -> Iterator[None]:
        if self._closed:
            raise LostError("the adapter does not run", ambiguous=False)
        with self._flying:
            yield


@contextmanager
def _explained() -> Iterator[None]:
    """Say in two words of ours what the libraries' exceptions say in many of theirs."""
    try:
        yield
    except SlackApiError as error:
        raise _refusal(error) from None
    except aiohttp.ClientConnectorError:
        raise LostError("Slack cannot be reached", ambiguous=False) from None
    except TimeoutError:
        raise LostError("Slack did not answer in time", ambiguous=True) from None
    except aiohttp.ClientError:
        raise LostError("the connection to Slack broke", ambiguous=True) from None


def _refusal(error: SlackApiError) -> RefusedError | LostError:
    status = getattr(error.response, "status_code", 0)
    headers = getattr(error.response, "headers", {})
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status == _TOO_MANY or code in ("ratelimited", "rate_limited"):
        wait = str(headers.get("Retry-After", ""))
        seconds = int(wait) if wait.isascii() and wait.isdecimal() else THROTTLE_SECONDS
        return RefusedError("ratelimited", seconds * 1_000)
    if isinstance(code, str) and code and status < _BROKEN:
        return RefusedError(code)
    return LostError(f"Slack answered with status {status}", ambiguous=status >= _BROKEN)
