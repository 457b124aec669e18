"""Pages behind one-time links. A link shows a button; only pressing it opens the page, because previews fetch links by themselves."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from plbot import onetime
from plbot.clock import Clock
from plbot.storage.store import Store

PATH = "/open"
TOKEN_LONGEST = 64  # characters: twice what ours have
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-robots-tag": "noindex",
}

Page = Callable[[], Awaitable[str]]

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=select_autoescape(default=True),
    trim_blocks=True,
    lstrip_blocks=True,
)


def rendered(template: str, **names: object) -> str:
    """A page from its template; whatever is put in is escaped."""
    return _templates.get_template(f"{template}.html").render(names)


def routes(store: Store, school: str, clock: Clock, pages: Mapping[str, Page]) -> Sequence[BaseRoute]:
    """The routes of one school's pages, by the name that a link was made for."""

    async def ask(_: Request) -> Response:
        return HTMLResponse(rendered("confirm"), headers=HEADERS)  # the same for every token: nothing is given away

    async def open_page(request: Request) -> Response:
        token = str(request.path_params["token"])
        name = await onetime.redeem(store, school, token, clock.now()) if len(token) <= TOKEN_LONGEST else ""
        if name not in pages:
            return HTMLResponse(rendered("gone"), 410, headers=HEADERS)
        return HTMLResponse(await pages[name](), headers=HEADERS)

    path = f"{PATH}/{{token}}"
    return [Route(path, ask, methods=["GET"]), Route(path, open_page, methods=["POST"])]
