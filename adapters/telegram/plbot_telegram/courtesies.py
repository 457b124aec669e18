"""Small things that are owed to nobody: the little clock on a pressed button goes away, and dots show while we think."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import structlog
from telegram.error import TelegramError

from plbot.receipts import Receipt
from plbot_telegram.client import Client
from plbot_telegram.limits import CLOSE_SECONDS, TOAST, TYPING_AFTER, TYPING_LASTS, TYPING_TIMES
from plbot_telegram.outcomes import reason

log = structlog.get_logger()


class Courtesies:
    """Best effort, in tasks of their own: nothing waits for them, and their failures change nothing."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, query: str, toast: str = "") -> None:
        """Tell the app that the press arrived; `toast` is flashed over the chat."""
        words = {"text": toast[:TOAST]} if toast else {}
        self._begin(self._try("answerCallbackQuery", {"callback_query_id": query, **words}))

    def type_while(self, waiting: Sequence[tuple[int, Receipt]]) -> None:
        """Show dots in the chats whose turns take long."""
        self._begin(self._type_while(waiting))

    async def close(self) -> None:
        """End with what was begun; what does not end soon is dropped."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=CLOSE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _begin(self, courtesy: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(courtesy)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _type_while(self, waiting: Sequence[tuple[int, Receipt]]) -> None:
        late = {receipt.committed: chat for chat, receipt in waiting}
        pause = TYPING_AFTER
        for _ in range(TYPING_TIMES):
            await asyncio.wait(late, timeout=pause)
            late = {committed: chat for committed, chat in late.items() if not committed.done()}
            if not late:
                return
            for chat in set(late.values()):
                await self._try("sendChatAction", {"chat_id": chat, "action": "typing"})
            pause = TYPING_LASTS

    async def _try(self, method: str, body: dict[str, Any]) -> None:
        try:
            await self._client.call(method, body)
        except TelegramError as error:
            log.debug("courtesy-missed", method=method, reason=reason(error))
