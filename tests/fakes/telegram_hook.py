"""The webhook: each update is brought to the bot, again and again until it takes it; those of one chat one by one."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
from tests.fakes.telegram_chats import Bell, Wire
from tests.fakes.telegram_updates import Update, Updates

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name, from the Bot API's setWebhook
TIMEOUT = 10.0  # seconds; Telegram waits about a minute


@dataclass
class Hook:
    url: str
    secret: str
    most: int


class Deliveries:
    """One task a line of updates. A second of Telegram's back-off lasts `pause` seconds here."""

    def __init__(self, updates: Updates, clock: Callable[[], float], bell: Bell, pause: float) -> None:
        self.hook: Hook | None = None
        self.last_error: tuple[int, str] | None = None
        self.tried: list[tuple[int, int]] = []  # update id, status (0: no answer)
        self._updates = updates
        self._clock = clock
        self._bell = bell
        self._pause = pause
        self._lines: dict[str, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None

    def set(self, hook: Hook | None) -> None:
        self.hook = hook
        self._updates.hooked = hook is not None
        self.last_error = None
        for task in self._lines.values():
            task.cancel()
        self._lines.clear()
        self.start()

    def start(self) -> None:
        """Bring what waits, line by line."""
        if self.hook is None:
            return
        for update in self._updates.waiting.values():
            if update.line not in self._lines:
                self._lines[update.line] = asyncio.create_task(self._bring(self.hook, update.line))

    async def run(self) -> None:
        """Start on new updates as they come, until cancelled."""
        seen = 0
        while True:
            await self._updates.until_later_than(seen)
            seen = self._updates.newest
            self.start()

    async def close(self) -> None:
        tasks = [*self._lines.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def info(self) -> Wire:
        told: Wire = {"url": self.hook.url if self.hook else "", "has_custom_certificate": False}
        told |= {"pending_update_count": len(self._updates.waiting)}
        told |= {"max_connections": self.hook.most, "ip_address": "127.0.0.1"} if self.hook else {}
        told |= {"allowed_updates": [*self._updates.allowed]} if self._updates.allowed else {}
        if self.last_error:
            told |= {"last_error_date": self.last_error[0], "last_error_message": self.last_error[1]}
        return told

    async def _bring(self, hook: Hook, line: str) -> None:
        fails = 0
        while update := next((one for one in self._updates.waiting.values() if one.line == line), None):
            wait = await self._try(hook, update)
            if wait is None:
                fails = 0
                self._updates.drop([update.id])
                continue
            await asyncio.sleep((wait or (2**fails if fails else 0)) * self._pause)  # the first time again at once
            fails += 1
        del self._lines[line]

    async def _try(self, hook: Hook, update: Update) -> int | None:
        """Bring one. None when the bot took it, else the seconds it asked to wait."""
        self._session = self._session or aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(TIMEOUT))
        headers = {SECRET: hook.secret} if hook.secret else {}
        try:
            async with self._session.post(hook.url, json=update.wire, headers=headers) as answer:
                await answer.read()
                self.tried.append((update.id, answer.status))
                if answer.ok:
                    return None
                self._blame(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "")
                return int(asked) if asked.isdecimal() else 0
        except TimeoutError:
            self._blame("Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._blame("Connection refused")
        except aiohttp.ClientError:
            self._blame("Webhook connection closed")
        self.tried.append((update.id, 0))
        return 0

    def _blame(self, message: str) -> None:
        self.last_error = (int(self._clock()), message)
        self._bell.ring()
