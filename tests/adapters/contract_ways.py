"""The ways in: every platform in each of its modes, the real adapter before it. A test acts and looks the same on all of them."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import Literal, cast

from tests.fakes.slack import SlackFake
from tests.fakes.slack_sight import Seen, read
from tests.platforms import WITHIN, Shown, SlackStage, Stage, TelegramStage

from plbot.adapters import Adapter, ServedAdapter, find
from plbot.core.events import Inbound
from plbot.school import School
from plbot.storage.memory import MemoryStore
from plbot.web.app import make_app
from plbot.web.server import answering, open_door, url_of
from plbot.web.status import Status

# press: buttons carry a value, so that old ones and those of others can be pressed · again: an event may come twice
# insist: what was not acknowledged is brought again · photo: pictures and files can be sent · revise: a message is changed in
# place · serve: `plbot serve` runs it · forget: what could not be kept is gone, and somebody is told so
Can = Literal["press", "again", "insist", "photo", "revise", "serve", "forget"]
ALL: frozenset[Can] = frozenset({"press", "again", "insist", "photo", "revise", "serve"})


class Way(ABC):
    """One way in. `longest`: characters that one message of a person may have here."""

    platform = ""
    can: frozenset[Can] = ALL
    longest = 100_000
    called = False  # whether the platform calls us

    @abstractmethod
    async def open(self) -> None:
        """Open the platform's side; it outlives restarts of ours."""

    async def close(self) -> None:  # noqa: B027 # a pipe has no other side to close
        """Close it."""

    @abstractmethod
    def adapter(self) -> Adapter:
        """A new adapter, as after a restart."""

    async def enter(self, school: School) -> None:
        """Have the adapter serve."""
        self.serving = asyncio.create_task(self.made.serve(school))

    async def leave(self) -> int:
        """Have it stop; its exit code."""
        self.stop()
        return await asyncio.wait_for(self.serving, WITHIN)

    @property
    @abstractmethod
    def made(self) -> Adapter:
        """The adapter that was made last."""

    @abstractmethod
    def stop(self) -> None: ...

    # people

    @abstractmethod
    def address_of(self, who: str) -> str: ...

    @abstractmethod
    def name_of(self, address: str) -> str: ...

    @abstractmethod
    def types(self, who: str, text: str) -> None: ...

    @abstractmethod
    def presses(self, who: str, label: str) -> None:
        """Take a choice on show, as this platform has one take it."""

    @abstractmethod
    def forges(self, who: str, value: str) -> None:
        """Press a button of this value, whether or not it is on show."""

    def sends(self, who: str, kind: Literal["photo", "file"]) -> None:
        raise NotImplementedError(f"{who} cannot send a {kind} here")

    def again(self) -> None:
        """Bring the last event a second time."""
        raise NotImplementedError

    async def handed_over(self) -> None:
        """Wait as long as the platform itself needs to keep the order of what one person writes."""
        await asyncio.sleep(0)

    # what is seen

    @abstractmethod
    def shown(self, who: str) -> Sequence[Shown]:
        """What this person was told, oldest first, as it stands there now."""

    def read(self, who: str) -> str:
        """All of it, with what pictures show in words."""
        return "\n".join(shown.text for shown in self.shown(who))

    @abstractmethod
    def acknowledged(self) -> bool:
        """Whether everything that was brought is acknowledged."""

    async def kept(self) -> None:
        """Wait until everything that was brought is acknowledged."""
        await self.until(self.acknowledged)

    @abstractmethod
    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is so."""

    @property
    def notes(self) -> Sequence[str]:
        """What the way itself said to whoever sits before it."""
        return ()

    def amiss(self) -> list[str]:
        return []


class StagedWay(Way):
    """A platform with a stage. `cut_off`: from the next start on nothing of ours reaches it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.cut_off = False
        self.platform = stage.platform
        self.called = stage.called

    async def open(self) -> None:
        await self.stage.open()

    async def close(self) -> None:
        await self.stage.close()

    @property
    def made(self) -> ServedAdapter:
        return self._made

    def adapter(self) -> ServedAdapter:
        api = {f"PLBOT_{self.platform.upper()}_API": _nowhere()} if self.cut_off else {}
        self._made = cast("ServedAdapter", find(self.platform)(self.stage.environment() | api))
        return self._made

    async def enter(self, school: School) -> None:
        self._around = AsyncExitStack()
        url = ""
        if self.stage.called:
            door = open_door("127.0.0.1", 0)
            status = Status(MemoryStore(), [], {}, lambda text: text)
            await self._around.enter_async_context(answering(make_app(status, self.made.routes), door))
            url = url_of(door)
        await super().enter(school)
        if not self.cut_off:
            await self.stage.meet(url)
            await asyncio.wait_for(self._ready(), WITHIN)

    async def _ready(self) -> None:
        while self.made.health.state != "ready":  # noqa: ASYNC110 # it rings no bell: an admin looks again, too
            await asyncio.sleep(0)

    async def leave(self) -> int:
        try:
            return await super().leave()
        finally:
            await self._around.aclose()

    def stop(self) -> None:
        self.made.stop()

    def address_of(self, who: str) -> str:
        return self.stage.address_of(who)

    def name_of(self, address: str) -> str:
        return self.stage.name_of(address)

    def types(self, who: str, text: str) -> None:
        self.stage.act(Inbound("", self.address_of(who), "text", text=text))

    def forges(self, who: str, value: str) -> None:
        self.stage.act(Inbound("", self.address_of(who), "choice", choice=value))

    def sends(self, who: str, kind: Literal["photo", "file"]) -> None:
        self.stage.act(Inbound("", self.address_of(who), kind))

    def shown(self, who: str) -> Sequence[Shown]:
        return self.stage.shown(who)

    def amiss(self) -> list[str]:
        return self.stage.amiss()


