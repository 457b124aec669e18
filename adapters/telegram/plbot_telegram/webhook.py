"""The webhook: Telegram calls us with one update at a time, and hears 200 only once it is kept."""

import hmac

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from plbot.receipts import Unavailable
from plbot.underway import UnderWay
from plbot.web.body import TooLargeError, read_body
from plbot_telegram.config import Config
from plbot_telegram.ears import Ears, update_id
from plbot_telegram.limits import BODY_BYTES

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 # a header's name
_NOT_NOW = "Not now; call again."


class Webhook:
    """`open` lends it ears; without them every call is asked to come again."""

    def __init__(self, config: Config) -> None:
        self.route = Route(config.path or "/", self._called, methods=["POST"])
        self._secrets = [secret.encode() for secret in config.secrets]
        self._ears: Ears | None = None
        self._calls = UnderWay()

    def open(self, ears: Ears) -> None:
        self._ears = ears

    async def close(self) -> None:
        """Take no more calls, and wait for the answers to those that came."""
        self._ears = None
        await self._calls.over()

    async def _called(self, request: Request) -> Response:
        if not self._is_telegram(request.headers.get(SECRET_HEADER, "")):
            return PlainTextResponse("Who are you?", 401)
        with self._calls:
            return await self._answer(request)

    def _is_telegram(self, given: str) -> bool:
        """Compare with every live secret, in a time that tells nothing about them."""
        secret = given.encode("latin-1", "replace")
        return bool(sum(hmac.compare_digest(secret, ours) for ours in self._secrets))

    async def _answer(self, request: Request) -> Response:
        try:
            raw = msgspec.json.decode(await read_body(request, BODY_BYTES))
        except TooLargeError:
            return PlainTextResponse("Too large.", 413)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ClientDisconnect):
            return PlainTextResponse("Not JSON.", 400)
        if update_id(raw) is None:
            return PlainTextResponse("Not an update.", 400)
        if self._ears is None:
            return PlainTextResponse(_NOT_NOW, 503)
        try:
            await self._ears.keep(self._ears.take([raw]))
        except Unavailable:
            return PlainTextResponse(_NOT_NOW, 503)
        return Response(status_code=200)
