"""Time for tests of pace: it stands still until it is moved, and then stops at each moment that somebody asked for."""

import asyncio
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from plbot.adapters import Window
from plbot.limits import MINUTE, SECOND
from plbot.pacing import Pacer

TURNS = 8  # of the event loop: enough for a task that was woken to say what it has to say


class Alarm:
    def __init__(self, wake: Callable[[], None]) -> None:
        self.wake: Callable[[], None] | None = wake

    def cancel(self) -> None:
        self.wake = None


class StandingClock:
    """A pace clock; `move` takes everybody along."""

    def __init__(self) -> None:
        self.moment = 0.0
        self._alarms: list[tuple[float, int, Alarm]] = []
        self._numbers = count()

    def now(self) -> float:
        return self.moment

    def call_at(self, moment: float, wake: Callable[[], None]) -> Alarm:
        alarm = Alarm(wake)
        heappush(self._alarms, (moment, next(self._numbers), alarm))
        return alarm

    async def move(self, until: float) -> None:
        """Go on to this moment, stopping at each alarm before it until all that it sets off is done."""
        await self.rest()
        while self._alarms and self._alarms[0][0] <= until:
            moment, _, alarm = heappop(self._alarms)
            if alarm.wake:
                self.moment = max(self.moment, moment)
                alarm.wake()
                await self.rest()
        self.moment = until

    async def rest(self) -> None:
        for _ in range(TURNS):
            await asyncio.sleep(0)


class Message(NamedTuple):
    """`lasts` is how long it is on its way (ms)."""

    at: int
    lane: str
    address: str
    lasts: int = 0


class Started(NamedTuple):
    message: Message
    at: float


def chat(address: str) -> tuple[Window, ...]:
    """Give the limits of a platform like Telegram."""
    return Window("chat", 30, SECOND), Window(address, 1, SECOND)


class Post:
    """Hands messages to a pacer at their time, and notes when each starts."""

    def __init__(self, at_once: int = 64) -> None:
        self.clock = StandingClock()
        self.pacer = Pacer(self.clock, at_once)
        self.started: list[Started] = []
        self.on_their_way = self.most_on_their_way = 0
        self._tasks: list[asyncio.Task[None]] = []

    def hand_in(self, message: Message, windows: Sequence[Window] | None = None) -> None:
        limits = chat(message.address) if windows is None else windows
        self._tasks.append(asyncio.create_task(self._send(message, limits)))

    async def run(self, messages: Sequence[Message], windows: Sequence[Window] | None = None) -> None:
        for message in sorted(messages):
            await self.clock.move(message.at)
            self.hand_in(message, windows)
        await self.finish()

    async def finish(self) -> None:
        """Let time pass until everything has gone out. Without end, and so an error, where something never does."""
        while not all(task.done() for task in self._tasks):
            before = len(self.started)
            await self.clock.move(self.clock.now() + 10 * MINUTE)
            assert len(self.started) > before or all(task.done() for task in self._tasks), "somebody waits for ever"

    async def _send(self, message: Message, windows: Sequence[Window]) -> None:
        await self.pacer.ask(message.lane, message.address, windows)
        self.started.append(Started(message, self.clock.now()))
        self.on_their_way += 1
        self.most_on_their_way = max(self.most_on_their_way, self.on_their_way)
        if message.lasts:
            arrived = asyncio.get_running_loop().create_future()
            self.clock.call_at(self.clock.now() + message.lasts, lambda: arrived.set_result(None))
            await arrived
        self.on_their_way -= 1
        self.pacer.done(message.lane, message.address)

    def waits(self, lane: str) -> list[float]:
        """How long each message of this lane waited (ms)."""
        return [start.at - start.message.at for start in self.started if start.message.lane == lane]
