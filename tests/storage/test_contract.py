"""What every store promises, whatever it is made of."""

import asyncio

import pytest

from plbot.core import cards
from plbot.limits import DAY, limits
from plbot.storage import lanes
from plbot.storage.store import (
    Changes,
    EventKey,
    NewButton,
    NewFact,
    NewLetter,
    NewOwed,
    NewStanding,
    NewText,
    SentMark,
    Store,
    StoredAddress,
    StoredButton,
    StoredCode,
    StoredFact,
    StoredTrouble,
)

OAK, ELM = "oak", "elm"
HELLO = EventKey("telegram", "tutor", "1")
DUE = 1_000


async def keep(store: Store, changes: Changes, school: str = OAK) -> None:
    async with store.batch(school) as batch:
        await batch.keep(changes)


def letter(name: str, due: int = DUE) -> NewLetter:
    return NewLetter(name, "ana", due, b"note of " + name.encode(), "root")


def owed(
    doc: str, person: str = "ana", lane: str = "own", key: str = "", *, revises: bool = False, due: int = DUE
) -> NewOwed:
    return NewOwed(person, "telegram", lane, key or doc, revises, doc.encode(), due)


async def keep_and_fail(store: Store, changes: Changes) -> None:
    async with store.batch(OAK) as batch:
        await batch.keep(changes)
        raise RuntimeError("poison")


async def docs_owed(store: Store, now: int = DUE, school: str = OAK) -> list[bytes]:
    return [message.doc for message in await store.owed(school, now, 100)]


async def settle(store: Store, state: str = "sent", at: int = DUE, due: int = 0, ids: bytes = b"") -> list[bytes]:
    """Send what is owed now; what was sent."""
    messages = await store.owed(OAK, at, 100)
    marks = [SentMark(m.seq, state, at, due, ids, person=m.person, key=m.key) for m in messages]
    await keep(store, Changes(marks=marks))
    return [message.doc for message in messages]


async def test_an_event_heard_once_is_known_as_heard(store: Store) -> None:
    """A redelivered update is recognised; another bot's update of the same number is another."""
    other = EventKey("telegram", "helper", "1")
    await keep(store, Changes(heard=[(HELLO, 5)]))
    async with store.batch(OAK) as batch:
        assert await batch.heard([HELLO, other]) == {HELLO}
        assert await batch.heard([]) == set()


async def test_hearing_the_same_event_again_changes_nothing(store: Store) -> None:
    """Two workers that took the same update both come to their end."""
    await keep(store, Changes(heard=[(HELLO, 5)]))
    await keep(store, Changes(heard=[(HELLO, 9), (HELLO, 10)]))
    assert (await store.tidy(OAK, 5 + limits.heard_days * DAY))["heard"] == 1


@pytest.mark.parametrize("count", [1, 2, 3, 5, 64, 100])
async def test_many_are_looked_up_at_once(store: Store, count: int) -> None:
    """However many events, people and records are asked for, each that exists is found and no other."""
    keys = [EventKey("slack", "b", str(n)) for n in range(count)]
    addresses = [StoredAddress(f"h{n}", b"s", f"p{n}") for n in range(count)]
    records = {f"p{n}": str(n).encode() for n in range(count)}
    await keep(store, Changes(heard=[(key, 1) for key in keys[1:]], addresses=addresses[1:], records=records))
    async with store.batch(OAK) as batch:
        assert await batch.heard(keys) == set(keys[1:])
        assert await batch.people([address.hash for address in addresses]) == {
            f"h{n}": f"p{n}" for n in range(1, count)
        }
        assert await batch.records([*records, "nobody"]) == records


async def test_a_batch_that_raises_leaves_nothing(store: Store) -> None:
    """An error after everything was written takes all of it back, numbers included."""
    with pytest.raises(RuntimeError, match="poison"):
        await keep_and_fail(store, everything())
    async with store.batch(OAK) as batch:
        assert await batch.heard([HELLO]) == set()
        assert await batch.people(["h"]) == {}
        assert await batch.records(["ana"]) == {}
        assert await batch.letters(DUE, 9) == []
        assert await batch.facts("ana", 0, 9) == []
        assert (await batch.button("m"), await batch.code("ABC"), await batch.note("clock")) == (None, None, None)
    assert (await store.owed(OAK, DUE, 9), await store.troubles(OAK)) == ([], [])
    assert await store.addresses(OAK, ["ana"]) == []


