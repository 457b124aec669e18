"""What is answered over HTTP: two pages about our health, and wherever the platforms call us."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plbot.web.status import Status

HEADERS = {
    "x-content-type-options": "nosniff",  # no browser makes a page of what is none
    "referrer-policy": "no-referrer",  # a link may carry a code
    "cache-control": "no-store",  # health is of this moment, and nothing else here is for keeping
}


def make_app(status: Status, routes: Sequence[BaseRoute]) -> ASGIApp:
    """Make the app of one plbot. `routes` are the adapters'."""
    app = Starlette(routes=[*_health_pages(status), *routes], exception_handlers={HTTPException: _briefly})
    app.router.redirect_slashes = False  # a redirect repeats the Host that was sent; an unknown path is unknown
    return _Guarded(app)


def _health_pages(status: Status) -> list[BaseRoute]:
    async def health(_: Request) -> Response:
        adapters = status.adapters()
        well = all(adapter.state == "ready" for adapter in adapters.values())
        told = {name: {"state": adapter.state, "why": adapter.why} for name, adapter in adapters.items()}
        return JSONResponse({"status": "ok" if well else "degraded", "adapters": told})

    async def ready(_: Request) -> Response:
        hindrances = await status.hindrances()
        return JSONResponse({"ready": not hindrances, "reasons": hindrances}, 503 if hindrances else 200)

    return [Route("/healthz", health), Route("/readyz", ready)]


async def _briefly(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)


class _Guarded:
    """Puts the headers on every answer, also on those about our own mistakes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, guarded)
