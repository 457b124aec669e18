"""Leftover buttons: when somebody is asked the next question, the buttons of the one before are taken off, when there is time."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import structlog

from plbot.adapters import Adapter, Sending, Throttled
from plbot.core.cards import Card, Choices, Field
from plbot.ledger import where
from plbot.pacing import TIDY, Pacer

log = structlog.get_logger()

PEOPLE = 10_000  # people whose last question is remembered (about 1.5 KB each): the largest school, in one day

Message = tuple[str, str]  # person, key


class Leftovers:
    """Best effort, in memory only: for each person at most one message waits to be tidied, and a newer one takes its place."""

    def __init__(self, adapters: Mapping[str, Adapter], pacer: Pacer, people: int = PEOPLE) -> None:
        self._adapters = adapters
        self._pacer = pacer
        self._people = people
        self._last: OrderedDict[str, Sending] = OrderedDict()  # the last question of each person, without its buttons
        self._over: dict[str, Sending] = {}  # those of questions that are over and still have their buttons, by person
        self._revised: Counter[Message] = Counter()  # messages that are being revised, and by how many
        self._tidying: dict[Message, asyncio.Future[None]] = {}  # messages whose buttons are being taken off
        self._tasks: set[asyncio.Task[None]] = set()

    def said(self, sending: Sending, ids: bytes) -> None:
        """Note what was said, and by which ids the platform knows it."""
        person, before = sending.person, self._last.get(sending.person)
        same = before is not None and before.key == sending.key
        if same or (not sending.revises and sending.lane == "own" and _asks(sending.card)):
            self._last[person] = _bare(sending, ids or (before.ids if before and same else None))
            self._last.move_to_end(person)
            while len(self._last) > self._people:
                self._last.popitem(last=False)
            if before and not same:
                self._leave(before)

    @asynccontextmanager
    async def revising(self, person: str, key: str) -> AsyncIterator[None]:
        """While this message is changed in place it is not tidied, and what it says then has the last word."""
        message = person, key
        self._revised[message] += 1
        if message in self._tidying:
            await asyncio.wait([self._tidying[message]])
        try:
            yield
        finally:
            if person in self._over and self._over[person].key == key:
                del self._over[person]
            self._revised[message] -= 1
            if not self._revised[message]:
                del self._revised[message]

    async def close(self) -> None:
        """Drop what waits; the pacer has been closed before."""
        self._over.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _leave(self, bare: Sending) -> None:
        adapter = self._adapters.get(bare.address.partition(":")[0])
        if not adapter or not bare.ids or not bare.card.blocks:
            return
        waits = bare.person in self._over
        self._over[bare.person] = bare
        if not waits:
            task = asyncio.create_task(self._tidy(bare.person, bare.address, adapter))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _tidy(self, person: str, address: str, adapter: Adapter) -> None:
        """Take the buttons off the message that is over when this task's turn comes."""
        try:
            await self._pacer.ask(TIDY, address, adapter.windows(address))
        except BaseException:
            self._over.pop(person, None)
            raise
        try:
            bare = self._over.pop(person, None)
            if bare and bare.address == address and self._is_over(bare):
                await self._say(bare, adapter)
        finally:
            self._pacer.done(TIDY, address)

    def _is_over(self, bare: Sending) -> bool:
        last = self._last.get(bare.person)
        return (bare.person, bare.key) not in self._revised and (last is None or last.key != bare.key)

    async def _say(self, bare: Sending, adapter: Adapter) -> None:
        message = bare.person, bare.key
        over = self._tidying[message] = asyncio.get_running_loop().create_future()
        try:
            outcome = await adapter.say(bare)
            if isinstance(outcome, Throttled):
                self._pacer.hold(bare.address, outcome.after_ms)
        except Exception as error:  # noqa: BLE001 # old buttons that stay are no harm: pressed, they repeat the question
            log.warning("buttons-left", exception=where(error))
        finally:
            del self._tidying[message]
            over.set_result(None)


def _asks(card: Card) -> bool:
    """Whether it has buttons of a scene: those of things stay valid, and stay."""
    return card.choices is not None and any(not choice.thing for choice in card.choices.choices)


def _bare(sending: Sending, ids: bytes | None) -> Sending:
    """The same message without its buttons; without ids where it has none to take off."""
    blocks = tuple(block for block in sending.card.blocks if not isinstance(block, Choices | Field))
    known = ids if _asks(sending.card) else None
    return Sending(sending.address, sending.person, sending.key, True, known, Card(blocks), TIDY)
