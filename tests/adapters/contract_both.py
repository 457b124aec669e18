"""One school behind two platforms at once: one desk, one delivery, one loop. `ana` is on Telegram, `ana@slack` on Slack."""

import asyncio
from collections.abc import Mapping

from tests.adapters.contract_house import CONTENT, Gate, HastyClock
from tests.adapters.contract_ways import SlackWay, StagedWay, TelegramWay
from tests.platforms import Shown
from tests.schoolhouse import Schoolhouse

from plbot.adapters import Adapter
from plbot.core.records import Classroom
from plbot.school import School
from plbot.storage.memory import MemoryStore
from plbot.storage.store import Store

TELEGRAM, SLACK = "telegram", "slack"


class BothHouse(Schoolhouse):
    """`called`: both platforms call us; else we call them."""

    def __init__(self, *, called: bool) -> None:
        super().__init__(self._same_store, CONTENT)
        self.telegram = TelegramWay(called=called)
        self.slack = SlackWay(called=called)
        self.ways: Mapping[str, StagedWay] = {TELEGRAM: self.telegram, SLACK: self.slack}
        self._kept = MemoryStore()
        self._waited_for: dict[str, int] = {}

    async def _same_store(self) -> Store:
        return self._kept

    @property
    def platform(self) -> str:
        return TELEGRAM

    def adapters(self) -> Mapping[str, Adapter]:
        return {name: Gate(way.adapter(), self.said) for name, way in self.ways.items()}

    def _place(self, who: str) -> tuple[StagedWay, str]:
        name, _, platform = who.partition("@")
        return self.ways[platform or TELEGRAM], name

    def address_of(self, who: str) -> str:
        way, name = self._place(who)
        return way.address_of(name)

    async def open(self) -> None:
        await super().open()
        self.delivery.pacer._clock = HastyClock()
        school = School(self.desk, self.delivery, self.traveller)
        for way in self.ways.values():
            await way.enter(school)

    async def close(self) -> None:
        assert await asyncio.gather(*(way.leave() for way in self.ways.values())) == [0, 0]
        await super().close()

    async def restart(self) -> None:
        await self.close()
        await self.open()

    # people

    async def room(self) -> Classroom:
        if not await self.classes():
            await self.found_class("Room", admit="open", path="sums", teacher="Ms Li")
        [room] = await self.classes()
        return room

    async def joins(self, who: str) -> None:
        """Come into the class, up to the first offers."""
        room = await self.room()
        for line in (f"join {room.code}", who.partition("@")[0], "done", "skip"):
            await self.asks(who, line)

    async def asks(self, who: str, text: str) -> Shown:
        self.types(who, text)
        return await self.hears(who)

    def types(self, who: str, text: str) -> None:
        way, name = self._place(who)
        way.types(name, text)

    async def writes(self, who: str, *lines: str) -> None:
        """Write them one behind the other without waiting for an answer."""
        for line in lines:
            self.types(who, line)
            await self._place(who)[0].handed_over()

    async def takes(self, who: str, label: str) -> Shown:
        way, name = self._place(who)
        way.presses(name, label)
        return await self.hears(who)

    async def hears(self, who: str, n: int = 1) -> Shown:
        """Wait for the next n messages; the last of them."""
        way, name = self._place(who)
        due = self._waited_for[who] = self._waited_for.get(who, 0) + n
        await way.until(lambda: len(way.shown(name)) >= due)
        return way.shown(name)[due - 1]

    async def rests(self) -> None:
        """Wait until all that was brought is acknowledged, and all that is owed is said."""
        for way in self.ways.values():
            await way.kept()
        await self.desk.quiet()
        await self.delivery.flush()

    def texts(self, who: str) -> list[str]:
        way, name = self._place(who)
        return [shown.text for shown in way.shown(name)]
