"""Leftover buttons: the question before loses its buttons when the next one stands there, as long as that helps nobody less."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from random import Random

import pytest
import pytest_asyncio
from tests.shell.pace import StandingClock

from plbot import papers
from plbot.adapters import Sending, SendOutcome, Sent, Throttled, Window
from plbot.core.cards import Card, Choice, Choices, Field, Paragraph
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.leftovers import Leftovers
from plbot.limits import SECOND
from plbot.pacing import Pacer
from plbot.storage.store import Changes, NewOwed, StoredAddress

SCHOOL = "hill"
YES = Choice("Yes", "yes")


def question(text: str, *choices: Choice) -> Card:
    return Card((Paragraph(text), Field("Your answer", "mid", 100), Choices(choices or (YES,), "mid")))


class Tidy:
    """A platform whose old buttons are taken off; it writes down what it was given, and how often it said it already."""

    platform = "note"

    def __init__(self) -> None:
        self.tidies = True
        self.limits: Sequence[Window] = ()
        self.given: list[Sending] = []
        self.answers: dict[str, SendOutcome | Exception] = {}
        self.holds: dict[str, asyncio.Event] = {}
        self._something_given = asyncio.Event()

    def windows(self, address: str) -> Sequence[Window]:
        return tuple(Window(window.key or address, window.most, window.ms) for window in self.limits)

    async def say(self, sending: Sending) -> SendOutcome:
        self.given.append(sending)
        self._something_given.set()
        deed = f"{sending.lane} {sending.key}"
        if deed in self.holds:
            await self.holds[deed].wait()
        answer = self.answers.get(deed, Sent(f"id of {sending.key}".encode()))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def has(self, lane: str, key: str) -> Sending:
        """Wait until this was said."""
        while True:
            for sending in self.given:
                if (sending.lane, sending.key) == (lane, key):
                    return sending
            self._something_given.clear()
            await self._something_given.wait()

    async def serve(self, school: object) -> int:
        return 0 if school else 1

    @property
    def deeds(self) -> list[str]:
        return [f"{sending.lane} {sending.key}" for sending in self.given]


class Room:
    """A school in which people are owed messages."""

    def __init__(self, desk: Desk, platform: Tidy, pace: StandingClock) -> None:
        self.desk = desk
        self.pace = pace
        self.platform = platform
        self.delivery = Delivery(desk, {"note": platform}, Random(1), Pacer(pace))

    async def owe(self, key: str, card: Card, *, to: str = "ana", lane: str = "own", revises: bool = False) -> None:
        address = f"note:{to}"
        vault = self.desk.office.vault
        known = StoredAddress(vault.hash(address), vault.seal(address), to)
        owed = NewOwed(to, "", lane, key, revises, papers.encode(card), self.desk.clock.now())
        async with self.desk.store.batch(SCHOOL) as batch:
            await batch.keep(Changes(addresses=[known], owed=[owed]))
        self.delivery.wake()

    async def say(self, key: str, card: Card, *, to: str = "ana", lane: str = "own", revises: bool = False) -> None:
        await self.owe(key, card, to=to, lane=lane, revises=revises)
        await self.delivery.flush()

    async def looked(self) -> None:
        """Wait until delivery has seen, and the pacer got, what is owed."""
        for _ in range(4):
            await self.desk.store.owed(SCHOOL, 0, 1)  # whoever asked the store before has had an answer
            await self.pace.rest()


@pytest.fixture
def platform() -> Tidy:
    return Tidy()


@pytest_asyncio.fixture
async def room(desk: Desk, platform: Tidy, pace: StandingClock) -> AsyncIterator[Room]:
    made = Room(desk, platform, pace)
    made.delivery.start()
    yield made
    await made.delivery.close()


async def test_the_next_question_takes_the_buttons_off_the_one_before(room: Room, platform: Tidy) -> None:
    """All else of it stays: what was asked, and what was said about it."""
    await room.say("one", question("1 + 1?"))
    await room.say("two", question("2 + 2?"))
    tidied = await platform.has("tidy", "one")
    bare = Card((Paragraph("1 + 1?"),))
    assert tidied == Sending("note:ana", "ana", "one", True, b"id of one", bare, "tidy")
    await room.say("three", question("3 + 3?"))
    await platform.has("tidy", "two")
    assert platform.deeds == ["own one", "own two", "tidy one", "own three", "tidy two"]


async def test_only_questions_lose_buttons_and_only_to_questions(room: Room, platform: Tidy) -> None:
    """Buttons of things stay valid, news asks nothing, and each person has their own last question."""
    await room.say("one", question("1 + 1?"))
    await room.say("two", Card((Paragraph("well done"),)))
    await room.say("three", question("a request", Choice("Approve", "approve", thing="c1")))
    await room.say("four", question("news", YES), lane="alerts")
    await room.say("five", question("5 + 5?"), to="ben")
    await room.pace.rest()
    assert [deed for deed in platform.deeds if deed.startswith("tidy")] == []
    await room.say("six", question("6 + 6?"))
    await platform.has("tidy", "one")
    assert [deed for deed in platform.deeds if deed.startswith("tidy")] == ["tidy one"]


async def test_a_platform_that_keeps_its_buttons_or_cannot_change_them_is_left_alone(
    room: Room, platform: Tidy
) -> None:
    """No ids: there is nothing to change it by."""
    platform.answers["own one"] = Sent()
    await room.say("one", question("1 + 1?"))
    await room.say("two", question("2 + 2?"))
    platform.tidies = False
    for key in ("three", "four"):
        await room.say(key, question(key))
    await room.pace.rest()
    assert platform.deeds == ["own one", "own two", "own three", "own four"]


async def test_a_question_that_is_ticked_keeps_its_buttons_until_it_is_over(room: Room, platform: Tidy) -> None:
    """And then it stands there as it was ticked last."""
    await room.say("one", question("which?"))
    await room.say("one", question("which? [x] first"), revises=True)
    await room.pace.rest()
    assert platform.deeds == ["own one", "own one"]
    await room.say("two", question("next"))
    tidied = await platform.has("tidy", "one")
    assert tidied.card.to_text() == "which? [x] first"


async def test_tidying_comes_last_and_only_the_newest_leftover_waits(room: Room, platform: Tidy) -> None:
    """A busy lesson does not pile up what nobody waits for; `flush` does not wait for it either."""
    platform.limits = (Window("note", 6, SECOND),)
    for key in ("one", "two", "three", "four"):
        await room.owe(key, question(key))
        await platform.has("own", key)
        await room.delivery.flush()
    assert [deed for deed in platform.deeds if deed.startswith("tidy")] == ["tidy one"]
    await room.owe("news", Card((Paragraph("news"),)), to="ben", lane="cheers")
    await room.looked()
    platform.given.clear()
    await room.pace.move(10 * SECOND)
    await platform.has("tidy", "three")
    assert platform.deeds == ["cheers news", "tidy three"]


async def test_a_revise_that_comes_while_tidying_waits_has_the_last_word(room: Room, platform: Tidy) -> None:
    """Its buttons are wanted: they stay."""
    platform.limits = (Window("", 2, SECOND),)
    await room.say("one", question("1 + 1?"))
    await room.say("two", question("2 + 2?"))
    await room.owe("one", question("1 + 1? once more"), lane="alerts", revises=True)
    await room.looked()
    await room.pace.move(5 * SECOND)
    await platform.has("alerts", "one")
    await room.delivery.flush()
    await room.pace.rest()
    assert platform.deeds == ["own one", "own two", "alerts one"]


async def test_a_revise_that_is_under_way_has_the_last_word(room: Room, platform: Tidy) -> None:
    """Also where the next question is asked meanwhile."""
    platform.holds["alerts one"] = asyncio.Event()
    await room.say("one", question("1 + 1?"))
    await room.owe("one", question("1 + 1? once more"), lane="alerts", revises=True)
    await platform.has("alerts", "one")
    await room.owe("two", question("2 + 2?"))
    await platform.has("own", "two")
    await room.looked()
    platform.holds["alerts one"].set()
    await room.delivery.flush()
    await room.pace.rest()
    assert platform.deeds == ["own one", "alerts one", "own two"]


async def test_a_revise_waits_until_tidying_that_is_under_way_has_ended(room: Room, platform: Tidy) -> None:
    """Else it could arrive first, and lose its buttons to what was said before it."""
    platform.holds["tidy one"] = asyncio.Event()
    await room.say("one", question("1 + 1?"))
    await room.say("two", question("2 + 2?"))
    await platform.has("tidy", "one")
    await room.owe("one", question("1 + 1? once more"), lane="alerts", revises=True)
    await room.looked()
    assert platform.deeds == ["own one", "own two", "tidy one"]
    platform.holds["tidy one"].set()
    await room.delivery.flush()
    assert platform.deeds[3:] == ["alerts one"]


async def test_tidying_that_fails_harms_nobody(room: Room, platform: Tidy) -> None:
    """It is not tried again; a chat that asks to wait is left alone."""
    platform.answers["tidy one"] = ConnectionError("gone")
    platform.answers["tidy two"] = Throttled(3 * SECOND)
    await room.say("one", question("1 + 1?"))
    await room.say("two", question("2 + 2?"))
    await platform.has("tidy", "one")
    await room.say("three", question("3 + 3?"))
    await platform.has("tidy", "two")
    await room.pace.rest()
    await room.owe("four", question("4 + 4?"))
    await room.looked()
    await room.pace.move(3 * SECOND - 1)
    assert "own four" not in platform.deeds
    flushed = asyncio.ensure_future(room.delivery.flush())
    while not flushed.done():
        await room.pace.move(room.pace.now() + 100)
    await platform.has("tidy", "three")
    assert platform.deeds.count("tidy one") == platform.deeds.count("tidy two") == 1


async def test_only_so_many_people_are_remembered() -> None:
    """Those whose last question is longest ago keep their old buttons."""
    platform = Tidy()
    pacer = Pacer(StandingClock())
    leftovers = Leftovers({"note": platform}, pacer, people=2)

    def say(person: str, key: str) -> None:
        leftovers.said(Sending(f"note:{person}", person, key, False, None, question(key), "own"), b"id")

    for person in ("ana", "ben", "ana", "cid"):
        say(person, f"{person} first")
    for person in ("ana", "cid", "ben"):
        say(person, f"{person} next")
    await platform.has("tidy", "cid first")
    await StandingClock().rest()
    assert platform.deeds == ["tidy ana first", "tidy cid first"]
    pacer.close()
    await leftovers.close()


async def test_closing_drops_what_waits_to_be_tidied(room: Room, platform: Tidy) -> None:
    """Nobody waits for it, and nothing is left running."""
    platform.limits = (Window("", 1, 60 * SECOND),)
    await room.say("one", question("1 + 1?"))
    await room.owe("two", question("2 + 2?"))
    await room.looked()
    await room.pace.move(64 * SECOND)
    await platform.has("own", "two")
    await room.delivery.flush()
    await asyncio.wait_for(room.delivery.close(), 60)
    assert platform.deeds == ["own one", "own two"]
