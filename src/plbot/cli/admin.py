"""`plbot admin`: a link that opens the admin page of a running plbot, once."""

import json
from pathlib import Path
from typing import Annotated

import typer

from plbot.cli.options import DATA, AsJson, Data, School, run

HERE = "http://127.0.0.1:8080"  # where `plbot serve` answers unless told otherwise


def admin(
    data: Data = DATA,
    school: School = "",
    url: Annotated[
        str, typer.Option("--url", metavar="URL", envvar="PLBOT_URL", help="Where your browser reaches `plbot serve`.")
    ] = HERE,
    as_json: AsJson = False,
) -> None:
    """Print a link to the admin page: how plbot is, and what "ready" rests on. It works once, for ten minutes."""
    link = f"{url.rstrip('/')}/open/{run(_token(data, school))}"
    typer.echo(json.dumps({"link": link}) if as_json else f"Open this in a browser, once, within ten minutes:\n{link}")


async def _token(data: Path, school: str) -> str:
    from plbot import onetime  # noqa: PLC0415 # start-up time
    from plbot.clock import RealClock  # noqa: PLC0415 # see above
    from plbot.school import chosen, open_store  # noqa: PLC0415 # see above

    async with open_store(data) as store:
        name, _ = await chosen(store, school)
        return await onetime.issue(store, name, "admin", RealClock().now())