async def test_a_batch_leaves_earlier_rows_as_they_were_when_it_raises(store: Store) -> None:
    """What was overwritten, sent and stepped in a failed batch is there again."""
    await keep(store, everything())
    changes = Changes(records={"ana": b"new"}, stepped=[1], marks=[SentMark(1, "sent", DUE)], notes={"clock": "8"})
    with pytest.raises(RuntimeError, match="poison"):
        await keep_and_fail(store, changes)
    async with store.batch(OAK) as batch:
        assert await batch.records(["ana"]) == {"ana": b"doc"}
        assert [found.id for found in await batch.letters(DUE, 9)] == ["l"]
        assert await batch.note("clock") == "7"
    assert await docs_owed(store) == [b"hello"]


async def test_a_fact_number_is_given_once(store: Store) -> None:
    """Facts are never edited: a second fact of a number is refused, with everything kept beside it."""
    await keep(store, Changes(facts=[NewFact("ana", 1, 5, b"first")]))
    with pytest.raises(ValueError, match="cannot be kept"):
        await keep(store, Changes(facts=[NewFact("ana", 1, 6, b"second")], records={"ana": b"doc"}))
    async with store.batch(OAK) as batch:
        assert await batch.facts("ana", 0, 9) == [StoredFact(1, 5, b"first", None)]
        assert await batch.records(["ana"]) == {}


async def test_a_batch_with_a_part_that_was_refused_is_not_committed(store: Store) -> None:
    """Even if the error is caught inside the batch: all or nothing."""
    await keep(store, Changes(facts=[NewFact("ana", 1, 5, b"first")]))

    async def go_on_after_an_error() -> None:
        async with store.batch(OAK) as batch:
            with pytest.raises(ValueError, match="cannot be kept"):
                await batch.keep(Changes(records={"ana": b"doc"}, facts=[NewFact("ana", 1, 6, b"second")]))
            await batch.keep(Changes(records={"ben": b"doc"}))

    with pytest.raises(ValueError, match="nothing of it was"):
        await go_on_after_an_error()
    async with store.batch(OAK) as batch:
        assert await batch.records(["ana", "ben"]) == {}


async def test_reads_in_a_batch_see_what_it_kept(store: Store) -> None:
    """A turn sees what the turn before it in the same batch decided."""
    async with store.batch(OAK) as batch:
        await batch.keep(everything())
        assert await batch.heard([HELLO]) == {HELLO}
        assert await batch.people(["h"]) == {"h": "ana"}
        assert await batch.records(["ana"]) == {"ana": b"doc"}
        assert [found.id for found in await batch.letters(DUE, 9)] == ["l"]
        assert await batch.facts("ana", 0, 9) == [StoredFact(1, 5, b"fact", "my words")]
        assert await batch.button("m") == StoredButton("ana", b"choices")
        assert await batch.code("ABC") == StoredCode("ABC", "class", "student")
        assert await batch.note("clock") == "7"


async def test_several_keeps_of_one_batch_are_all_kept(store: Store) -> None:
    """Letters written in two steps of one batch keep their order."""
    async with store.batch(OAK) as batch:
        await batch.keep(Changes(letters=[letter("a"), letter("b")]))
        await batch.keep(Changes(letters=[letter("c")], stepped=[1]))
        assert [(found.seq, found.id) for found in await batch.letters(DUE, 9)] == [(2, "b"), (3, "c")]


async def test_reads_outside_see_nothing_before_the_commit(store: Store) -> None:
    """Delivery cannot send what may still be rolled back."""
    async with store.batch(OAK) as batch:
        await batch.keep(Changes(owed=[owed("hello")], records={"ana": b"doc"}))
        assert await store.owed(OAK, DUE, 9) == []
        assert await store.records_like(OAK, "") == {}
    assert await docs_owed(store) == [b"hello"]


