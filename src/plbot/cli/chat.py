"""`plbot chat`: meet the bot in the terminal."""

import os
from pathlib import Path
from typing import Annotated

import typer

from plbot.cli.options import DATA, Content, Data, School, run
from plbot.logs import to_stderr


def chat(
    name: Annotated[str, typer.Option("--as", metavar="NAME", help="Who you are; /as changes it.")] = "me",
    data: Data = DATA,
    content: Content = None,
    school: School = "",
) -> None:
    """Talk with the bot here in the terminal: no account and no token needed."""
    to_stderr(os.environ, "warning")  # whoever talks here reads the same screen
    raise typer.Exit(run(_chat(data, content, school, name)))


async def _chat(data: Path, content: Path | None, school: str, name: str) -> int:
    from plbot.adapters import find  # noqa: PLC0415 # start-up time
    from plbot.core.names import tidy_name  # noqa: PLC0415 # see above
    from plbot.school import SetupError, open_school  # noqa: PLC0415 # see above

    if not tidy_name(name):
        raise SetupError(f"{name!r} cannot be a name. Use letters and digits: plbot chat --as ana")
    adapter = find("terminal")(tidy_name(name))
    async with open_school(data, name=school, content=content, adapters=[adapter]) as opened:
        return await adapter.serve(opened)
