"""The studio: keeps one painter at work, gives it one job after the other, and replaces it when it falls over."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process

import msgspec
import structlog

from plbot.pictures.limits import SECONDS, START_SECONDS
from plbot.pictures.wire import LENGTH, Drawn, Job, framed

log = structlog.get_logger()

_PROGRAM = (sys.executable, "-P", "-m", "plbot.pictures.painter")
_NEEDED = ("PATH", "PYTHONPATH", "SYSTEMROOT")  # of our environment; the tokens in it are none of its business


class Studio:
    """The painter is started for the first job."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._painter: Process | None = None
        self._closed = False

    async def draw(self, job: Job) -> Drawn | None:
        """Have one thing drawn. None where the painter fell over or took too long: then it is replaced."""
        async with self._turn:
            try:
                return await self._given(job)
            except (TimeoutError, EOFError, OSError, msgspec.MsgspecError) as error:
                await self._end()
                if not self._closed:
                    log.warning("painter-lost", exception=type(error).__name__)
                return None
            except asyncio.CancelledError:
                await self._end()  # its answer would be taken for that to the next job
                raise

    async def close(self) -> None:
        """End the painter; what it is drawing is given up."""
        self._closed = True
        if self._painter is not None and self._painter.returncode is None:
            self._painter.kill()
        async with self._turn:
            await self._end()

    async def _given(self, job: Job) -> Drawn:
        seconds = SECONDS
        if self._painter is None or self._painter.returncode is not None:
            seconds += START_SECONDS
        async with asyncio.timeout(seconds):
            painter = await self._at_work()
            assert painter.stdin  # noqa: S101 # both are pipes
            assert painter.stdout  # noqa: S101
            painter.stdin.write(framed(job))
            await painter.stdin.drain()
            length = int.from_bytes(await painter.stdout.readexactly(LENGTH), "big")
            return msgspec.msgpack.decode(await painter.stdout.readexactly(length), type=Drawn)

    async def _at_work(self) -> Process:
        if self._painter is not None and self._painter.returncode is not None:
            await self._end()
        if self._painter is None and not self._closed:
            environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
            self._painter = await asyncio.create_subprocess_exec(
                *_PROGRAM, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
            )
        if self._painter is None or self._closed:
            raise EOFError("the studio is closed")
        return self._painter

    async def _end(self) -> None:
        painter, self._painter = self._painter, None
        if painter is None:
            return
        if painter.returncode is None:
            painter.kill()
        await painter.communicate()  # closes the pipes as well
