"""What every store promises about privacy: words on hold, the sealed audit, and that forgetting leaves nothing."""

import pytest

from plbot.limits import DAY, limits
from plbot.storage import chain
from plbot.storage.store import (
    Changes,
    Forget,
    Hold,
    NewAudit,
    NewButton,
    NewFact,
    NewLetter,
    NewOwed,
    NewStanding,
    NewText,
    Scrub,
    SentMark,
    Store,
    StoredAddress,
    StoredAudit,
    StoredCode,
)

OAK = "oak"
OLD = (limits.text_days + 1) * DAY


async def keep(store: Store, changes: Changes) -> None:
    async with store.batch(OAK) as batch:
        await batch.keep(changes)


def words(person: str, seq: int = 1) -> Changes:
    return Changes(
        facts=[NewFact(person, seq, 1, b"{}")], texts=[NewText(person, seq, 1, "learning", f"words of {person}")]
    )


async def kept_words(store: Store, person: str) -> list[str]:
    return [text.body for text in await store.texts(OAK, person)]


# words on hold


async def test_words_that_an_open_report_holds_outlive_their_day(store: Store) -> None:
    """What a child reported is still there when an adult looks, and goes with the report."""
    await keep(store, words("ana"))
    await keep(store, words("ben"))
    await keep(store, Changes(holds=[Hold("ana", 1, "r1"), Hold("ana", 1, "r2"), Hold("ana", 1, "r2")]))
    assert (await store.tidy(OAK, OLD))["text"] == 1
    assert (await kept_words(store, "ana"), await kept_words(store, "ben")) == (["words of ana"], [])
    await keep(store, Changes(released=["r1"]))
    assert (await store.tidy(OAK, OLD))["text"] == 0
    await keep(store, Changes(released=["r2"]))
    assert (await store.tidy(OAK, OLD))["text"] == 1
    assert await kept_words(store, "ana") == []


async def test_a_batch_knows_whose_words_are_held(store: Store) -> None:
    await keep(store, Changes(holds=[Hold("ana", 1, "r1")]))
    async with store.batch(OAK) as batch:
        assert await batch.held("ana")
        assert not await batch.held("ben")


# the audit


def deeds(*names: str, at: int = 1) -> Changes:
    return Changes(audits=[NewAudit(at, "teacher", name, "ana", "why") for name in names])


async def broken(store: Store) -> tuple[int, str] | None:
    anchor, newest = await store.audit_ends(OAK)
    return chain.first_broken(chain.read_anchor(anchor), await store.audit(OAK), newest, OAK)


async def test_the_audit_is_one_chain_over_all_batches(store: Store) -> None:
    assert await broken(store) is None
    await keep(store, deeds("saw", "changed"))
    await keep(store, deeds("exported"))
    rows = await store.audit(OAK)
    assert [(row.seq, row.deed) for row in rows] == [(1, "saw"), (2, "changed"), (3, "exported")]
    assert await broken(store) is None


async def test_what_was_done_to_somebody_is_told_newest_first(store: Store) -> None:
    await keep(store, deeds("saw", "changed", "exported"))
    await keep(store, Changes(audits=[NewAudit(2, "teacher", "saw", "ben")]))
    async with store.batch(OAK) as batch:
        assert [row.deed for row in await batch.audit("ana", 2)] == ["exported", "changed"]


async def test_an_audit_row_is_kept_with_its_deed_or_not_at_all(store: Store) -> None:
    async def fail() -> None:
        async with store.batch(OAK) as batch:
            await batch.keep(deeds("saw"))
            raise RuntimeError("poison")

    with pytest.raises(RuntimeError):
        await fail()
    assert await store.audit(OAK) == []
    await keep(store, deeds("saw"))
    assert await broken(store) is None


async def test_the_chain_holds_after_a_year_took_its_beginning(store: Store) -> None:
    """Even where nothing is left: the next row goes on from the last one that went."""
    await keep(store, deeds("saw", at=1))
    await keep(store, deeds("changed", at=400 * DAY))
    assert (await store.tidy(OAK, 400 * DAY))["audit"] == 1
    assert await broken(store) is None
    assert (await store.tidy(OAK, 900 * DAY))["audit"] == 1
    await keep(store, deeds("exported", at=900 * DAY))
    assert [row.seq for row in await store.audit(OAK)] == [3]
    assert await broken(store) is None


async def test_a_row_that_was_taken_out_or_changed_is_found(store: Store) -> None:
    """At the beginning, in the middle and at the end alike."""
    await keep(store, deeds("saw", "changed", "exported"))
    rows = await store.audit(OAK)
    nothing = chain.Anchor()
    assert chain.first_broken(nothing, rows, 3, OAK) is None
    assert chain.first_broken(nothing, rows[1:], 3, OAK) == (1, "missing")
    assert chain.first_broken(nothing, [rows[0], rows[2]], 3, OAK) == (2, "missing")
    assert chain.first_broken(nothing, rows[:2], 3, OAK) == (3, "missing")
    for field in ("at", "who", "deed", "about", "why"):
        changed = StoredAudit(**{**rows[1]._asdict(), field: 7 if field == "at" else "x"})
        assert chain.first_broken(nothing, [rows[0], changed, rows[2]], 3, OAK) == (2, "changed")
    assert chain.first_broken(nothing, rows, 3, "elm") == (1, "changed")


