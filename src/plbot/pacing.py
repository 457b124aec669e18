"""The pacer: messages start in the order of their lanes, as fast as every platform allows and no faster."""

import asyncio
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

from plbot.adapters import Window
from plbot.core.cards import LANES
from plbot.gates import NEVER, Gate, Hold, Room, Span, Ticket
from plbot.limits import SECOND

AT_ONCE = 64  # messages on their way to one platform at the same time: more than any takes in one second from one bot
SWEEP = 1_024  # gates kept before the first look for needless ones: two for each person of the largest class

TIDY = "tidy"  # the lane of what nobody waits for
URGENCY = {lane: place for place, lane in enumerate((*LANES, TIDY))}


class Cancellable(Protocol):
    def cancel(self) -> None: ...


class PaceClock(Protocol):
    """Time as it passes for platforms, in ms; it never goes back."""

    def now(self) -> float: ...

    def call_at(self, moment: float, wake: Callable[[], None]) -> Cancellable: ...


class LoopClock:
    """The clock of the running event loop."""

    def now(self) -> float:
        return asyncio.get_running_loop().time() * SECOND

    def call_at(self, moment: float, wake: Callable[[], None]) -> Cancellable:
        return asyncio.get_running_loop().call_at(moment / SECOND, wake)


class Pacer:
    """Everyone waits at the gate of theirs that opens last, so that nobody stands in the way of somebody who could go."""

    def __init__(self, clock: PaceClock | None = None, at_once: int = AT_ONCE) -> None:
        self._clock = clock or LoopClock()
        self._at_once = at_once
        self._rooms: dict[str, Room] = {}  # by platform
        self._spans: dict[Window, Span] = {}
        self._holds: dict[str, Hold] = {}  # by address or key of a window
        self._ready: list[tuple[Ticket, Gate | None]] = []  # who may be able to go, and the gate they stood at
        self._alarms: list[tuple[float, int, Gate]] = []
        self._timer: tuple[float, Cancellable] | None = None
        self._numbers = count()
        self._sweep_at = SWEEP
        self._closed = False

    async def ask(self, lane: str, address: str, windows: Sequence[Window]) -> None:
        """Wait until this message may start; when it has arrived, say so with `done`. Cancelled where the pacer closes."""
        urgency = URGENCY.get(lane, len(URGENCY))
        room, answers = self._room(address), urgency == 0
        if not windows and not room.waiting and address not in self._holds and room.opens(answers=answers) < NEVER:
            room.enter(0, answers=answers)
            return
        if self._closed:
            raise asyncio.CancelledError
        start = asyncio.get_running_loop().create_future()
        heappush(self._ready, (Ticket(urgency, next(self._numbers), address, windows, start), None))
        self._let_through()
        try:
            await start
        except asyncio.CancelledError:
            if not start.cancelled():  # it was let through in this very moment
                self.done(lane, address)
            raise

    def done(self, lane: str, address: str) -> None:
        room = self._room(address)
        room.leave(answers=URGENCY.get(lane) == 0)
        if room.waiting:
            self._call(room, self._clock.now())
            self._let_through()

    def hold(self, key: str, ms: int) -> None:
        """Let nothing go to this address, or to any that counts against a window of this key, before `ms` have passed."""
        if ms > 0:
            self._sweep()
            hold = self._holds.setdefault(key, Hold())
            hold.until = max(hold.until, self._clock.now() + ms)

    def close(self) -> None:
        """Cancel all who wait."""
        self._closed = True
        for gate in (*self._rooms.values(), *self._spans.values(), *self._holds.values()):
            for ticket in gate.waiting:
                ticket.start.cancel()
            gate.waiting.clear()
        self._alarms.clear()
        self._set_timer()

    @property
    def remembered(self) -> int:
        """How many windows and holds it keeps in mind."""
        return len(self._spans) + len(self._holds)

    # letting through

    def _let_through(self) -> None:
        self._sweep()
        now = self._clock.now()
        while self._alarms and self._alarms[0][0] <= now:
            _, _, gate = heappop(self._alarms)
            gate.rings = NEVER
            self._call(gate, now)
        while self._ready:
            ticket, stood_at = heappop(self._ready)
            stands_at = self._try(ticket, now)
            if stood_at and stood_at is not stands_at:
                self._call(stood_at, now)
            if stands_at:
                self._call(stands_at, now)
        self._set_timer()

    def _try(self, ticket: Ticket, now: float) -> Gate | None:
        """Let it start, or put it where it waits longest; the gate it stands at now."""
        gates = self._gates(ticket)
        last = max(gates, key=lambda gate: gate.opens(answers=ticket.answers))
        if last.opens(answers=ticket.answers) > now:
            heappush(last.waiting, ticket)
            return last
        for gate in gates:
            gate.enter(now, answers=ticket.answers)
        ticket.start.set_result(None)
        return None

    def _call(self, gate: Gate, now: float) -> None:
        """Have the first who stands at this gate tried again: now where it is open to them, else when it opens."""
        while gate.waiting and gate.waiting[0].start.done():  # gave up
            heappop(gate.waiting)
        if not gate.waiting:
            return
        opens = gate.opens(answers=gate.waiting[0].answers)
        if opens <= now:
            heappush(self._ready, (heappop(gate.waiting), gate))
        elif opens < gate.rings:
            gate.rings = opens
            heappush(self._alarms, (opens, next(self._numbers), gate))

    def _set_timer(self) -> None:
        moment = self._alarms[0][0] if self._alarms else NEVER
        if self._timer:
            if self._timer[0] == moment:
                return
            self._timer[1].cancel()
        self._timer = (moment, self._clock.call_at(moment, self._ring)) if self._alarms else None

    def _ring(self) -> None:
        self._timer = None
        self._let_through()

    # gates

    def _gates(self, ticket: Ticket) -> list[Gate]:
        """All gates on its way. They are looked up each time: one that was needless may have been forgotten and made anew."""
        keys = {ticket.address, *(window.key for window in ticket.windows)}
        holds = [self._holds[key] for key in keys if key in self._holds]
        return [self._room(ticket.address), *holds, *map(self._span, ticket.windows)]

    def _room(self, address: str) -> Room:
        platform = address.partition(":")[0]
        room = self._rooms.get(platform)
        if room is None:
            room = self._rooms[platform] = Room(self._at_once)
        return room

    def _span(self, window: Window) -> Span:
        span = self._spans.get(window)
        if span is None:
            span = self._spans[window] = Span(window)
        return span

    def _sweep(self) -> None:
        """Forget gates that nobody needs; rarely, so that it costs next to nothing a message, and never while one is tried."""
        if self.remembered < self._sweep_at:
            return
        now = self._clock.now()
        self._spans = {window: span for window, span in self._spans.items() if span.used(now)}
        self._holds = {key: hold for key, hold in self._holds.items() if hold.used(now)}
        self._sweep_at = max(SWEEP, 2 * self.remembered)
