"""Standard input without blocking, standard output without losing a byte."""

import asyncio
import os
import select
import stat
import sys
from collections.abc import AsyncIterator
from threading import Thread

from plbot_bridge.limits import CHUNK_BYTES


async def standard_input() -> AsyncIterator[bytes]:
    """Give what arrives on stdin, in pieces, until its end."""
    mode = os.fstat(sys.stdin.fileno()).st_mode
    pieces = _from_pipe() if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) else _from_file()
    async for piece in pieces:
        yield piece


async def _from_pipe() -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0)
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    try:
        while piece := await reader.read(CHUNK_BYTES):
            yield piece
    finally:
        transport.close()


async def _from_file() -> AsyncIterator[bytes]:
    """Read files and terminals in a thread: the one cannot be waited for, the other shares its settings with stdout."""
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[bytes] = asyncio.Queue(maxsize=1)

    def read() -> None:
        more = True
        while more:
            piece = os.read(sys.stdin.fileno(), CHUNK_BYTES)
            more = bool(piece)
            if loop.is_closed():
                return
            asyncio.run_coroutine_threadsafe(pieces.put(piece), loop).result()

    Thread(target=read, daemon=True, name="stdin").start()
    while piece := await pieces.get():
        yield piece


def standard_output(line: bytes) -> None:
    """Write a whole line. Raises BrokenPipeError when nobody reads any more."""
    rest = memoryview(line)
    out = sys.stdout.fileno()
    while rest:
        try:
            rest = rest[os.write(out, rest) :]
        except BlockingIOError:  # somebody else made the pipe one that does not wait
            select.select([], [out], [])
