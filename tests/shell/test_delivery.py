"""Delivery: everything owed is sent, in order, once where nothing goes wrong, and again where it does."""

import asyncio
from collections.abc import Callable, Sequence
from random import Random
from typing import Protocol

import pytest
from tests.shell.pace import StandingClock

from plbot.adapters import Adapter, Invalid, Moved, Retry, Sending, SendOutcome, Sent, Throttled, Unreachable, Window
from plbot.clock import VirtualClock
from plbot.core.events import Inbound
from plbot.courier import FIRST_WAIT, NO_ADAPTER_WAIT
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.limits import HOUR
from plbot.storage.store import Changes, NewOwed, Store

Says = Callable[..., Inbound]
SCHOOL = "hill"


class Notebook(Adapter, Protocol):
    """The adapter of the fixture: it writes down what it was given."""

    said: list[tuple[str, str]]
    answers: dict[str, list[SendOutcome]]

    async def has_said(self, count: int) -> None: ...


class Slow:
    """An adapter whose messages to `slow` people are on their way until they are let go."""

    platform = "note"
    tidies = False

    def __init__(self) -> None:
        self.said: list[str] = []
        self.let_go = asyncio.Event()
        self.begun = asyncio.Event()
        self.two_said = asyncio.Event()
        self.on_their_way = 0
        self.most = 0

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # it sets no pace
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        if sending.address == "note:slow":
            self.on_their_way += 1
            self.most = max(self.most, self.on_their_way)
            self.begun.set()
            await self.let_go.wait()
            self.on_their_way -= 1
        self.said.append(f"{sending.address} {sending.card.to_text()}")
        if len(self.said) > 1:
            self.two_said.set()
        return Sent()

    async def serve(self, school: object) -> int:
        return 0 if school else 1


