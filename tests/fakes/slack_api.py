"""The Web API's front: who calls, may they, how fast; then the method, or what a test scripted instead of it."""

import asyncio
import inspect
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import uuid4

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from tests.fakes.slack_clock import Clock
from tests.fakes.slack_methods import METHODS, NO_TOKEN, Methods
from tests.fakes.slack_pace import Pace
from tests.fakes.slack_script import Script
from tests.fakes.slack_views import RefusedError
from tests.fakes.slack_workspace import Json

SCOPES: Mapping[str, str] = {  # the scope each method's own page asks for; methods that are not named need none
    "chat.postMessage": "chat:write", "chat.update": "chat:write", "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write", "conversations.open": "im:write", "conversations.join": "channels:join",
    "conversations.info": "channels:read", "conversations.members": "channels:read",
    "conversations.history": "channels:history", "users.info": "users:read", "users.list": "users:read",
    "files.getUploadURLExternal": "files:write", "files.completeUploadExternal": "files:write",
    "files.info": "files:read", "reactions.add": "reactions:write", "team.info": "team:read",
}  # fmt: skip
ALL_SCOPES = (
    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands", "files:read",
    "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "reactions:read",
    "reactions:write", "team:read", "users:read",
)  # fmt: skip


class Call(NamedTuple):
    """One call of the app, as it came and as it went."""

    method: str
    args: Json
    status: int
    answer: Json
    at: float

    @property
    def error(self) -> str:
        return str(self.answer.get("error", ""))


class Objection(NamedTuple):
    """Something in a call that Slack refuses, or that a careful app does not do."""

    method: str
    says: str


@dataclass
class Keys:
    """The tokens, and what became of them."""

    bot: str = field(default_factory=lambda: f"xoxb-{uuid4().hex}")
    app: str = field(default_factory=lambda: f"xapp-1-A0PLBOT-{uuid4().hex}")
    scopes: Sequence[str] = ALL_SCOPES
    gone: str = ""  # the error that the bot token is answered with now

    def check(self, method: str, token: str) -> None:
        """Raises RefusedError unless this token may call the method."""
        if method in NO_TOKEN:
            return
        if not token:
            raise RefusedError("not_authed")
        if token not in {self.bot, self.app}:
            raise RefusedError("invalid_auth")
        if self.gone:
            raise RefusedError(self.gone)
        if (token == self.app) != (method == "apps.connections.open"):
            raise RefusedError("not_allowed_token_type")
        needed = SCOPES.get(method)
        if needed and needed not in self.scopes:
            raise RefusedError("missing_scope", needed=needed, provided=",".join(self.scopes))


class WebApi:
    """Answers `/api/<method>`."""

    def __init__(self, methods: Methods, keys: Keys, clock: Clock, pace: Pace | None) -> None:
        self.calls: list[Call] = []
        self.objections: list[Objection] = []
        self.violations: list[str] = []  # calls that came too fast
        self.script = Script()
        self._methods = methods
        self._keys = keys
        self._clock = clock
        self._pace = pace
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Let go of who waits for an answer that was scripted never to come."""
        self._closing.set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token, args = await _read(request)
        match self.script.next(method):
            case "ok":
                return self._answer(method, args, *self._act(method, token, args))
            case "timeout":
                return await self._never(method, args)
            case "lost":
                _, answer, _ = self._act(method, token, args)
                return await self._never(method, args, answer)
            case "drop":
                return self._drop(request, method, args)
            case "html":
                self._note(method, args, 200, {})
                return web.Response(text="<html>Service unavailable</html>", content_type="text/html")
            case (429, int(seconds)):
                return self._answer(method, args, *_throttled(seconds))
            case 429:
                return self._answer(method, args, *_throttled(1))
            case int(status):
                return self._answer(method, args, status, {"ok": False, "error": "internal_error"}, {})
            case str(code):
                return self._answer(method, args, 200, {"ok": False, "error": code}, {})
            case whole:
                return self._answer(method, args, 200, dict(whole), {}) if isinstance(whole, dict) else _impossible()

    def _act(self, method: str, token: str, args: Json) -> tuple[int, Json, dict[str, str]]:
        """What Slack does with this call: status, answer, headers."""
        try:
            self._known(method, args)
            self._keys.check(method, token)
            if self._pace and (seconds := self._pace.wait_for(method, str(args.get("channel", "")))):
                self.violations.append(f"{method} {args.get('channel', '')}".strip())
                return _throttled(seconds)
            return 200, {"ok": True} | METHODS[method](self._methods, args), {}
        except RefusedError as refused:
            return 200, {"ok": False, "error": refused.code} | refused.more, {}

    def _known(self, method: str, args: Json) -> None:
        """Raises RefusedError for a method nobody knows; an argument nobody knows is kept as an objection."""
        if method not in METHODS:
            self.object(method, "unknown to Slack, or to this fake")
            raise RefusedError("unknown_method", req_method=method)
        for name in sorted(args.keys() - arguments_of(method)):
            self.object(method, f"unknown argument: {name}")
        if args.get("attachments"):
            self.object(method, "attachments are legacy, and this fake does not look into them")

    def object(self, method: str, says: str) -> None:
        self.objections.append(Objection(method, says))

    def _note(self, method: str, args: Json, status: int, answer: Json) -> None:
        self.calls.append(Call(method, args, status, answer, self._clock.now()))
        self._methods.workspace.changed()

    def _answer(self, method: str, args: Json, status: int, answer: Json, headers: dict[str, str]) -> web.Response:
        self._note(method, args, status, answer)
        mine = {"x-oauth-scopes": ",".join(self._keys.scopes), "x-slack-req-id": uuid4().hex}
        return web.json_response(answer, status=status, headers=mine | headers)

    async def _never(self, method: str, args: Json, answer: Json | None = None) -> web.Response:
        self._note(method, args, 0, answer or {})
        await self._closing.wait()
        return web.Response(status=504)

    def _drop(self, request: web.Request, method: str, args: Json) -> web.Response:
        self._note(method, args, 0, {})
        if request.transport:
            request.transport.abort()
        return web.Response(status=504)


def _throttled(seconds: int) -> tuple[int, Json, dict[str, str]]:
    return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)}


def _impossible() -> web.Response:
    raise TypeError("A scripted answer is an int, a pair of ints, a str or a dict.")


NO_ARGUMENTS = {"self", "kwargs"}


@lru_cache
def arguments_of(method: str) -> frozenset[str]:
    """The arguments that slack_sdk knows of this method; `team_id` its client adds to every call."""
    known = inspect.signature(getattr(AsyncWebClient, method.replace(".", "_"))).parameters
    return frozenset(known.keys() - NO_ARGUMENTS | {"team_id"})


async def _read(request: web.Request) -> tuple[str, Json]:
    """The token, and the arguments from wherever they stand: query, form or JSON; text that holds JSON is read."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= await request.json()
    else:
        args |= {name: str(value) for name, value in (await request.post()).items()}
    token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(args.get("token", ""))
    args.pop("token", None)
    return token, {name: _unpack(value) if name in STRUCTURED else value for name, value in args.items()}


STRUCTURED = {"blocks", "view", "files", "attachments", "metadata"}


def _unpack(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
