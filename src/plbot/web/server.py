"""The HTTP server, on a socket that was opened beforehand."""

import asyncio
import socket
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from plbot.school import SetupError

CLOSING_SECONDS = 1  # for requests that are being answered when all else is done: each is one turn of some milliseconds


def open_door(host: str, port: int) -> socket.socket:
    """Listen there; port 0 takes one that is free. Raises SetupError."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise SetupError(
            f"plbot cannot listen on {host}:{port} ({error.strerror}). Choose another address with --host and --port."
        ) from error


def url_of(door: socket.socket) -> str:
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@asynccontextmanager
async def answering(app: ASGIApp, door: socket.socket) -> AsyncIterator[asyncio.Task[None]]:
    """Answer at the door until the block ends; requests under way are answered. The task ends early only by a mistake."""
    server = _Server(
        uvicorn.Config(
            app,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=False,  # nobody here asks where a call came from
            server_header=False,
            timeout_graceful_shutdown=CLOSING_SECONDS,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[door]), name="http")
    try:
        yield task
    finally:
        server.should_exit = True
        await asyncio.wait([task])


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals are the whole process's business, not the HTTP server's."""
        yield
