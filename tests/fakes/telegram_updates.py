"""Updates: kept in order until the bot confirms them by asking for a later one, or takes them over its webhook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fakes import telegram_refusals as words
from tests.fakes.telegram_chats import Bell, Wire
from tests.fakes.telegram_limits import RETENTION
from tests.fakes.telegram_refusals import conflict

FIRST_ID = 731_480_001  # Telegram starts anywhere
FOREVER = 3600.0  # seconds; no test lasts as long
LONGEST_POLL = 50  # seconds; the server cuts what is longer
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})  # only sent when asked for by name
KINDS = frozenset(
    {
        *("message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member"),
        *("chat_member", "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result"),
        *("poll", "poll_answer", "chat_join_request", "shipping_query", "pre_checkout_query"),
    }
)


@dataclass(frozen=True)
class Update:
    """`line`: those of one line are delivered to a webhook one after the other."""

    id: int
    at: float
    line: str
    wire: Wire


class Updates:
    """What waits for the bot."""

    def __init__(self, clock: Callable[[], float], bell: Bell) -> None:
        self.waiting: dict[int, Update] = {}
        self.all: dict[int, Update] = {}  # the confirmed ones too
        self.allowed: Sequence[str] = ()
        self.hooked = False
        self.conflicts: list[str] = []
        self._clock = clock
        self._bell = bell
        self._next = FIRST_ID
        self._poll = 0
        self._closed: Exception | None = None

    def add(self, kind: str, body: Wire, line: str) -> int | None:
        """Keep one for the bot, unless it did not ask for its kind."""
        if kind not in self.allowed if self.allowed else kind in UNASKED:
            return None
        update = Update(self._next, self._clock(), line, {"update_id": self._next, kind: body})
        self._next += 1
        self.waiting[update.id] = self.all[update.id] = update
        self._bell.ring()
        return update.id

    @property
    def newest(self) -> int:
        return self._next - 1

    async def until_later_than(self, update_id: int) -> None:
        await self._bell.until(lambda: self.newest > update_id, within=FOREVER)

    def again(self, update_id: int) -> None:
        """Put one back that was taken, as if its confirmation had been lost on the way."""
        self.waiting = dict(sorted({**self.waiting, update_id: self.all[update_id]}.items()))
        self._bell.ring()

    def allow(self, kinds: Sequence[str] | None) -> None:
        """From now on keep only these. None leaves it as it was; unknown ones are not minded."""
        if kinds is not None:
            self.allowed = [kind for kind in kinds if kind in KINDS]

    def drop(self, ids: Iterable[int]) -> None:
        for update_id in [*ids]:
            self.waiting.pop(update_id, None)
        self._bell.ring()

    def drop_old(self) -> None:
        limit = self._clock() - RETENTION
        self.drop([update.id for update in self.waiting.values() if update.at < limit])

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Any]:
        """What getUpdates answers. A newer call ends this one with 409, as does a webhook."""
        self._refuse_beside_hook()
        self._poll += 1
        mine = self._poll
        self._bell.ring()
        self.confirm(offset)
        try:
            await self._bell.until(lambda: self._ready(offset) or self._poll != mine or self._over(), seconds)
        except TimeoutError:
            return []
        self._refuse_when_replaced(mine)
        return [update.wire for update in self._ready(offset)[:limit]]

    def confirm(self, offset: int) -> None:
        """Forget all before the offset; a negative one counts from the end."""
        self.drop_old()
        ids = [*self.waiting]
        self.drop(ids[:offset] if offset < 0 else [update_id for update_id in ids if update_id < offset])

    def _ready(self, offset: int) -> list[Update]:
        return [update for update in self.waiting.values() if update.id >= offset]

    def close(self, reason: Exception) -> None:
        """Let nobody wait any longer."""
        self._closed = reason
        self._bell.ring()

    def _over(self) -> bool:
        return self.hooked or self._closed is not None

    def _refuse_beside_hook(self) -> None:
        if self.hooked:
            self.conflicts.append(words.HOOK_IS_SET)
            raise conflict(words.HOOK_IS_SET)

    def _refuse_when_replaced(self, mine: int) -> None:
        if self._closed:
            raise self._closed
        reason = words.HOOK_TAKES_OVER if self.hooked else words.OTHER_POLL
        if self.hooked or self._poll != mine:
            self.conflicts.append(reason)
            raise conflict(reason)
