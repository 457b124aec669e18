"""How Slack brings something to the app: within 3 seconds it wants an answer; an event it brings again, a press it does not."""

import asyncio
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tests.fakes.slack_clock import Clock
from tests.fakes.slack_workspace import Json

Kind = Literal["events_api", "interactive", "slash_commands"]

ACK_SECONDS = 3.0  # https://docs.slack.dev/apis/events-api: "respond within three seconds"
RETRY_SECONDS = (0.0, 60.0, 300.0)  # the same page: "nearly immediately", "after 1 minute", "after 5 minutes"


@dataclass(frozen=True)
class Attempt:
    """One try. `failed` says why it was none: `http_timeout`, `http_error`, `connection_failed`, `timeout`."""

    failed: str = ""
    answer: Json = field(default_factory=dict)
    final: bool = False  # the app asked for no more tries

    @property
    def acked(self) -> bool:
        return not self.failed


@dataclass(eq=False)
class Delivery:
    """Something on its way to the app. Awaiting it waits until the app has answered, or Slack has given up."""

    kind: Kind
    payload: Json
    answered: Callable[[Json], None] = lambda _: None
    given_up: Callable[[], None] = lambda: None
    answerable: bool = False  # the answer may carry a payload
    attempts: list[Attempt] = field(default_factory=list)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acked(self) -> bool:
        return any(attempt.acked for attempt in self.attempts)

    @property
    def event_id(self) -> str:
        return str(self.payload.get("event_id", ""))

    def __await__(self) -> Generator[Any, Any, "Delivery"]:
        yield from self.settled.wait().__await__()
        return self


class Sender(Protocol):
    """The way to the app: Socket Mode or HTTP."""

    async def attempt(self, delivery: Delivery, number: int, reason: str) -> Attempt: ...


class PostOffice:
    """Brings deliveries to the app by a sender, in the order they were handed in, and again where Slack would."""

    def __init__(self, clock: Clock, sender: Sender, retry_seconds: tuple[float, ...]) -> None:
        self._clock = clock
        self._sender = sender
        self._retry_seconds = retry_seconds
        self._rounds: set[asyncio.Task[None]] = set()
        self.sent: list[Delivery] = []
        self.unacked: list[Delivery] = []  # presses, forms and commands that the app did not answer in time
        self.broken: list[BaseException] = []  # mistakes of the fake itself
        self.lost: list[Delivery] = []  # events that were brought four times in vain

    def send(self, delivery: Delivery) -> Delivery:
        self.sent.append(delivery)
        task = asyncio.create_task(self._round(delivery))
        self._rounds.add(task)
        task.add_done_callback(self._rounds.discard)
        task.add_done_callback(self._note)
        return delivery

    def _note(self, done: asyncio.Task[None]) -> None:
        if not done.cancelled() and (error := done.exception()) is not None:
            self.broken.append(error)

    @property
    def retries(self) -> int:
        return sum(len(delivery.attempts) - 1 for delivery in self.sent if delivery.attempts)

    async def settled(self) -> None:
        """Return once nothing is on its way any more."""
        for delivery in list(self.sent):
            await delivery

    async def close(self) -> None:
        for task in list(self._rounds):
            task.cancel()
        await asyncio.gather(*self._rounds, return_exceptions=True)

    async def _round(self, delivery: Delivery) -> None:
        waits = (0.0, *self._retry_seconds) if delivery.kind == "events_api" else (0.0,)
        reason = ""
        for number, wait in enumerate(waits):
            if wait:
                await self._clock.sleep(wait)
            attempt = await self._sender.attempt(delivery, number, reason)
            delivery.attempts.append(attempt)
            reason = attempt.failed
            if attempt.acked or attempt.final:
                break
        self._settle(delivery)

    def _settle(self, delivery: Delivery) -> None:
        if delivery.acked:
            delivery.answered(delivery.attempts[-1].answer)
        else:
            (self.lost if delivery.kind == "events_api" else self.unacked).append(delivery)
            delivery.given_up()
        delivery.settled.set()