async def test_batches_follow_each_other(store: Store) -> None:
    """Ten tasks that each add one to the same record lose none of it."""
    await keep(store, Changes(records={"ana": b"0"}))

    async def add_one() -> None:
        async with store.batch(OAK) as batch:
            count = int((await batch.records(["ana"]))["ana"])
            await asyncio.sleep(0)
            await batch.keep(Changes(records={"ana": str(count + 1).encode()}))

    await asyncio.gather(*(add_one() for _ in range(10)))
    assert await store.records_like(OAK, "ana") == {"ana": b"10"}


async def test_a_cancelled_batch_leaves_nothing_and_holds_nobody_up(store: Store) -> None:
    """A task that is stopped in the middle of a batch takes its rows back, and the next batch goes on."""
    inside = asyncio.Event()

    async def stopped() -> None:
        async with store.batch(OAK) as batch:
            await batch.keep(Changes(records={"ana": b"doc"}))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stopped())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await keep(store, Changes(records={"ben": b"doc"}))
    assert await store.records_like(OAK, "") == {"ben": b"doc"}


async def test_letters_come_by_due_time_and_then_as_written(store: Store) -> None:
    """Two letters of one moment are stepped in the order in which they were written; none before its time."""
    await keep(store, Changes(letters=[letter("late", 30), letter("b", 20), letter("a", 20), letter("early", 10)]))
    async with store.batch(OAK) as batch:
        assert [found.id for found in await batch.letters(20, 9)] == ["early", "b", "a"]
        assert [found.id for found in await batch.letters(99, 2)] == ["early", "b"]
        found = (await batch.letters(10, 9))[0]
    assert (found.to, found.due, found.doc, found.root) == ("ana", 10, b"note of early", "root")
    assert await store.next_letter(OAK) == 10


async def test_a_stepped_letter_is_gone(store: Store) -> None:
    """Deleting a letter is what keeps it from being stepped twice."""
    await keep(store, Changes(letters=[letter("a")]))
    await keep(store, Changes(stepped=[1]))
    assert await store.next_letter(OAK) is None


async def test_numbers_are_never_given_twice(store: Store) -> None:
    """After the newest letter and message are deleted, the next ones still get new numbers."""
    await keep(store, Changes(letters=[letter("a"), letter("b")], owed=[owed("x"), owed("y", "ben")]))
    await keep(store, Changes(stepped=[1, 2]))
    await settle(store)
    await store.tidy(OAK, DUE + 400 * DAY)
    await keep(store, Changes(letters=[letter("c")], owed=[owed("z")]))
    async with store.batch(OAK) as batch:
        assert [found.seq for found in await batch.letters(DUE, 9)] == [3]
    assert [message.seq for message in await store.owed(OAK, DUE, 9)] == [3]


async def test_facts_come_newest_first_page_by_page(store: Store) -> None:
    """A binder page of two, and the page before it."""
    await keep(store, Changes(facts=[NewFact("ana", n, n, b"%d" % n) for n in (1, 2, 3)]))
    await keep(store, Changes(facts=[NewFact("ben", 9, 9, b"ben"), NewFact("ana", 4, 4, b"4")]))
    async with store.batch(OAK) as batch:
        assert [fact.seq for fact in await batch.facts("ana", 0, 2)] == [4, 3]
        assert [fact.seq for fact in await batch.facts("ana", 3, 2)] == [2, 1]
        assert await batch.facts("nobody", 0, 2) == []


async def test_words_vanish_in_time_and_the_fact_stays(store: Store) -> None:
    """A text comes with its fact for 30 days; then the fact is still told, without the words."""
    await keep(store, everything())
    until = 5 + limits.text_days * DAY
    assert (await store.tidy(OAK, until - 1))["text"] == 0
    async with store.batch(OAK) as batch:
        assert await batch.facts("ana", 0, 9) == [StoredFact(1, 5, b"fact", "my words")]
    assert (await store.tidy(OAK, until))["text"] == 1
    async with store.batch(OAK) as batch:
        assert await batch.facts("ana", 0, 9) == [StoredFact(1, 5, b"fact", None)]


