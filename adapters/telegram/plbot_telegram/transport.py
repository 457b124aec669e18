"""How requests reach Telegram: one aiohttp session for all of them, four times as fast as what the library brings.

Exceptions say what is known: whether Telegram may have it nevertheless. None of them holds an address or the token.
"""

import time
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.request import getproxies

import aiohttp
import msgspec
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from plbot_telegram.limits import CONNECT_SECONDS, CONNECTIONS, READ_SECONDS, SECOND, UPLOAD_SECONDS

_decode = msgspec.json.Decoder().decode
_JSON = {"Content-Type": "application/json"}


class NotSentError(NetworkError):
    """It never left: Telegram does not have it."""


class AmbiguousError(TimedOut):
    """It left, and no answer came: Telegram may have it or not."""


class ServerTroubleError(NetworkError):
    """Telegram answered with an error of its own (5xx)."""


class TokenRefusedError(TelegramError):
    """Telegram does not know the token, or no longer (401)."""


class UnknownMethodError(TelegramError):
    """The server has no such method, or no such bot (404)."""


class SlowDownError(TelegramError):
    """Telegram asks to wait (429)."""

    def __init__(self, after_ms: int) -> None:
        super().__init__("too many requests")
        self.after_ms = after_ms


class Transport(BaseRequest):
    """Opens its session with the first request, and none after `shutdown`, until `initialize`."""

    __slots__ = ("_date", "_date_came", "_session", "closed")

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._date = ""
        self._date_came = 0.0
        self.closed = False

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    async def initialize(self) -> None:
        self.closed = False

    async def shutdown(self) -> None:
        self.closed = True
        session, self._session = self._session, None
        if session:
            await session.close()

    def skew(self) -> float | None:
        """Seconds that our clock is ahead of Telegram's, as its last answer had it; None before there was one."""
        try:
            theirs = parsedate_to_datetime(self._date)
        except ValueError:
            return None
        return self._date_came - theirs.timestamp()

    async def do_request(  # noqa: PLR0917 # the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 # connecting covers it
    ) -> tuple[int, bytes]:
        """Make one request; statuses that mean something of their own become exceptions of their own."""
        upload = request_data is not None and request_data.contains_files
        read = _seconds(read_timeout, UPLOAD_SECONDS if upload else READ_SECONDS)
        connect = _seconds(connect_timeout, CONNECT_SECONDS)
        total = connect + _seconds(write_timeout, 0.0) + read
        patience = aiohttp.ClientTimeout(total=total, connect=connect, sock_connect=connect, sock_read=read)
        code, payload = await self._ask(url, method, request_data, patience)
        _raise_for(code, payload)
        return code, payload

    async def _ask(
        self, url: str, method: str, data: RequestData | None, patience: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        body: aiohttp.FormData | bytes | None = None
        headers = None
        if data is not None:
            body, headers = (_form(data), None) if data.contains_files else (_json(data), _JSON)
        try:
            async with self._open().request(method, url, data=body, headers=headers, timeout=patience) as answer:
                self._date, self._date_came = answer.headers.get("Date", ""), time.time()
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL):
            raise NotSentError("no connection") from None  # the original names the address
        except TimeoutError:
            raise AmbiguousError("timeout") from None
        except aiohttp.ClientError:
            raise AmbiguousError("the connection broke") from None

    def _open(self) -> aiohttp.ClientSession:
        if self.closed:
            raise NotSentError("closed")
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=bool(getproxies()),  # asked for only where there is a proxy: it costs a thread each request
            )
        return self._session

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer. Raises TelegramError, which does not quote it: it may hold what people wrote."""
        try:
            answer = _decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError):
            answer = None
        if not isinstance(answer, dict) or not ("result" in answer or "description" in answer):
            raise TelegramError("an answer that is not Telegram's")
        return answer


def _seconds(given: Any, default: float) -> float:
    return float(given) if isinstance(given, int | float) else default


def _json(data: RequestData) -> bytes:
    return msgspec.json.encode(data.parameters)


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _raise_for(code: int, payload: bytes) -> None:
    match code:
        case HTTPStatus.UNAUTHORIZED:
            raise TokenRefusedError("the token is refused")
        case HTTPStatus.NOT_FOUND:
            raise UnknownMethodError("there is no such method or bot")
        case HTTPStatus.TOO_MANY_REQUESTS:
            raise SlowDownError(_after_ms(payload))
        case _ if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerTroubleError(f"server error {code}")
        case _:
            return


class _Parameters(msgspec.Struct):
    retry_after: float = 1.0  # seconds, where Telegram does not say how long


class _Refusal(msgspec.Struct):
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


def _after_ms(payload: bytes) -> int:
    try:
        refusal = msgspec.json.decode(payload, type=_Refusal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        refusal = _Refusal()
    return max(1, int(refusal.parameters.retry_after * SECOND))
