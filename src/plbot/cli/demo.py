"""`plbot demo`: a sample class with history, and you as a new student in it. Without a terminal: a guided tour."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from plbot.cli.options import Content, run
from plbot.logs import to_stderr

FOLDER = Path("demo-data")


def demo(
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Where the demo class lives; made on first use.")
    ] = FOLDER,
    content: Content = None,
    tour: Annotated[bool, typer.Option("--tour", help="Play the guided tour, also in a terminal.")] = False,
) -> None:
    """Play a student in a sample class: no account needed. In a pipe, a guided tour of the whole loop is printed."""
    to_stderr(os.environ, "warning")  # whoever plays here reads the same screen
    if tour or not sys.stdin.isatty() or not sys.stdout.isatty():
        raise typer.Exit(run(_tour(content)))
    raise typer.Exit(run(_seat(data, content)))


async def _tour(content: Path | None) -> int:
    from plbot.demo.actor import Notebook  # noqa: PLC0415 - start-up time
    from plbot.demo.tour import Tour  # noqa: PLC0415 - see above
    from plbot.school import open_school  # noqa: PLC0415 - see above

    book = Notebook("terminal")
    with TemporaryDirectory(prefix="plbot-tour-") as folder:
        async with open_school(Path(folder), content=content, virtual=True, adapters=[book]) as school:
            await Tour(school, book, typer.echo).walk()
    return 0


async def _seat(data: Path, content: Path | None) -> int:
    from plbot.adapters import find  # noqa: PLC0415 - start-up time
    from plbot.demo import sample  # noqa: PLC0415 - see above
    from plbot.demo.actor import Notebook  # noqa: PLC0415 - see above
    from plbot.school import open_school  # noqa: PLC0415 - see above

    await _let_live(data, content)
    terminal = find("terminal")("you")
    async with open_school(data, content=content, adapters=[terminal, Notebook("classmate")]) as school:
        room = await sample.class_of(school)
        code = room.code if room else ""
        typer.secho(f"\nThis is {sample.CLASS_NAME}, a sample class, and you are new in it.", bold=True)
        typer.echo(f"Say hi, and type the class code: {code}")
        typer.echo(f"Later: /as ms-li makes you {sample.TEACHER}, the teacher; /as you makes you yourself again.\n")
        return await terminal.serve(school)


async def _let_live(data: Path, content: Path | None) -> None:
    """Make the sample class with its week of history, unless this folder has it."""
    from plbot.clock import RealClock, VirtualClock  # noqa: PLC0415 - start-up time
    from plbot.demo import sample  # noqa: PLC0415 - see above
    from plbot.school import open_school  # noqa: PLC0415 - see above
    from plbot.simulation.slate import Slate  # noqa: PLC0415 - see above

    clock = VirtualClock(sample.week_before(RealClock().now()))
    slates = (Slate("classmate"), Slate("terminal"))
    async with open_school(data, content=content, clock=clock, adapters=slates) as school:
        if await sample.class_of(school) is None:
            typer.echo("Five classmates learn for a week, so that you are not alone. A few seconds ...")
            await sample.live(school, clock, slates)
