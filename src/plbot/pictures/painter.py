"""The painter: a program of its own (`python -m plbot.pictures.painter`) that draws what it reads, until nobody writes any more.

A process apart, because resvg can end its process over one file, and drawing would hold up everybody's turns.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
import resvg_py
import ziafont

from plbot.pictures.errors import PictureError
from plbot.pictures.formula import formula
from plbot.pictures.limits import MEMORY
from plbot.pictures.photo import photo
from plbot.pictures.svg import svg
from plbot.pictures.wire import LENGTH, Drawn, Job, framed

_LETTERS = Path(ziafont.__file__).parent / "fonts" / "DejaVuSans.ttf"
_WHITE = "#ffffff"  # opaque: black letters on nothing would vanish in a dark chat
_COVERED = "\u0700"  # DejaVu has the alphabets below this sign; for others the machine's own fonts are looked through


def draw(job: Job) -> Drawn:
    """Draw one thing. Whatever is wrong with it, the answer is a picture or a reason."""
    try:
        return Drawn(_png(job))
    except PictureError as error:
        return Drawn(why=str(error))
    except Exception as error:  # noqa: BLE001 # the next one must be drawn all the same
        return Drawn(why=type(error).__name__)


def _png(job: Job) -> bytes:
    match job.kind:
        case "formula":
            return _rendered(formula(job.source.decode()))
        case "svg":
            return _rendered(svg(job.source))
        case "photo":
            return _photo(job.source)


def _photo(source: bytes) -> bytes:
    framed, empty = photo(source)
    png = _rendered(framed)
    if png == _rendered(empty):  # resvg leaves out what it cannot read, without a word
        raise PictureError("broken, or all white")
    return png


def _rendered(source: str) -> bytes:
    family = "DejaVu Sans"
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=source,
            background=_WHITE,
            skip_system_fonts=max(source) < _COVERED,
            font_files=[str(_LETTERS)] if "<text" in source else None,
            font_family=family,
            sans_serif_family=family,
            serif_family=family,
            monospace_family=family,
        )
    )


def _jobs(read: BinaryIO) -> Iterator[Job]:
    while length := read.read(LENGTH):
        yield msgspec.msgpack.decode(read.read(int.from_bytes(length, "big")), type=Job)


def _settle_in() -> None:
    """Bound our memory, and end when our plbot does: Ctrl-C and an orderly stop reach us too, and are meant for it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit, and an admin's may be lower
        import resource  # noqa: PLC0415 # see above

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Draw job after job, until the input ends."""
    write = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the messages
    _settle_in()
    for job in _jobs(sys.stdin.buffer):
        write.write(framed(draw(job)))
        write.flush()


if __name__ == "__main__":
    main()
