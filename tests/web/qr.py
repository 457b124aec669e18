"""Reads a QR code from a picture file, as a phone would that never sees dirt: without the error correction (ISO/IEC 18004)."""

import struct
import zlib
from pathlib import Path
from typing import NamedTuple

Matrix = list[list[bool]]

LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
BLOCKS_M = {
    1: (1, 16),
    2: (1, 28),
    3: (1, 44),
    4: (2, 32),
    5: (2, 43),
    6: (4, 27),
}  # version -> blocks, codewords in each
FORMAT_MASK = 0b101010000010010
FORMAT_PLACES = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
MASKS = (
    lambda y, x: (y + x) % 2,
    lambda y, _: y % 2,
    lambda _, x: x % 3,
    lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2,
    lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)


class Code(NamedTuple):
    """What a picture holds, and how it was drawn. `quiet_zone` is in modules, `pixels` the width of the whole picture."""

    text: str
    level: str
    quiet_zone: int
    pixels: int


def read_png(file: Path) -> Code:
    """Read a picture of one code in byte mode, level M, up to version 6."""
    rows = _pixels(file.read_bytes())
    edge = next(y for y, row in enumerate(rows) if any(row))
    left = rows[edge].index(True)
    module = rows[edge][left:].index(False) // 7  # the upper side of a finder pattern
    size = (len(rows) - 2 * edge) // module
    matrix = [[rows[edge + y * module][left + x * module] for x in range(size)] for y in range(size)]
    told = int("".join(str(int(matrix[y][x])) for y, x in FORMAT_PLACES), 2) ^ FORMAT_MASK
    bits = _bits(matrix, told >> 10 & 0b111)
    return Code(_text(bits, (size - 17) // 4), LEVELS[told >> 13], edge // module, len(rows[0]))


def _pixels(png: bytes) -> Matrix:
    """Rows of one-bit pixels; True is dark. The corner is light."""
    chunks: dict[bytes, bytes] = {}
    place = 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        chunks[kind] = chunks.get(kind, b"") + png[place + 8 : place + 8 + length]
        place += 12 + length
    width, _, depth, _ = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    raw, stride = zlib.decompress(chunks[b"IDAT"]), 1 + (width + 7) // 8
    assert depth == 1
    rows: Matrix = []
    above = bytes(stride)
    for start in range(0, len(raw), stride):
        above = _unfiltered(raw[start : start + stride], above)
        rows.append([bool(above[1 + x // 8] >> (7 - x % 8) & 1) for x in range(width)])
    return [[pixel != rows[0][0] for pixel in row] for row in rows]


def _unfiltered(line: bytes, above: bytes) -> bytes:
    """A line as it is, or as the difference from the one above: those two kinds of filter only."""
    assert line[0] in (0, 2)
    return line if line[0] == 0 else bytes((one + other) % 256 for one, other in zip(line, above, strict=True))


def _bits(matrix: Matrix, mask: int) -> str:
    """The data bits: up and down in columns of two, from the right, without what only helps to find the code."""
    size = len(matrix)
    places: list[tuple[int, int]] = []
    upwards = True
    for right in [x for x in range(size - 1, 0, -2) if x > 6] + [5, 3, 1]:
        column = range(size - 1, -1, -1) if upwards else range(size)
        places += [(y, x) for y in column for x in (right, right - 1) if not _is_a_mark(y, x, size)]
        upwards = not upwards
    return "".join(str(int(matrix[y][x] ^ (MASKS[mask](y, x) == 0))) for y, x in places)


def _is_a_mark(y: int, x: int, size: int) -> bool:
    corner = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
    alignment = size > 21 and abs(y - size + 7) <= 2 and abs(x - size + 7) <= 2
    return corner or alignment or 6 in (y, x)


def _text(bits: str, version: int) -> str:
    blocks, length = BLOCKS_M[version]
    words = [bits[start : start + 8] for start in range(0, blocks * length * 8, 8)]
    data = "".join("".join(words[block::blocks]) for block in range(blocks))
    assert data[:4] == "0100"  # byte mode
    count = int(data[4:12], 2)
    return bytes(int(data[12 + 8 * n : 20 + 8 * n], 2) for n in range(count)).decode()
