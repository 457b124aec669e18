"""`plbot class`: make classes, list them, show their codes. Works beside a plbot that is running."""

import json
import secrets
from enum import StrEnum
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from plbot.cli.options import DATA, AsJson, Content, Data, School, run

if TYPE_CHECKING:
    from plbot.core.letters import AnyNote, FoundClass
    from plbot.core.records import Classroom
    from plbot.desk import Desk
    from plbot.storage.store import Store

app = typer.Typer(no_args_is_help=True, help="Classes: make them, list them, show their codes, invite.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The class's name.")]


Row = dict[str, str | int]


class Admit(StrEnum):
    """Who decides on newcomers."""

    approve = "approve"
    open = "open"


class ConsentBy(StrEnum):
    """Who agreed that this class's learning is kept."""

    school = "school"
    parent = "parent"


class Reassess(StrEnum):
    """How a reassessment begins."""

    approve = "approve"
    auto = "auto"


class Wanted(NamedTuple):
    """A class as it was asked for."""

    name: str
    path: str
    teacher: str
    admit: Admit
    consent: ConsentBy
    reassess: Reassess


@app.command()
def add(  # noqa: PLR0917 # each is an option of the command line
    name: Name,
    path: Annotated[str, typer.Option("--path", metavar="PATH", help="The path this class walks.")],
    teacher: Annotated[str, typer.Option("--teacher", metavar="NAME", help="How the teacher is called.")],
    data: Data = DATA,
    school: School = "",
    content: Content = None,
    admit: Annotated[
        Admit, typer.Option(help="approve: the teacher lets each in. open: the code is enough.")
    ] = Admit.approve,
    consent: Annotated[ConsentBy, typer.Option(help="Who agreed that learning is kept.")] = ConsentBy.school,
    reassess: Annotated[
        Reassess, typer.Option(help="approve: the teacher says yes with one tap. auto: at once for who is ready.")
    ] = Reassess.approve,
    as_json: AsJson = False,
) -> None:
    """Make a class. Prints the code for its students and a code for its teacher, to be used once."""
    made = run(_add(data, school, content, Wanted(name, path, teacher, admit, consent, reassess)))
    if as_json:
        typer.echo(json.dumps({"class": made.name, "code": made.code, "teacher_code": made.teacher_code}))
        return
    typer.echo(f"The class {made.name!r} is ready.")
    typer.echo(f"Students type this code: {made.code}")
    typer.echo(f"The teacher types this one, once: {made.teacher_code}")


@app.command("list")
def list_(data: Data = DATA, school: School = "", as_json: AsJson = False) -> None:
    """List the classes: path, teacher, code, how many students there are and how many wait to be let in."""
    rooms = run(_rooms(data, school))
    rows: list[Row] = [
        {
            "class": room.name,
            "path": room.path,
            "teacher": room.teacher,
            "code": room.code,
            "students": len(room.members) - len(room.newcomers),
            "waiting": len(room.newcomers),
        }
        for room in rooms
    ]
    if as_json:
        typer.echo(json.dumps(rows))
    elif rows:
        _table(rows)
    else:
        typer.echo("There is no class yet. Make one with: plbot class add NAME --path PATH --teacher NAME")


@app.command()
def code(  # noqa: PLR0917 # each is an option of the command line
    name: Name,
    teacher: Annotated[bool, typer.Option("--teacher", help="Make a new code for a teacher, to be used once.")] = False,
    renew: Annotated[bool, typer.Option("--renew", help="Make a new code for the students; the old one ends.")] = False,
    data: Data = DATA,
    school: School = "",
    content: Content = None,
    as_json: AsJson = False,
) -> None:
    """Show the code that students join with, renew it, or make another one for a teacher."""
    if teacher and renew:
        raise typer.BadParameter("Use --teacher or --renew, one at a time.")
    made = _new_code(data, school, content, name, for_teacher=teacher) if teacher or renew else None
    shown = run(made or _student_code(data, school, name))
    typer.echo(json.dumps({"class": name, "teacher_code" if teacher else "code": shown}) if as_json else shown)


@app.command("set")
def set_(  # noqa: PLR0917 # each is an option of the command line
    name: Name,
    admit: Annotated[
        Admit | None, typer.Option(help="approve: the teacher lets each in. open: the code is enough.")
    ] = None,
    reassess: Annotated[
        Reassess | None,
        typer.Option(help="approve: the teacher says yes with one tap. auto: at once for who is ready."),
    ] = None,
    current: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="The standard the class works on now: everyone is offered it first. none: nothing."
        ),
    ] = None,
    data: Data = DATA,
    school: School = "",
    content: Content = None,
) -> None:
    """Change how a class works; what is not named stays as it is."""
    if admit is None and reassess is None and current is None:
        raise typer.BadParameter("Name what to change: --admit, --reassess or --current.")
    run(_change(data, school, content, name, admit=admit, reassess=reassess, current=current))
    typer.echo(f"The class {name!r} works like that from now on.")


async def _add(data: Path, school: str, content: Path | None, wanted: Wanted) -> "FoundClass":
    from plbot.school import SetupError, open_desk  # noqa: PLC0415 # start-up time

    async with open_desk(data, name=school, content=content) as desk:
        paths = desk.office.library.paths
        if wanted.path not in paths:
            raise SetupError(f"There is no path called {wanted.path!r}. There are: {', '.join(sorted(paths))}.")
        note = _founding(wanted, desk)
        taken = await find_class(desk.store, desk.school, note.name)
        if taken:
            raise SetupError(
                f"There is a class called {taken.name!r} already. Choose another name; see: plbot class list"
            )
        await _post(desk, note.classroom, note)
        return note


