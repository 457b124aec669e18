"""The bridge: JSON lines on stdin and stdout, for any other platform and for test drivers."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from plbot.adapters import Sending, SendOutcome, Sent, Throttled, Window
from plbot.receipts import Receipt, Unavailable
from plbot.storage.store import EventKey
from plbot_bridge.hear import PLATFORM, Advance, MalformedError, hear
from plbot_bridge.limits import IN_FLIGHT, LINE_BYTES
from plbot_bridge.pipes import standard_input, standard_output
from plbot_bridge.say import Done, Error, encode, say

if TYPE_CHECKING:
    from plbot.school import School

_AGAIN = "The database could not keep this, and nothing happened. Send the line again."
_REAL_CLOCK = "The clock moves by itself here. Start the bridge with --virtual-clock to move it."


def adapter() -> "Bridge":
    """Make the bridge of this process."""
    return Bridge(standard_input(), standard_output)


class _Asked(msgspec.Struct, frozen=True, eq=False):
    """A line that was heard and is not answered yet."""

    id: str
    line: int
    receipt: Receipt


class Bridge:
    """`pieces` gives what comes in, until its end; `write` takes one whole line and has it out when it returns."""

    platform = PLATFORM
    tidies = False

    def __init__(self, pieces: AsyncIterator[bytes], write: Callable[[bytes], None]) -> None:
        self._pieces = pieces
        self._write = write
        self._settled: list[_Asked] = []
        self._in_flight = 0
        self._something_settled = asyncio.Event()
        self._something_answered = asyncio.Event()
        self._stopped = asyncio.Event()
        self._alone = False  # nobody reads what we write any more

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # a pipe sets no pace
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        """Write a message out. When nobody reads any more it stays owed. There is no home page here."""
        if sending.lane == "home":
            return Sent()
        return Sent(sending.key.encode()) if self._out(say(sending)) else Throttled(0)

    def stop(self) -> None:
        """Read no more; what was read is taken to its end."""
        self._stopped.set()

    async def serve(self, school: "School") -> int:
        """Answer lines until there are no more. What was owed from before is said first."""
        with _signals(self.stop):
            if school.traveller:
                await school.traveller.resume()
            await school.delivery.flush()
            answering = asyncio.create_task(self._answer(school))
            try:
                await self._read(school)
                await self._all_answered()
            finally:
                answering.cancel()
            if not self._alone:
                await school.delivery.flush()
        return 0

    def _out(self, line: msgspec.Struct) -> bool:
        try:
            self._write(encode(line) + b"\n")
        except BrokenPipeError:
            self._alone = True
            self._something_answered.set()
            self.stop()
        return not self._alone

    # reading

    async def _read(self, school: "School") -> None:
        number = 0
        async for line in self._lines():
            number += 1
            try:
                heard = hear(line)
                if isinstance(heard, Advance):
                    await self._all_answered()
                    await self._advance(school, heard, number)
                    continue
            except MalformedError as error:
                self._out(Error(str(error), number))
                continue
            while self._in_flight >= IN_FLIGHT and not self._alone:
                await self._an_answer()
            self._in_flight += 1
            asked = _Asked(heard.event_id, number, school.desk.hear(heard))
            asked.receipt.settled.add_done_callback(partial(self._note, asked))

    async def _lines(self) -> AsyncIterator[bytes]:
        rest = b""
        while (piece := await self._piece()) is not None:
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                yield line
            rest = rest[: LINE_BYTES + 1]  # enough to see that the line is too long
        if rest and not self._stopped.is_set():
            yield rest

    async def _piece(self) -> bytes | None:
        """What arrives next; None at the end, or when it is time to stop."""
        if self._stopped.is_set():
            return None
        arrives = asyncio.ensure_future(anext(self._pieces, None))
        stops = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait({arrives, stops}, return_when=asyncio.FIRST_COMPLETED)
        stops.cancel()
        if arrives.done():
            return arrives.result()
        arrives.cancel()
        return None

    async def _advance(self, school: "School", asked: Advance, number: int) -> None:
        if school.traveller is None:
            raise MalformedError(_REAL_CLOCK)
        try:
            await school.traveller.advance(EventKey(PLATFORM, "", asked.id), asked.length)
            await school.delivery.flush()
        except Unavailable:
            self._out(Error(_AGAIN, number))
        else:
            self._out(Done(asked.id))

    # answering

    def _note(self, asked: _Asked, _: asyncio.Future[None]) -> None:
        self._settled.append(asked)
        self._something_settled.set()

    async def _answer(self, school: "School") -> None:
        """Say `done` for what has settled, once everything that was owed then is written out."""
        while True:
            await self._something_settled.wait()
            self._something_settled.clear()
            settled, self._settled = self._settled, []
            await school.delivery.caught_up()
            for asked in settled:
                failed = asked.receipt.settled.exception()
                self._out(Error(_AGAIN, asked.line) if failed else Done(asked.id))
            self._in_flight -= len(settled)
            self._something_answered.set()

    async def _an_answer(self) -> None:
        self._something_answered.clear()
        await self._something_answered.wait()

    async def _all_answered(self) -> None:
        while self._in_flight and not self._alone:
            await self._an_answer()


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """While it is open, SIGTERM and SIGINT call `stop` and end nothing by themselves."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
