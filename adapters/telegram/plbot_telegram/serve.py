"""Telegram: polls or is called, hears, and says; one bot, one school."""

import asyncio
import os
import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast

import structlog
from telegram.error import TelegramError

from plbot.adapters import (
    AdapterStoppedError,
    Health,
    Invalid,
    Retry,
    Sending,
    SendOutcome,
    Sent,
    Window,
)
from plbot.pictures import Pictures
from plbot.underway import UnderWay
from plbot_telegram.album import Album
from plbot_telegram.checks import check
from plbot_telegram.client import HEARD, Client
from plbot_telegram.commands import introduce, list_in
from plbot_telegram.config import Config, read_config
from plbot_telegram.courtesies import Courtesies
from plbot_telegram.ears import Ears
from plbot_telegram.health import READY, REFUSED, STARTING, STOPPED, UNKNOWN_BOT, troubled
from plbot_telegram.hear import PLATFORM, Me
from plbot_telegram.keyboard import ButtonError
from plbot_telegram.limits import A_BOT, A_CHAT, A_GROUP, CLOSE_SECONDS, GROUP_MS, SECOND
from plbot_telegram.outcomes import outcome
from plbot_telegram.polling import Polling
from plbot_telegram.post import Place, Post
from plbot_telegram.said import as_ids, read_ids
from plbot_telegram.transport import SlowDownError, TokenRefusedError, Transport, UnknownMethodError
from plbot_telegram.waits import Waits
from plbot_telegram.webhook import Webhook

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from plbot.school import School
    from plbot.words import Phrasebook

log = structlog.get_logger()

_T = TypeVar("_T")

_ADDRESS = re.compile(rf"{PLATFORM}:(-?[0-9]{{1,20}})", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)  # (API, deep linking)


def adapter(environment: Mapping[str, str] = os.environ) -> "Telegram":
    """Make the bot that the environment names. Raises ConfigError."""
    return Telegram(read_config(environment), Pictures)


