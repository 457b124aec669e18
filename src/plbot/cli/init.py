"""`plbot init`: make a school."""

from pathlib import Path
from typing import Annotated

import typer

from plbot.cli.options import DATA, Data, School, run


def init(
    data: Data = DATA,
    school: School = "",
    timezone: Annotated[str, typer.Option(metavar="TZ", help="The school's time zone, like Europe/Berlin.")] = "",
) -> None:
    """Make a data folder with a school in it. A folder can hold several schools; one that is there stays as it is."""
    run(_init(data, school, timezone))


async def _init(data: Path, name: str, zone: str) -> None:
    from plbot.school import DEFAULT_NAME, DEFAULT_ZONE, SetupError, chosen, found, open_store  # noqa: PLC0415 # start-up time

    async with open_store(data) as store:
        schools = await store.schools()
        if not name:
            name = (await chosen(store, ""))[0] if schools else DEFAULT_NAME
        if name in schools and zone and schools[name] != zone:
            raise SetupError(f"The school {name!r} is there already, in the time zone {schools[name]}.")
        if name not in schools:
            await found(store, name, zone or DEFAULT_ZONE)
        zone = (await store.schools())[name]
    typer.echo(f"The school {name!r} is ready in {data} (time zone {zone}).")
    typer.echo("Next: plbot class add NAME --path PATH --teacher NAME")
