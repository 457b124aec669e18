"""`plbot bridge`: JSON lines on stdin and stdout."""

import os
from pathlib import Path
from typing import Annotated

import typer

from plbot.cli.options import DATA, Content, Data, School, run
from plbot.logs import to_stderr


def bridge(
    data: Data = DATA,
    content: Content = None,
    school: School = "",
    virtual_clock: Annotated[
        bool, typer.Option("--virtual-clock", help="A clock that moves only when a line says so.")
    ] = False,
) -> None:
    """Talk in JSON lines on stdin and stdout, for any other platform and for test drivers."""
    to_stderr(os.environ)
    raise typer.Exit(run(_bridge(data, content, school, virtual=virtual_clock)))


async def _bridge(data: Path, content: Path | None, name: str, *, virtual: bool) -> int:
    from plbot.adapters import find  # noqa: PLC0415 # start-up time
    from plbot.school import open_school  # noqa: PLC0415 # see above

    adapter = find("bridge")()
    async with open_school(data, name=name, content=content, virtual=virtual, adapters=[adapter]) as school:
        return await adapter.serve(school)
