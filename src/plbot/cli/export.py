"""`plbot export`: a copy of everything that is kept of one person."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from plbot.cli.options import DATA, Content, Data, School, run
from plbot.cli.people import InClass, PersonId, Student, post, the_person


class For(StrEnum):
    """Who gets the copy."""

    student = "student"
    family = "family"
    school = "school"


def export(  # noqa: PLR0917 # each is an option of the command line
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder to write into; made where it is missing.")
    ],
    student: Student = "",
    person: PersonId = "",
    classroom: InClass = "",
    audience: Annotated[For, typer.Option("--for", help="Who gets the copy.")] = For.student,
    reviewed_by: Annotated[
        str,
        typer.Option(metavar="NAME", help="The safeguarding lead who looked at the words about feelings."),
    ] = "",
    data: Data = DATA,
    school: School = "",
    content: Content = None,
) -> None:
    """Write a copy as JSON and as a page to read and print. That a copy was made is noted for good.

    In a copy for a family, words that may tell how someone feels are withheld until the safeguarding lead has looked:
    --reviewed-by NAME.
    """
    for path in run(_export(data, school, content, out, (student, person, classroom), audience, reviewed_by)):
        typer.echo(path)
    if audience is For.family and not reviewed_by:
        typer.echo(
            "Words about feelings were withheld. After the safeguarding lead has looked: --reviewed-by NAME", err=True
        )


async def _export(  # noqa: PLR0917 # what was asked for
    data: Path,
    school: str,
    content: Path | None,
    out: Path,
    who: tuple[str, str, str],
    audience: For,
    reviewed_by: str,
) -> list[Path]:
    from plbot.core.consent_letters import CopyGiven  # noqa: PLC0415 # start-up time
    from plbot.core.names import tidy_name  # noqa: PLC0415 # see above
    from plbot.core.traces import ADMIN  # noqa: PLC0415 # see above
    from plbot.export import document, gather, write  # noqa: PLC0415 # see above
    from plbot.school import open_desk  # noqa: PLC0415 # see above

    async with open_desk(data, name=school, content=content) as desk:
        found = await the_person(desk.store, desk.school, *who)
        reviewer = tidy_name(reviewed_by)
        why = f"for {audience.value}" + (f", reviewed by {reviewer}" if reviewer else "")
        await post(desk, found.id, CopyGiven(ADMIN, why))  # noted before there is anything to hand out
        whole = audience is not For.family or bool(reviewer)
        copy = await gather(desk.store, desk.school, found, desk.office.vault, whole=whole)
        return write(out, document(copy, desk.office.library))
