"""Slack: over a line of its own (Socket Mode) or over HTTP; requests in, messages out."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

import structlog
from slack_bolt.app.async_app import AsyncApp

from plbot.adapters import AdapterStoppedError, Health, Sending, SendOutcome, Window
from plbot.pictures import Pictures
from plbot_slack.album import Album
from plbot_slack.checks import checks
from plbot_slack.config import Config, read_config
from plbot_slack.door import Door
from plbot_slack.hear import PLATFORM
from plbot_slack.intake import Intake
from plbot_slack.limits import CHANNEL_MS, LAST_WORDS_SECONDS
from plbot_slack.outcomes import NEW_LINE, is_fatal, outcome, remedy
from plbot_slack.speaking import Speaker
from plbot_slack.telephone import Telephone, patience
from plbot_slack.transport import LostError, RefusedError, Web, quiet

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from plbot.school import School

log = structlog.get_logger()


def adapter(environment: Mapping[str, str] = os.environ) -> "Slack":
    """Make the adapter for one workspace. Raises ConfigError."""
    return Slack(read_config(environment), Pictures)


class Slack:
    """One workspace. `serve` hears; `say` speaks, whether or not we hear."""

    platform = PLATFORM
    tidies = True

    def __init__(self, config: Config, pictures: Callable[[], Pictures]) -> None:
        self._config = config
        self._web = Web(config.bot_token, config.api)
        self._album = Album(self._web, pictures)
        self._speaker = Speaker(self._web, self._album)
        self._intake = Intake(self._web, self._fail)
        self._app = AsyncApp(
            name=PLATFORM,  # else Bolt reads the source of every caller to find one: a seventh of a second
            logger=quiet,
            client=self._web.client,
            before_authorize=self._intake,
            request_verification_enabled=False,  # the door's work: Bolt knows one secret, and raises on odd headers
            ssl_check_enabled=False,  # answers without a look at the signature
        )
        self._door = Door(self._app, config.secrets, lambda: self._intake.is_open)
        self._health = Health("starting")
        self._stopped = asyncio.Event()
        self._failure = ""

    @property
    def routes(self) -> "Sequence[BaseRoute]":
        return [] if self._config.app_token else [self._door.route]

    @property
    def health(self) -> Health:
        return self._health

    def windows(self, address: str) -> Sequence[Window]:
        return (Window(address, 1, CHANNEL_MS),)

    async def say(self, sending: Sending) -> SendOutcome:
        """Try once."""
        try:
            return await self._speaker.say(sending)
        except (RefusedError, LostError) as error:
            if isinstance(error, RefusedError):
                self._refused(error.code)
            return outcome(error)

    async def serve(self, school: "School") -> int:
        """Hear until told to stop. Raises AdapterStoppedError when Slack will not have us."""
        async with self._web.shared():
            self._intake.open(school)
            self._album.open()
            hearing = asyncio.create_task(self._hear())
            stopping = asyncio.create_task(self._stopped.wait())
            try:
                await asyncio.wait({hearing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await self._intake.close()
                await _last_words(school)
                for task in (hearing, stopping):
                    task.cancel()
                ended, _ = await asyncio.gather(hearing, stopping, return_exceptions=True)
                await self._album.close()
        self._health = Health("stopped", self._failure)
        if self._failure:
            raise AdapterStoppedError(self._failure)
        if isinstance(ended, Exception):
            raise ended
        return 0

    def stop(self) -> None:
        """Hear no more; what was heard is taken to its end."""
        self._stopped.set()

    async def checks(self) -> Sequence[str]:
        """What is amiss between us and Slack, each with how to mend it."""
        return await checks(self._web, self._config.app_token)

    # hearing

    async def _hear(self) -> None:
        try:
            await self._introduce()
        except RefusedError as error:
            self._fail(error.code)
            return
        if not self._config.app_token:
            self._tell("")
            await self._stopped.wait()
            return
        try:
            await Telephone(self._app, self._web, self._config.app_token, self._tell).stay()
        except RefusedError as error:
            self._fail(error.code, NEW_LINE)

    async def _introduce(self) -> None:
        """Ask Slack whether it knows us, until it answers. Raises RefusedError."""
        failures = 0
        while True:
            try:
                await self._web.call("auth.test", {})
            except (RefusedError, LostError) as error:
                if isinstance(error, RefusedError) and is_fatal(error.code):
                    raise
                failures += 1
                self._tell(str(error))
                await asyncio.sleep(patience(failures, Random()))  # noqa: S311 # jitter
            else:
                return

    # how we are

    def _tell(self, why: str) -> None:
        if not self._failure:
            waits = Health("waiting", f"Slack does not answer as it should ({why}); it is tried again by itself.")
            self._health = waits if why else Health("ready")

    def _refused(self, code: str) -> None:
        if is_fatal(code):
            self._fail(code)
        elif remedy(code):
            log.error("slack-refuses", reason=code, remedy=remedy(code))

    def _fail(self, code: str, why: str = "") -> None:
        """Slack will not have us until an admin mends something."""
        if not self._failure:
            self._failure = f"{why or remedy(code)} ({code})"
            self._health = Health("stopped", self._failure)
            log.error("slack-stopped", reason=code)
        self._stopped.set()


async def _last_words(school: "School") -> None:
    """What was just decided is still said, if that does not take long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORDS_SECONDS):
            await school.delivery.caught_up()
