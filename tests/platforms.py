"""The stages of the platforms: their fakes with our real adapters before them, and people who act there by name."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tests.fakes.slack import SlackFake
from tests.fakes.slack_forms import CannotError
from tests.fakes.slack_people import Person as SlackPerson
from tests.fakes.telegram import Person as TelegramPerson
from tests.fakes.telegram import TelegramFake

from plbot.adapters import ServedAdapter, find
from plbot.core.events import Inbound

OK = 200
WITHIN = 60.0  # seconds until a test says that what should come at once hangs; a busy machine may take its time


class Shown(NamedTuple):
    """A message as somebody sees it."""

    text: str
    buttons: tuple[str, ...]


class Stage(ABC):
    """One platform in one mode. `door` is the HTTP address that the platform calls; empty where we ask."""

    platform = ""
    called = False  # whether the platform calls us

    @abstractmethod
    async def open(self) -> None:
        """Open the platform."""

    @abstractmethod
    async def close(self) -> None: ...

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """What an admin would set."""

    @abstractmethod
    async def meet(self, door: str) -> None:
        """Wait until the platform and the adapter know each other; `door` is where it is called."""

    @abstractmethod
    def address_of(self, who: str) -> str: ...

    @abstractmethod
    def name_of(self, address: str) -> str: ...

    @abstractmethod
    def act(self, inbound: Inbound) -> None:
        """Do on the platform what would be heard as this."""

    @abstractmethod
    def newest(self, who: str) -> Iterator[Shown]:
        """What the bot said to this person, newest first, as it stands there now."""

    def shown(self, who: str) -> Sequence[Shown]:
        """The same, oldest first."""
        return [*self.newest(who)][::-1]

    @abstractmethod
    def amiss(self) -> list[str]:
        """What the platform had to object to."""

    def adapter(self) -> ServedAdapter:
        """A new adapter, as after a restart."""
        made: ServedAdapter = find(self.platform)(self.environment())  # type: ignore[assignment] # served ones are
        return made


class TelegramStage(Stage):
    platform = "telegram"

    def __init__(self, *, called: bool, rich: bool = False) -> None:
        self.called = called
        self.fake = TelegramFake(rich=rich)
        self._people: dict[str, TelegramPerson] = {}
        self._met = 0  # how often an adapter has introduced itself

    async def open(self) -> None:
        await self.fake.open(0)

    async def close(self) -> None:
        await self.fake.close()

    def environment(self) -> dict[str, str]:
        hook = {"PLBOT_TELEGRAM_WEBHOOK": "https://bot.school.example/telegram"} if self.called else {}
        return {"PLBOT_TELEGRAM_TOKEN": self.fake.token, "PLBOT_TELEGRAM_API": self.fake.url, **hook}

    async def meet(self, door: str) -> None:
        self._met += 1
        if not self.called:
            await self.fake.until(lambda: self.fake.called("getUpdates"), WITHIN)
            return
        await self.fake.until(self._welcomed, WITHIN)
        hook = self.fake.world.deliveries.hook
        assert hook
        hook.url = f"{door}/telegram"  # what a reverse proxy does in a school

    def _welcomed(self) -> bool:
        return sum(call.code == OK for call in self.fake.called("setWebhook")) >= self._met

    def person(self, who: str) -> TelegramPerson:
        if who not in self._people:
            self._people[who] = self.fake.user(who)
        return self._people[who]

    def address_of(self, who: str) -> str:
        return f"telegram:{self.person(who).id}"

    def name_of(self, address: str) -> str:
        return next(who for who, person in self._people.items() if address == f"telegram:{person.id}")

    def act(self, inbound: Inbound) -> None:
        person = self.person(self.name_of(inbound.who))
        match inbound.kind:
            case "text":
                person.types(inbound.text)
            case "choice":
                person.presses("", data=inbound.choice)
            case "join":
                person.starts(inbound.text)
            case "photo":
                person.sends_photo()
            case "file":
                person.sends_voice()
            case kind:
                raise NotImplementedError(f"nobody here can do {kind}")

    def newest(self, who: str) -> Iterator[Shown]:
        return (Shown(post.text, tuple(post.buttons)) for post in reversed(self.person(who).messages))

    def amiss(self) -> list[str]:
        return [*self.fake.objections, *self.fake.violations]


class SlackStage(Stage):
    platform = "slack"

    def __init__(self, *, called: bool) -> None:
        self.called = called
        self.fake = SlackFake("http" if called else "socket")
        self._met = 0  # how often an adapter has introduced itself

    async def open(self) -> None:
        await self.fake.__aenter__()

    async def close(self) -> None:
        await self.fake.__aexit__(None, None, None)

    def environment(self) -> dict[str, str]:
        way = (
            {"PLBOT_SLACK_SIGNING_SECRET": self.fake.signing_secret}
            if self.called
            else {"PLBOT_SLACK_APP_TOKEN": self.fake.app_token}
        )
        return {"PLBOT_SLACK_BOT_TOKEN": self.fake.bot_token, "PLBOT_SLACK_API": self.fake.url, **way}

    async def meet(self, door: str) -> None:
        self._met += 1
        if self.called:
            self.fake.events_url = f"{door}/slack/events"
            await self.fake.until(lambda: len(self.fake.calls_of("auth.test")) >= self._met, patience=WITHIN)
        else:
            await self.fake.connected(patience=WITHIN)

    def person(self, who: str) -> SlackPerson:
        return self.fake.user(who)

    def address_of(self, who: str) -> str:
        return f"slack:T0SCHOOL:{self.person(who).id}"

    def name_of(self, address: str) -> str:
        return next(who for who, person in self.fake.people.items() if address.endswith(f":{person.id}"))

    def act(self, inbound: Inbound) -> None:
        person = self.person(self.name_of(inbound.who))
        match inbound.kind:
            case "text":
                person.types(inbound.text)
            case "choice":
                self._press(person, inbound.choice)
            case "join":
                person.opens_home(tab="messages")
            case "photo":
                person.sends_photo()
            case "file":
                person.sends_photo("homework.pdf", b"%PDF-1.7")
            case kind:
                raise NotImplementedError(f"nobody here can do {kind}")

    def _press(self, person: SlackPerson, value: str) -> None:
        """Press the button of that value; one that is gone by now, on a screen that still shows it."""
        try:
            person.presses(value)
        except CannotError:
            screen = person._screen
            message = screen.message(person.messages[-1])
            label = {"type": "plain_text", "text": "gone", "emoji": False}
            button = {"type": "button", "action_id": "choice-1", "block_id": "gone", "text": label, "value": value}
            screen.press_in_message(message, button)

    def newest(self, who: str) -> Iterator[Shown]:
        return (Shown(seen.text, seen.buttons) for seen in self.person(who).newest())

    def amiss(self) -> list[str]:
        return [*map(str, self.fake.objections), *self.fake.violations, *map(str, self.fake.pings)]


STAGES: dict[str, Callable[[], Stage]] = {
    "telegram-polling": lambda: TelegramStage(called=False),
    "telegram-webhook": lambda: TelegramStage(called=True),
    "slack-socket": lambda: SlackStage(called=False),
    "slack-http": lambda: SlackStage(called=True),
}


async def soon(waiting: asyncio.Future[None]) -> None:
    """Wait for what should come at once."""
    await asyncio.wait_for(asyncio.shield(waiting), WITHIN)
