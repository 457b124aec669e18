"""`plbot safety`: who is on duty, the school's words to a student in danger, and the screen itself. Works beside a running plbot."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated

import typer

from plbot.cli.classes import post
from plbot.cli.options import DATA, AsJson, Content, Data, School, plainly, run

if TYPE_CHECKING:
    from plbot.core.duty import Duty
    from plbot.core.pages import DutyNote

app = typer.Typer(no_args_is_help=True, help="The safety screen: the duty list, the school's words, the phrase lists.")
duty = typer.Typer(no_args_is_help=True, help="Who is told when a student may be in danger.")
text = typer.Typer(no_args_is_help=True, help="The school's own words to a student in danger.")
app.add_typer(duty, name="duty")
app.add_typer(text, name="text")


class Language(StrEnum):
    """Languages that have a phrase list."""

    en = "en"
    es = "es"


Name = Annotated[str, typer.Argument(metavar="NAME", help="What students and the others on duty know them by.")]
InLanguage = Annotated[Language, typer.Option("--language", help="Which language the words are in.")]


@duty.command()
def add(  # noqa: PLR0917 # each is an option of the command line
    name: Name,
    last: Annotated[
        bool, typer.Option("--last", help="The last responder: paged only when nobody else takes care of it.")
    ] = False,
    lead: Annotated[
        bool, typer.Option("--lead", help="The safeguarding lead: told first where a child is hurt.")
    ] = False,
    data: Data = DATA,
    school: School = "",
    content: Content = None,
    as_json: AsJson = False,
) -> None:
    """Put somebody on the duty list. Prints a code that they type to the bot, once, so that it can write to them."""
    from plbot.core import names  # noqa: PLC0415 # start-up time
    from plbot.core.duty import OnDuty  # noqa: PLC0415 # see above
    from plbot.core.pages import InvitesToDuty  # noqa: PLC0415 # see above

    tidy = names.tidy_name(name)
    if not tidy:
        raise typer.BadParameter("A name has letters or digits, 40 at most.")
    found = run(_duty(data, school))
    if tidy in {one.name for one in (*found.people.values(), *found.invited.values())}:
        raise typer.BadParameter(f"{tidy} is on the list already. See: plbot safety duty list")
    code = names.new_code(SystemRandom())
    run(_post(data, school, content, InvitesToDuty(code, OnDuty(tidy, last=last, lead=lead))))
    if as_json:
        typer.echo(json.dumps({"name": tidy, "code": code, "last": last, "lead": lead}))
    else:
        typer.echo(f"{tidy} types this code to the bot, once: {code}")
        typer.echo("Then see whether pages arrive: plbot safety duty test")


@duty.command("list")
def list_(data: Data = DATA, school: School = "", as_json: AsJson = False) -> None:
    """List who is on duty, who has not typed their code yet, and how many alarms are open."""
    found = run(_duty(data, school))
    rows = [
        {"name": one.name, "joined": joined, "last": one.last, "lead": one.lead, **({} if joined else {"code": key})}
        for joined, people in ((True, found.people), (False, found.invited))
        for key, one in people.items()
    ]
    alarms = [alarm for alarm in found.alarms.values() if not alarm.test]
    unanswered = sum(not alarm.by for alarm in alarms)
    if as_json:
        typer.echo(
            json.dumps({"people": rows, "open": len(alarms), "unanswered": unanswered, "tested_at": found.tested_at})
        )
        return
    if not rows:
        typer.echo("Nobody is on duty yet. Add at least two people, and a last responder: plbot safety duty add NAME")
    for row in rows:
        marks = [word for word in ("last", "lead") if row[word]]
        state = "joined" if row["joined"] else f"has not typed {row['code']} yet"
        typer.echo(f"{row['name']}: {', '.join([state, *marks])}")
    typer.echo(f"Open reports: {len(alarms)}, of them nobody has answered: {unanswered}")


@duty.command()
def remove(name: Name, data: Data = DATA, school: School = "", content: Content = None) -> None:
    """Take somebody off the duty list; a code that was not typed yet ends."""
    from plbot.core.pages import LeavesDuty  # noqa: PLC0415 # start-up time

    found = run(_duty(data, school))
    known = [one.name for one in (*found.people.values(), *found.invited.values())]
    if name not in known:
        raise typer.BadParameter(f"There is no {name!r} on the list. There are: {', '.join(known) or 'none yet'}.")
    run(_post(data, school, content, LeavesDuty(name)))
    typer.echo(f"{name} is not on duty any more.")


@duty.command("test")
def page_all(data: Data = DATA, school: School = "", content: Content = None) -> None:
    """Send everybody on duty a test page, to be acknowledged with its button. Needs plbot to be running."""
    from plbot.core.pages import TestsDuty  # noqa: PLC0415 # start-up time

    found = run(_duty(data, school))
    if not found.people:
        typer.echo("Nobody on duty has typed their code yet, so there is nobody to page.", err=True)
        raise typer.Exit(1)
    run(_post(data, school, content, TestsDuty()))
    typer.echo(f"A test page is on its way to: {', '.join(one.name for one in found.people.values())}.")
    typer.echo("Who has pressed its button, plbot doctor knows.")


@text.command()
def show(language: InLanguage = Language.en, data: Data = DATA, school: School = "") -> None:
    """Show what a student in danger is told first: the school's own words, or those that come with plbot."""
    from plbot.words import load  # noqa: PLC0415 # start-up time

    own = run(_duty(data, school)).texts.get(language.value)
    typer.echo(own or load().say(language.value, "safety/student", "care", {}))