def _founding(wanted: Wanted, desk: "Desk") -> "FoundClass":
    """Write the letter that founds the class, with new codes in it."""
    from plbot.core import names  # noqa: PLC0415 # start-up time
    from plbot.core.letters import FoundClass  # noqa: PLC0415 # see above
    from plbot.core.records import Consent  # noqa: PLC0415 # see above
    from plbot.limits import Policy  # noqa: PLC0415 # see above

    chance = SystemRandom()
    return FoundClass(
        classroom=names.class_id(chance),
        name=_name(wanted.name),
        path=wanted.path,
        teacher_name=_name(wanted.teacher),
        code=names.new_code(chance),
        teacher_code=names.new_code(chance),
        admit=wanted.admit.value,
        consent=Consent(wanted.consent.value, desk.clock.now()),
        zone=desk.zone,
        policy=Policy(reassess_way=wanted.reassess.value),
    )


def _name(text: str) -> str:
    from plbot.core.names import tidy_name  # noqa: PLC0415 # start-up time
    from plbot.school import SetupError  # noqa: PLC0415 # see above

    name = tidy_name(text)
    if not name:
        raise SetupError(f"{text!r} cannot be a name. Use letters and digits, 40 at most.")
    return name


async def _new_code(data: Path, school: str, content: Path | None, name: str, *, for_teacher: bool) -> str:
    from plbot.core import names  # noqa: PLC0415 # start-up time
    from plbot.core.letters import NewClassCode, NewTeacherCode  # noqa: PLC0415 # see above
    from plbot.school import open_desk  # noqa: PLC0415 # see above

    async with open_desk(data, name=school, content=content) as desk:
        room = await the_class(desk.store, desk.school, name)
        made = names.new_code(SystemRandom())
        await _post(desk, room.id, NewTeacherCode(made) if for_teacher else NewClassCode(made))
        return made


async def _change(
    data: Path,
    school: str,
    content: Path | None,
    name: str,
    *,
    admit: Admit | None,
    reassess: Reassess | None,
    current: str | None,
) -> None:
    import msgspec  # noqa: PLC0415 # start-up time

    from plbot.core.letters import ChangeClass  # noqa: PLC0415 # see above
    from plbot.school import open_desk  # noqa: PLC0415 # see above

    async with open_desk(data, name=school, content=content) as desk:
        room = await the_class(desk.store, desk.school, name)
        policy = msgspec.structs.replace(room.policy, reassess_way=reassess.value) if reassess else None
        code = None if current is None else _current(desk, room, current)
        await _post(desk, room.id, ChangeClass(admit.value if admit else None, policy, code))


def _current(desk: "Desk", room: "Classroom", wanted: str) -> str:
    """Give the code that is meant, if it is on the class's path and has content; '' for `none`. Raises SetupError."""
    from plbot.school import SetupError  # noqa: PLC0415 # start-up time

    if wanted.casefold() == "none":
        return ""
    library = desk.office.library
    found = library.paths.get(room.path)
    codes = [code for code in found.standards if code in library.standards] if found else []
    code = library.spelled(wanted)
    if code not in codes:
        raise SetupError(
            f"{wanted!r} is not on the path of {room.name!r}. There are: {', '.join(codes)}; or none, for nothing."
        )
    return code


async def _student_code(data: Path, school: str, name: str) -> str:
    from plbot.school import chosen, open_store  # noqa: PLC0415 # start-up time

    async with open_store(data) as store:
        return (await the_class(store, (await chosen(store, school))[0], name)).code


async def _post(desk: "Desk", to: str, note: "AnyNote") -> None:
    """Post a letter, and wait until it and all that it set off are read."""
    from plbot.core.letters import Letter  # noqa: PLC0415 # start-up time
    from plbot.storage.store import EventKey  # noqa: PLC0415 # see above

    key = EventKey("admin", "", secrets.token_hex(8))
    await desk.run(key, [Letter(to, desk.clock.now(), note)]).settled


async def _rooms(data: Path, school: str) -> "list[Classroom]":
    from plbot.school import chosen, open_store  # noqa: PLC0415 # start-up time

    async with open_store(data) as store:
        return await classes_of(store, (await chosen(store, school))[0])


async def classes_of(store: "Store", school: str) -> "list[Classroom]":
    """Give the classes of a school, by name."""
    from plbot.core.opening import open_record  # noqa: PLC0415 # start-up time
    from plbot.core.records import Classroom  # noqa: PLC0415 # see above

    records = [open_record(record_id, doc) for record_id, doc in (await store.records_like(school, "c")).items()]
    return sorted((room for room in records if isinstance(room, Classroom)), key=lambda room: room.name.casefold())


async def find_class(store: "Store", school: str, name: str) -> "Classroom | None":
    """Find a class by its name; capitals do not count."""
    rooms = await classes_of(store, school)
    return next((room for room in rooms if room.name.casefold() == name.casefold()), None)


async def the_class(store: "Store", school: str, name: str) -> "Classroom":
    """Find a class by its name. Raises SetupError with the names there are."""
    from plbot.school import SetupError  # noqa: PLC0415 # start-up time

    room = await find_class(store, school, name)
    if room is None:
        known = ", ".join(room.name for room in await classes_of(store, school)) or "none yet"
        raise SetupError(f"There is no class called {name!r}. There are: {known}.")
    return room


def _table(rows: list[Row]) -> None:
    from rich.console import Console  # noqa: PLC0415 # start-up time
    from rich.table import Table  # noqa: PLC0415 # see above
    from rich.text import Text  # noqa: PLC0415 # see above

    table = Table(*rows[0])
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row.values()))
    Console().print(table)
