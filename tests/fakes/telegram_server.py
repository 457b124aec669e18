"""Telegram's Bot API on this machine's loopback: strict, honest about what it keeps, and able to fail on demand."""

import asyncio
import inspect
import re
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from tests.fakes import telegram_intake, telegram_methods, telegram_profile
from tests.fakes import telegram_refusals as words
from tests.fakes.telegram_chats import WITHIN
from tests.fakes.telegram_intake import Call, read_body
from tests.fakes.telegram_limits import PHOTO
from tests.fakes.telegram_oracle import MODELS, ObjectedError, understand
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_refusals import RefusedError, bad
from tests.fakes.telegram_scripts import Script, Scripts
from tests.fakes.telegram_world import World

TOKEN = "7000000001:AAFakeTokenOfTheLoopbackServer_0123456"  # noqa: S105 -- opens nothing but this server
BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
VERBS = telegram_methods.VERBS
PARTS = (telegram_intake, telegram_profile)  # importing them registers their methods


class TelegramFake:
    """One bot's Telegram. Point its API address at `url`; then let people talk.

    `objections`: calls that are not of the Bot API's form. `violations`: calls that came too fast. Both should stay empty.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        rich: bool = True,
        paced: bool = False,
        pause: float = 0.02,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.world = World(clock, rich=rich, paced=paced, pause=pause)
        self.calls: list[Call] = []
        self.objections: list[str] = []
        self.url = ""
        self._scripts = Scripts()
        self._revoked = False
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._bringing: asyncio.Task[None] | None = None

    # who is there

    def user(self, name: str, language: str | None = "en", *, started: bool = False) -> Person:
        """Somebody with an account; the bot cannot write before they did (`started`: long ago)."""
        person = Person(self.world, 5_000_000_000 + next(self.world.serial), name, language)
        self.world.chats[person.id] = person
        if not started:
            self.world.shut[person.id] = "not started"
        return person

    def bot(self, name: str) -> Person:
        """Another bot; it can be in groups, and nobody can write to it."""
        other = Person(self.world, 6_000_000_000 + next(self.world.serial), name, None, is_bot=True)
        self.world.chats[other.id] = other
        self.world.shut[other.id] = "a bot"
        return other

    def group(self, name: str, members: Sequence[Person], *, big: bool = False, topics: bool = False) -> Group:
        """A group with the bot in it; `big`: a supergroup."""
        number = 400_000_000 + next(self.world.serial)
        group = Group(
            self.world, -(1_001_000_000_000 + number) if big or topics else -number, name, members, topics=topics
        )
        self.world.chats[group.id] = group
        return group

    # what happens, and what happened

    def script(
        self,
        method: str | None = None,
        chat: int | None = None,
        answers: Sequence[int | str | RefusedError] = (),
        times: int = 1,
    ) -> Script:
        """Let the next calls fail: see `telegram_scripts.trouble` for the answers there are."""
        return self._scripts.add(method, chat, answers, times)

    def revoke(self) -> None:
        """The token is valid no more."""
        self._revoked = True
        self.world.updates.close(RefusedError(401, words.UNAUTHORIZED))

    def repeats(self, update_id: int) -> None:
        """Bring an update once more over the webhook, as if the bot's 200 had been lost on the way."""
        self.world.updates.again(update_id)
        self.world.deliveries.start()

    def later(self, seconds: float) -> None:
        self.world.later(seconds)

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    async def until(self, true: Callable[[], object], within: float = WITHIN) -> None:
        """Wait until something is so, looking again whenever anything happened."""
        await self.world.bell.until(true, within)

    @property
    def violations(self) -> list[str]:
        return self.world.violations

    @property
    def conflicts(self) -> list[str]:
        """What was answered to those who asked for updates beside somebody else."""
        return self.world.updates.conflicts

    @property
    def pending(self) -> list[dict[str, Any]]:
        """Updates that the bot did not confirm yet."""
        return [update.wire for update in self.world.updates.waiting.values()]

    # the server

    async def __aenter__(self) -> Self:
        await self.open(0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self, port: int, more: Sequence[web.RouteDef] = ()) -> None:
        """Listen. `more` are routes beside Telegram's own."""
        app = web.Application(client_max_size=6 * PHOTO)
        app.add_routes([web.route("*", "/bot{token}/{method}", self._handle), *more])
        app.add_routes([web.get("/file/bot{token}/photos/{name}", self._download)])
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._bringing = asyncio.create_task(self.world.deliveries.run())

    async def close(self) -> None:
        self._closing.set()
        self.world.updates.close(RefusedError(500, "Internal Server Error: restart"))
        if self._bringing:
            self._bringing.cancel()
            await asyncio.gather(self._bringing, return_exceptions=True)
        await self.world.deliveries.close()
        if self._runner:
            await self._runner.cleanup()

    # one call

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            self._check_token(request.match_info["token"])
            payload, files = await read_body(request)
        except RefusedError as error:
            return web.json_response(error.body(), status=error.code)
        call = Call(self.world.now(), method, payload, files)
        self.calls.append(call)
        return await self._answer(request, call)

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise RefusedError(404, "Not Found")
        if token != self.token or self._revoked:
            raise RefusedError(401, words.UNAUTHORIZED)

    async def _answer(self, request: web.Request, call: Call) -> web.StreamResponse:
        trouble = self._scripts.next(call.method, call.chat)
        if isinstance(trouble, RefusedError):
            return self._refuse(call, trouble)
        if trouble in {"timeout", "drop", "502", "garbage"}:
            return await self._break(request, trouble)
        try:
            call.result = await self._perform(call)
        except RefusedError as error:
            return self._refuse(call, error)
        if trouble != "ok":
            return await self._break(request, trouble)
        call.code = 200
        self.world.bell.ring()
        return web.json_response({"ok": True, "result": call.result})

    async def _perform(self, call: Call) -> Any:
        name = call.method.lower()
        if name not in MODELS or (not self.world.rich and "richmessage" in name):
            raise RefusedError(404, words.NO_METHOD)
        if name not in VERBS:
            self.objections.append(f"{call.method} is not played by this stand-in")
            raise RefusedError(501, f"Not Implemented: {call.method}")
        try:
            asked = understand(call.method, call.payload, call.files)
        except ObjectedError as error:
            self.objections.append(str(error))
            raise bad(str(error)) from error
        result = VERBS[name](self.world, asked, call.files)
        return await result if inspect.isawaitable(result) else result

    def _refuse(self, call: Call, error: RefusedError) -> web.Response:
        call.code, call.description = error.code, error.description
        self.world.bell.ring()
        return web.json_response(error.body(), status=error.code)

    async def _break(self, request: web.Request, how: str) -> web.StreamResponse:
        self.world.bell.ring()
        if how == "502":
            return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
        if how == "garbage":
            return web.Response(status=200, text='{"ok": tr', content_type="application/json")
        if how.startswith("timeout"):
            await self._closing.wait()
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)

    async def _download(self, request: web.Request) -> web.Response:
        photo = self.world.files.get(request.match_info["name"])
        if request.match_info["token"] != self.token or photo is None:
            return web.json_response(RefusedError(404, "Not Found").body(), status=404)
        return web.Response(body=photo.data, content_type="application/octet-stream")
