"""`plbot serve`: the school on its platforms."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from plbot.cli.options import DATA, Content, Data, School, run

if TYPE_CHECKING:
    from plbot.web.platforms import Platforms

PORT = 8080  # the usual one behind a reverse proxy; no privileges needed


class Wanted(NamedTuple):
    """The school to serve, and where HTTP is answered."""

    data: Path
    content: Path | None
    school: str
    host: str
    port: int


def serve(  # noqa: PLR0917 # each is an option of the command line
    data: Data = DATA,
    content: Content = None,
    school: School = "",
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", envvar="PLBOT_HOST", help="The address to answer HTTP on.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="PORT", envvar="PLBOT_PORT", min=0, max=65535, help="The port; 0 takes a free one."
        ),
    ] = PORT,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PLATFORM", help="Run only this platform; may be given several times."),
    ] = None,
) -> None:
    """Run the school on Telegram, Slack or both: whatever the environment has tokens for. SIGTERM ends it in order."""
    raise typer.Exit(run(_serve(Wanted(data, content, school, host, port), only or [])))


async def _serve(wanted: Wanted, only: list[str]) -> int:
    import os  # noqa: PLC0415 # start-up time

    from plbot import logs  # noqa: PLC0415 # see above
    from plbot.web import platforms  # noqa: PLC0415 # see above

    names = platforms.chosen(only)
    logs.to_stderr(os.environ)
    found = platforms.make(names)
    if found.adapters:
        return await _run(wanted, found)
    for platform, why in found.amiss.items():
        typer.echo(f"{platform}: {why}", err=True)
    return 1


async def _run(wanted: Wanted, found: "Platforms") -> int:
    from plbot.web.server import open_door  # noqa: PLC0415 # start-up time
    from plbot.web.serving import Serving  # noqa: PLC0415 # see above
    from plbot.web.signals import heeding_signals  # noqa: PLC0415 # see above

    with open_door(wanted.host, wanted.port) as door:
        serving = Serving(found, door, typer.echo, lambda text: typer.echo(text, err=True))
        with heeding_signals(serving.stop):
            return await serving.run(wanted.data, name=wanted.school, content=wanted.content)
