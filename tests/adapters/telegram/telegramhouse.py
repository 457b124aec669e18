"""A schoolhouse on Telegram whose plug can be pulled: real adapters, desk and delivery; its clock is Telegram's too."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random

from tests.crash.frail import FrailStore
from tests.fakes.telegram import Person, TelegramFake
from tests.platforms import WITHIN, Stage, TelegramStage
from tests.schoolhouse import SCHOOL, Schoolhouse, library, phrasebook

from plbot.adapters import Health, ServedAdapter
from plbot.clock import VirtualClock, first_morning
from plbot.core.facts import AnyFact
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.dialogues.house import HOUSE
from plbot.limits import SECOND
from plbot.pacing import PaceClock, Pacer
from plbot.school import School
from plbot.sitting import Office
from plbot.storage.memory import MemoryStore
from plbot.storage.memory_batch import MemoryBatch
from plbot.storage.store import SentMark, Store
from plbot.travel import Traveller, virtual_clock
from plbot.web.app import make_app
from plbot.web.keeper import Keeper
from plbot.web.server import answering, open_door, url_of
from plbot.web.status import Status
from plbot_telegram.serve import Telegram

CONTENT = Path(__file__).parents[2] / "crash" / "content"
SETTLED_WITHIN = 60.0  # seconds; 150 people who come in at once take four
OURS = {"plbot", "plbot_telegram", "plbot_slack", "uvicorn"}  # whose tasks end when the plug is pulled


class LeapingClock:
    """A pace clock for those who do not test the pace: as soon as somebody waits for a moment, it is that moment."""

    def __init__(self) -> None:
        self._moment = 0.0

    def now(self) -> float:
        return self._moment

    def call_at(self, moment: float, wake: Callable[[], None]) -> asyncio.Handle:
        def leap() -> None:
            self._moment = max(self._moment, moment)
            wake()

        return asyncio.get_running_loop().call_soon(leap)


class HeldStore(MemoryStore):
    """While `go` is not set, every transaction stops right before its commit; `held` is set when one does."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()
        self.go.set()
        self.held = asyncio.Event()

    def hold(self) -> None:
        self.go.clear()
        self.held.clear()

    @asynccontextmanager
    async def batch(self, school: str) -> AsyncIterator[MemoryBatch]:
        async with super().batch(school) as batch:
            yield batch
            if not self.go.is_set():
                self.held.set()
                await self.go.wait()


