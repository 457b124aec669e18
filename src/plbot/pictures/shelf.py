"""Finished pictures, kept within a number of bytes; what was not asked for the longest time goes first."""

from collections import OrderedDict

from plbot.pictures.limits import REFUSAL_BYTES


class Shelf:
    """Holds PNGs by key; None where it is known that nothing comes of it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = 0
        self._held: OrderedDict[str, bytes | None] = OrderedDict()

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def take(self, key: str) -> bytes | None:
        """Look at what is held under a key that is there."""
        self._held.move_to_end(key)
        return self._held[key]

    def put(self, key: str, png: bytes | None) -> None:
        self._bytes += _size(png) - (_size(self._held[key]) if key in self._held else 0)
        self._held[key] = png
        while self._bytes > self._most:
            self._bytes -= _size(self._held.popitem(last=False)[1])


def _size(png: bytes | None) -> int:
    return REFUSAL_BYTES if png is None else len(png)