async def test_tidy_keeps_what_is_needed(store: Store) -> None:
    """Years later records, facts, letters, addresses, codes, notes and unsent messages are still there."""
    await keep(store, everything())
    gone = await store.tidy(OAK, 5 + 4_000 * DAY)
    assert gone == {
        "text": 1,
        "outbox": 0,
        "said": 0,
        "button": 1,
        "heard": 1,
        "trouble": 1,
        "job": 0,
        "forgotten": 0,
        "audit": 0,
    }
    async with store.batch(OAK) as batch:
        assert await batch.records(["ana"]) == {"ana": b"doc"}
        assert len(await batch.facts("ana", 0, 9)) == len(await batch.letters(DUE, 9)) == 1
        assert await batch.people(["h"]) == {"h": "ana"}
        assert (await batch.button("m"), await batch.note("clock")) == (None, "7")
        assert await batch.code("ABC") is not None
    assert await docs_owed(store) == [b"hello"]
    assert await store.troubles(OAK) == []


async def test_more_rows_than_one_step_of_tidying_all_go(store: Store) -> None:
    """A year's backlog goes in one night."""
    count = 2 * limits.tidy_rows + 1
    await keep(store, Changes(heard=[(EventKey("t", "b", str(n)), 1) for n in range(count)]))
    assert (await store.tidy(OAK, DUE * DAY))["heard"] == count


async def test_a_sent_message_is_not_owed_any_more(store: Store) -> None:
    """Its body goes after a week, the platform's ids of it stay for a term, so that it can still be revised."""
    await keep(store, Changes(owed=[owed("hello", key="board")]))
    assert await settle(store, ids=b"id 7") == [b"hello"]
    assert await docs_owed(store) == []
    assert await store.platform_ids(OAK, "ana", "board") == b"id 7"
    assert (await store.tidy(OAK, DUE + limits.outbox_days * DAY))["outbox"] == 1
    assert await store.platform_ids(OAK, "ana", "board") == b"id 7"
    assert (await store.tidy(OAK, DUE + limits.button_days * DAY))["said"] == 1
    assert await store.platform_ids(OAK, "ana", "board") is None


async def test_platform_ids_are_the_latest_and_survive_a_revise_without_ids(store: Store) -> None:
    """A board said anew is revised at its new place; a revise that brings no ids leaves them."""
    await keep(store, Changes(owed=[owed("one", key="board")]))
    await settle(store, ids=b"1")
    await keep(store, Changes(owed=[owed("two", key="board")]))
    await settle(store, ids=b"2")
    await keep(store, Changes(owed=[owed("three", key="board", revises=True)]))
    await settle(store)
    assert await store.platform_ids(OAK, "ana", "board") == b"2"
    assert await store.platform_ids(OAK, "ben", "board") is None


async def test_a_lane_is_sent_in_order(store: Store) -> None:
    """Only the first unsent message of a person's lane is offered; other lanes and people do not wait for it."""
    await keep(store, Changes(owed=[owed("1"), owed("2"), owed("alert", lane="alerts"), owed("ben", "ben")]))
    assert await settle(store) == [b"1", b"ben", b"alert"]
    assert await settle(store) == [b"2"]
    assert await settle(store) == []


async def test_a_message_put_back_holds_its_lane(store: Store) -> None:
    """Nothing overtakes a message that is tried again later, and the store tells when to look again."""
    await keep(store, Changes(owed=[owed("1"), owed("2"), owed("ben", "ben", due=DUE + 500)]))
    await settle(store, "again", due=DUE + 100)
    assert await docs_owed(store, DUE + 99) == []
    assert await store.owed_later(OAK) == await store.owed_later(OAK, DUE) == DUE + 100
    assert await store.owed_later(OAK, DUE + 100) == DUE + 500
    again = (await store.owed(OAK, DUE + 100, 9))[0]
    assert (again.doc, again.attempts, again.since, again.via) == (b"1", 1, DUE, "telegram")


async def test_nothing_due_later_is_told_as_none(store: Store) -> None:
    """An empty outbox needs no alarm clock."""
    assert (await store.owed_later(OAK), await store.next_letter(OAK)) == (None, None)


async def test_a_dead_letter_lets_the_lane_go_on(store: Store) -> None:
    """What can never be delivered does not hold up what comes after it, and its body goes like a sent one's."""
    await keep(store, Changes(owed=[owed("1"), owed("2")]))
    assert await settle(store, "dead") == [b"1"]
    assert await docs_owed(store) == [b"2"]
    assert (await store.tidy(OAK, DUE + limits.outbox_days * DAY))["outbox"] == 1