class Telegram:
    """One bot. `serve` may be called again after it ended."""

    platform = PLATFORM
    tidies = True

    def __init__(self, config: Config, pictures: Callable[[], Pictures]) -> None:
        self.config = config
        self._transport = Transport()
        self._client = Client(config, self._transport)
        self._album = Album(pictures)
        self._post = Post(self._client, self._album, rich=config.native)
        self._webhook = Webhook(config)
        self._health = STARTING
        self._over = asyncio.Event()
        self._refused = ""
        self._serving = False
        self._me: Me | None = None
        self._saying = UnderWay()

    @property
    def routes(self) -> "Sequence[BaseRoute]":
        return (self._webhook.route,) if self.config.webhook else ()

    @property
    def health(self) -> Health:
        return self._health

    def windows(self, address: str) -> Sequence[Window]:
        found = [Window(PLATFORM, A_BOT, SECOND), Window(address, A_CHAT, SECOND)]
        if address.startswith(f"{PLATFORM}:-"):
            found.append(Window(address, A_GROUP, GROUP_MS))
        return found

    def stop(self) -> None:
        self._over.set()

    async def link(self, code: str) -> str:
        """The link that opens a chat with the bot and hands it this code. Raises AdapterStoppedError for a wrong token."""
        if not _CODE.fullmatch(code):
            raise ValueError("A code in a link has at most 64 letters, digits, _ and -.")
        if self._me is None:
            try:
                self._me = await self._alone(self._introduce())
            except TokenRefusedError:
                raise AdapterStoppedError(REFUSED) from None
        return f"https://t.me/{self._me.username}?start={code}"

    async def checks(self) -> Sequence[str]:
        return await self._alone(check(self._client, self._transport, self.config))

    # saying

    async def say(self, sending: Sending) -> SendOutcome:
        if self._transport.closed:
            return Retry("the adapter does not run")
        found = _ADDRESS.fullmatch(sending.address)
        if not found:
            return Invalid("not an address of Telegram")
        with self._saying:
            try:
                return Sent(await self._said(sending, int(found[1])))
            except ButtonError as error:
                return Invalid(str(error))
            except TelegramError as error:
                if isinstance(error, TokenRefusedError):
                    self._refuse(REFUSED)
                return outcome(error)

    async def _said(self, sending: Sending, chat: int) -> bytes:
        if sending.lane == "home":
            return await list_in(self._client, chat, sending.card, sending.ids)
        place = Place(chat, sending.key)
        said = read_ids(sending.ids, chat) if sending.revises else None
        if sending.lane == "tidy":
            return as_ids(chat, await self._post.take_buttons(place, sending.card, said)) if said else b""
        return as_ids(chat, await self._post.put(place, sending.card, said))

    # serving

    async def serve(self, school: "School") -> int:
        """Hear until told to stop. Raises AdapterStoppedError where the token is refused."""
        await self._begin()
        courtesies = Courtesies(self._client)
        try:
            if me := await self._connected(school):
                await self._hear(Ears(school.desk, me, courtesies))
        except TokenRefusedError:
            self._refuse(REFUSED)
        finally:
            await self._end(school, courtesies)
        if self._refused:
            raise AdapterStoppedError(self._refused)
        return 0

    async def _begin(self) -> None:
        if self._refused:
            self._refused = ""
            self._over.clear()
        self._serving = True
        self._health = STARTING
        await self._transport.initialize()

    async def _end(self, school: "School", courtesies: Courtesies) -> None:
        """What was just decided is still said, if that does not take long."""
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    if not self._refused:
                        self._note(STOPPED)
                        await school.delivery.caught_up()
                    await self._saying.over()
            await courtesies.close()
        finally:
            await self._transport.shutdown()
            await self._album.close()
            self._serving = False

    async def _hear(self, ears: Ears) -> None:
        self._note(READY)
        if not self.config.webhook:
            await Polling(self._client, ears, self._over, self._note).run()
            return
        self._webhook.open(ears)
        try:
            await self._over.wait()
        finally:
            await self._webhook.close()

    def _note(self, health: Health) -> None:
        if health != self._health:
            log.info("telegram", state=health.state, why=health.why)
            self._health = health

    def _refuse(self, why: str) -> None:
        self._refused = why
        self._note(Health("stopped", why))
        self._over.set()

    # connecting

    async def _connected(self, school: "School") -> Me | None:
        """Try until Telegram knows how we want to hear; None where it is over before."""
        waits = Waits(self._over)
        while not self._over.is_set():
            try:
                return await self._connect(school)
            except TokenRefusedError:
                raise
            except SlowDownError as error:
                self._note(troubled(error))
                await waits.exactly(error.after_ms / SECOND)
            except TelegramError as error:
                self._note(troubled(error))
                await waits.after_failure()
        return None

    async def _connect(self, school: "School") -> Me | None:
        try:
            self._me = me = await self._introduce()
        except UnknownMethodError:
            self._refuse(UNKNOWN_BOT)
            return None
        if self.config.webhook:
            secret = self.config.secrets[0]
            body = {"url": self.config.webhook, "secret_token": secret, "allowed_updates": HEARD}
            await self._client.call("setWebhook", body)
        else:
            await self._client.call("deleteWebhook", {})
        await introduce(self._client, cast("Phrasebook", school.desk.office.words))  # all of them, in a whole school
        return me

    async def _alone(self, asking: Coroutine[Any, Any, _T]) -> _T:
        """Ask something, also where nobody serves: then nothing stays open behind it."""
        try:
            return await asking
        finally:
            if not self._serving:
                await self._transport.shutdown()
                await self._transport.initialize()

    async def _introduce(self) -> Me:
        found: Any = await self._client.call("getMe", {})
        if not isinstance(found, dict) or "id" not in found:
            raise TelegramError("an answer that is not Telegram's")
        return Me(int(found["id"]), str(found.get("username", "")))
