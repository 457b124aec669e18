"""The door for Slack's requests over HTTP: only Slack comes in, and not with more than it can carry."""

import time
from collections.abc import Callable, Sequence

from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from plbot.web.body import TooLargeError, read_body
from plbot_slack.limits import BODY_BYTES
from plbot_slack.signature import is_slacks

PATH = "/slack/events"  # events, presses, forms and commands alike

_MALFORMED = 400
_FORGED = 401
_TOO_LARGE = 413
_AGAIN = 503


class Door:
    """`is_open` says whether anybody is in; outside that time Slack is asked to come again."""

    def __init__(
        self, app: AsyncApp, secrets: Sequence[str], is_open: Callable[[], bool], clock: Callable[[], float] = time.time
    ) -> None:
        self._app = app
        self._secrets = secrets
        self._is_open = is_open
        self._clock = clock

    @property
    def route(self) -> Route:
        return Route(PATH, self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        """Let one request in, and answer when it is committed."""
        if not self._is_open():
            return Response(status_code=_AGAIN)
        try:
            body = await read_body(request, BODY_BYTES)
        except ClientDisconnect:
            return Response(status_code=_MALFORMED)
        except TooLargeError:
            return Response(status_code=_TOO_LARGE)
        if not is_slacks(body, request.headers, self._secrets, self._clock()):
            return Response(status_code=_FORGED)
        bolt = _read(body, request)
        return (
            Response(status_code=_MALFORMED)
            if bolt is None
            else to_starlette_response(await self._app.async_dispatch(bolt))
        )


def _read(body: bytes, request: Request) -> AsyncBoltRequest | None:
    """The request as Bolt reads it; None where it cannot."""
    try:
        bolt = AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return bolt if isinstance(bolt.body, dict) else None  # type: ignore[redundant-expr] # JSON may be anything
