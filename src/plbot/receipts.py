"""What is handed in at the desk, and the receipt that is given for it."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from plbot.core.events import Inbound
from plbot.core.letters import Letter
from plbot.storage.store import EventKey

NOTHING: Mapping[str, str] = MappingProxyType({})


class Unavailable(Exception):  # noqa: N818 # reads as what it says: the adapter must not acknowledge
    """The store could not keep it. Nothing happened; handing it in again is right."""


class Receipt:
    """`committed`: it is kept, and will be kept through a power cut. `settled`: so are all letters due now that it set off.

    Both raise Unavailable when the store could not keep it. `fresh` is False for what was heard before.
    `toast` is a word to flash over a button that was pressed; empty: none.
    """

    __slots__ = ("committed", "fresh", "settled", "toast")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.committed: asyncio.Future[None] = loop.create_future()
        self.settled: asyncio.Future[None] = loop.create_future()
        self.fresh = True
        self.toast = ""

    def refuse(self, reason: str) -> None:
        """Tell both that nothing was kept. Whoever waits for one only need not look at the other."""
        for future in (self.committed, self.settled):
            if not future.done():
                future.set_exception(Unavailable(reason))
                future.exception()  # seen: else asyncio reports the one nobody waited for

    def commit(self) -> None:
        if not self.committed.done():
            self.committed.set_result(None)

    def settle(self) -> None:
        if not self.settled.done():
            self.settled.set_result(None)


class Entry(msgspec.Struct, frozen=True, eq=False):
    """One thing handed in: something heard, or an errand (letters and notes of an admin or of the clock).

    `key` makes it count once (None: an errand that may be repeated); `root` names the chain of letters it sets off.
    """

    key: EventKey | None
    root: str
    receipt: Receipt
    inbound: Inbound | None = None
    letters: tuple[Letter, ...] = ()
    notes: Mapping[str, str] = NOTHING


def root_of(key: EventKey) -> str:
    return f"{key.platform}:{key.bot}:{key.event}"
