"""The library's Bot, used as nothing but a client: methods by name, with the JSON that Telegram documents."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from plbot_telegram.config import Config
from plbot_telegram.limits import BATCH, POLL_GRACE, POLL_SECONDS
from plbot_telegram.transport import Transport

HEARD = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member")

# The library writes whole messages into its log when that is set to tell everything: names and words of children.
logging.getLogger("telegram").setLevel(logging.WARNING)


class Client(Bot):
    """Never initialized in the library's sense, because that writes the token into an exception."""

    __slots__ = ()

    def __init__(self, config: Config, transport: Transport) -> None:
        super().__init__(
            config.token,
            base_url=f"{config.api}/bot",
            base_file_url=f"{config.api}/file/bot",
            request=transport,
            get_updates_request=transport,
        )

    async def call(self, method: str, body: Mapping[str, Any], *, read_timeout: float | None = None) -> Any:
        """Call a method, known to the library or not. Raises TelegramError."""
        if read_timeout is None:
            return await self._post(method, dict(body))
        return await self._post(method, dict(body), read_timeout=read_timeout)

    async def updates(self, offset: int | None, *, wait: int = POLL_SECONDS) -> Sequence[Any]:
        """What is new from `offset` on, unread: one update that is malformed must not hide the others."""
        body = {"timeout": wait, "limit": BATCH, "allowed_updates": HEARD}
        if offset is not None:
            body["offset"] = offset
        found = await self.call("getUpdates", body, read_timeout=wait + POLL_GRACE)
        if not isinstance(found, list):
            raise TelegramError("an answer that is not Telegram's")
        return found
