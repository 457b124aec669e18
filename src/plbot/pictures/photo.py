"""A photo among the content (PNG, JPEG, WebP): its size is read from its first bytes, and it is drawn on white."""

from base64 import b64encode

from plbot.pictures.errors import PictureError
from plbot.pictures.limits import PHOTO_PIXELS, TALLEST, WIDEST

Size = tuple[int, int]

_NO_SIZES = {0xC4, 0xC8, 0xCC}  # between the JPEG markers that begin a frame, these begin something else


def photo(source: bytes) -> tuple[str, str]:
    """Frame a photo as SVG, made smaller where it is wider or taller than a phone shows; beside it the empty frame.

    Raises PictureError.
    """
    kind, (wide, tall) = _look(source)
    if not 0 < wide * tall <= PHOTO_PIXELS:
        raise PictureError("no pixels, or too many")
    scale = min(1.0, WIDEST / wide, TALLEST / tall)
    size = f'width="{max(1, round(wide * scale))}" height="{max(1, round(tall * scale))}"'
    data = f"data:image/{kind};base64,{b64encode(source).decode()}"
    inside = f'<image href="{data}" {size} preserveAspectRatio="none"/>'
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{{}}</svg>'
    return frame.format(inside), frame.format("")


def _look(source: bytes) -> tuple[str, Size]:
    if source.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", png_size(source)
    if source.startswith(b"\xff\xd8\xff"):
        return "jpeg", _jpeg_size(source)
    if source[:4] == b"RIFF" and source[8:12] == b"WEBP":
        return "webp", _webp_size(source)
    raise PictureError("no PNG, JPEG or WebP")


def png_size(source: bytes) -> Size:
    return int.from_bytes(source[16:20], "big"), int.from_bytes(source[20:24], "big")


def _jpeg_size(source: bytes) -> Size:
    at = 2
    while at + 9 <= len(source) and source[at] == 0xFF:  # noqa: PLR2004 - every segment begins with it
        marker, length = source[at + 1], int.from_bytes(source[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZES:  # noqa: PLR2004 - the frames
            return int.from_bytes(source[at + 7 : at + 9], "big"), int.from_bytes(source[at + 5 : at + 7], "big")
        at += 2 + length
    raise PictureError("a JPEG without a frame")


def _webp_size(source: bytes) -> Size:
    match source[12:16]:
        case b"VP8X":
            return int.from_bytes(source[24:27], "little") + 1, int.from_bytes(source[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(source[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            sides = (int.from_bytes(source[at : at + 2], "little") & 0x3FFF for at in (26, 28))
            return next(sides), next(sides)
        case _:
            raise PictureError("a WebP of an unknown kind")
