"""How long our code keeps the event loop to itself: every step of the loop is measured, but those of the platforms played here."""

import asyncio
import gc
import resource
import time
from asyncio import events
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

LOOK = 0.02  # seconds of a step that are worth a closer look
BUSY = 0.4  # seconds for which a busy machine alone may keep a thread that gave way for a moment
_PLAYED = ("/tests/", "/aiohttp/web_")  # whose steps are a platform's own


class Held(NamedTuple):
    """A step that took long: seconds, and whose it was."""

    seconds: float
    whose: str


@contextmanager
def watched() -> Iterator[list[Held]]:
    """The long steps while the block runs.

    A step that waited for anything long held the loop all that time; one that did not, as long as it computed: what other programs of
    a busy machine took away in between is not ours. What tests left in memory is kept out of the garbage collector's way, as
    the program itself does with its content.
    """
    held: list[Held] = []
    run = events.Handle._run

    def measured(handle: Any) -> None:
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_THREAD)
        run(handle)
        wall = time.perf_counter() - began
        if wall >= LOOK and (whose := _whose(handle)):
            after = resource.getrusage(resource.RUSAGE_THREAD)
            waited = after.ru_nvcsw > before.ru_nvcsw
            computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            held.append(Held(wall if waited and wall >= BUSY else computed, whose))

    gc.collect()
    gc.freeze()
    events.Handle._run = measured  # type: ignore[method-assign,assignment] # the only place through which every step goes
    try:
        yield held
    finally:
        events.Handle._run = run  # type: ignore[method-assign] # as it was
        gc.unfreeze()


def _whose(handle: Any) -> str:
    """The code that a step belongs to; empty for a platform's own."""
    task = getattr(handle._callback, "__self__", None)
    code = getattr(task.get_coro(), "cr_code", None) if isinstance(task, asyncio.Task) else None
    file = code.co_filename if code else ""
    return "" if any(each in file for each in _PLAYED) else f"{file} {handle._callback}"
