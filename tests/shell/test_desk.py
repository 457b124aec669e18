"""The desk: once, in order, together or not at all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol

import msgspec
import pytest

import plbot.desk
from plbot.adapters import Adapter
from plbot.clock import VirtualClock
from plbot.core.events import Inbound
from plbot.core.letters import Letter, YouWait
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.limits import limits
from plbot.papers import read_card
from plbot.receipts import Unavailable
from plbot.storage.memory import MemoryStore
from plbot.storage.store import Batch, Changes, EventKey, Store, StoreError

Says = Callable[..., Inbound]
MakeDesk = Callable[[Store], Desk]
SCHOOL = "hill"


class Notebook(Adapter, Protocol):
    """The adapter of the fixture: it writes down what it was given."""

    said: list[tuple[str, str]]


async def owed_texts(store: Store) -> list[str]:
    """The first message owed in each lane."""
    return [read_card(row.doc).to_text() for row in await store.owed(SCHOOL, 2**60, 1_000)]


async def test_an_event_heard_twice_is_answered_once(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    """The same id in one batch, and again later, changes nothing; each receipt is honoured all the same."""
    first, second = desk.hear(says("ana", "hello", id="e")), desk.hear(says("ana", "hello", id="e"))
    await asyncio.gather(first.settled, second.settled)
    third = desk.hear(says("ana", "hello", id="e"))
    await third.settled
    await delivery.flush()
    assert notebook.said == [("ana", "0 hello")]
    assert (first.fresh, second.fresh, third.fresh) == (True, False, False)


async def test_each_person_is_answered_in_the_order_they_spoke(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    """Many people at once, each with several lines that are not waited for in between."""
    receipts = [desk.hear(says(who, f"line {n}")) for n in range(5) for who in ("ana", "ben", "cem")]
    await asyncio.gather(*(receipt.settled for receipt in receipts))
    await delivery.flush()
    for who in ("ana", "ben", "cem"):
        assert [text for name, text in notebook.said if name == who] == [f"0 line {n}" for n in range(5)]


async def test_a_later_event_of_the_same_batch_sees_what_the_earlier_one_changed(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    receipts = [desk.hear(says("ana", text)) for text in ("fact one", "fact two", "read", "how many")]
    await asyncio.gather(*(receipt.settled for receipt in receipts))
    await delivery.flush()
    assert notebook.said == [("ana", "two one"), ("ana", "2 how many")]


async def test_a_poison_turn_is_noted_and_its_neighbours_are_kept(
    desk: Desk, store: Store, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    """The poisoned person hears an apology, keeps nothing of the failed turn, and can go on."""
    texts = [("ana", "one"), ("ben", "boom secret words"), ("cem", "three"), ("ben", "again")]
    await asyncio.gather(*(desk.hear(says(who, text)).settled for who, text in texts))
    await delivery.flush()
    assert sorted(notebook.said) == [("ana", "0 one"), ("ben", "0 again"), ("ben", "sorry"), ("cem", "0 three")]
    [trouble] = await store.troubles(SCHOOL)
    assert trouble.exception.startswith("KeyError at conftest.py:")
    assert "secret" not in str(trouble)


async def test_what_cannot_be_kept_is_found_and_its_neighbours_are_kept(
    desk: Desk, store: Store, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    """A record with half a character in it would spoil the whole transaction."""
    events = [says("ana", "one"), says("ben", "half", id="h"), says("cem", "three")]
    await asyncio.gather(*(desk.hear(event).settled for event in events))
    await delivery.flush()
    assert sorted(notebook.said) == [("ana", "0 one"), ("ben", "sorry"), ("cem", "0 three")]
    assert [trouble.event for trouble in await store.troubles(SCHOOL)] == ["note::h"]
    again = desk.hear(says("ben", "half", id="h"))
    await again.settled
    assert not again.fresh


async def test_half_characters_from_a_platform_are_replaced_at_the_door(
    desk: Desk, delivery: Delivery, notebook: Notebook, says: Says
) -> None:
    await desk.hear(says("ana", "a\ud800b\x00c", id="\ud800")).settled
    await delivery.flush()
    assert notebook.said == [("ana", "0 a?b\x00c")]


async def test_settled_waits_for_the_whole_chain_of_letters(desk: Desk, store: Store, says: Says) -> None:
    """A letter that writes a letter that writes a letter: when the event has settled, all of them were read."""
    receipt = desk.hear(says("ana", "letters 5"))
    await receipt.settled
    assert await store.next_letter(SCHOOL) is None


async def test_a_letter_that_is_due_later_is_not_waited_for(
    desk: Desk, store: Store, clock: VirtualClock, says: Says
) -> None:
    await desk.hear(says("ana", "in 5000")).settled
    assert await store.next_letter(SCHOOL) == clock.now() + 5000


async def test_a_letter_that_nobody_can_read_is_taken_out(desk: Desk, store: Store, says: Says) -> None:
    await desk.hear(says("ana", "letters 13")).settled
    assert await store.next_letter(SCHOOL) is None
    [trouble] = await store.troubles(SCHOOL)
    assert trouble.exception.startswith("KeyError")


async def test_a_letter_to_nobody_is_dropped(desk: Desk, store: Store, clock: VirtualClock) -> None:
    await desk.run(EventKey("admin", "", "1"), [Letter("pnobody", clock.now(), YouWait("A.1", 0))]).settled
    assert await store.next_letter(SCHOOL) is None
    assert await store.troubles(SCHOOL) == []


async def test_letters_that_lead_to_each_other_for_ever_are_stopped_loudly(
    desk: Desk, store: Store, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plbot.sitting.limits", msgspec.structs.replace(limits, letters_deep=20))
    await desk.hear(says("ana", "letters 12")).settled
    assert await store.troubles(SCHOOL) == []
    await desk.hear(says("ana", "letters 100")).settled
    [trouble] = await store.troubles(SCHOOL)
    assert trouble.exception.startswith("RecursionError")


async def test_letters_left_by_a_crash_are_read_at_the_next_start(
    store: Store, make_desk: MakeDesk, clock: VirtualClock, says: Says
) -> None:
    first = make_desk(store)
    first.start()
    await first.hear(says("ana", "in 1000")).settled
    await first.close()
    clock.move_to(clock.now() + 1000)
    second = make_desk(store)
    second.start()
    await second.quiet()
    assert await store.next_letter(SCHOOL) is None
    await second.close()


async def test_what_another_worker_wrote_is_seen(make_desk: MakeDesk, store: Store, says: Says) -> None:
    """Two programs on one database take turns with one person: each goes on from where the other ended."""
    first, second = make_desk(store), make_desk(store)
    for desk in (first, second):
        desk.start()
    for desk in (first, second, first, second):
        await desk.hear(says("ana", "fact one more")).settled
    for desk in (first, second):
        await desk.close()
    [person] = await store.records_like(SCHOOL, "p")
    async with store.batch(SCHOOL) as batch:
        assert [fact.seq for fact in await batch.facts(person, 0, 9)] == [4, 3, 2, 1]


async def test_chance_decides_the_same_again_for_the_same_event(make_desk: MakeDesk, says: Says) -> None:
    """Two databases that hear the same event hold the same person under the same id, with the same buttons."""
    docs = []
    for _ in range(2):
        store = MemoryStore()
        await store.open()
        await store.found_school(SCHOOL, "UTC", 1)
        desk = make_desk(store)
        desk.start()
        await desk.hear(says("ana", "twice", id="same")).settled
        await desk.close()
        docs.append((await store.records_like(SCHOOL, "p"), await owed_texts(store)))
    assert docs[0] == docs[1]


async def test_words_are_kept_apart_from_their_fact_with_a_class_of_their_own(
    desk: Desk, store: Store, says: Says
) -> None:
    await desk.hear(says("ana", "fact I liked it")).settled
    [person] = await store.records_like(SCHOOL, "p")
    async with store.batch(SCHOOL) as batch:
        [fact] = await batch.facts(person, 0, 5)
    assert b"liked" not in fact.doc
    assert fact.text == "I liked it"


async def test_only_hashes_and_sealed_addresses_are_stored(desk: Desk, store: Store, says: Says) -> None:
    await desk.hear(says("ana", "hello")).settled
    [person] = await store.records_like(SCHOOL, "p")
    [address] = await store.addresses(SCHOOL, [person])
    assert "ana" not in address.hash
    assert b"ana" not in address.sealed
    assert desk.office.vault.open(address.sealed) == "note:ana"


async def test_a_blocked_address_is_unreachable_until_somebody_speaks_from_it(
    desk: Desk, store: Store, says: Says
) -> None:
    async def reachable() -> bool:
        [person] = await store.records_like(SCHOOL, "p")
        [address] = await store.addresses(SCHOOL, [person])
        return address.reachable

    await desk.hear(says("ana", "hello")).settled
    await desk.hear(says("ana", "", kind="blocked")).settled
    assert not await reachable()
    await desk.hear(says("ana", "back")).settled
    assert await reachable()


async def test_somebody_unknown_who_blocks_us_is_not_remembered(desk: Desk, store: Store, says: Says) -> None:
    await desk.hear(says("eve", "", kind="blocked")).settled
    assert await store.records_like(SCHOOL, "p") == {}


class Flaky(MemoryStore):
    """A database that is away as long as `away` says so: `commit` fails after everything was written."""

    away = ""

    @asynccontextmanager
    async def batch(self, school: str) -> AsyncIterator[Batch]:  # type: ignore[override] # a narrower promise is enough here
        async with super().batch(school) as batch:
            if self.away == "at once":
                raise StoreError("away")
            yield batch
            if self.away == "commit":
                raise StoreError("away")


@pytest.mark.parametrize("away", ["at once", "commit"])
async def test_nothing_is_acknowledged_while_the_database_is_away_and_redelivery_works(
    make_desk: MakeDesk, says: Says, away: str
) -> None:
    store = Flaky()
    await store.open()
    await store.found_school(SCHOOL, "UTC", 1)
    desk = make_desk(store)
    desk.start()
    await desk.quiet()
    store.away = away
    lost = desk.hear(says("ana", "hello", id="e"))
    with pytest.raises(Unavailable):
        await lost.committed
    with pytest.raises(Unavailable):
        await lost.settled
    store.away = ""
    again = desk.hear(says("ana", "hello", id="e"))
    await again.settled
    assert again.fresh
    assert await owed_texts(store) == ["0 hello"]
    await desk.close()


async def test_a_database_that_was_away_for_a_day_is_used_again(
    make_desk: MakeDesk, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it failed before, the desk goes on trying: a day holds more failures than a float has doublings."""
    monkeypatch.setattr(plbot.desk, "LONGEST_PAUSE", 0.0)
    store = Flaky()
    await store.open()
    await store.found_school(SCHOOL, "UTC", 1)
    desk = make_desk(store)
    desk.start()
    await desk.quiet()
    desk._failures = 50_000
    store.away = "at once"
    with pytest.raises(Unavailable):
        await desk.hear(says("ana", "hello", id="e")).committed
    store.away = ""
    await asyncio.wait_for(desk.hear(says("ana", "hello", id="e")).settled, 60)
    assert await owed_texts(store) == ["0 hello"]
    await desk.close()


async def test_a_closed_desk_takes_nothing_and_says_so(desk: Desk, says: Says) -> None:
    waiting = desk.hear(says("ana", "hello"))
    await desk.close()
    await waiting.committed
    with pytest.raises(Unavailable):
        await desk.hear(says("ana", "too late")).committed


async def test_a_record_that_cannot_be_read_is_left_as_it_is(desk: Desk, store: Store, says: Says) -> None:
    """Better no answer and a trouble for the admin than a student's learning overwritten by a blank."""
    await desk.hear(says("ana", "hello")).settled
    [person] = await store.records_like(SCHOOL, "p")
    async with store.batch(SCHOOL) as batch:
        await batch.keep(Changes(records={person: b'{"id": 7}'}))
    await desk.hear(says("ana", "again")).settled
    assert await store.records_like(SCHOOL, "p") == {person: b'{"id": 7}'}
    assert [trouble.event for trouble in await store.troubles(SCHOOL)] == [person]