class TelegramHouse(Schoolhouse):
    """`also`: another platform that is served beside Telegram. What was kept outlives `crash` and `close`."""

    def __init__(
        self,
        *,
        called: bool,
        also: Sequence[Stage] = (),
        pace: PaceClock | None = None,
        content: Path = CONTENT,
        rich: bool = True,
        fake: TelegramFake | None = None,
    ) -> None:
        self.held = HeldStore()
        self.frail = FrailStore(self.held, Random(0))
        super().__init__(self._same_store, content)
        self.clock = VirtualClock(first_morning("UTC"))
        self.pace = pace or LeapingClock()
        self.stage = TelegramStage(called=called)
        self.fake = self.stage.fake = fake or TelegramFake(rich=rich, clock=self.seconds, pause=0.001)
        self.stages: Sequence[Stage] = (self.stage, *also)
        self.complaints: list[str] = []
        self.marks: list[SentMark] = []  # what became of each try to say something
        self._times = 0

    async def _same_store(self) -> Store:
        return self.frail

    def seconds(self) -> float:
        return self.clock.now() / SECOND

    @property
    def platform(self) -> str:
        return "telegram"

    def address_of(self, who: str) -> str:
        return self.stage.address_of(who)

    # the plug

    async def open(self) -> None:
        """Put the plug in; nothing is known but what was kept."""
        self.store = await self._open_store()
        await self.store.found_school(SCHOOL, "UTC", 0)
        self.clock = await virtual_clock(self.store, SCHOOL, "UTC")
        office = Office(HOUSE, library(self.content), phrasebook(), self._vault, self._vault.salt(SCHOOL))
        self.desk = Desk(SCHOOL, "UTC", self.store, office, self.clock)
        made = {stage.platform: stage.adapter() for stage in self.stages}
        self.delivery = Delivery(self.desk, made, Random(0), Pacer(self.pace))
        self.traveller = Traveller(self.desk, self.delivery, self.clock)
        self.desk.followers.append(lambda committed: self.marks.extend(committed.marks))
        self.desk.start()
        self.delivery.start()
        await self._serve(made)

    async def _serve(self, made: dict[str, ServedAdapter]) -> None:
        self.keepers = {
            name: Keeper(name, adapter, self.complaints.append, Random(0), first_wait=0.0)
            for name, adapter in made.items()
        }
        self._around = AsyncExitStack()
        url = ""
        if any(stage.called for stage in self.stages):
            door = open_door("127.0.0.1", 0)
            url = url_of(door)
            status = Status(self.store, list(self.keepers.values()), {}, lambda text: text)
            routes = [route for adapter in made.values() for route in adapter.routes]
            await self._around.enter_async_context(answering(make_app(status, routes), door))
        school = School(self.desk, self.delivery)
        self._serving = [asyncio.create_task(keeper.run(school)) for keeper in self.keepers.values()]
        for stage in self.stages:
            await stage.meet(url)

    async def close(self) -> None:
        """Stop as `plbot serve` does: hear no more, say what is owed, end."""
        for keeper in self.keepers.values():
            keeper.stop()
        await asyncio.wait_for(asyncio.gather(*self._serving), WITHIN)
        await self._around.aclose()
        await super().close()

    async def crash(self) -> None:
        """Pull the plug: whatever is under way ends where it is, and nothing is taken to its end."""
        tasks = [task for task in asyncio.all_tasks() if task.get_name() != "http" and _is_ours(task)]
        for task in tasks:
            task.cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), WITHIN)
        await self._around.aclose()
        self.held.go.set()

    async def hears_again(self) -> None:
        """Have Telegram bring the newest update once more. To who asks for updates that can happen only after a crash."""
        if not self.stage.called:
            await self.crash()
        self.fake.repeats(self.fake.world.updates.newest)
        if not self.stage.called:
            await self.open()
        await self.settled()

    async def passes(self, seconds: float) -> None:
        """Let time pass, for the school and for Telegram."""
        self._times += 1
        await self.advance(int(seconds * SECOND), f"later {self._times}")

    @property
    def telegram(self) -> Telegram:
        adapter = self.keepers["telegram"].adapter
        assert isinstance(adapter, Telegram)
        return adapter

    @property
    def health(self) -> Health:
        return self.keepers["telegram"].health

    async def becomes(self, state: str) -> str:
        """Wait until the adapter is so, and give why. It rings no bell, so it is looked at after each turn of the loop."""
        async with asyncio.timeout(WITHIN):
            while self.health.state != state:  # noqa: ASYNC110 # as said above
                await asyncio.sleep(0)
        return self.health.why

    def fails(self, *, busy: float = 0.0, mute: float = 0.0) -> None:
        """From now on this share of all transactions fails; none where nothing is said."""
        self.frail.busy, self.frail.mute = busy, mute
        self.frail.failures = 0
        self.frail.shaken.clear()

    # people

    async def settled(self) -> None:
        """Wait until all that people did is heard and acknowledged, and all that is owed and due was tried."""
        async with asyncio.timeout(SETTLED_WITHIN):
            await self.fake.until(lambda: not self.fake.pending, SETTLED_WITHIN)
            await self.desk.quiet()
            await self.delivery.flush()

    async def holds(self) -> None:
        """Wait until a transaction is held before its commit."""
        await asyncio.wait_for(self.held.held.wait(), WITHIN)

    async def shakes(self) -> None:
        """Wait until the store has failed three times."""
        await asyncio.wait_for(self.frail.shaken.wait(), WITHIN)

    async def does(self, *deeds: Callable[[], object]) -> None:
        """Let people do one thing after the other, each taken to its end."""
        for deed in deeds:
            deed()
            await self.settled()

    async def say(self, who: Person, *texts: str) -> None:  # type: ignore[override] # people here speak; adapters say
        for text in texts:
            who.types(text)
            await self.settled()

    async def code(self) -> str:
        """The code of the class; made where there is none."""
        if not await self.classes():
            await self.found_class("Room", admit="open", path="sums", teacher="Ms Li")
        return (await self.classes())[0].code

    async def student(self, name: str) -> Person:
        """Somebody in the class, with the menu before them."""
        who = self.stage.person(name)
        await self.say(who, f"/start {await self.code()}", name, "skip", "skip", "menu")
        return who

    async def students(self, count: int) -> list[Person]:
        """Many, who all come in at once."""
        code = await self.code()
        people = [self.stage.person(f"Kim {number}") for number in range(count)]
        for who in people:
            for text in (f"/start {code}", who.name, "skip", "skip", "menu"):
                who.types(text)
        await self.settled()
        return people

    async def teacher(self, name: str = "Ms Li") -> Person:
        await self.code()
        who = self.stage.person(name)
        await self.say(who, f"/start {await self.invite('Room')}")
        return who

    async def did(self, who: Person, kind: type[AnyFact]) -> int:
        """How often this person did something of that kind."""
        return sum(isinstance(kept.fact, kind) for kept in await self.facts(who.name))


def _is_ours(task: "asyncio.Task[object]") -> bool:
    frame = getattr(task.get_coro(), "cr_frame", None)
    return frame is not None and frame.f_globals["__name__"].split(".")[0] in OURS
