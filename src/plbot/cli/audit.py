"""`plbot audit`: who looked at or changed whose record; and whether that list is whole."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from plbot.cli.options import DATA, AsJson, Data, School, run
from plbot.cli.people import InClass, PersonId, Student, the_person

if TYPE_CHECKING:
    from plbot.storage.store import StoredAudit

app = typer.Typer(
    no_args_is_help=True, help="The audit: who looked at or changed whose record, sealed so that changes show."
)


@app.command()
def verify(data: Data = DATA, school: School = "", as_json: AsJson = False) -> None:
    """Check that no entry was changed or taken out. Exit code 1 when one was, and where."""
    broken, count = run(_broken(data, school))
    if as_json:
        typer.echo(
            json.dumps(
                {"whole": broken is None, "entries": count, "entry": broken and broken[0], "why": broken and broken[1]}
            )
        )
    elif broken is None:
        typer.echo(f"The audit is whole: {count} entries, each sealed together with the one before.")
    else:
        seq, why = broken
        typer.echo(
            f"Entry {seq} is {why}. Somebody wrote into the database beside plbot, or a file was restored in part.",
            err=True,
        )
        typer.echo(
            "Entries before it can be trusted. Compare with a backup, and tell whoever answers for data protection.",
            err=True,
        )
    if broken:
        raise typer.Exit(1)


@app.command("list")
def list_(  # noqa: PLR0917 # each is an option of the command line
    student: Student = "",
    person: PersonId = "",
    classroom: InClass = "",
    data: Data = DATA,
    school: School = "",
    as_json: AsJson = False,
) -> None:
    """List the entries, oldest first; with --student or --person, those about one person."""
    rows = run(_rows(data, school, (student, person, classroom)))
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        typer.echo(
            f"{row['seq']:>6}  {row['at'][:19]}  {row['who']}  {row['deed']}  {row['about']}  {row['why']}".rstrip()
        )


async def _broken(data: Path, school: str) -> tuple[tuple[int, str] | None, int]:
    from plbot.school import chosen, open_store  # noqa: PLC0415 # start-up time
    from plbot.storage import chain  # noqa: PLC0415 # see above

    async with open_store(data) as store:
        which = (await chosen(store, school))[0]
        anchor, newest = await store.audit_ends(which)
        rows = await store.audit(which)
        return chain.first_broken(chain.read_anchor(anchor), rows, newest, which), len(rows)


async def _rows(data: Path, school: str, who: tuple[str, str, str]) -> list[dict[str, Any]]:
    from plbot.school import chosen, open_store  # noqa: PLC0415 # start-up time

    async with open_store(data) as store:
        which = (await chosen(store, school))[0]
        about = who[1] or ((await the_person(store, which, *who)).id if who[0] else "")
        return [_row(row) for row in await store.audit(which) if not about or row.about == about]


def _row(row: "StoredAudit") -> dict[str, Any]:
    """A row for people: forgotten ones have no name any more, so numbers stand for all."""
    return {**row._asdict(), "at": datetime.fromtimestamp(row.at / 1000, UTC).isoformat()}
