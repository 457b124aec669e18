"""An author's SVG, looked through before it is drawn: bounded, and nothing from outside of it."""

from collections.abc import Iterable
from io import BytesIO
from xml.etree import ElementTree as ET

from plbot.pictures.errors import PictureError
from plbot.pictures.limits import DEEPEST, ELEMENTS, TALLEST, WIDEST

SVG = "{http://www.w3.org/2000/svg}"
_WITHIN = ("#", "data:image/png;", "data:image/jpeg;", "data:image/webp;", "data:image/gif;")


def svg(source: bytes) -> str:
    """Read an SVG and write it anew, as wide as a phone shows it, so that what was checked is what is drawn.

    Raises PictureError. resvg would open any file that a picture names, whatever it is told of folders.
    """
    root = _read(source)
    if root.tag != f"{SVG}svg":
        raise PictureError("no SVG")
    for element in root.iter():
        _check(element)
    _fit(root)
    ET.register_namespace("", SVG.strip("{}"))
    return ET.tostring(root, encoding="unicode")


def _read(source: bytes) -> ET.Element:
    if b"<!ENTITY" in source:
        raise PictureError("entities")  # they multiply: a kilobyte becomes a gigabyte
    try:
        utf8 = source.decode("utf-8-sig").encode()
        return _bounded(ET.iterparse(BytesIO(utf8), ("start", "end")))  # noqa: S314 # no entities, bounded, in a process apart
    except (ET.ParseError, UnicodeDecodeError) as error:
        raise PictureError("no XML in UTF-8") from error


def _bounded(events: Iterable[tuple[str, ET.Element]]) -> ET.Element:
    """Read to the end, and give the outermost element, which ends last."""
    count = depth = 0
    last = ET.Element("nothing")
    for event, element in events:
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > ELEMENTS:
            raise PictureError("too many elements")
        last = element
    return last


def _check(element: ET.Element) -> None:
    for name, value in element.attrib.items():
        is_reference = name.rpartition("}")[2] == "href" and element.tag != f"{SVG}a"
        if is_reference and not value.strip().startswith(_WITHIN):
            raise PictureError("names another file")


def _fit(root: ET.Element) -> None:
    """As wide as a phone shows it, or as tall as one looks at: lines stay sharp at any size."""
    wide, tall = _size(root)
    scale = min(WIDEST / wide, TALLEST / tall)
    root.attrib.setdefault("viewBox", f"0 0 {wide} {tall}")
    root.attrib |= {"width": str(max(1, round(wide * scale))), "height": str(max(1, round(tall * scale)))}


def _size(root: ET.Element) -> tuple[float, float]:
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        wide, tall = (
            float(side) for side in box[2:] or [root.get(side, "").removesuffix("px") for side in ("width", "height")]
        )
    except ValueError as error:
        raise PictureError("neither viewBox nor width and height") from error
    if not (0 < wide < 1e6 and 0 < tall < 1e6):  # noqa: PLR2004 - also refuses "nan" and "inf"
        raise PictureError("no size")
    return wide, tall