class TelegramWay(StagedWay):
    stage: TelegramStage

    def __init__(self, *, called: bool) -> None:
        super().__init__(TelegramStage(called=called))

    def presses(self, who: str, label: str) -> None:
        self.stage.person(who).presses(label)

    def again(self) -> None:
        updates = self.stage.fake.world.updates
        if self.stage.called:
            self.stage.fake.repeats(updates.newest)
        else:
            updates.again(updates.newest)

    def acknowledged(self) -> bool:
        return not self.stage.fake.pending

    async def until(self, true: Callable[[], object]) -> None:
        await self.stage.fake.until(true, WITHIN)


class SlackWay(StagedWay):
    """A Slack that is impatient, so that nobody has to wait for its retries."""

    stage: SlackStage
    _WAITS = 0.5  # seconds for an answer
    _RETRIES = (0.02,) * 400

    def __init__(self, *, called: bool) -> None:
        super().__init__(SlackStage(called=called))
        mode: Literal["http", "socket"] = "http" if called else "socket"
        self.stage.fake = SlackFake(mode, ack_seconds=self._WAITS, retry_seconds=self._RETRIES)

    def presses(self, who: str, label: str) -> None:
        self.stage.person(who).presses(label)

    def again(self) -> None:
        """Slack also tells the app what the app itself has said; that is not meant."""
        events = (each for each in reversed(self.stage.fake.office.sent) if each.kind == "events_api")
        self.stage.fake.again(next(each for each in events if not each.payload["event"].get("bot_id")))

    def acknowledged(self) -> bool:
        return all(delivery.acked for delivery in self.stage.fake.office.sent)

    async def kept(self) -> None:
        """What the bot says is told to the app, too, so that more may come meanwhile."""
        async with asyncio.timeout(WITHIN):
            while any(not delivery.settled.is_set() for delivery in self.stage.fake.office.sent):
                await self.stage.fake.office.settled()
        assert self.acknowledged()

    async def handed_over(self) -> None:
        """Over HTTP each event is a request of its own, and two may overtake each other on the way."""
        if self.stage.called:
            await self.stage.fake.office.sent[-1]

    def shown(self, who: str) -> Sequence[Shown]:
        """What stands in the blocks: the text beside them is only what a notification shows, and is cut."""
        return [Shown(_blocks(seen), seen.buttons) for seen in self.stage.person(who).messages]

    def read(self, who: str) -> str:
        seen = self.stage.person(who).messages
        return "\n".join("\n".join((_blocks(each), *each.pictures)) for each in seen)

    async def until(self, true: Callable[[], object]) -> None:
        await self.stage.fake.until(lambda: bool(true()), patience=WITHIN)


def _blocks(seen: Seen) -> str:
    return read(list(seen.blocks), str) if seen.blocks else seen.text


def _nowhere() -> str:
    """An address of this machine where nobody listens any more."""
    with open_door("127.0.0.1", 0) as door:
        return url_of(door)
