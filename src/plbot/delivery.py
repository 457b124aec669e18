"""Delivery: what is owed leaves after the commit, at least once, in order per person and lane, different people at once."""

import asyncio
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

import structlog

from plbot import papers
from plbot.adapters import Adapter, Invalid, Retry, Sending, SendOutcome, Sent, Throttled, Unreachable
from plbot.core.events import Inbound
from plbot.desk import Committed, Desk
from plbot.ledger import where
from plbot.limits import HOUR, MINUTE, SECOND, limits
from plbot.storage.store import SentMark, StoredAddress, StoredOwed, StoreError

log = structlog.get_logger()

AT_ONCE = 64  # messages on their way at the same time: more than any platform takes in one second from one bot
A_LOOK = 256  # rows read at once: one class and its teachers
FIRST_WAIT = SECOND  # before the second try; doubled for each further one
LONGEST_WAIT = 10 * MINUTE  # a platform that is back is used again within ten minutes
NO_ADAPTER_WAIT = MINUTE  # a message for a platform that does not run here asks again each minute
STORE_WAIT = 1.0  # seconds before the outbox is read again after the store failed

Lane = tuple[str, str]  # person, lane


class _Watch(NamedTuple):
    """Somebody waits until these lanes are empty."""

    lanes: set[Lane]
    futures: list[asyncio.Future[None]]


class Delivery:
    """One school's outbox in one process. The store shows the first unsent message of each lane; the next follows its mark."""

    def __init__(self, desk: Desk, adapters: Mapping[str, Adapter], chance: Random) -> None:
        self.desk = desk
        self.store = desk.store
        self.vault = desk.office.vault
        self.adapters = adapters
        self.chance = chance
        self._behind: dict[Lane, int] = {}  # messages this process knows to be owed: what `caught_up` waits for
        self._flying: dict[Lane, int] = {}  # messages on their way
        self._known: set[int] = set()  # on their way, or sent and not marked yet
        self._marked: set[int] = set()  # marked since the last look began: only a later look can tell
        self._waiting: list[asyncio.Future[None]] = []
        self._watches: list[_Watch] = []
        self._found = 0  # rows that the last look showed
        self._ask_later = True
        self._wakeup = asyncio.Event()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._main: asyncio.Task[None] | None = None
        desk.followers.append(self._follow)

    def start(self) -> None:
        self._main = asyncio.create_task(self._run(), name=f"delivery {self.desk.school}")
        self.wake()

    async def close(self) -> None:
        """Stop looking; what is on its way comes to its end, the rest stays owed for the next start."""
        if self._timer:
            self._timer.cancel()
        if self._main:
            self._main.cancel()
            await asyncio.gather(self._main, *self._tasks, return_exceptions=True)

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
        rows = await self.store.owed(self.desk.school, self.desk.clock.now(), A_LOOK)
        new = [row for row in rows if row.seq not in self._known and (row.person, row.lane) not in self._flying]
        if new:
            people = {row.person for row in new}
            addresses: dict[str, list[StoredAddress]] = {person: [] for person in people}
            for address in await self.store.addresses(self.desk.school, people):
                addresses[address.person].append(address)
            for row in new:
                self._launch(row, addresses[row.person])
        self._found = len(rows)
        if len(rows) < A_LOOK:
            self._reconcile(expected, {(row.person, row.lane) for row in rows})
            self._watch(waiting)
        if self._ask_later and not new:
            await self._set_timer()

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
        async with self._slots:
            mark = await self._tried(row, addresses)
        del self._flying[lane]
        more = self._behind.get(lane, 0) - 1
        if more > 0 and mark.state != "again":
            self._behind[lane] = more
            self.desk.note([mark], soon=True)  # the next message of this lane shows only after the mark
            return
        self._behind.pop(lane, None)
        self.desk.note([mark], soon=bool(self._watches) and more > 0)
        self._settle(lane)

    async def _tried(self, row: StoredOwed, addresses: Sequence[StoredAddress]) -> SentMark:
        now = self.desk.clock.now()
        address = _chosen(row, addresses)
        if address is None:
            return SentMark(row.seq, "dead", now, reason="no address")
        try:
            urn = self.vault.open(address.sealed)
            adapter = self.adapters.get(urn.partition(":")[0])
            if adapter is None:
                return SentMark(row.seq, "again", now, now + NO_ADAPTER_WAIT, reason="no adapter")
            outcome = await adapter.say(await self._sending(row, urn))
        except Exception as error:  # noqa: BLE001 # one message that cannot be said must not stop the others
            outcome, urn = Retry(where(error)), ""
        return self._mark(row, outcome, urn)

    async def _sending(self, row: StoredOwed, urn: str) -> Sending:
        ids = await self.store.platform_ids(self.desk.school, row.person, row.key) if row.revises else None
        return Sending(urn, row.person, row.key, row.revises, ids, papers.read_card(row.doc), row.lane)

    def _mark(self, row: StoredOwed, outcome: SendOutcome, urn: str) -> SentMark:
        now = self.desk.clock.now()
        match outcome:
            case Sent(ids):
                return SentMark(row.seq, "sent", now, ids=ids, person=row.person, key=row.key)
            case Throttled(after_ms):
                return self._again(row, now, after_ms, "throttled")
            case Retry(reason):
                wait = min(FIRST_WAIT * 2 ** min(row.attempts, 20), LONGEST_WAIT)
                return self._again(row, now, int(wait * self.chance.uniform(0.5, 1.5)), reason)
            case Unreachable(reason):
                key = f"unreachable-{row.seq}"
                self.desk.hear(Inbound(event_id=key, who=urn, kind="blocked", at=now, bot="plbot"))
                return SentMark(row.seq, "dead", now, reason=reason)
            case Invalid(reason):
                log.error("message-refused", seq=row.seq, reason=reason)
                return SentMark(row.seq, "dead", now, reason=reason)

    def _again(self, row: StoredOwed, now: int, wait: int, reason: str) -> SentMark:
        if now + wait - row.since > limits.send_attempts_hours * HOUR:
            return SentMark(row.seq, "dead", now, reason=f"too old: {reason}")
        return SentMark(row.seq, "again", now, now + wait, reason=reason)


def _chosen(row: StoredOwed, addresses: Sequence[StoredAddress]) -> StoredAddress | None:
    """The address it must go to, else the preferred one, else any that can be reached."""
    reachable = [address for address in addresses if address.reachable]
    if row.via:
        return next((address for address in reachable if address.hash == row.via), None)
    return next((address for address in reachable if address.preferred), reachable[0] if reachable else None)
