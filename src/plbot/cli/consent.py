"""`plbot consent`: who authorised that a class's learning is kept, or a student's; giving and withdrawing it."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from plbot.cli.options import DATA, AsJson, Content, Data, School, run
from plbot.cli.people import InClass, PersonId, Student, post, the_person

app = typer.Typer(no_args_is_help=True, help="Consent: show it, give it, withdraw it. Without it nothing is kept.")

TheClass = Annotated[str, typer.Argument(metavar="[CLASS]", help="The class; leave it out with --student or --person.")]


class By(StrEnum):
    """Who says so."""

    school = "school"
    parent = "parent"


WhoSays = Annotated[By, typer.Option("--by", help="Who says so.")]


@app.command()
def show(name: TheClass = "", data: Data = DATA, school: School = "", as_json: AsJson = False) -> None:
    """Show who authorised each class, when, and for whom it was withdrawn."""
    rows = run(_rows(data, school, name))
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        given = (
            f"given by {row['by']} on {row['at'][:10]} (text version {row['version']})"
            if row["by"]
            else "none: nothing is kept"
        )
        paused = f"; stopped for {row['paused']} of {row['students']} students" if row["paused"] else ""
        typer.echo(f"{row['class']}: {given}{paused}")


@app.command()
def give(  # noqa: PLR0917 # each is an option of the command line
    name: TheClass = "",
    by: WhoSays = By.school,
    student: Student = "",
    person: PersonId = "",
    classroom: InClass = "",
    data: Data = DATA,
    school: School = "",
    content: Content = None,
) -> None:
    """Authorise a class, or let it go on for one student. Takes effect at once."""
    run(_set(data, school, content, (name, student, person, classroom), by, given=True))
    typer.echo("Consent is noted, and holds from now on.")


@app.command()
def withdraw(  # noqa: PLR0917 # each is an option of the command line
    name: TheClass = "",
    by: WhoSays = By.school,
    student: Student = "",
    person: PersonId = "",
    classroom: InClass = "",
    data: Data = DATA,
    school: School = "",
    content: Content = None,
) -> None:
    """Stop keeping anything of a class, or of one student, from the next word on. What was kept stays; see `plbot forget`."""
    run(_set(data, school, content, (name, student, person, classroom), by, given=False))
    typer.echo("From now on nothing more is kept. To delete what was kept, see: plbot forget --help")


async def _rows(data: Path, school: str, name: str) -> list[dict[str, Any]]:
    from plbot.cli.classes import classes_of, the_class  # noqa: PLC0415 # start-up time
    from plbot.school import chosen, open_store  # noqa: PLC0415 # see above

    async with open_store(data) as store:
        which = (await chosen(store, school))[0]
        rooms = [await the_class(store, which, name)] if name else await classes_of(store, which)
    return [
        {
            "class": room.name,
            "by": room.consent.by if room.consent else "",
            "at": datetime.fromtimestamp(room.consent.at / 1000, UTC).isoformat() if room.consent else "",
            "version": room.consent.version if room.consent else 0,
            "students": len(room.members) - len(room.newcomers),
            "paused": sum(member.paused for member in room.members.values()),
        }
        for room in rooms
    ]


async def _set(
    data: Path, school: str, content: Path | None, who: tuple[str, str, str, str], by: By, *, given: bool
) -> None:
    from plbot.cli.classes import the_class  # noqa: PLC0415 # start-up time
    from plbot.core.consent_letters import ConsentChanged, SetsConsent  # noqa: PLC0415 # see above
    from plbot.core.records import Consent  # noqa: PLC0415 # see above
    from plbot.school import SetupError, open_desk  # noqa: PLC0415 # see above

    name, student, person, classroom = who
    if bool(name) == bool(student or person):
        raise SetupError("Name a class, or one student with --student NAME or --person ID.")
    async with open_desk(data, name=school, content=content) as desk:
        if name:
            room = await the_class(desk.store, desk.school, name)
            await post(desk, room.id, SetsConsent(Consent(by.value, desk.clock.now()) if given else None))
        else:
            found = await the_person(desk.store, desk.school, student, person, classroom)
            await post(desk, found.id, ConsentChanged(given, by.value))
