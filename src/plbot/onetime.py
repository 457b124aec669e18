"""One-time links: 192 bits, ten minutes, used up by the first who confirms. Only their hashes are kept."""

import secrets
from hashlib import sha256

import msgspec

from plbot.limits import MINUTE, limits
from plbot.storage.store import Batch, Changes, Store

NOTE = "one-time-links"  # the school's note that holds them: there are never more than a few
TOKEN_BYTES = 24  # 192 bits: beyond guessing, and still one line of a chat


class Link(msgspec.Struct, frozen=True, array_like=True):
    """Which page a link opens, and until when (ms)."""

    page: str
    until: int


_decode = msgspec.json.Decoder(dict[str, Link]).decode


async def issue(store: Store, school: str, page: str, now: int) -> str:
    """Make a link to a page; the token that stands in it is told here, and never again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with store.batch(school) as batch:
        links = await _live(batch, now)
        await _keep(batch, {**links, _hashed(token): Link(page, now + limits.link_code_minutes * MINUTE)})
    return token


async def redeem(store: Store, school: str, token: str, now: int) -> str:
    """The page that this token opens, once; '' for one that is unknown, used or too old: nobody learns which."""
    async with store.batch(school) as batch:
        links = await _live(batch, now)
        link = links.pop(_hashed(token), None)
        if link:
            await _keep(batch, links)
    return link.page if link else ""


async def _live(batch: Batch, now: int) -> dict[str, Link]:
    """Read those that still count."""
    links = _decode(await batch.note(NOTE) or "{}")
    return {hashed: link for hashed, link in links.items() if link.until > now}


async def _keep(batch: Batch, links: dict[str, Link]) -> None:
    await batch.keep(Changes(notes={NOTE: msgspec.json.encode(links).decode()}))


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
