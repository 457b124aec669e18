"""Delivery at a platform's pace: a long broadcast hides nobody's answer, and nothing hangs on it."""

import asyncio
from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol

import pytest
from tests.shell.pace import StandingClock

from plbot import papers
from plbot.adapters import Adapter, Sending, SendOutcome, Sent, Window
from plbot.core.cards import Card, Paragraph
from plbot.core.events import Inbound
from plbot.delivery import A_LANE, A_LOOK, Delivery
from plbot.desk import Desk
from plbot.limits import SECOND
from plbot.pacing import AT_ONCE, Pacer
from plbot.storage.store import Changes, NewOwed, Store, StoredAddress

Says = Callable[..., Inbound]
SCHOOL = "hill"
SLOWLY = (Window("note", 30, SECOND),)


class Notebook(Adapter, Protocol):
    """The adapter of the fixture: it writes down what it was given."""

    said: list[tuple[str, str]]
    limits: Sequence[Window]

    async def has_said(self, count: int) -> None: ...


async def broadcast(desk: Desk, people: int, lane: str = "cheers", text: str = "news") -> None:
    """Owe so many people a message, as a process did that has ended since."""
    vault = desk.office.vault
    names = [f"note:family {n}" for n in range(people)]
    addresses = [StoredAddress(vault.hash(name), vault.seal(name), f"f{n}") for n, name in enumerate(names)]
    doc = papers.encode(Card((Paragraph(text),)))
    owed = [NewOwed(f"f{n}", "", lane, text, False, doc, desk.clock.now()) for n in range(people)]
    async with desk.store.batch(SCHOOL) as batch:
        await batch.keep(Changes(addresses=addresses, owed=owed))


async def meanwhile(pace: StandingClock, work: "asyncio.Future[None]") -> None:
    """Let time pass until this is done."""
    while not work.done():
        await pace.move(pace.now() + 100)
    await work


async def test_an_answer_passes_a_broadcast_of_a_thousand(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says, pace: StandingClock
) -> None:
    """However long it waits already, each answer that comes is seen and said, while the pacer's time stands still."""
    notebook.limits = SLOWLY
    await broadcast(desk, 1_000)
    delivery.wake()
    await notebook.has_said(4)
    for n in range(5):
        await desk.hear(says(f"student {n}", "right")).settled
        await notebook.has_said(5 + n)
        assert notebook.said[-1] == (f"student {n}", "0 right")
    assert len(notebook.said) == 9
    flushed = asyncio.ensure_future(delivery.flush())
    await meanwhile(pace, flushed)
    assert sorted(notebook.said[9:]) == sorted(set(notebook.said[9:]))
    assert len(notebook.said) == 1_005
    assert pace.now() > 48 * SECOND


async def test_help_passes_good_news_that_waits(
    desk: Desk, delivery: Delivery, notebook: Notebook, pace: StandingClock
) -> None:
    """Though more good news is owed than one look shows."""
    notebook.limits = SLOWLY
    await broadcast(desk, 2 * A_LOOK + A_LANE)
    delivery.wake()
    await notebook.has_said(4)
    await broadcast(desk, 1, "help", "can you help?")
    delivery.wake()
    for _ in range(3):
        await desk.store.owed(SCHOOL, 0, 1)  # delivery's own look was before this one
        await pace.rest()
    await pace.move(250)
    assert ("family 0", "can you help?") in notebook.said
    assert len(notebook.said) == 8


async def test_caught_up_waits_for_what_the_pacer_holds_back(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says, pace: StandingClock
) -> None:
    """What was owed before by somebody else it need not wait for; what is its own it must."""
    notebook.limits = (Window("note", 2, SECOND),)
    await asyncio.gather(*(desk.hear(says(f"p{n}", "hello")).settled for n in range(5)))
    waiting = asyncio.ensure_future(delivery.caught_up())
    await notebook.has_said(2)
    await pace.rest()
    assert not waiting.done()
    await meanwhile(pace, waiting)
    assert len(notebook.said) == 5


async def test_closing_ends_at_once_while_300_messages_wait_and_they_stay_owed(
    desk: Desk, store: Store, notebook: Notebook
) -> None:
    """The next start sends them; whoever waited to be caught up is told that it will not be."""
    notebook.limits = SLOWLY
    delivery = Delivery(desk, {"note": notebook}, Random(1), Pacer(StandingClock()))
    delivery.start()
    await broadcast(desk, 300)
    flushing = asyncio.ensure_future(delivery.flush())
    await notebook.has_said(4)
    await asyncio.wait_for(delivery.close(), 60)
    with pytest.raises(asyncio.CancelledError):
        await flushing
    desk.wake()
    await desk.close()
    assert len(await store.owed(SCHOOL, desk.clock.now(), 1_000)) == 300 - len(notebook.said)
    assert len(notebook.said) < 10


async def test_what_is_on_its_way_is_never_more_than_the_platform_can_have(desk: Desk, says: Says) -> None:
    """A platform that stops answering leaves the others their places, and gets no further message before one arrived."""
    stuck = Stuck()
    delivery = Delivery(desk, {"note": stuck}, Random(1))
    delivery.start()
    await asyncio.gather(*(desk.hear(says(f"p{n}", "hello")).settled for n in range(AT_ONCE + 20)))
    caught_up = asyncio.ensure_future(delivery.caught_up())
    while stuck.on_their_way < AT_ONCE:
        await stuck.another.wait()
        stuck.another.clear()
    await StandingClock().rest()
    assert stuck.on_their_way == AT_ONCE
    stuck.let_go.set()
    await caught_up
    assert stuck.most == AT_ONCE
    await delivery.close()


class Stuck:
    """A platform that answers nobody until it is let go."""

    platform = "note"
    tidies = False

    def __init__(self) -> None:
        self.let_go, self.another = asyncio.Event(), asyncio.Event()
        self.on_their_way = self.most = 0

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # it sets no pace
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        self.on_their_way += 1
        self.most = max(self.most, self.on_their_way)
        self.another.set()
        await self.let_go.wait()
        self.on_their_way -= 1
        return Sent(sending.key.encode())

    async def serve(self, school: object) -> int:
        return 0 if school else 1
