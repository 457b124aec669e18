"""`plbot forget`: delete everything that is kept of one person, for good."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from plbot.cli.options import DATA, AsJson, Content, Data, School, run
from plbot.cli.people import InClass, PersonId, Student, post, the_person


def forget(  # noqa: PLR0917 # each is an option of the command line
    student: Student = "",
    person: PersonId = "",
    classroom: InClass = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for the name once more: for scripts.")] = False,
    waiting: Annotated[bool, typer.Option("--list", help="List who asked to be forgotten, and since when.")] = False,
    data: Data = DATA,
    school: School = "",
    content: Content = None,
    as_json: AsJson = False,
) -> None:
    """Forget a person: record, facts, words, messages, accounts, and what stands about them with others. It cannot be undone.

    What they mastered stays in the class's total, without a name. Words that an open report holds must be released first.
    Backups that you made yourself still hold the person: make a new one, and delete the old ones.
    """
    if waiting:
        _show(run(_waiting(data, school)), as_json=as_json)
        return
    found = run(_found(data, school, (student, person, classroom)))
    if (
        not yes
        and typer.prompt(f"Everything about {found['name']} will be gone for good. Type the name to go on")
        != found["name"]
    ):
        typer.echo("Nothing was changed.", err=True)
        raise typer.Exit(1)
    run(_forget(data, school, content, found["person"]))
    if as_json:
        typer.echo(json.dumps({"forgotten": found["person"]}))
    else:
        typer.echo("Forgotten. Now make a new backup, and delete the old ones: plbot backup DIR")


def _show(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        typer.echo(f"{row['name']} ({row['class']}, {row['person']}): asked {row['days']} days ago")
    if not rows:
        typer.echo("Nobody has asked to be forgotten.")


async def _waiting(data: Path, school: str) -> list[dict[str, Any]]:
    from plbot.cli.classes import classes_of  # noqa: PLC0415 # start-up time
    from plbot.limits import DAY  # noqa: PLC0415 # see above
    from plbot.school import admin_clock, chosen, open_store  # noqa: PLC0415 # see above

    async with open_store(data) as store:
        which = (await chosen(store, school))[0]
        now = (await admin_clock(store, which)).now()
        return [
            {"class": room.name, "person": pid, "name": room.members[pid].name, "days": (now - at) // DAY}
            for room in await classes_of(store, which)
            for pid, at in room.leaving.items()
            if pid in room.members
        ]


async def _found(data: Path, school: str, who: tuple[str, str, str]) -> dict[str, str]:
    from plbot.school import SetupError, chosen, open_store  # noqa: PLC0415 # start-up time

    async with open_store(data) as store:
        which = (await chosen(store, school))[0]
        person = await the_person(store, which, *who)
        async with store.batch(which) as batch:
            held = await batch.held(person.id)
    if held:
        raise SetupError(f"An open report holds words of {person.name}. Close the report first, then forget them.")
    if person.teaches:
        raise SetupError(f"{person.name} teaches {person.teaches[0].name}. A class cannot lose its teacher like this.")
    return {"person": person.id, "name": person.name or person.id}


async def _forget(data: Path, school: str, content: Path | None, person: str) -> None:
    from plbot.core.consent_letters import BeForgotten  # noqa: PLC0415 # start-up time
    from plbot.core.traces import ADMIN  # noqa: PLC0415 # see above
    from plbot.school import SetupError, open_desk  # noqa: PLC0415 # see above

    async with open_desk(data, name=school, content=content) as desk:
        await post(desk, person, BeForgotten(ADMIN))
        await desk.store.scour()
        async with desk.store.batch(desk.school) as batch:
            if await batch.records([person]):
                raise SetupError("Something held it back: nothing was forgotten. See: plbot audit list")
