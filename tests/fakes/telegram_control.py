"""Moving people over HTTP, for tests whose bot and Telegram are processes of their own."""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web
from tests.fakes.telegram_chats import Chat, Post
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import TelegramFake
from tests.fakes.telegram_world import Press

VERBS_TEXT = (
    "types starts replies forwards edits deletes sends_photo sends_album sends_voice sends_sticker sends_document"
    " sends_location presses reacts blocks unblocks deactivates kicks invites migrates"
)
VERBS = frozenset(VERBS_TEXT.split())
POSTS = frozenset({"on", "post"})  # arguments that say which message, by its id in that chat
WAIT = 60.0  # seconds a look may wait at most


def routes(fake: TelegramFake) -> Sequence[web.RouteDef]:
    control = Control(fake)
    return [
        web.post("/control/user", control.user),
        web.post("/control/group", control.group),
        web.post("/control/do", control.do),
        web.post("/control/script", control.script),
        web.post("/control/later", control.later),
        web.post("/control/revoke", control.revoke),
        web.get("/control/messages", control.messages),
        web.get("/control/state", control.state),
        web.get("/control/calls", control.calls),
    ]


class Control:
    """Each method is one address under /control; bodies and answers are JSON."""

    def __init__(self, fake: TelegramFake) -> None:
        self._fake = fake

    async def user(self, request: web.Request) -> web.Response:
        """{"name", "language", "started"} -> {"id"}"""
        return web.json_response({"id": self._fake.user(**await request.json()).id})

    async def group(self, request: web.Request) -> web.Response:
        """{"name", "members": [ids], "big", "topics"} -> {"id"}"""
        asked = await request.json()
        members = [self._person(member) for member in asked.pop("members")]
        return web.json_response({"id": self._fake.group(members=members, **asked).id})

    async def do(self, request: web.Request) -> web.Response:
        """{"who": id, "verb": "types", "with": {"text": "hello"}} -> what came of it"""
        asked = await request.json()
        chat = self._chat(asked["who"])
        if asked["verb"] not in VERBS:
            raise web.HTTPBadRequest(text=f"There is no verb {asked['verb']!r}; there are {sorted(VERBS)}.")
        try:
            made = getattr(chat, asked["verb"])(**self._read(chat, asked.get("with", {})))
        except (LookupError, ValueError, TypeError) as error:
            raise web.HTTPConflict(text=str(error)) from error
        return web.json_response(_told(made))

    async def script(self, request: web.Request) -> web.Response:
        self._fake.script(**await request.json())
        return web.json_response({})

    async def later(self, request: web.Request) -> web.Response:
        self._fake.later((await request.json())["seconds"])
        return web.json_response({})

    async def revoke(self, _: web.Request) -> web.Response:
        self._fake.revoke()
        return web.json_response({})

    async def messages(self, request: web.Request) -> web.Response:
        """?chat=ID&least=N&within=SECONDS: what the bot said there, as soon as it is that many, or time is up."""
        chat = self._chat(int(request.query["chat"]))
        least = int(request.query.get("least", 0))
        within = min(float(request.query.get("within", WAIT)), WAIT)
        try:
            await self._fake.until(lambda: len(chat.said()) >= least, within)
        except TimeoutError:
            return web.json_response([_told(post) for post in chat.said()], status=202)
        return web.json_response([_told(post) for post in chat.said()])

    async def state(self, _: web.Request) -> web.Response:
        fake = self._fake
        told = {"objections": fake.objections, "violations": fake.violations, "conflicts": fake.conflicts}
        spinning = [press.id for press in fake.world.presses.values() if press.answer is None]
        return web.json_response(told | {"pending": fake.pending, "unanswered": spinning})

    async def calls(self, request: web.Request) -> web.Response:
        """?method=NAME: the calls of the bot, oldest first."""
        wanted = request.query.get("method", "").lower()
        calls = [call for call in self._fake.calls if wanted in {"", call.method.lower()}]
        shown = ("at", "method", "payload", "code", "description")
        return web.json_response([{name: getattr(call, name) for name in shown} for call in calls])

    def _chat(self, chat_id: int) -> Chat:
        if chat_id not in self._fake.world.chats:
            raise web.HTTPNotFound(text=f"There is no chat {chat_id}.")
        return self._fake.world.chats[chat_id]

    def _person(self, user_id: int) -> Person:
        person = self._chat(user_id)
        if not isinstance(person, Person):
            raise web.HTTPBadRequest(text=f"{user_id} is no person.")
        return person

    def _read(self, chat: Chat, words: Mapping[str, Any]) -> dict[str, Any]:
        """Arguments as the verb wants them: a group by its id; a message by its id, in the chat `where` it stands."""
        given = dict(words)
        to, where = (self._chat(given.pop(key)) if given.get(key) else None for key in ("to", "where"))
        for key in POSTS & given.keys():
            given[key] = (where or to or chat).posts[given[key]]
        return given | ({"to": to} if to else {})


def _told(made: object) -> Any:
    if isinstance(made, Post):
        shown = {"id": made.id, "text": made.text, "rows": made.rows, "buttons": made.buttons, "edits": made.edits}
        return shown | {"deleted": made.deleted, "photo": made.photo is not None, "at": made.at}
    if isinstance(made, Press):
        return {"id": made.id, "data": made.data}
    if isinstance(made, Group):
        return {"id": made.id}
    return [_told(item) for item in made] if isinstance(made, list) else {}


class TelegramRemote:
    """The other end of /control: `async with TelegramRemote(url) as telegram`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(self.url)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def user(self, name: str, *, language: str | None = "en", started: bool = False) -> int:
        return int((await self._post("user", name=name, language=language, started=started))["id"])

    async def group(self, name: str, members: Sequence[int], *, big: bool = False, topics: bool = False) -> int:
        return int((await self._post("group", name=name, members=[*members], big=big, topics=topics))["id"])

    async def do(self, who: int, verb: str, **given: Any) -> Any:
        """Let somebody do something: `do(ana, "types", text="hello")`, `do(ana, "presses", label="Go")`."""
        return await self._post("do", **{"who": who, "verb": verb, "with": given})

    async def script(
        self, method: str | None, answers: Sequence[int | str], chat: int | None = None, times: int = 1
    ) -> None:
        await self._post("script", method=method, answers=[*answers], chat=chat, times=times)

    async def later(self, seconds: float) -> None:
        await self._post("later", seconds=seconds)

    async def revoke(self) -> None:
        await self._post("revoke")

    async def messages(self, chat: int, least: int = 0, within: float = 10.0) -> list[dict[str, Any]]:
        """What the bot said there, as soon as it is at least so many. Raises TimeoutError."""
        status, told = await self._get("messages", chat=chat, least=least, within=within)
        if status != 200:
            raise TimeoutError(f"{least} messages were awaited; there are {[post['text'] for post in told]}")
        return list(told)

    async def state(self) -> dict[str, Any]:
        return dict((await self._get("state"))[1])

    async def calls(self, method: str = "") -> list[dict[str, Any]]:
        return list((await self._get("calls", method=method))[1])

    async def _post(self, what: str, **body: Any) -> Any:
        assert self._session is not None
        async with self._session.post(f"/control/{what}", json=body) as answer:
            if not answer.ok:
                raise LookupError(await answer.text())
            return await answer.json()

    async def _get(self, what: str, **query: str | float) -> tuple[int, Any]:
        assert self._session is not None
        async with self._session.get(f"/control/{what}", params=query) as answer:
            if not answer.ok:
                raise LookupError(await answer.text())
            return answer.status, await answer.json()
