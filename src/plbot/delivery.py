"""Delivery: what is owed leaves after the commit, at least once, in order per person and lane, different people at once."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

import structlog

from plbot.adapters import Adapter
from plbot.core.cards import LANES
from plbot.courier import Courier
from plbot.desk import Committed, Desk
from plbot.ledger import where
from plbot.leftovers import Leftovers
from plbot.limits import SECOND
from plbot.pacing import Pacer
from plbot.storage.store import StoredAddress, StoredOwed, StoreError

log = structlog.get_logger()

A_LOOK = 256  # new rows that one look must be able to show: one class and its teachers
A_LANE = 128  # messages of one lane but the answers' that may wait for the pacer: seconds of work for any platform
ANSWERS = LANES[0]
STORE_WAIT = 1.0  # seconds before the outbox is read again after the store failed

Lane = tuple[str, str]  # person, lane


class _Watch(NamedTuple):
    """Somebody waits until these lanes are empty."""

    lanes: set[Lane]
    futures: list[asyncio.Future[None]]


class Delivery:
    """One school's outbox in one process. The store shows the first unsent message of each lane; the next follows its mark."""

    def __init__(self, desk: Desk, adapters: Mapping[str, Adapter], chance: Random, pacer: Pacer | None = None) -> None:
        self.desk = desk
        self.store = desk.store
        self.pacer = pacer or Pacer()
        self._leftovers = Leftovers(adapters, self.pacer)
        self._courier = Courier(desk, adapters, chance, self.pacer, self._leftovers)
        self._behind: dict[Lane, int] = {}  # messages this process knows to be owed: what `caught_up` waits for
        self._flying: dict[Lane, int] = {}  # messages on their way
        self._known: set[int] = set()  # on their way, or sent and not marked yet
        self._marked: set[int] = set()  # marked since the last look began: only a later look can tell
        self._waiting: list[asyncio.Future[None]] = []
        self._watches: list[_Watch] = []
        self._found = 0  # rows that the last look showed
        self._ask_later = True
        self._wakeup = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._main: asyncio.Task[None] | None = None
        desk.followers.append(self._follow)

    def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name=f"delivery {self.desk.school}")
        self.wake()

    async def close(self) -> None:
        """Stop looking; what is on its way comes to its end, the rest stays owed for the next start.

        Whoever still waits to be caught up is cancelled.
        """
        if self._timer:
            self._timer.cancel()
        self.pacer.close()
        if self._main:
            self._main.cancel()
            await asyncio.gather(self._main, *self._tasks, return_exceptions=True)
        await self._leftovers.close()
        for future in (*self._waiting, *(future for watch in self._watches for future in watch.futures)):
            future.cancel()

    def wake(self) -> None:
        """Look for what is owed."""
        self._wakeup.set()

    async def caught_up(self) -> None:
        """Wait until each message that this process owed so far, and that is due, was tried."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        self.wake()
        await future

    async def flush(self) -> None:
        """Wait until nothing due is unsent, whoever owed it; what was put off by a failed try is not due."""
        while True:
            await self.caught_up()
            if not self._found:
                return
            await self.desk.quiet()  # so that the marks are kept, and the next message of each lane shows

    def _follow(self, committed: Committed) -> None:
        for lane in committed.owed:
            self._behind[lane] = self._behind.get(lane, 0) + 1
        for mark in committed.marks:
            self._marked.add(mark.seq)
            self._ask_later |= mark.state == "again"
        if committed.owed or committed.marks:
            self.wake()

    # looking

    async def _run(self) -> None:
        while True:
            await self._wakeup.wait()
            self._wakeup.clear()
            try:
                await self._look()
            except StoreError as error:
                log.error("outbox-unreadable", exception=where(error))  # noqa: TRY400 # a trace may quote what was stored
                await asyncio.sleep(STORE_WAIT)
                self.wake()

    async def _look(self) -> None:
        expected = dict(self._behind)
        waiting = len(self._waiting)
        self._known -= self._marked
        self._marked.clear()
        most = A_LOOK + len(self._known)  # what waits for the pacer already must not hide what is new
        rows = await self.store.owed(self.desk.school, self.desk.clock.now(), most)
        new = self._new(rows)
        if new:
            people = {row.person for row in new}
            addresses: dict[str, list[StoredAddress]] = {person: [] for person in people}
            for address in await self.store.addresses(self.desk.school, people):
                addresses[address.person].append(address)
            for row in new:
                self._launch(row, addresses[row.person])
        self._found = len(rows)
        if len(rows) < most:
            self._reconcile(expected, {(row.person, row.lane) for row in rows})
            self._watch(waiting)
        if self._ask_later and not new:
            await self._set_timer()

    def _new(self, rows: Sequence[StoredOwed]) -> list[StoredOwed]:
        """List what is to be sent and not known yet; of each lane but the answers' only as much as the pacer has use for."""
        new = []
        flying = Counter(lane for _, lane in self._flying)
        for row in rows:
            known = row.seq in self._known or (row.person, row.lane) in self._flying
            if not known and (row.lane == ANSWERS or flying[row.lane] < A_LANE):
                flying[row.lane] += 1
                new.append(row)
        return new

    def _reconcile(self, expected: Mapping[Lane, int], shown: set[Lane]) -> None:
        """Forget what was expected and is not there: merged with another, or put off."""
        for lane, count in expected.items():
            if lane not in shown and self._behind.get(lane) == count:
                del self._behind[lane]
                self._settle(lane)

    def _watch(self, waiting: int) -> None:
        futures, self._waiting = self._waiting[:waiting], self._waiting[waiting:]
        lanes = self._behind.keys() | self._flying.keys()
        if futures:
            self._watches.append(_Watch(set(lanes), futures))
            self._settle()

    def _settle(self, done: Lane | None = None) -> None:
        """Tell those who waited for lanes that are empty now."""
        still: list[_Watch] = []
        for watch in self._watches:
            if done:
                watch.lanes.discard(done)
            if watch.lanes:
                still.append(watch)
                continue
            for future in watch.futures:
                if not future.done():
                    future.set_result(None)
        self._watches = still

    async def _set_timer(self) -> None:
        """Look again when the next message that was put off is due. A clock that stands still needs no timer."""
        self._ask_later = False
        now = self.desk.clock.now()
        due = await self.store.owed_later(self.desk.school, now)
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if due is not None and self.desk.clock.moves:
            self._timer = asyncio.get_running_loop().call_later((due - now) / SECOND, self._ring)

    def _ring(self) -> None:
        self._ask_later = True
        self.wake()

    # sending

    def _launch(self, row: StoredOwed, addresses: Sequence[StoredAddress]) -> None:
        self._known.add(row.seq)
        lane = (row.person, row.lane)
        self._flying[lane] = row.seq
        task = asyncio.create_task(self._send(row, lane, addresses))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, row: StoredOwed, lane: Lane, addresses: Sequence[StoredAddress]) -> None:
        mark = await self._courier.tried(row, addresses)
        del self._flying[lane]
        more = self._behind.get(lane, 0) - 1
        if more > 0 and mark.state != "again":
            self._behind[lane] = more
            self.desk.note([mark], soon=True)  # the next message of this lane shows only after the mark
            return
        self._behind.pop(lane, None)
        self.desk.note([mark], soon=bool(self._watches) and more > 0)
        self._settle(lane)
