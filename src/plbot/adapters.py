"""What an adapter is: it turns a platform's words into ours (`hear`) and ours into theirs (`say`). Installed ones are found by name."""

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Protocol, cast

import msgspec

from plbot.core.cards import Card

if TYPE_CHECKING:
    from plbot.school import School

GROUP = "plbot.adapters"


class Sending(msgspec.Struct, frozen=True):
    """One message to say. `address` is a URN (`telegram:123`); `ids` are what the platform called it when it was said before.

    `revises`: change the message said under this key in place; where `ids` is None it was never said, so say it anew.
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


class Invalid(msgspec.Struct, frozen=True):
    """The platform will never take this message: a mistake of ours."""

    reason: str


SendOutcome = Sent | Throttled | Retry | Unreachable | Invalid


class Adapter(Protocol):
    """One platform. `platform` is the part of an address before its first colon."""

    @property
    def platform(self) -> str: ...

    async def say(self, sending: Sending) -> SendOutcome:
        """Try once. Order, pace per person and further tries are not its business."""

    async def serve(self, school: "School") -> int:
        """Hear until there is no more to hear, or until told to stop; returns an exit code."""


class AdapterMissingError(LookupError):
    """No such adapter, or the package it needs is not installed. The sentence says what to do."""


def installed() -> Mapping[str, EntryPoint]:
    """Adapters that are installed, by name; none is imported by asking."""
    return {point.name: point for point in entry_points(group=GROUP)}


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