async def test_a_mark_of_no_known_kind_is_refused(store: Store) -> None:
    """A slip of a programmer shows at once, and nothing is kept."""
    await keep(store, Changes(owed=[owed("1")]))
    with pytest.raises(ValueError, match="sent, again or dead"):
        await keep(store, Changes(marks=[SentMark(1, "lost", DUE)], records={"ana": b"doc"}))
    assert await docs_owed(store) == [b"1"]


async def test_a_message_is_settled_once(store: Store) -> None:
    """A late second outcome of the same message changes nothing."""
    await keep(store, Changes(owed=[owed("1", key="k")]))
    await settle(store, ids=b"first")
    await keep(
        store, Changes(marks=[SentMark(1, "again", DUE, DUE), SentMark(1, "sent", DUE, 0, b"second", "", "ana", "k")])
    )
    assert await docs_owed(store) == []
    assert await store.platform_ids(OAK, "ana", "k") == b"first"


async def test_what_was_said_is_known_though_a_newer_revise_took_its_place(store: Store) -> None:
    """A board that changes while it is being said is changed in place the next time, not said anew."""
    await keep(store, Changes(owed=[owed("1", key="k", revises=True)]))
    (first,) = await store.owed(OAK, DUE, 9)
    await keep(store, Changes(owed=[owed("2", key="k", revises=True)]))
    await keep(store, Changes(marks=[SentMark(first.seq, "sent", DUE, 0, b"ids", "", first.person, first.key)]))
    assert await store.platform_ids(OAK, "ana", "k") == b"ids"


async def test_revises_of_one_key_merge(store: Store) -> None:
    """Only the newest state of a board is sent, at the end of its lane; other keys and people keep theirs."""
    first = [owed("v1", key="board", revises=True), owed("say"), owed("other", key="x", revises=True)]
    await keep(store, Changes(owed=[*first, owed("ben", "ben", key="board", revises=True)]))
    await keep(store, Changes(owed=[owed("v2", key="board", revises=True), owed("v3", key="board", revises=True)]))
    sent = []
    while more := await settle(store):
        sent += more
    assert sorted(sent) == [b"ben", b"other", b"say", b"v3"]
    assert [doc for doc in sent if doc != b"ben"] == [b"say", b"other", b"v3"]


async def test_a_revise_that_was_tried_is_not_merged(store: Store) -> None:
    """It may have arrived: the next one follows it instead of taking its place."""
    await keep(store, Changes(owed=[owed("v1", key="board", revises=True)]))
    await settle(store, "again", due=DUE)
    await keep(store, Changes(owed=[owed("v2", key="board", revises=True)]))
    assert [await settle(store), await settle(store)] == [[b"v1"], [b"v2"]]


async def test_a_revise_never_overtakes_what_it_revises(store: Store) -> None:
    """Not even in a lane of its own, while the message itself waits to be tried again."""
    await keep(store, Changes(owed=[owed("say", key="k", due=DUE + 5)]))
    await keep(store, Changes(owed=[owed("revise", lane="low", key="k", revises=True)]))
    assert await docs_owed(store) == []
    assert await store.owed_later(OAK, DUE) == DUE + 5
    assert await docs_owed(store, DUE + 5) == [b"say"]
    await settle(store, at=DUE + 5)
    assert await docs_owed(store, DUE + 5) == [b"revise"]


async def test_a_message_said_is_never_merged_into_a_revise(store: Store) -> None:
    """The revise follows the message; two messages of one key are both said."""
    both = [owed("say 1", key="k"), owed("say 2", key="k"), owed("revise", key="k", revises=True)]
    await keep(store, Changes(owed=both))
    assert [await settle(store) for _ in both] == [[b"say 1"], [b"say 2"], [b"revise"]]


async def test_only_as_many_as_asked_for_are_offered(store: Store) -> None:
    """The oldest come first."""
    await keep(store, Changes(owed=[owed(str(n), f"p{n}") for n in range(9)]))
    assert [message.doc for message in await store.owed(OAK, DUE, 3)] == [b"0", b"1", b"2"]


