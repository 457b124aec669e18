"""Where every request of Slack's ends: taken to its commit, and only then acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from plbot.core.events import Inbound
from plbot.ledger import where
from plbot.receipts import Unavailable
from plbot.storage.store import StoreError
from plbot.underway import UnderWay
from plbot_slack.acquaintance import known, sentence
from plbot_slack.forms import WORDS, view
from plbot_slack.hear import Gone, Heard, Opens, hear
from plbot_slack.limits import DRAIN_SECONDS
from plbot_slack.transport import LostError, RefusedError, Web

if TYPE_CHECKING:
    from plbot.school import School

log = structlog.get_logger()

_TAKEN = 200
_AGAIN = 503


class Intake(AsyncMiddleware):
    """Stands before all of Bolt's own middleware and lets nothing through: Bolt would acknowledge before the commit.

    `gone` is told why, when the app is taken out of the workspace.
    """

    def __init__(self, web: Web, gone: Callable[[str], None]) -> None:
        self._web = web
        self._gone = gone
        self._school: School | None = None
        self._under_way = UnderWay()
        self._forms: set[asyncio.Task[None]] = set()

    def open(self, school: "School") -> None:
        """Take requests for this school from now on."""
        self._school = school

    async def close(self) -> None:
        """Take no more; what was taken comes to its end, as long as Slack waits for it."""
        self._school = None
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                await self._under_way.over()
                if self._forms:
                    await asyncio.wait(self._forms)
        for task in self._forms:
            task.cancel()

    @property
    def is_open(self) -> bool:
        return self._school is not None

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 # the interface's; nothing stands before us
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002, ARG002 # the interface's; nothing comes after us
    ) -> BoltResponse:
        """Take one request to its commit. 503 where it could not be kept: Slack sends it again."""
        school = self._school
        if school is None:
            return BoltResponse(status=_AGAIN)
        with self._under_way:
            try:
                return await self._take(school, req.body)
            except (Unavailable, StoreError):
                return BoltResponse(status=_AGAIN)
            except Exception as error:  # noqa: BLE001 # Bolt would log it with all that was said
                log.error("request-not-taken", exception=where(error))  # noqa: TRY400 # a trace may quote what was said
                return BoltResponse(status=_AGAIN)

    async def _take(self, school: "School", body: Mapping[str, Any]) -> BoltResponse:
        if body.get("type") == "url_verification":
            return BoltResponse(status=_TAKEN, body={"challenge": str(body.get("challenge", ""))})
        match _heard(body):
            case Inbound() as inbound:
                return await self._hand_in(school, inbound, is_command="command" in body)
            case Opens() as opens:
                self._begin(self._open_form(school, opens))
            case Gone(reason):
                self._gone(reason)
            case None:
                pass
        return BoltResponse(status=_TAKEN)

    async def _hand_in(self, school: "School", inbound: Inbound, *, is_command: bool) -> BoltResponse:
        """A command in a channel is answered on the spot, for its writer alone, that the answer comes in private."""
        if inbound.kind == "join" and await known(school, inbound.who):
            return BoltResponse(status=_TAKEN)  # looking at a conversation that has begun says nothing
        await school.desk.hear(inbound).committed
        if not (is_command and inbound.where):
            return BoltResponse(status=_TAKEN)
        text = await sentence(school, inbound.who, "in_private")
        return BoltResponse(status=_TAKEN, body={"response_type": "ephemeral", "text": text})

    # forms

    def _begin(self, opening: Awaitable[None]) -> None:
        task = asyncio.ensure_future(opening)
        self._forms.add(task)
        task.add_done_callback(self._opened)

    def _opened(self, task: "asyncio.Task[None]") -> None:
        self._forms.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("form-not-opened", exception=where(error))

    async def _open_form(self, school: "School", opens: Opens) -> None:
        """Open it; where that is too late, say that one can just type."""
        words = {block: await sentence(school, opens.who, block) for block in WORDS}
        try:
            await self._web.call("views.open", {"trigger_id": opens.trigger, "view": view(opens.form, words)})
        except RefusedError as error:
            log.info("form-not-opened", reason=error.code)
            await self._say_type(school, opens.who)
        except LostError as error:
            log.info("form-not-opened", reason=error.reason)

    async def _say_type(self, school: "School", who: str) -> None:
        text = await sentence(school, who, "just_type")
        with suppress(RefusedError, LostError):
            await self._web.call("chat.postMessage", {"channel": who.rpartition(":")[2], "text": text})


def _heard(body: Mapping[str, Any]) -> Heard:
    """Understand it; what makes us stumble would do so each time it is sent again."""
    try:
        return hear(body)
    except Exception as error:  # noqa: BLE001 # whatever Slack sends must not come back for ever
        log.error("request-not-understood", exception=where(error))  # noqa: TRY400 # a trace may quote what was said
        return None
