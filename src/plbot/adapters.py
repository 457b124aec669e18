"""What an adapter is: it turns a platform's words into ours (`hear`) and ours into theirs (`say`). Installed ones are found by name."""

import os
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Literal, Protocol, cast

import msgspec

from plbot.core.cards import Card

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from plbot.school import School

GROUP = "plbot.adapters"


class Sending(msgspec.Struct, frozen=True):
    """One message to say. `address` is a URN (`telegram:123`); `ids` are what the platform called it when it was said before.

    `revises`: change the message said under this key in place; where `ids` is None it was never said, so say it anew.
    In the lane `home` the card is no message, but what stands on the person's home where the platform has one.
    """

    address: str
    person: str
    key: str
    revises: bool
    ids: bytes | None
    card: Card
    lane: str


class Sent(msgspec.Struct, frozen=True):
    """The platform has it. `ids`: what is needed to change it later (empty: it cannot be changed)."""

    ids: bytes = b""


class Throttled(msgspec.Struct, frozen=True):
    """The platform asks to wait so many ms."""

    after_ms: int


class Retry(msgspec.Struct, frozen=True):
    """It did not go through, and may the next time."""

    reason: str


class Unreachable(msgspec.Struct, frozen=True):
    """The person cannot be reached there any more: blocked, deleted, left."""

    reason: str


class Moved(msgspec.Struct, frozen=True):
    """The chat goes on under another address (a URN); say it there."""

    address: str


class Invalid(msgspec.Struct, frozen=True):
    """The platform will never take this message: a mistake of ours."""

    reason: str


SendOutcome = Sent | Throttled | Retry | Unreachable | Moved | Invalid


class Window(msgspec.Struct, frozen=True):
    """A platform takes at most `most` messages within any `ms` for all that share `key`."""

    key: str
    most: int
    ms: int


class Adapter(Protocol):
    """One platform. `platform` is the part of an address before its first colon.

    `tidies`: whether buttons of questions that are over are taken off the old message.
    """

    @property
    def platform(self) -> str: ...

    @property
    def tidies(self) -> bool: ...

    def windows(self, address: str) -> Sequence[Window]:
        """The platform's limits that a message to this address counts against; delivery keeps them."""

    async def say(self, sending: Sending) -> SendOutcome:
        """Try once. Order, pace and further tries are delivery's business.

        In the lane `tidy` buttons are taken off an old message; what is not there any more is not said anew.
        """

    async def serve(self, school: "School") -> int:
        """Hear until there is no more to hear, or until told to stop; returns an exit code."""


class Health(msgspec.Struct, frozen=True):
    """How an adapter is. `why` says in a sentence what to do where it is not `ready`."""

    state: Literal["starting", "ready", "waiting", "stopped"]
    why: str = ""


class ServedAdapter(Adapter, Protocol):
    """A platform that `plbot serve` runs beside others, on one loop. Its factory takes the environment's variables.

    `serve` raises AdapterStoppedError when it cannot go on without an admin (a wrong token); the others go on. After
    whatever else it raises it is called again, so it closes what it holds. `checks` leaves nothing open either.
    """

    @property
    def routes(self) -> "Sequence[BaseRoute]":
        """Where the platform calls us over HTTP; none when we call it. They answer 503 while `serve` does not run."""

    @property
    def health(self) -> Health: ...

    def stop(self) -> None:
        """Hear no more; what was heard is taken to its end, and `serve` returns."""

    async def checks(self) -> Sequence[str]:
        """What is amiss between us and the platform, each with how to mend it. Looks only; changes nothing."""


class AdapterStoppedError(Exception):
    """The platform will not have us until an admin mends something; the sentence says what."""


class ConfigError(ValueError):
    """What stands in the environment does not fit together; the sentence says what to set."""


class AdapterMissingError(LookupError):
    """No such adapter, or the package it needs is not installed. The sentence says what to do."""


def installed() -> Mapping[str, EntryPoint]:
    """Adapters that are installed, by name; none is imported by asking."""
    return {point.name: point for point in entry_points(group=GROUP)}


def configured(environment: Mapping[str, str] = os.environ) -> Sequence[str]:
    """Names of the adapters that variables like PLBOT_TELEGRAM_TOKEN are set for."""
    return [
        name for name in sorted(installed()) if any(key.startswith(f"PLBOT_{name.upper()}_") for key in environment)
    ]


def find(name: str) -> Callable[..., Adapter]:
    """Find what makes the adapter of that name. Raises AdapterMissingError."""
    points = installed()
    if name not in points:
        raise AdapterMissingError(
            f"There is no adapter called {name!r}. Installed are: {', '.join(sorted(points)) or 'none'}."
        )
    try:
        return cast("Callable[..., Adapter]", points[name].load())
    except ModuleNotFoundError as error:
        raise AdapterMissingError(
            f"The {name} adapter needs the package {error.name!r}. Install it with: pip install 'plbot[{name}]'"
        ) from error