async def test_answers_are_offered_before_news(store: Store) -> None:
    """However much news was owed before: a long broadcast must not hide the answer behind it."""
    news = [owed(f"news {n}", f"p{n}", "cheers") for n in range(300)]
    rest = [owed(lane, f"{lane}-ana", lane) for lane in ("unheard of", *reversed(cards.LANES))]
    await keep(store, Changes(owed=[*news, *rest, owed("second", "ben")]))
    first = await store.owed(OAK, DUE, 5)
    assert [message.doc for message in first] == [b"own", b"second", b"help", b"alerts", b"news 0"]
    everything = [message.doc for message in await store.owed(OAK, DUE, 1_000)]
    assert everything[-3:] == [b"cheers", b"home", b"unheard of"]


def test_the_store_knows_the_lanes_of_the_core() -> None:
    """They are written down twice, since storage looks at nobody."""
    assert lanes.LANES == cards.LANES


async def test_addresses_tell_the_preferred_first(store: Store) -> None:
    """One person on two platforms; a changed address takes the place of the old."""
    phone, desk = StoredAddress("h1", b"phone", "ana", preferred=False), StoredAddress("h2", b"desk", "ana")
    await keep(store, Changes(addresses=[phone, desk, StoredAddress("h3", b"ben", "ben")]))
    assert await store.addresses(OAK, ["ana", "nobody"]) == [desk, phone]
    await keep(store, Changes(addresses=[phone._replace(preferred=True), desk._replace(preferred=False)]))
    assert [address.hash for address in await store.addresses(OAK, ["ana"])] == ["h1", "h2"]
    assert await store.addresses(OAK, []) == []


async def test_an_address_can_become_unreachable_and_reachable_again(store: Store) -> None:
    """Who blocked the bot is not written to until they come back."""
    await keep(store, Changes(addresses=[StoredAddress("h", b"s", "ana")]))
    await keep(store, Changes(unreachable=["h", "unknown"]))
    assert [address.reachable for address in await store.addresses(OAK, ["ana"])] == [False]
    await keep(store, Changes(reachable=["h"]))
    assert await store.addresses(OAK, ["ana"]) == [StoredAddress("h", b"s", "ana")]


async def test_a_slot_is_claimed_once(store: Store) -> None:
    """Of many workers one does the morning's work; the next morning is another slot."""
    claims = await asyncio.gather(*(store.claim(OAK, "morning", "2026-09-07", 5) for _ in range(5)))
    assert sorted(claims) == [False, False, False, False, True]
    assert await store.claim(OAK, "morning", "2026-09-08", 6)
    assert await store.claim(OAK, "evening", "2026-09-07", 6)
    assert (await store.tidy(OAK, 5 + limits.job_days * DAY))["job"] == 1


async def test_a_school_is_founded_once(store: Store) -> None:
    """A second founding keeps the time zone of the first."""
    await store.found_school(OAK, "Europe/Berlin", 1)
    await store.found_school(OAK, "UTC", 2)
    await store.found_school(ELM, "UTC", 3)
    assert await store.schools() == {ELM: "UTC", OAK: "Europe/Berlin"}


async def test_records_are_listed_by_the_beginning_of_their_id(store: Store) -> None:
    """A sign that means "anything" in SQL is an ordinary letter here."""
    await keep(store, Changes(records={"class:b": b"2", "class:a": b"1", "class_": b"3", "person:a": b"4", "%": b"5"}))
    assert list((await store.records_like(OAK, "class:")).items()) == [("class:a", b"1"), ("class:b", b"2")]
    assert await store.records_like(OAK, "%") == {"%": b"5"}


async def test_troubles_are_told_in_order(store: Store) -> None:
    """What could not be taken to its end is there for the admin, without any words of a student."""
    troubles = [StoredTrouble(f"e{n}", "KeyError", n) for n in (2, 1)]
    await keep(store, Changes(troubles=troubles))
    assert await store.troubles(OAK) == troubles


async def test_nothing_is_amiss_with_a_database_in_use(store: Store) -> None:
    """Doctor is content with every row that a turn writes."""
    await store.found_school(OAK, "UTC", 1)
    await keep(store, everything())
    assert await store.check() == []


