"""A school behind one way in: the real desk and delivery, a store that can fail, and a pace that nobody has to wait for."""

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
from tests.adapters.contract_pipes import BridgeWay, TerminalWay
from tests.adapters.contract_ways import Can, SlackWay, TelegramWay, Way
from tests.crash.frail import FrailStore
from tests.platforms import Shown
from tests.schoolhouse import Schoolhouse

from plbot.adapters import Adapter, Retry, Sending, SendOutcome, Sent, Window
from plbot.core import maths
from plbot.core.events import Inbound
from plbot.core.records import Classroom
from plbot.desk import Desk
from plbot.limits import SECOND
from plbot.receipts import Receipt
from plbot.school import School
from plbot.storage.memory import MemoryStore
from plbot.storage.store import Store

CONTENT = Path(__file__).parents[1] / "crash" / "content"
HASTE = 100  # a second of the platforms' pace lasts ten milliseconds here

WAYS: Mapping[str, Callable[[], Way]] = {
    "terminal": TerminalWay,
    "bridge": BridgeWay,
    "telegram-polling": lambda: TelegramWay(called=False),
    "telegram-webhook": lambda: TelegramWay(called=True),
    "slack-socket": lambda: SlackWay(called=False),
    "slack-http": lambda: SlackWay(called=True),
}


def on_all(*needs: Can) -> pytest.MarkDecorator:
    """A claim about every way in that can do this."""
    able = [name for name, way in WAYS.items() if set(needs) <= way().can]
    return pytest.mark.parametrize("way", able)


class HastyClock:
    """The event loop's clock, for a pacer in a hurry."""

    def now(self) -> float:
        return asyncio.get_running_loop().time() * SECOND * HASTE

    def call_at(self, moment: float, wake: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_at(moment / SECOND / HASTE, wake)


class Gate:
    """The adapter as delivery has it. `said` notes what reached somebody; while it is `shut` nothing does."""

    def __init__(self, adapter: Adapter, said: list[Sending]) -> None:
        self.adapter = adapter
        self.platform = adapter.platform
        self.tidies = adapter.tidies
        self.said = said
        self.shut = False

    def windows(self, address: str) -> Sequence[Window]:
        return self.adapter.windows(address)

    async def say(self, sending: Sending) -> SendOutcome:
        if self.shut:
            return Retry("shut")
        self.said.append(sending)
        return await self.adapter.say(sending)

    async def serve(self, school: School) -> int:
        return await self.adapter.serve(school)


class Listening:
    """The desk, and what the adapter handed in at it."""

    def __init__(self, desk: Desk, heard: list[Inbound]) -> None:
        self._desk = desk
        self._heard = heard

    def hear(self, inbound: Inbound) -> Receipt:
        self._heard.append(inbound)
        return self._desk.hear(inbound)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)


class ContractHouse(Schoolhouse):
    """`way` is open. `heard` is what the adapter handed in; `said` what delivery gave it to say."""

    def __init__(self, way: Way) -> None:
        super().__init__(self._same_store, CONTENT)
        self.way = way
        self.frail = FrailStore(MemoryStore(), Random(7))
        self.heard: list[Inbound] = []
        self._waited_for: dict[str, int] = {}

    async def _same_store(self) -> Store:
        return self.frail

    @property
    def platform(self) -> str:
        return self.way.platform

    def adapters(self) -> Mapping[str, Adapter]:
        self.gate = Gate(self.way.adapter(), self.said)
        return {self.platform: self.gate}

    def address_of(self, who: str) -> str:
        return self.way.address_of(who)

    def name_of(self, address: str) -> str:
        return self.way.name_of(address)

    async def open(self) -> None:
        await super().open()
        self.delivery.pacer._clock = HastyClock()
        desk = cast("Desk", Listening(self.desk, self.heard))
        await self.way.enter(School(desk, self.delivery, self.traveller))

    async def close(self) -> None:
        assert await self.way.leave() == 0
        await super().close()

    async def restart(self) -> None:
        await self.close()
        await self.open()

    # people

    async def room(self, *, admit: str = "open") -> Classroom:
        """The school's class; made the first time."""
        if not await self.classes():
            await self.found_class("Room", admit="open" if admit == "open" else "approve", path="sums", teacher="Ms Li")
        [room] = await self.classes()
        return room

    async def joins(self, who: str) -> None:
        """Come into the class, up to the first offers."""
        room = await self.room()
        for line in (f"join {room.code}", who, "done", "skip"):
            await self.asks(who, line)

    async def teaches(self, who: str, *, admit: str = "open") -> None:
        await self.room(admit=admit)
        await self.asks(who, await self.invite("Room"))

    async def asks(self, who: str, text: str) -> Shown:
        """Type it; the answer."""
        self.way.types(who, text)
        return await self.hears(who)

    async def takes(self, who: str, label: str) -> Shown:
        """Take a choice on show; the answer."""
        self.way.presses(who, label)
        return await self.hears(who)

    async def hears(self, who: str, n: int = 1) -> Shown:
        """Wait for the next n messages; the last of them."""
        due = self._waited_for[who] = self._waited_for.get(who, 0) + n
        await self.way.until(lambda: len(self.way.shown(who)) >= due)
        return self.way.shown(who)[due - 1]

    async def rests(self) -> None:
        """Wait until all that was brought is acknowledged, and all that is owed is said."""
        await self.way.kept()
        await self.desk.quiet()
        await self.delivery.flush()

    def texts(self, who: str) -> list[str]:
        return [shown.text for shown in self.way.shown(who)]

    def value(self, who: str, label: str) -> str:
        """The value of the newest button with this label that this person was given."""
        address = self.address_of(who)
        for sending in reversed([sending for sending in self.said if sending.address == address]):
            choices = sending.card.choices
            for number, choice in enumerate(choices.choices if choices else (), 1):
                if choices and maths.plain(choice.label) == label:
                    return f"{choices.mid}:{number}"
        raise LookupError(f"{who} was given no button {label!r}")

    async def tells(self, sending: Sending) -> Sent:
        """Say a card past delivery."""
        outcome = await self.gate.adapter.say(sending)
        assert isinstance(outcome, Sent), outcome
        return outcome


def bare(text: str) -> str:
    """What of a text can be seen, without its layout."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs") and not sign.isspace())


def says(shown: Shown | str, words: str) -> bool:
    """Whether these words stand there, however the lines are broken."""
    text = shown if isinstance(shown, str) else shown.text
    return re.sub(r"\s", "", words) in re.sub(r"\s", "", text)


@pytest.fixture(name="house")
async def opened(way: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ContractHouse]:
    """A school behind that way in. After a failure the shell goes on at once, so that nobody waits here."""
    for pause in ("desk.FIRST_PAUSE", "desk.LONGEST_PAUSE", "delivery.STORE_WAIT"):
        monkeypatch.setattr(f"plbot.{pause}", 0.01)
    monkeypatch.setattr("plbot_telegram.polling.PAUSE", 0.01)
    behind = WAYS[way]()
    await behind.open()
    try:
        house = ContractHouse(behind)
        await house.open()
        yield house
        house.frail.busy = 0.0
        await house.close()
        assert behind.amiss() == []
    finally:
        await behind.close()
