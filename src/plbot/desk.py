"""The desk: what arrives is taken in batches, each turn to its end or without a trace, and acknowledged after the commit."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import structlog

from plbot import papers
from plbot.backoff import grown
from plbot.clock import Clock
from plbot.core.duty import DUTY
from plbot.core.events import Inbound
from plbot.core.heed import may_be_danger
from plbot.core.letters import Letter
from plbot.core.records import Person
from plbot.ledger import Ledger, where
from plbot.limits import limits
from plbot.opened import Opened
from plbot.receipts import NOTHING, Entry, Receipt, Unavailable, root_of
from plbot.sitting import Office, Sitting
from plbot.storage.store import EventKey, SentMark, Store, StoreError

log = structlog.get_logger()

MARKS_WAIT = (
    0.005  # seconds that marks wait for company before they are committed alone: half the commits of a busy minute
)
FIRST_PAUSE = 0.05  # seconds after the store failed; doubled each time
LONGEST_PAUSE = 2.0  # a database that is back is used again within two seconds


class Committed(NamedTuple):
    """What a commit means for delivery: whom messages are owed to now (person and lane), and which marks are kept."""

    owed: Sequence[tuple[str, str]]
    marks: Sequence[SentMark]


class Desk:
    """One school's desk. `followers` are told of each commit."""

    def __init__(self, school: str, zone: str, store: Store, office: Office, clock: Clock) -> None:
        self.school = school
        self.zone = zone
        self.store = store
        self.office = office
        self.clock = clock
        self.followers: list[Callable[[Committed], None]] = []
        self.opened = Opened()
        self._waiting: deque[Entry] = deque()
        self._marks: list[SentMark] = []
        self._marks_due = False
        self._letters = True  # whether letters may be due: at the start nobody knows
        self._open: set[str] = set()  # chains with letters due now
        self._deep: dict[str, int] = {}
        self._settling: dict[str, list[Receipt]] = {}
        self._quiet: list[asyncio.Future[None]] = []
        self._wakeup = asyncio.Event()
        self._closing = False
        self._failures = 0
        self._task: asyncio.Task[None] | None = None

    # handing in

    def hear(self, inbound: Inbound) -> Receipt:
        """Take an inbound. Acknowledge it to the platform only after `receipt.committed`."""
        inbound = _speakable(inbound)
        key = EventKey(inbound.platform, inbound.bot, inbound.event_id)
        return self._take(Entry(key, root_of(key), Receipt(asyncio.get_running_loop()), inbound))

    def run(self, key: EventKey | None, letters: Sequence[Letter] = (), notes: Mapping[str, str] = NOTHING) -> Receipt:
        """Post letters and keep notes for an admin or the clock: once for this key, each time without one."""
        receipt = Receipt(asyncio.get_running_loop())
        root = root_of(key) if key else ""
        return self._take(Entry(key, root, receipt, None, tuple(letters), notes))

    def note(self, marks: Sequence[SentMark], *, soon: bool = False) -> None:
        """Keep what became of messages, along with the next batch. `soon`: there is no time to wait for company."""
        self._marks += marks
        if soon:
            self._marks_wait_no_more()
        elif len(self._marks) == len(marks):
            asyncio.get_running_loop().call_later(MARKS_WAIT, self._marks_wait_no_more)

    def wake(self) -> None:
        """Letters may be due."""
        self._letters = True
        self._wakeup.set()

    async def quiet(self) -> None:
        """Wait until nothing waits and no letter is due. Raises Unavailable when the store fails meanwhile."""
        future = asyncio.get_running_loop().create_future()
        self._quiet.append(future)
        self.wake()
        await future

    def start(self) -> None:
        self._task = asyncio.create_task(self._write(), name=f"desk {self.school}")
        self._wakeup.set()

    async def close(self) -> None:
        """Take what waits to its end, and stop. Letters that are due stay for the next start."""
        self._closing = True
        self._wakeup.set()
        if self._task:
            await self._task

    def _take(self, entry: Entry) -> Receipt:
        if self._closing:
            entry.receipt.refuse("the desk is closed")
        else:
            self._waiting.append(entry)
            self._wakeup.set()
        return entry.receipt

    def _marks_wait_no_more(self) -> None:
        self._marks_due = bool(self._marks)
        self._wakeup.set()

    # the writer

    async def _write(self) -> None:
        while True:
            if self._has_work():
                await self._batch()
                if self._closing and self._failures:
                    self._refuse_all("the desk is closed")
                    return
            elif self._closing:
                return
            else:
                self._wakeup.clear()
                await self._wakeup.wait()

    def _has_work(self) -> bool:
        if self._closing:
            return bool(self._waiting or self._marks)
        return bool(self._waiting or self._letters or self._marks_due)

    async def _batch(self) -> None:
        """Take what waits. If one of it spoils the whole, each is taken alone; if the store fails, nothing is acknowledged."""
        entries = [self._waiting.popleft() for _ in range(min(len(self._waiting), limits.batch))]
        marks, self._marks, self._marks_due = self._marks, [], False
        letters = limits.batch if self._letters and not self._closing else 0
        self._letters = False
        try:
            try:
                await self._sit(entries, marks, letters)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 # one of them cannot be kept: find it, and keep its neighbours
                log.warning("batch-spoilt", exception=where(error))
                await self._one_by_one(entries, marks, letters)
        except Exception as error:  # noqa: BLE001 # the writer must outlive whatever the store does
            await self._failed(entries, marks, error)
        else:
            self._failures = 0

    async def _sit(
        self, entries: Sequence[Entry], marks: Sequence[SentMark], letters: int, spoilt: Exception | None = None
    ) -> None:
        opened, self.opened = self.opened, Opened()  # of a sitting that fails nothing stays at hand
        async with self.store.batch(self.school) as batch:
            sitting = Sitting(self.office, batch, self.clock.now(), self._deep, opened, spoilt=spoilt)
            sitting.ledger.changes.marks += marks
            await sitting.take(entries, letters)
            await sitting.keep()
        self.opened = opened
        if sitting.forgot:
            await self.store.scour()
        self._committed(sitting, entries, marks, letters)

    def _committed(self, sitting: Sitting, entries: Sequence[Entry], marks: Sequence[SentMark], letters: int) -> None:
        """Acknowledge. Where all due letters were seen, exactly the chains that wrote new ones are still open."""
        all_seen = not letters or len(sitting.letters) < letters
        self._open = sitting.ledger.roots | (set() if all_seen else self._open)
        self._letters |= bool(self._open) or not all_seen
        if self._deep:
            self._deep = {root: count for root, count in self._deep.items() if root in self._open}
        for entry in entries:
            entry.receipt.commit()
            self._settling.setdefault(entry.root, []).append(entry.receipt)
        for root in [root for root in self._settling if root not in self._open]:
            for receipt in self._settling.pop(root):
                receipt.settle()
        if self._quiet and not self._waiting and not self._letters:
            _resolve(self._quiet)
        committed = Committed(sitting.ledger.owed, marks)
        for follow in self.followers:
            follow(committed)

    async def _one_by_one(self, entries: Sequence[Entry], marks: Sequence[SentMark], letters: int) -> None:
        """The same, each in a transaction of its own. What cannot even be kept alone is noted as a trouble, without its effects."""
        await self._sit((), marks, 0)
        for _ in range(letters):
            async with self.store.batch(self.school) as batch:
                due = await batch.letters(self.clock.now(), 1)
            if not due:
                break
            error = await self._alone((), 1)
            if error:
                ledger = self._given_up(due[0].id, error, danger=due[0].to == DUTY)
                ledger.changes.stepped.append(due[0].seq)
                ledger.page_later(due[0].id, papers.read_note(due[0].doc))
                await self._keep(ledger)
        self._letters |= bool(letters)
        for entry in entries:
            error = await self._alone((entry,), 0)
            if error:
                said = entry.inbound
                danger = said is not None and may_be_danger(Person(""), said, self.office.screen)
                ledger = self._given_up(entry.root, error, danger=danger)
                ledger.changes.heard += [(key, ledger.now) for key in [entry.key] if key]
                await self._keep(ledger)
                entry.receipt.commit()
                entry.receipt.settle()

    async def _alone(self, entries: Sequence[Entry], letters: int) -> Exception | None:
        """Take one of a batch that was spoilt; where what it decides cannot be kept, the least. Returns why not even that."""
        spoilt: Exception | None = None
        for _ in range(2):
            try:
                await self._sit(entries, (), letters, spoilt)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 # noted as a trouble
                spoilt = error
            else:
                return None
        return spoilt

    def _given_up(self, event: str, error: Exception, *, danger: bool) -> Ledger:
        ledger = Ledger(self.clock.now())
        ledger.trouble(event, error, danger=danger)
        return ledger

    async def _keep(self, ledger: Ledger) -> None:
        async with self.store.batch(self.school) as batch:
            await batch.keep(ledger.handed_over())

    async def _failed(self, entries: Sequence[Entry], marks: Sequence[SentMark], error: Exception) -> None:
        log.error("store-unavailable", exception=where(error))
        self._marks, self._marks_due, self._letters = [*marks, *self._marks], True, True
        for entry in entries:
            if not entry.receipt.committed.done():
                entry.receipt.refuse(str(error))
        for future in self._quiet:
            future.set_exception(Unavailable(str(error)))
        self._quiet.clear()
        self._failures += 1
        if not self._closing:
            await asyncio.sleep(grown(FIRST_PAUSE, self._failures, LONGEST_PAUSE))

    def _refuse_all(self, reason: str) -> None:
        for entry in self._waiting:
            entry.receipt.refuse(reason)
        self._waiting.clear()


def _resolve(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        if not future.done():
            future.set_result(None)
    futures.clear()


def _speakable(inbound: Inbound) -> Inbound:
    """The same inbound, without half characters (lone surrogates), which no database and no wire can hold."""
    texts = (inbound.event_id, inbound.who, inbound.text, inbound.choice, inbound.bot, inbound.where)
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        names = ("event_id", "who", "text", "choice", "bot", "where")
        clean = (text.encode(errors="replace").decode() for text in texts)
        return msgspec.structs.replace(inbound, **dict(zip(names, clean, strict=True)))
    return inbound
