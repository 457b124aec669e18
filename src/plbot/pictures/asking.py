"""What an adapter asks for: the picture of a formula, or of a file of the content."""

import asyncio
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import msgspec
import structlog

from plbot.core.maths import MathsError, spoken
from plbot.pictures.limits import DRAWING, LONGEST_FILE, SHELF_BYTES
from plbot.pictures.photo import png_size
from plbot.pictures.shelf import Shelf
from plbot.pictures.studio import Studio
from plbot.pictures.wire import Job, Kind

log = structlog.get_logger()

_NEEDED = ("ziamath", "resvg_py")


class Picture(msgspec.Struct, frozen=True):
    """A PNG on white, at most 1,280 by 1,600. `alt` says a formula in words; a file's stands in its card, and is empty here.

    The same `key` is the same picture, also in another process and tomorrow.
    """

    png: bytes
    alt: str
    key: str
    width: int
    height: int


class Pictures:
    """Draws in a process of its own, each thing once, and keeps what was drawn. Every answer may be None."""

    def __init__(self) -> None:
        self._shelf = Shelf(SHELF_BYTES)
        self._studio = Studio()
        self._drawing: dict[str, asyncio.Task[bytes | None]] = {}
        self._can: bool | None = None

    async def formula(self, tex: str, language: str = "en") -> Picture | None:
        """Draw a formula, as it stands between two dollars. None where it is not in the subset."""
        try:
            alt = spoken(tex, language)
        except MathsError:
            return None
        return await self._picture(Job("formula", tex.encode()), alt, "formula")

    async def file(self, path: str) -> Picture | None:
        """Draw a picture of the content (SVG, PNG, JPEG, WebP). None where it is missing, too large or broken."""
        name = Path(path).name
        try:
            source = await asyncio.to_thread(_read, Path(path))
        except (OSError, ValueError) as error:
            log.warning("picture-not-read", file=name, exception=type(error).__name__)
            return None
        kind: Kind = "svg" if Path(path).suffix.lower() == ".svg" else "photo"
        return await self._picture(Job(kind, source), "", name)

    async def close(self) -> None:
        """End the painter. What is being drawn is given up; whoever waits for it gets None."""
        await self._studio.close()
        await asyncio.gather(*self._drawing.values())

    async def _picture(self, job: Job, alt: str, name: str) -> Picture | None:
        if not self._can_draw():
            return None
        key = _key(job)
        png = self._shelf.take(key) if key in self._shelf else await self._drawn(key, job, name)
        return None if png is None else Picture(png, alt, key, *png_size(png))

    def _can_draw(self) -> bool:
        if self._can is None:
            self._can = all(find_spec(package) for package in _NEEDED)
            if not self._can:
                log.warning("no-pictures", install="pip install 'plbot[math]'")
        return self._can

    async def _drawn(self, key: str, job: Job, name: str) -> bytes | None:
        """Draw it once, whoever asks meanwhile; somebody who waits no longer does not stop it for the others."""
        task = self._drawing.get(key)
        if task is None:
            task = self._drawing[key] = asyncio.create_task(self._draw(key, job, name))
            task.add_done_callback(lambda _: self._drawing.pop(key))
        return await asyncio.shield(task)

    async def _draw(self, key: str, job: Job, name: str) -> bytes | None:
        drawn = await self._studio.draw(job)
        if drawn is None and job.kind == "formula":
            return None  # no formula makes a painter fall over: it was the machine, and the next try may do
        if drawn is None or not drawn.png:
            log.warning("picture-not-drawn", of=name, why=drawn.why if drawn else "too much for the painter")
        png = (drawn.png or None) if drawn else None
        self._shelf.put(key, png)
        return png


def _read(path: Path) -> bytes:
    """Read a file of the content. Raises OSError, and ValueError for what is no file or too large."""
    if not path.is_file():  # reading a pipe would wait for ever
        raise FileNotFoundError
    with path.open("rb") as opened:
        source = opened.read(LONGEST_FILE + 1)
    if len(source) > LONGEST_FILE:
        raise ValueError
    return source


def _key(job: Job) -> str:
    return blake2b(job.source, digest_size=16, key=f"{DRAWING} {job.kind}".encode()).hexdigest()
