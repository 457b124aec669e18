"""The reliability curve as a drawing: promised against kept. SVG by itself; PNG with the extra `math`."""

from collections.abc import Sequence
from pathlib import Path

from plbot.pictures.wire import Job
from plbot.readiness.figures import Bin
from plbot.readiness.files import FileError, written

SIZE, EDGE = 420, 56  # of the drawing, and of the room around it for the axes' names


def draw(path: Path, bins: Sequence[Bin]) -> None:
    """Draw the curve into a file; `.png` makes a PNG. Raises FileError."""
    text = svg(bins)
    if path.suffix.lower() != ".png":
        with written(path) as file:
            file.write(text)
        return
    try:
        from plbot.pictures.painter import draw as painted  # noqa: PLC0415 # only a PNG needs it
    except ImportError as error:
        raise FileError(
            f"A PNG needs the package {error.name!r}. Install it with: pip install 'plbot[math]', or name a file that ends in .svg"
        ) from None
    drawn = painted(Job("svg", text.encode()))
    if not drawn.png:
        raise FileError(f"The curve cannot be drawn: {drawn.why}. Name a file that ends in .svg.")
    try:
        path.write_bytes(drawn.png)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error


def svg(bins: Sequence[Bin]) -> str:
    """The curve: a dot for each tenth that was promised, as large as it is often; on the dashed line promises are kept."""
    shown = [each for each in bins if each.times]
    most = max((each.times for each in shown), default=1)
    dots = "".join(
        f'<circle cx="{_x(b.promised):.1f}" cy="{_y(b.kept):.1f}" r="{3 + 7 * (b.times / most) ** 0.5:.1f}" fill="#0b6e99">'
        f"<title>promised {b.promised:.2f}, kept {b.kept:.2f}, {b.times} times</title></circle>"
        for b in shown
    )
    line = " ".join(f"{_x(b.promised):.1f},{_y(b.kept):.1f}" for b in shown)
    marks = "".join(
        f'<text x="{_x(tenth / 10):.1f}" y="{_y(0) + 18:.1f}" text-anchor="middle">{tenth / 10:.1f}</text>'
        f'<text x="{_x(0) - 8:.1f}" y="{_y(tenth / 10) + 4:.1f}" text-anchor="end">{tenth / 10:.1f}</text>'
        for tenth in range(0, 11, 2)
    )
    said = "; ".join(f"promised {b.promised:.2f}, kept {b.kept:.2f} ({b.times} times)" for b in shown) or "no answers"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" aria-labelledby="title what" '
        'font-family="sans-serif" font-size="12" fill="#222">'
        f'<title id="title">Reliability of plbot&apos;s readiness</title><desc id="what">{said}</desc>'
        f'<rect width="{SIZE}" height="{SIZE}" fill="#fff"/>'
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="#222"/>'
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#888" stroke-dasharray="5 4"/>{marks}'
        f'<polyline points="{line}" fill="none" stroke="#0b6e99" stroke-width="2"/>{dots}'
        f'<text x="{SIZE / 2}" y="{SIZE - 10}" text-anchor="middle">promised chance of passing</text>'
        f'<text transform="translate(16 {SIZE / 2}) rotate(-90)" text-anchor="middle">share that passed</text></svg>\n'
    )


def _x(share: float) -> float:
    return EDGE + share * (SIZE - 2 * EDGE)


def _y(share: float) -> float:
    return SIZE - _x(share)
