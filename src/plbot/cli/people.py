"""Find the person that a command is about, and do an errand at the desk beside a plbot that may be running."""

import secrets
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from plbot.core.letters import AnyNote
    from plbot.core.records import Person
    from plbot.desk import Desk
    from plbot.storage.store import Store

Student = Annotated[str, typer.Option("--student", metavar="NAME", help="The student's name, as the class knows it.")]
PersonId = Annotated[
    str, typer.Option("--person", metavar="ID", help="The person's number, where a name is not enough.")
]
InClass = Annotated[str, typer.Option("--class", metavar="CLASS", help="The class, where two students share a name.")]


async def the_person(store: "Store", school: str, student: str, person: str, classroom: str) -> "Person":
    """Find a person by number, or a student by name (and class). Raises SetupError that says what to do."""
    from plbot.cli.classes import classes_of  # noqa: PLC0415 # start-up time
    from plbot.core.opening import open_person  # noqa: PLC0415 # see above
    from plbot.school import SetupError  # noqa: PLC0415 # see above

    if bool(student) == bool(person):
        raise SetupError("Name one person: --student NAME or --person ID.")
    found = {person: ""} if person else {}
    for room in await classes_of(store, school) if student else []:
        if classroom and room.name.casefold() != classroom.casefold():
            continue
        found |= {pid: room.name for pid, m in room.members.items() if m.name.casefold() == student.casefold()}
    if len(found) > 1:
        which = ", ".join(f"{pid} ({room})" for pid, room in found.items())
        raise SetupError(
            f"Several students are called {student!r}: {which}. Choose one with --person ID or --class CLASS."
        )
    async with store.batch(school) as batch:
        docs = await batch.records(list(found))
    if not docs or not next(iter(docs)).startswith("p"):
        raise SetupError(
            f"There is nobody like that here: {student or person}. See the names with: plbot class list --json"
        )
    return open_person(next(iter(docs.values())))


async def post(desk: "Desk", to: str, note: "AnyNote") -> None:
    """Post a letter, and wait until it and all that it set off are read."""
    from plbot.core.letters import Letter  # noqa: PLC0415 # start-up time
    from plbot.storage.store import EventKey  # noqa: PLC0415 # see above

    key = EventKey("admin", "", secrets.token_hex(8))
    await desk.run(key, [Letter(to, desk.clock.now(), note)]).settled
