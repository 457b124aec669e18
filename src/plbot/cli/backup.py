"""`plbot backup` and `plbot restore`: the database and its key, set aside and put back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plbot.cli.options import DATA, Content, Data, plainly, run
from plbot.cli.people import post

if TYPE_CHECKING:
    from plbot.backup import Contents


def backup(
    to: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that the new backup is made in.")],
    without_key: Annotated[
        bool,
        typer.Option(
            "--without-key", help="Leave the key out: then keep it safe elsewhere, or nobody can be found again."
        ),
    ] = False,
    data: Data = DATA,
) -> None:
    """Make a backup, beside a plbot that may be running: the database at one moment, without anything deleted, and the key.

    With the key in it, whoever has the backup can read everything, accounts included: guard it like the data folder.
    """
    from plbot.backup import back_up  # noqa: PLC0415 # start-up time

    with plainly():
        made = back_up(data, to, with_key=not without_key)
    typer.echo(made)
    what = (
        "It holds no key: keep secret.key elsewhere."
        if without_key
        else "It holds the key: whoever has it can read everything."
    )
    typer.echo(f"{what} Delete older backups when somebody was forgotten.", err=True)


def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="The folder that `plbot backup` made.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: for scripts.")] = False,
    data: Data = DATA,
    content: Content = None,
) -> None:
    """Put a backup in the place of the data that is there, after checking that it is whole and fits the key.

    What was there is kept for a week as plbot.db.before-restore. Whoever was forgotten since is forgotten again.
    """
    if not yes:
        typer.confirm(f"What is in {data} now will be replaced by {source}. Go on?", abort=True)
    with plainly():
        contents = _put_back(source, data)
    again = run(_forget_again(contents, data, content))
    typer.echo(f"Restored to {data}." + (f" Forgotten again: {again}." if again else ""))


def _put_back(source: Path, data: Path) -> "Contents":
    from plbot.backup import examined, put_back  # noqa: PLC0415 # start-up time
    from plbot.storage.lock import DataLock  # noqa: PLC0415 # see above

    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with DataLock(data):
        contents = examined(source, data)
        put_back(source, data)
    return contents


async def _forget_again(contents: "Contents", data: Path, content: Path | None) -> int:
    """Whoever was forgotten after the backup was made is forgotten again; how many."""
    from plbot.core.consent_letters import BeForgotten  # noqa: PLC0415 # start-up time
    from plbot.core.traces import ADMIN  # noqa: PLC0415 # see above
    from plbot.school import open_desk  # noqa: PLC0415 # see above

    again = 0
    for school, people in contents.forgotten.items():
        async with open_desk(data, name=school, content=content) as desk:
            async with desk.store.batch(school) as batch:
                back = await batch.records(sorted(people))
            for person in back:
                await post(desk, person, BeForgotten(ADMIN))
            again += len(back)
    return again