@text.command("set")
def set_(
    file: Annotated[
        Path, typer.Option("--file", exists=True, dir_okay=False, help="A text file; name the local helpline in it.")
    ],
    language: InLanguage = Language.en,
    data: Data = DATA,
    school: School = "",
    content: Content = None,
) -> None:
    """Take the school's own words from a file; an empty file goes back to those that come with plbot."""
    from plbot.core.pages import SetsCareText  # noqa: PLC0415 # start-up time
    from plbot.limits import limits  # noqa: PLC0415 # see above

    try:
        words = file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{file} is not UTF-8 text. Save it as UTF-8.") from None
    if len(words) > limits.care_longest:
        raise typer.BadParameter(
            f"{len(words)} letters are too many for somebody in distress: {limits.care_longest} at most."
        )
    run(_post(data, school, content, SetsCareText(language.value, words)))
    typer.echo("These are the words from now on." if words else "The words that come with plbot are used from now on.")


@app.command()
def screen(
    language: Annotated[Language | None, typer.Option("--language", help="Only this list; else all.")] = None,
) -> None:
    """Read lines on stdin and print each with its severity before it: S1, S2, S3, or - for none, and a tab."""
    with plainly():
        from plbot.safety import screen as made  # noqa: PLC0415 # reads the phrase lists

        look = made(*([language.value] if language else [])).look
        for raw in _lines():
            line = raw.decode("utf-8", errors="replace")
            found = look(line)
            sys.stdout.buffer.write(f"{found.severity if found else '-'}\t".encode() + raw + b"\n")
            sys.stdout.buffer.flush()


def _lines() -> Iterator[bytes]:
    """The lines of stdin as bytes, without the line feed (and carriage return) at their ends."""
    for raw in sys.stdin.buffer:
        yield raw.removesuffix(b"\n").removesuffix(b"\r")


async def _duty(data: Path, school: str) -> "Duty":
    from plbot.doctor import duty_desk  # noqa: PLC0415 # start-up time
    from plbot.school import chosen, open_store  # noqa: PLC0415 # see above

    async with open_store(data) as store:
        return await duty_desk(store, (await chosen(store, school))[0])


async def _post(data: Path, school: str, content: Path | None, note: "DutyNote") -> None:
    from plbot.core.duty import DUTY  # noqa: PLC0415 # start-up time
    from plbot.school import open_desk  # noqa: PLC0415 # see above

    async with open_desk(data, name=school, content=content) as desk:
        await post(desk, DUTY, note)
