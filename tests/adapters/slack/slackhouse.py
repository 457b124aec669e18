"""A schoolhouse whose people use Slack: the real adapter, desk and delivery; whoever acts does not wait for the others."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Literal

from tests.crash.frail import FrailStore
from tests.fakes.slack import SlackFake
from tests.fakes.slack_delivery import Delivery as Brought
from tests.fakes.slack_people import Person
from tests.fakes.slack_sight import Seen
from tests.fakes.slack_workspace import Message
from tests.platforms import WITHIN, SlackStage
from tests.schoolhouse import Schoolhouse

from plbot.adapters import Adapter, Health
from plbot.core.events import Inbound
from plbot.core.facts import AnyFact
from plbot.delivery import Delivery
from plbot.limits import DAY, SECOND
from plbot.pacing import LoopClock, PaceClock, Pacer
from plbot.school import School, open_school
from plbot.storage.memory import MemoryStore
from plbot.storage.store import Batch, Store
from plbot.travel import Traveller
from plbot.web.app import make_app
from plbot.web.server import answering, open_door, url_of
from plbot.web.status import Status
from plbot_slack.serve import Slack, adapter

Mode = Literal["socket", "http"]

HURRY = 1_000  # times as fast as platforms ask for: a second between two messages takes a millisecond


class Hurry(LoopClock):
    """The pace clock of people who cannot wait."""

    def now(self) -> float:
        return super().now() * HURRY

    def call_at(self, moment: float, wake: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_at(moment / HURRY / SECOND, wake)


class HeldStore(FrailStore):
    """A store that may fail, and whose commits wait while `gate` is shut; `reached`: one has come so far."""

    def __init__(self, chance: Random) -> None:
        super().__init__(MemoryStore(), chance)
        self.gate = asyncio.Event()
        self.gate.set()
        self.reached = asyncio.Event()

    @asynccontextmanager
    async def batch(self, school: str) -> AsyncIterator[Batch]:
        async with super().batch(school) as batch:
            yield batch
            if not self.gate.is_set():
                self.reached.set()
                await self.gate.wait()


class SlackHouse(Schoolhouse):
    """`slack` is the fake, `store` may be held or fail. The desk's clock stands until it is moved."""

    platform = "slack"

    def __init__(self, stage: SlackStage, pace: PaceClock | None = None) -> None:
        super().__init__(self._same_store)
        self.stage = stage
        self.slack = stage.fake
        self.held = HeldStore(Random(7))
        self.pace = pace or Hurry()
        self._events = 0

    async def _same_store(self) -> Store:
        return self.held

    def adapters(self) -> Mapping[str, Adapter]:
        self.adapter = self.another()
        return {self.platform: self.adapter}

    def another(self) -> Slack:
        """One more adapter of the same app, as a second program would have it."""
        made = self.stage.adapter()
        assert isinstance(made, Slack)
        return made

    def address_of(self, who: str) -> str:
        return self.stage.address_of(who)

    async def open(self) -> None:
        """Open it all, and wait until Slack and we know each other."""
        await super().open()
        await self.delivery.close()
        self.desk.followers.clear()
        self.delivery = Delivery(self.desk, {self.platform: self.adapter}, Random(0), Pacer(self.pace))
        self.traveller = Traveller(self.desk, self.delivery, self.traveller.clock)
        self.delivery.start()
        self.around = AsyncExitStack()
        self.serving = asyncio.create_task(self.adapter.serve(self.school))
        await self.around.enter_async_context(called_by(self.slack, self.adapter, self.store))
        await state(self.adapter, "ready")

    @property
    def school(self) -> School:
        return School(self.desk, self.delivery)

    async def close(self) -> None:
        """End in order. An adapter that left off before has said why to whoever asked."""
        self.adapter.stop()
        await asyncio.wait_for(asyncio.wait([self.serving]), WITHIN)
        if not self.serving.exception():
            assert self.serving.result() == 0
        await self.around.aclose()
        await super().close()

    # people

    async def learns(self, name: str) -> Person:
        """Somebody who is in the newest class by now, at the menu."""
        code = (await self.classes())[-1].code
        return await self._comes_in(name, code, [name, "skip", "skip", "menu"])

    async def teaches(self, name: str) -> Person:
        code = await self.invite((await self.classes())[-1].name)
        return await self._comes_in(name, code, [name])

    async def _comes_in(self, name: str, code: str, texts: list[str]) -> Person:
        person = self.slack.user(name)
        for text in (f"join {code}", *texts):
            self._events += 1
            await self.hear(Inbound(f"in{self._events}", self.address_of(name), "text", 0, text))
        person.heard = len(person.messages)
        return person

    async def facts_of(self, name: str, kind: type[AnyFact]) -> int:
        """How many facts of this kind there are about somebody."""
        return sum(isinstance(kept.fact, kind) for kept in await self.facts(name))

    # time

    async def later(self, ms: int = DAY) -> None:
        """Let the desk's time go on; what was put off until then is tried."""
        self._events += 1
        await self.advance(ms, f"t{self._events}")

    async def quiet(self) -> None:
        """Wait until nothing is on its way, in either direction."""
        await self.slack.office.settled()
        await self.desk.quiet()
        await self.delivery.flush()


@asynccontextmanager
async def housed(mode: Mode, pace: PaceClock | None = None) -> AsyncIterator[SlackHouse]:
    """A house on Slack with an open class. In the end Slack must have had nothing to object to."""
    stage = SlackStage(called=mode == "http")
    await stage.open()
    try:
        house = SlackHouse(stage, pace)
        await house.open()
        try:
            await house.found_class("Room 12", admit="open", path="ratios-6", teacher="Ms Li")
            yield house
        finally:
            house.held.full = house.held.busy = 0.0
            house.held.gate.set()
            await house.close()
        assert stage.amiss() == []
    finally:
        await stage.close()


@asynccontextmanager
async def called_by(slack: SlackFake, adapter: Slack, store: Store) -> AsyncIterator[None]:
    """Answer what Slack sends over HTTP, if it does."""
    if slack.mode == "socket":
        yield
        return
    door = open_door("127.0.0.1", 0)
    async with answering(make_app(Status(store, [], {}, lambda text: text), adapter.routes), door):
        slack.events_url = f"{url_of(door)}/slack/events"
        yield


@asynccontextmanager
async def running(slack: SlackFake, folder: Path, **more: str) -> AsyncIterator[tuple[Slack, School]]:
    """A school on a disk and on the clock, as `plbot serve` opens it; the adapter must end well."""
    stage = SlackStage(called=slack.mode == "http")
    stage.fake = slack
    bot = adapter(stage.environment() | more)
    async with open_school(folder, adapters=[bot]) as school, called_by(slack, bot, school.desk.store):
        serving = asyncio.create_task(bot.serve(school))
        try:
            await state(bot, "ready")
            yield bot, school
        finally:
            bot.stop()
            assert await asyncio.wait_for(serving, WITHIN) == 0


async def soon(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; it rings no bell, so it is looked at in each turn of the loop."""

    async def look() -> None:
        while not is_so():  # noqa: ASYNC110 # see above
            await asyncio.sleep(0)

    await asyncio.wait_for(look(), WITHIN)


async def state(adapter: Slack, wanted: str) -> Health:
    await soon(lambda: adapter.health.state == wanted)
    return adapter.health


def held_press(of: Person, message: Seen, label: str) -> Callable[[Person], Brought]:
    """A press of this button, for later: on a screen that shows it still, or to somebody else."""
    place, action = of._screen.find(label, message)
    assert isinstance(place, Message)
    return lambda who: who._screen.press_in_message(place, action)
