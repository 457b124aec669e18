"""The body of a request, of whatever length its sender claims."""

from starlette.requests import Request


class TooLargeError(ValueError):
    """More than is taken."""


async def read_body(request: Request, most: int) -> bytes:
    """Read at most so many bytes. Raises TooLargeError, and ClientDisconnect where the sender hung up."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise TooLargeError
    return bytes(body)
