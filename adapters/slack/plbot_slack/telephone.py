"""Keeps a line to Slack open: a new one before the old is let go, and again after each loss, more slowly each time."""

import asyncio
import time
from collections.abc import Callable
from random import Random

import structlog
from slack_bolt.app.async_app import AsyncApp

from plbot.backoff import grown
from plbot_slack.limits import DRAIN_SECONDS, FIRST_WAIT, LONGEST_WAIT, SETTLED_SECONDS
from plbot_slack.line import Line
from plbot_slack.outcomes import is_fatal
from plbot_slack.transport import LostError, RefusedError, Web

log = structlog.get_logger()


def patience(failures: int, chance: Random) -> float:
    """Seconds to wait after so many failures in a row."""
    if not failures:
        return 0.0
    longest = grown(FIRST_WAIT, failures, LONGEST_WAIT)
    return chance.uniform(longest / 2, longest)


class Telephone:
    """`tell` hears whether there is a line (an empty reason) or why there is none."""

    def __init__(self, app: AsyncApp, web: Web, app_token: str, tell: Callable[[str], None]) -> None:
        self._app = app
        self._web = web
        self._token = app_token
        self._tell = tell
        self._chance = Random()  # noqa: S311 # jitter
        self._line: Line | None = None

    async def stay(self) -> None:
        """Stay on the line until cancelled. Raises RefusedError when Slack will not have us any more."""
        failures = 0
        try:
            while True:
                await asyncio.sleep(patience(failures, self._chance))
                line = await self._dial()
                began = time.monotonic()
                if line:
                    await line.lost.wait()
                failures = 0 if time.monotonic() - began >= SETTLED_SECONDS else failures + 1
        finally:
            if self._line:
                await self._line.close()

    async def _dial(self) -> Line | None:
        line = Line(self._app, self._web, self._token)
        try:
            await line.open()
        except (RefusedError, LostError) as error:
            await line.close()
            if isinstance(error, RefusedError) and is_fatal(error.code):
                raise
            log.warning("line-not-opened", reason=str(error))
            self._tell(str(error))
            return None
        except BaseException:
            await line.close()
            raise
        old, self._line = self._line, line
        self._tell("")
        if old:
            await old.close(DRAIN_SECONDS)
        return line
