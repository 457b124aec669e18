"""SIGTERM and SIGINT: the first one asks to stop, the second one ends it."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

LAST_MOMENT = (
    9.0  # seconds after the first signal: process keepers usually give ten, and a busy machine needs one to end
)


@contextmanager
def heeding_signals(stop: Callable[[], None]) -> Iterator[None]:
    """While it is open, a signal calls `stop`. From that signal on the process ends in time, whatever hangs.

    Plain handlers, not the loop's: they are heard even while something blocks the loop. Ending at once is safe at any
    moment: what was confirmed is on the disk, and what was not sent stays owed.
    """
    loop = asyncio.get_running_loop()
    heard = False

    def heed(number: int, _: FrameType | None) -> None:
        nonlocal heard
        if heard:
            os._exit(128 + number)
        heard = True
        signal.signal(signal.SIGALRM, _end)
        signal.setitimer(signal.ITIMER_REAL, LAST_MOMENT)
        loop.call_soon_threadsafe(stop)

    before = {number: signal.signal(number, heed) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(_: int, __: FrameType | None) -> None:
    os.write(2, b"Something hung while plbot was stopping; it was left behind. Nothing that was confirmed is lost.\n")
    os._exit(0)
