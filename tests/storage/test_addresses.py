"""Where people are written to: places move from one person to another, one is preferred, some are given up."""

from plbot.storage.store import Changes, Store, StoredAddress

OAK = "oak"
PHONE = StoredAddress("h1", b"phone", "ana")
DESK = StoredAddress("h2", b"desk", "ben")


async def keep(store: Store, changes: Changes) -> None:
    async with store.batch(OAK) as batch:
        await batch.keep(changes)


async def test_an_address_that_is_linked_leads_to_its_new_person_without_being_preferred(store: Store) -> None:
    """Also where it was first seen in the very same batch; the record it led to before is gone."""
    await keep(store, Changes(addresses=[PHONE], records={"ana": b"{}", "ben": b"{}"}))
    await keep(store, Changes(addresses=[DESK], moved=[("h2", "ana")], gone=["ben"]))
    assert await store.addresses(OAK, ["ana"]) == [PHONE, DESK._replace(person="ana", preferred=False)]
    assert await store.addresses(OAK, ["ben"]) == []
    async with store.batch(OAK) as batch:
        assert await batch.records(["ana", "ben"]) == {"ana": b"{}"}
        assert await batch.people(["h2"]) == {"h2": "ana"}


async def test_the_preferred_address_comes_first_and_is_the_only_one(store: Store) -> None:
    mine = [PHONE, DESK._replace(person="ana", preferred=False)]
    await keep(store, Changes(addresses=[*mine, StoredAddress("h3", b"x", "cleo")]))
    await keep(store, Changes(preferred=[("h2", "ana")]))
    found = await store.addresses(OAK, ["ana", "cleo"])
    assert [(address.hash, address.preferred) for address in found] == [("h2", True), ("h1", False), ("h3", True)]


async def test_a_dropped_address_leads_nowhere(store: Store) -> None:
    await keep(store, Changes(addresses=[PHONE, DESK]))
    await keep(store, Changes(dropped=["h1", "unknown"]))
    assert await store.addresses(OAK, ["ana", "ben"]) == [DESK]
    async with store.batch(OAK) as batch:
        assert await batch.people(["h1", "h2"]) == {"h2": "ben"}


async def test_another_school_keeps_its_own_address_of_the_same_name(store: Store) -> None:
    await keep(store, Changes(addresses=[PHONE]))
    async with store.batch("elm") as batch:
        await batch.keep(Changes(addresses=[PHONE], moved=[("h1", "zoe")], records={"ana": b"{}"}, gone=["ana"]))
    async with store.batch("elm") as batch:
        await batch.keep(Changes(dropped=["h1"]))
    assert await store.addresses(OAK, ["ana"]) == [PHONE]
    assert await store.addresses("elm", ["ana", "zoe"]) == []
