"""One contract for every way in: what is true of one platform for a student or a teacher is true of all of them."""

import asyncio
from typing import cast

from starlette.routing import Route
from tests.adapters.contract_house import WAYS, ContractHouse, on_all, opened, says  # noqa: F401 # opened is a fixture

from plbot.adapters import Health, ServedAdapter, Window
from plbot.core import facts as f
from plbot.limits import MINUTE, SECOND

CROWD = [f"kim {n}" for n in range(20)]
MENU = {
    "What next?": "What would you like to work on?",
    "My binder": "Your binder",
    "Settings": "What would you like to change?",
}


# what an adapter is


@on_all()
async def test_an_adapter_answers_for_itself(house: ContractHouse) -> None:
    """Which addresses are its own, which pace they must be written to at, and whether old buttons can be taken off."""
    adapter, address = house.gate.adapter, house.address_of("ana")
    windows = adapter.windows(address)
    assert address.startswith(f"{adapter.platform}:")
    assert windows == adapter.windows(address)
    assert bool(windows) == ("serve" in house.way.can), "only a platform sets a pace"
    assert Window(address, 1, SECOND) in windows or not windows, "and all of them one message a second and chat"
    assert adapter.tidies == ("serve" in house.way.can)


@on_all("serve")
async def test_a_served_adapter_says_how_it_is_and_finds_nothing_amiss(house: ContractHouse) -> None:
    """The reverse proxy between is on this machine, so the address that Telegram calls is not the one that it was told."""
    made = cast("ServedAdapter", house.way.made)
    await house.asks("ana", "hello")
    assert made.health == Health("ready")
    assert [each for each in await made.checks() if "another URL" not in each] == []
    methods = [cast("Route", route).methods for route in made.routes]
    assert methods == ([{"POST"}] if house.way.called else [])


# hearing and answering


@on_all()
async def test_what_a_person_writes_is_heard_once_and_answered_where_they_wrote(house: ContractHouse) -> None:
    code = (await house.room()).code
    assert says(await house.asks("ana", "hello"), "Type the class code")
    assert says(await house.asks("ben", code), "Found it: Room")
    await house.rests()
    assert [len(house.way.shown(who)) for who in ("ana", "ben")] == [1, 1]
    assert [(each.who, each.text) for each in house.heard if each.kind == "text"] == [
        (house.address_of("ana"), "hello"),
        (house.address_of("ben"), code),
    ]


@on_all("again")
async def test_an_event_that_comes_twice_counts_once(house: ContractHouse) -> None:
    """Also when we were started anew in between."""
    await house.asks("ana", "hello")
    await house.rests()
    await house.restart()
    house.way.again()
    await house.rests()
    assert house.heard[-1] == house.heard[-2], "it was brought and heard a second time"
    assert len(house.way.shown("ana")) == 1


@on_all()
async def test_everybody_is_answered_in_the_order_of_their_own_words(house: ContractHouse) -> None:
    """Twenty people write three messages each, all at once."""
    code = (await house.room()).code

    async def writes(who: str) -> None:
        for line in ("hello", code, who):
            house.way.types(who, line)
            await house.way.handed_over()

    await asyncio.gather(*map(writes, CROWD))
    await asyncio.gather(*(house.hears(who, 3) for who in CROWD))
    await house.rests()
    for who in CROWD:
        welcome, found, inside = house.texts(who)
        assert says(welcome, "Type the class code")
        assert says(found, "Found it: Room")
        assert says(inside, f"You're in Room, {who}. Welcome!")


@on_all("photo")
async def test_pictures_and_files_are_answered_kindly(house: ContractHouse) -> None:
    await house.joins("ana")
    house.way.sends("ana", "photo")
    assert says(await house.hears("ana"), "I can't look at pictures. Could you type it instead?")
    house.way.sends("ana", "file")
    assert says(await house.hears("ana"), "I can't open files. Could you type it instead?")


# choices


