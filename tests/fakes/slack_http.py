"""HTTP: events, presses and commands as signed requests to the app's URL."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp
from tests.fakes.slack_clock import Clock
from tests.fakes.slack_delivery import Attempt, Delivery
from tests.fakes.slack_workspace import TEAM, Json

SERVER_ERROR, OK, REDIRECT = 500, 200, 300


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The signature of https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    base = b"v0:%d:%s" % (timestamp, body)
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Requests:
    """Sends to `url`, which a test may set once it knows it."""

    def __init__(self, clock: Clock, secret: str, url: str, ack_seconds: float) -> None:
        self.url = url
        self._clock = clock
        self._secret = secret
        self._ack_seconds = ack_seconds
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        await self._session.close()

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt:
        retry = {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason} if number else {}
        try:
            attempt = await self._clock.within(self._ack_seconds, self._try(delivery, retry))
        except (aiohttp.ClientError, OSError):
            return Attempt(failed="connection_failed")
        return attempt or Attempt(failed="http_timeout")

    async def _try(self, delivery: Delivery, headers: dict[str, str]) -> Attempt:
        kind, body = _encode(delivery)
        async with self._session.post(self.url, data=body, headers=self._signed(kind, body) | headers) as answer:
            said = await answer.read()
            if not OK <= answer.status < REDIRECT:
                return Attempt(failed="http_error", final=answer.headers.get("x-slack-no-retry") == "1")
            return Attempt(answer=_read(answer.content_type, said))

    def _signed(self, kind: str, body: bytes, *, secret: str = "", age: int = 0) -> dict[str, str]:
        now = int(time.time()) - age
        signature = sign(secret or self._secret, now, body)
        return {
            "Content-Type": kind, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": str(now), "X-Slack-Signature": signature,
        }  # fmt: skip

    async def challenge(self, token: str) -> bool:
        """Whether the app answers a challenge, as it must before Slack sends anything else."""
        challenge = uuid4().hex
        body = json.dumps({"token": token, "challenge": challenge, "type": "url_verification"}).encode()
        status, text = await self._send(body, self._signed("application/json", body))
        return status == OK and challenge in text

    async def forge(self, *, secret: str, age: int, unsigned: bool) -> int:
        """Send what Slack did not send; returns the status."""
        event = {"type": "message", "channel": "D0", "channel_type": "im", "user": "U0", "text": "forged", "ts": "1.1"}
        body = json.dumps({"type": "event_callback", "event": event, "team_id": TEAM, "event_id": "EvFORGED"}).encode()
        signed = self._signed("application/json", body, secret=secret, age=age)
        status, _ = await self._send(body, {"Content-Type": "application/json"} if unsigned else signed)
        return status

    async def _send(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        async with self._session.post(self.url, data=body, headers=headers) as answer:
            return answer.status, await answer.text()


def _encode(delivery: Delivery) -> tuple[str, bytes]:
    form = "application/x-www-form-urlencoded"
    match delivery.kind:
        case "events_api":
            return "application/json", json.dumps(delivery.payload).encode()
        case "interactive":
            return form, urlencode({"payload": json.dumps(delivery.payload)}).encode()
        case "slash_commands":
            return form, urlencode(delivery.payload).encode()


def _read(kind: str, said: bytes) -> Json:
    """What the app answered: an object, or words for the person who gave a command."""
    if not said.strip():
        return {}
    if kind == "application/json":
        told = json.loads(said)
        return told if isinstance(told, dict) else {}
    return {"text": said.decode()}