async def test_any_text_and_bytes_come_back_as_they_were(store: Store) -> None:
    """Quotes, NUL, right-to-left and emoji in every place that takes words of others."""
    odd = "'; DROP TABLE fact; --\x00\u202e\U0001f984%_?"
    key = EventKey("telegram", odd, odd + "!")
    await keep(store, Changes(heard=[(key, 1)], records={odd: bytes(range(256))}, notes={odd: odd}))
    await keep(store, Changes(facts=[NewFact(odd, 1, 1, b"")], texts=[NewText(odd, 1, 1, "learning", odd)]))
    async with store.batch(OAK) as batch:
        assert await batch.heard([key, EventKey("telegram", odd, odd), EventKey("telegram", "';", "")]) == {key}
        assert await batch.records([odd]) == {odd: bytes(range(256))}
        assert await batch.note(odd) == odd
        assert await batch.facts(odd, 0, 1) == [StoredFact(1, 1, b"", odd)]


async def test_two_schools_never_meet(store: Store) -> None:
    """The same names in both schools: whatever is done in one, the other's rows answer as before."""
    await keep(store, everything("oak's"), OAK)
    await store.claim(OAK, "morning", "1", 5)
    async with store.batch(ELM) as batch:
        await batch.keep(Changes(stepped=[1], marks=[SentMark(1, "sent", DUE, ids=b"x")], unreachable=["h"]))
        assert await batch.heard([HELLO]) == set()
        assert await batch.people(["h"]) == {}
        assert await batch.records(["ana"]) == {}
        assert (await batch.letters(DUE, 9), await batch.facts("ana", 0, 9)) == ([], [])
        assert (await batch.button("m"), await batch.code("ABC"), await batch.note("clock")) == (None, None, None)
    assert (await store.owed(ELM, DUE, 9), await store.owed_later(ELM), await store.next_letter(ELM)) == (
        [],
        None,
        None,
    )
    assert (await store.addresses(ELM, ["ana"]), await store.troubles(ELM)) == ([], [])
    assert (await store.records_like(ELM, ""), await store.platform_ids(ELM, "ana", "hello")) == ({}, None)
    assert await store.claim(ELM, "morning", "1", 5)


async def test_one_schools_changes_leave_the_others_rows(store: Store) -> None:
    """Equal ids and numbers in both: keeping, sending, stepping and tidying in one never touches the other."""
    await keep(store, everything("oak's"), OAK)
    await keep(store, everything("elm's"), ELM)
    changes = Changes(stepped=[1], marks=[SentMark(1, "sent", DUE, ids=b"x")], unreachable=["h"], records={"ana": b"-"})
    await keep(store, changes, ELM)
    await keep(store, Changes(owed=[owed("hello", revises=True)]), ELM)
    await store.tidy(ELM, 4_000 * DAY)
    async with store.batch(OAK) as batch:
        assert await batch.heard([HELLO]) == {HELLO}
        assert await batch.records(["ana"]) == {"ana": b"oak's doc"}
        assert [found.seq for found in await batch.letters(DUE, 9)] == [1]
        assert await batch.facts("ana", 0, 9) == [StoredFact(1, 5, b"oak's fact", "my words")]
        assert await batch.button("m") == StoredButton("ana", b"choices")
    assert await docs_owed(store) == [b"hello"]
    assert [address.reachable for address in await store.addresses(OAK, ["ana"])] == [True]
    assert (await store.platform_ids(OAK, "ana", "hello"), len(await store.troubles(OAK))) == (None, 1)


def everything(whose: str = "") -> Changes:
    """One of each."""
    mine = f"{whose} ".lstrip().encode()
    return Changes(
        heard=[(HELLO, 5)],
        records={"ana": mine + b"doc"},
        addresses=[StoredAddress("h", b"sealed", "ana")],
        facts=[NewFact("ana", 1, 5, mine + b"fact")],
        texts=[NewText("ana", 1, 5, "learning", "my words")],
        standings=[NewStanding("ana", "4.NF.1", "ready", 5)],
        letters=[letter("l")],
        owed=[owed("hello")],
        buttons=[NewButton("m", "ana", 5, b"choices")],
        codes=[StoredCode("ABC", "class", "student")],
        troubles=[StoredTrouble("e", "KeyError", 5)],
        notes={"clock": "7"},
    )