async def test_several_messages_of_one_turn_arrive_in_order(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    """`caught_up` waits for all of them, though the store shows one of each lane at a time."""
    await desk.hear(says("ana", "twice")).settled
    await delivery.caught_up()
    assert notebook.said == [("ana", "first\n\n1. Yes"), ("ana", "second")]


async def test_what_was_owed_before_a_restart_is_sent(desk: Desk, notebook: Notebook, says: Says) -> None:
    await desk.hear(says("ana", "letters 3")).settled
    late = Delivery(desk, {"note": notebook}, Random(1))
    late.start()
    await late.flush()
    assert notebook.said == [("ana", f"letter {n}") for n in (3, 2, 1, 0)]
    await late.close()


async def test_a_slow_chat_holds_up_nobody_else(desk: Desk, says: Says) -> None:
    slow = Slow()
    delivery = Delivery(desk, {"note": slow}, Random(1))
    delivery.start()
    await asyncio.gather(*(desk.hear(says("slow", text)).settled for text in ("1", "2")))
    waiting = asyncio.create_task(delivery.caught_up())
    await asyncio.gather(*(desk.hear(says("ana", text)).settled for text in ("1", "2")))
    await slow.two_said.wait()
    assert slow.said == ["note:ana 0 1", "note:ana 0 2"]
    assert not waiting.done()
    slow.let_go.set()
    await waiting
    assert slow.said[2:] == ["note:slow 0 1", "note:slow 0 2"]
    await delivery.close()


async def test_a_board_that_changes_while_it_is_being_said_does_not_overtake_itself(desk: Desk, says: Says) -> None:
    slow = Slow()
    delivery = Delivery(desk, {"note": slow}, Random(1))
    delivery.start()
    await desk.hear(says("slow", "board one")).settled
    await slow.begun.wait()
    await desk.hear(says("slow", "board two")).settled
    await asyncio.gather(*(desk.hear(says("ana", text)).settled for text in ("1", "2")))
    await slow.two_said.wait()  # by now delivery has looked, and seen the second board
    slow.let_go.set()
    await delivery.caught_up()
    assert slow.most == 1
    assert [said for said in slow.said if "slow" in said] == ["note:slow one", "note:slow two"]
    await delivery.close()


@pytest.mark.parametrize(("outcome", "wait"), [(Throttled(700), 700), (Retry("503"), 2 * FIRST_WAIT)])
async def test_a_message_that_was_put_off_goes_out_later_and_nothing_overtakes_it(
    *, delivery: Delivery, notebook: Notebook, says: Says, outcome: SendOutcome, wait: int, pace: StandingClock
) -> None:
    notebook.answers["0 one"] = [outcome]
    await asyncio.gather(*(delivery.desk.hear(says("ana", text)).settled for text in ("one", "two")))
    await delivery.flush()
    assert notebook.said == []
    clock = delivery.desk.clock
    assert isinstance(clock, VirtualClock)
    clock.move_to(clock.now() + wait)
    await pace.move(wait)
    await delivery.flush()
    assert notebook.said == [("ana", "0 one"), ("ana", "0 two")]


async def test_a_chat_that_asks_to_wait_is_left_alone_in_all_lanes_and_nobody_else_waits(
    *, desk: Desk, delivery: Delivery, notebook: Notebook, says: Says, pace: StandingClock, clock: VirtualClock
) -> None:
    """What is not put off itself goes out as soon as the platform allows, though the desk's clock stands."""
    notebook.answers["0 one"] = [Throttled(700)]
    await desk.hear(says("ana", "one")).settled
    await delivery.caught_up()
    await desk.hear(says("ana", "board news")).settled
    await desk.hear(says("ben", "hello")).settled
    waiting = asyncio.create_task(delivery.caught_up())
    await notebook.has_said(1)
    assert notebook.said == [("ben", "0 hello")]
    assert not waiting.done()
    await pace.move(700)
    await waiting
    assert notebook.said[1:] == [("ana", "news")]
    clock.move_to(clock.now() + 700)
    await delivery.flush()
    assert notebook.said[2:] == [("ana", "0 one")]


async def test_a_chat_that_moved_is_followed(
    desk: Desk, store: Store, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    """The message goes to the new address at once, even a reply to the old one; the person is found there from now on."""
    notebook.answers["0 one"] = [Moved("note:ana's new place")]
    await desk.hear(says("ana", "one")).settled
    await delivery.flush()
    await desk.quiet()
    await delivery.flush()
    assert notebook.said == [("ana's new place", "0 one")]
    [person] = await store.records_like(SCHOOL, "p")
    [address] = await store.addresses(SCHOOL, [person])
    assert address.hash == desk.office.vault.hash("note:ana's new place")


async def test_a_chat_that_moves_without_end_is_asked_less_and_less(
    delivery: Delivery, notebook: Notebook, says: Says, clock: VirtualClock
) -> None:
    """The first time costs nothing, then the waits grow as after any failure."""
    notebook.answers["0 one"] = [Moved("note:there"), Moved("note:ana")] * 5
    await delivery.desk.hear(says("ana", "one")).settled
    await delivery.flush()
    await delivery.desk.quiet()
    await delivery.flush()
    assert len(notebook.answers["0 one"]) == 8
    clock.move_to(clock.now() + 4 * FIRST_WAIT)
    await delivery.flush()
    assert len(notebook.answers["0 one"]) == 7
    clock.move_to(clock.now() + FIRST_WAIT)
    await delivery.flush()
    assert len(notebook.answers["0 one"]) == 7


async def test_a_message_that_cannot_go_out_for_a_day_is_given_up(
    delivery: Delivery, notebook: Notebook, says: Says, clock: VirtualClock
) -> None:
    notebook.answers["0 one"] = [Retry("503")] * 3
    await delivery.desk.hear(says("ana", "one")).settled
    await delivery.flush()
    clock.move_to(clock.now() + 25 * HOUR)
    await delivery.flush()
    assert notebook.said == []
    assert await delivery.store.owed(SCHOOL, 2**60, 10) == []


async def test_an_adapter_that_raises_is_asked_again(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says, clock: VirtualClock
) -> None:
    async def fails(sending: Sending) -> SendOutcome:
        raise ConnectionError(sending.key)

    kept = notebook.say
    notebook.say = fails  # type: ignore[method-assign] # as a platform that is down
    await desk.hear(says("ana", "one")).settled
    await delivery.flush()
    notebook.say = kept  # type: ignore[method-assign] # and up again
    clock.move_to(clock.now() + 2 * FIRST_WAIT)
    await delivery.flush()
    assert notebook.said == [("ana", "0 one")]


async def test_somebody_who_left_the_platform_is_not_written_to_again(
    desk: Desk, store: Store, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    """The address is marked, and the person's record hears that they are away."""
    notebook.answers["0 one"] = [Unreachable("blocked")]
    await desk.hear(says("ana", "one")).settled
    await delivery.flush()
    await desk.quiet()
    [(person, doc)] = (await store.records_like(SCHOOL, "p")).items()
    [address] = await store.addresses(SCHOOL, [person])
    assert not address.reachable
    assert b'"reachable":false' in doc
    assert await store.owed(SCHOOL, 2**60, 10) == []


async def test_a_message_that_the_platform_refuses_does_not_block_the_next(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    notebook.answers["0 one"] = [Invalid("too long")]
    await asyncio.gather(*(desk.hear(says("ana", text)).settled for text in ("one", "two")))
    await delivery.flush()
    assert notebook.said == [("ana", "0 two")]


async def test_a_message_for_a_platform_that_does_not_run_here_stays_owed(
    desk: Desk, notebook: Notebook, says: Says, clock: VirtualClock
) -> None:
    elsewhere = Delivery(desk, {}, Random(1))
    elsewhere.start()
    await desk.hear(says("ana", "one")).settled
    clock.move_to(clock.now() + 48 * HOUR)
    await elsewhere.flush()
    await elsewhere.close()
    here = Delivery(desk, {"note": notebook}, Random(1))
    here.start()
    clock.move_to(clock.now() + NO_ADAPTER_WAIT)
    await here.flush()
    assert notebook.said == [("ana", "0 one")]
    await here.close()


async def test_a_revise_carries_what_the_platform_called_the_message(desk: Desk, store: Store, says: Says) -> None:
    """Where that is not known, the adapter is told so and says it anew."""
    seen: list[tuple[bool, bytes | None]] = []

    class Watching(Slow):
        async def say(self, sending: Sending) -> SendOutcome:
            seen.append((sending.revises, sending.ids))
            return Sent(b"42")

    await desk.hear(says("ana", "one")).settled
    [first] = await store.owed(SCHOOL, 2**60, 10)
    delivery = Delivery(desk, {"note": Watching()}, Random(1))
    delivery.start()
    await delivery.flush()
    for key in (first.key, "unknown"):
        async with store.batch(SCHOOL) as batch:
            await batch.keep(Changes(owed=[NewOwed(first.person, "", "own", key, True, first.doc, 0)]))
        await delivery.flush()
    assert seen == [(False, None), (True, b"42"), (True, None)]
    await delivery.close()


async def test_nothing_is_sent_twice_however_often_it_is_looked_for(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    for n in range(20):
        desk.hear(says(f"p{n % 7}", f"{n}"))
        delivery.wake()
        await asyncio.sleep(0)
        await delivery.caught_up()
    await desk.quiet()
    await delivery.flush()
    assert sorted(text for _, text in notebook.said) == sorted(f"0 {n}" for n in range(20))