@on_all()
async def test_each_choice_does_what_it_says(house: ContractHouse) -> None:
    """Of a menu, which numbers pick from, and below a question, where a number is an answer."""
    await house.joins("ana")
    for label, answer in MENU.items():
        await house.asks("ana", "menu")
        assert says(await house.takes("ana", label), answer)
    await house.asks("ana", "practise SUM.1")
    assert says(await house.takes("ana", "Another question"), "No problem, here is another one.")
    assert says(await house.takes("ana", "Menu"), "What would you like to do, ana?")


@on_all()
async def test_a_button_of_somebody_else_does_nothing_and_one_that_is_over_says_so(house: ContractHouse) -> None:
    """A student finds the teacher's buttons; later the teacher takes the same one twice."""
    room = await house.room(admit="approve")
    await house.teaches("li")
    for line in ("hello", room.code, "ana"):
        await house.asks("ana", line)
    assert says(await house.hears("li"), "At the door: ana")
    let_in = house.value("li", "Let ana in")
    house.way.forges("ana", let_in)
    assert says(await house.hears("ana"), "That button was made for someone else, so nothing happened.")
    house.way.forges("li", let_in)
    assert says(await house.hears("ana"), "You're in Room, ana. Welcome!")
    await house.rests()
    facts = len(await house.facts("ana"))
    house.way.forges("li", let_in)
    await house.rests()
    assert len(await house.facts("ana")) == facts
    assert "At the door" not in house.texts("li")[-1]


@on_all("press")
async def test_an_old_button_changes_nothing_and_says_where_we_are(house: ContractHouse) -> None:
    await house.joins("ana")
    await house.asks("ana", "practise SUM.1")
    old = house.value("ana", "Hint")
    await house.takes("ana", "Another question")
    facts = await house.facts("ana")
    house.way.forges("ana", old)
    assert says(await house.hears("ana"), "That button belongs to an earlier message, so nothing changed.")
    assert await house.facts("ana") == facts


# nothing is lost


@on_all("insist")
async def test_nothing_is_acknowledged_before_it_is_kept(house: ContractHouse) -> None:
    """While the database is down the platform keeps what was written; afterwards everybody is answered, once."""
    house.frail.busy = 1.0
    for who in CROWD[:3]:
        house.way.types(who, "hello")
    await house.frail.shaken.wait()
    assert not house.way.acknowledged()
    assert [house.texts(who) for who in CROWD[:3]] == [[], [], []]
    house.frail.busy = 0.0
    for who in CROWD[:3]:
        assert says(await house.hears(who), "Type the class code")
    await house.rests()
    assert [len(house.texts(who)) for who in CROWD[:3]] == [1, 1, 1]


@on_all("forget")
async def test_at_a_keyboard_one_is_told_to_type_again_what_could_not_be_kept(house: ContractHouse) -> None:
    house.frail.busy = 1.0
    house.way.types("ana", "hello")
    await house.way.until(lambda: any("Please type it again" in note for note in house.way.notes))
    house.frail.busy = 0.0
    assert says(await house.asks("ana", "hello"), "Type the class code")


@on_all()
async def test_what_was_owed_at_a_stop_is_said_after_the_restart_once(house: ContractHouse) -> None:
    house.gate.shut = True
    house.way.types("ana", "hello")
    await house.way.kept()
    await house.restart()
    assert house.texts("ana") == []
    await house.advance(10 * MINUTE, "later")
    await house.hears("ana")
    await house.restart()
    await house.rests()
    assert len(house.texts("ana")) == 1


@on_all()
async def test_a_stop_ends_it_and_keeps_what_was_heard(house: ContractHouse) -> None:
    """The word to stop comes right behind what somebody writes: now or after the restart it is answered, once."""
    await house.joins("ana")
    house.way.types("ana", "goal")
    await house.hears("ana")
    house.way.types("ana", "Read a whole book")
    await house.restart()
    await house.hears("ana")
    await house.rests()
    goals = [kept.text for kept in await house.facts("ana") if isinstance(kept.fact, f.SetGoal)]
    assert goals == ["Read a whole book"]
