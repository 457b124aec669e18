"""Nothing blocks the loop: while one person's picture is drawn, everybody else is answered."""

import asyncio
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.telegram.conftest import Opened
from tests.adapters.telegram.telegramhouse import TelegramHouse

LESSONS = Path(__file__).parents[3] / "content"
LAG = 0.1  # seconds that nothing may keep the loop from its other work
SUM_SECONDS = 0.009  # that the sum below takes where LAG was measured; a machine that counts slower is given more


class Watchdog:
    """Watches what one event loop does, without a look at the clock on the wall, which tells of other programs too.

    `longest`: the processor time that the longest step took, and what it was. `waits`: calls that wait instead of working.
    """

    WAITING = frozenset({"time.sleep", "os.system", "socket.getaddrinfo", "sqlite3.connect"})

    def __init__(self) -> None:
        self.longest = (0.0, "")
        self.waits: list[str] = []
        self.steps = 0
        self.watching = False
        self._thread = threading.get_ident()
        sys.addaudithook(self._heard)  # one can only be added; it listens no more once nobody watches

    def _heard(self, event: str, _: tuple[Any, ...]) -> None:
        if self.watching and event in self.WAITING and threading.get_ident() == self._thread:
            self.waits.append(event)

    @contextmanager
    def watch(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        run = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            if _is_telegrams(handle):
                run(handle)
                return
            began = time.thread_time()
            run(handle)
            self.steps += 1
            seconds = time.thread_time() - began
            if seconds > self.longest[0]:
                self.longest = (seconds, _named(handle))

        sleep = time.sleep

        def slept(seconds: float) -> None:
            self._heard("time.sleep", ())
            sleep(seconds)

        with monkeypatch.context() as watching:
            watching.setattr(time, "sleep", slept)  # Python 3.11 does not tell of it
            watching.setattr(asyncio.Handle, "_run", timed)
            self.watching = True
            gc.collect()
            gc.freeze()  # as a school does when it opens; here there are all the tests before as well
            yield
            gc.unfreeze()
            self.watching = False


def _is_telegrams(handle: asyncio.Handle) -> bool:
    """Whether a step belongs to the stand-in or to a test, which are other programs in life."""
    task = getattr(getattr(handle, "_callback", None), "__self__", None)
    code = getattr(task.get_coro(), "cr_code", None) if isinstance(task, asyncio.Task) else None
    return code is not None and ("web_protocol" in code.co_filename or "tests" in Path(code.co_filename).parts)


def _named(handle: asyncio.Handle) -> str:
    """What a step belonged to: the task that was woken, or the call itself."""
    return repr(getattr(getattr(handle, "_callback", None), "__self__", None) or handle)


@pytest.mark.parametrize("count", [40, pytest.param(150, marks=pytest.mark.slow)])
async def test_case_23_nothing_blocks_the_loop_while_many_talk_and_pictures_are_drawn(
    count: int, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No call that waits, and no step that works for longer than a tenth of a second: all others would wait for it.

    Steps are measured in processor time of this thread, which other programs do not lengthen, and against how fast it is.
    """
    pytest.importorskip("ziamath")
    dog = Watchdog()
    house = TelegramHouse(called=False, content=LESSONS, rich=False)
    async with opened(house):
        await house.found_class("Room", admit="open", path="fractions-4", teacher="Ms Li")
        with dog.watch(monkeypatch):
            people = await house.students(count)
            for text in ("learn", "2", "practise", "7", "hint", "learn", "3", "binder"):
                for who in people:
                    who.types(text)
            await house.settled()
    assert house.fake.called("sendPhoto")
    assert dog.waits == []
    seconds, step = dog.longest
    assert seconds < LAG * slowness(), step


def slowness() -> float:
    """How much longer this machine takes to count than the one on which LAG was measured; at least 1."""
    began = time.thread_time()
    sum(number * number for number in range(200_000))
    return max(1.0, (time.thread_time() - began) / SUM_SECONDS)


async def test_case_23_the_watchdog_sees_a_step_that_waits_and_one_that_works_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a thread both are nobody's business."""
    dog = Watchdog()

    async def calls(what: Callable[[], object]) -> None:
        asyncio.get_running_loop().call_soon(what)
        await asyncio.sleep(0)

    def counts() -> None:
        sum(number * number for number in range(400_000))

    with dog.watch(monkeypatch):
        await asyncio.to_thread(time.sleep, 0)
        await asyncio.to_thread(counts)
        assert (dog.waits, dog.longest[0] < SUM_SECONDS) == ([], True)
        await calls(lambda: time.sleep(0))
        await calls(counts)
    assert dog.waits == ["time.sleep"]
    assert dog.longest[0] > SUM_SECONDS
    assert "counts" in dog.longest[1]