# forgetting


def all_of(person: str) -> Changes:
    """A row in every table that can hold something of a person."""
    return Changes(
        records={person: b"doc of " + person.encode()},
        addresses=[StoredAddress(f"hash of {person}", b"sealed", person)],
        facts=[NewFact(person, 1, 1, b"{}")],
        texts=[NewText(person, 1, 1, "learning", "words")],
        standings=[NewStanding(person, "A.1", "ready", 1)],
        letters=[NewLetter("1", person, 9, b"note", ""), NewLetter("2", "room", 9, b"names " + person.encode(), "")],
        owed=[NewOwed(person, "", "own", "k", False, b"card", 1)],
        buttons=[NewButton(f"button of {person}", person, 1, b"doc")],
        codes=[StoredCode(f"code of {person}", person, "link")],
        holds=[Hold(person, 1, "r")],
    )  # fmt: skip


async def test_forgetting_leaves_nothing_of_a_person_and_all_of_the_others(store: Store) -> None:
    await keep(store, all_of("ana"))
    await keep(store, all_of("ben"))
    await keep(store, Changes(forgets=[Forget("ana", 5)]))
    async with store.batch(OAK) as batch:
        assert await batch.records(["ana", "ben"]) == {"ben": b"doc of ben"}
        assert await batch.people(["hash of ana", "hash of ben"]) == {"hash of ben": "ben"}
        assert await batch.facts("ana", 0, 9) == []
        assert [(letter.to, letter.doc) for letter in await batch.letters(9, 9)] == [
            ("ben", b"note"),
            ("room", b"names ben"),
        ]
        assert await batch.button("button of ana") is None
        assert await batch.code("code of ana") is None
        assert not await batch.held("ana")
        assert await batch.held("ben")
    assert await store.texts(OAK, "ana") == []
    assert [message.person for message in await store.owed(OAK, 9, 9)] == ["ben"]


async def test_what_was_forgotten_is_known_as_forgotten_for_a_while(store: Store) -> None:
    """As long as a platform may deliver late; then that word goes, too."""
    await keep(store, all_of("ana"))
    await keep(store, Changes(forgets=[Forget("ana", 5)]))
    async with store.batch(OAK) as batch:
        assert await batch.forgotten(["hash of ana", "ana", "ben"]) == {"hash of ana": 5, "ana": 5}
    assert (await store.tidy(OAK, 5 + limits.heard_days * DAY))["forgotten"] == 2
    async with store.batch(OAK) as batch:
        assert await batch.forgotten(["ana"]) == {}


async def test_a_message_that_was_being_sent_meanwhile_leaves_no_trace(store: Store) -> None:
    await keep(store, all_of("ana"))
    [message] = await store.owed(OAK, 9, 9)
    await keep(store, Changes(forgets=[Forget("ana", 5)]))
    await keep(store, Changes(marks=[SentMark(message.seq, "sent", 6, 0, b"ids", person="ana", key="k")]))
    assert await store.platform_ids(OAK, "ana", "k") is None


async def test_people_near_lose_what_named_the_one_who_went_and_nothing_else(store: Store) -> None:
    """A board that is owed without that name is still owed; a fact stays, and refers to nobody."""
    await keep(
        store,
        Changes(
            facts=[NewFact("li", 1, 1, b'{"at":"p1","what":"binder"}'), NewFact("li", 2, 1, b"{}")],
            owed=[
                NewOwed("li", "", "alerts", "a", False, b"Ana asks", 1),
                NewOwed("li", "", "own", "b", False, b"p1", 1),
                NewOwed("li", "", "cheers", "c", False, b"Ben asks", 1),
                NewOwed("far", "", "own", "d", False, b"Ana", 1),
            ],
            buttons=[NewButton("m1", "li", 1, b"Ana"), NewButton("m2", "li", 1, b"Ben")],
        ),
    )
    await keep(store, Changes(scrubs=[Scrub("p1", "Ana", ("li", "ben"))]))
    assert sorted(message.doc for message in await store.owed(OAK, 9, 9)) == [b"Ana", b"Ben asks"]
    async with store.batch(OAK) as batch:
        assert [fact.doc for fact in await batch.facts("li", 0, 9)] == [b"{}", b'{"at":"","what":"binder"}']
        assert await batch.button("m1") is None
        assert await batch.button("m2") is not None


# facts of earlier years


async def test_old_facts_go_and_what_they_come_to_takes_their_place(store: Store) -> None:
    await keep(store, Changes(facts=[NewFact("ana", n, n, b"%d" % n) for n in (1, 2, 3, 4)]))
    assert await store.remembers(OAK, 2) == ["ana"]
    assert await store.remembers(OAK, 0) == []
    await keep(store, Changes(expired=[("ana", 3)], facts=[NewFact("ana", 3, 3, b"sum")]))
    async with store.batch(OAK) as batch:
        assert [(fact.seq, fact.doc) for fact in await batch.facts("ana", 0, 9)] == [(4, b"4"), (3, b"sum")]
