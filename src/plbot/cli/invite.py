"""`plbot class invite`: everything a teacher needs to bring a class in, on paper or on the wall."""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, Protocol, cast

import typer

from plbot.cli.classes import the_class
from plbot.cli.options import DATA, AsJson, Data, School, run

if TYPE_CHECKING:
    from plbot.core.records import Classroom
    from plbot.web.platforms import Platforms

LINK_SECONDS = 15  # a platform is asked once for the bot's name; longer, and nobody at a prompt believes in it
QUIET_ZONE = 4  # modules of white around a QR code (ISO/IEC 18004): without them phones do not find it
QR_PIXELS = 600  # at the least: 5 cm at 300 dots per inch, read from an arm's length; larger on a wall


class Picture(StrEnum):
    """The kinds of file a QR code is written to."""

    png = ".png"
    svg = ".svg"


class Linked(Protocol):
    """An adapter whose platform people can reach by a link that brings the code along."""

    async def link(self, code: str) -> str: ...


class Invitation(NamedTuple):
    """`links`: platform -> link. `typed`: platforms where the code is written to the bot. `failed`: platform -> why no link."""

    room: "Classroom"
    until: datetime
    links: dict[str, str]
    typed: list[str]
    failed: dict[str, str]


def invite(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The class's name.")],
    qr: Annotated[
        Path | None,
        typer.Option("--qr", metavar="FILE", help="Write a QR code of the link: a .png or .svg. Needs Telegram."),
    ] = None,
    data: Data = DATA,
    school: School = "",
    as_json: AsJson = False,
) -> None:
    """Invite students: the code, until when it is valid, and the links that bring it along."""
    from plbot.web.platforms import asked_for, make  # noqa: PLC0415 # start-up time

    found = make(asked_for())
    if qr:
        _can_be_drawn(qr, found)
    invitation = run(_invitation(data, school, name, found))
    if qr:
        _draw(qr, invitation)
    typer.echo(_as_json(invitation, qr) if as_json else _on_paper(invitation, qr))
    for platform, why in invitation.failed.items():
        typer.echo(f"{platform}: {why}", err=True)


def _can_be_drawn(file: Path, found: "Platforms") -> None:
    """Refuse before anything is asked of anybody. Raises BadParameter."""
    if file.suffix not in list(Picture):
        raise typer.BadParameter(f"{file.name} must end in {' or '.join(Picture)}.", param_hint="--qr")
    if not _linked(found):
        needed = "A QR code holds a link to the bot, and only Telegram has such links: set PLBOT_TELEGRAM_TOKEN."
        raise typer.BadParameter(" ".join([needed, *found.amiss.values(), "See docs/admins.md."]), param_hint="--qr")


def _linked(found: "Platforms") -> "dict[str, Linked]":
    return {name: cast("Linked", adapter) for name, adapter in found.adapters.items() if hasattr(adapter, "link")}


async def _invitation(data: Path, school: str, name: str, found: "Platforms") -> Invitation:
    room, until = await _class_and_end(data, school, name)
    links: dict[str, str] = {}
    failed = dict(found.amiss)
    for platform, adapter in _linked(found).items():
        try:
            links[platform] = await _link(adapter, room.code)
        except LinkError as error:
            failed[platform] = str(error)
    typed = [platform for platform in found.adapters if platform not in links]
    return Invitation(room, until, links, typed, failed)


async def _class_and_end(data: Path, school: str, name: str) -> "tuple[Classroom, datetime]":
    """Find the class, and the last moment of its code. Raises SetupError when that is over."""
    from plbot.core.calendar import local  # noqa: PLC0415 # start-up time
    from plbot.school import SetupError, admin_clock, chosen, open_store  # noqa: PLC0415 # see above

    async with open_store(data) as store:
        school, _ = await chosen(store, school)
        room = await the_class(store, school, name)
        until = local(room.code_until, room.zone)
        if room.code_until <= (await admin_clock(store, school)).now():
            raise SetupError(
                f"The code of {room.name!r} was valid until {_day(until)}. "
                f'Make a new one with: plbot class code "{room.name}" --renew'
            )
    return room, until


class LinkError(Exception):
    """The platform gave no link; the sentence says what to do."""


async def _link(adapter: "Linked", code: str) -> str:
    import asyncio  # noqa: PLC0415 # start-up time
    import os  # noqa: PLC0415 # see above

    from plbot.adapters import AdapterStoppedError  # noqa: PLC0415 # see above
    from plbot.logs import hider  # noqa: PLC0415 # see above

    try:
        return await asyncio.wait_for(adapter.link(code), LINK_SECONDS)
    except AdapterStoppedError as error:
        raise LinkError(hider(os.environ)(str(error))) from None
    except Exception as error:  # noqa: BLE001 # whatever a network does; its words may hold the token
        raise LinkError(
            f"The platform gave no link ({type(error).__name__}). What is amiss there says: plbot doctor"
        ) from None


def _draw(file: Path, invitation: Invitation) -> None:
    import segno  # noqa: PLC0415 # start-up time

    if not invitation.links:
        typer.echo(" ".join(invitation.failed.values()), err=True)
        raise typer.Exit(1)
    code = segno.make_qr(next(iter(invitation.links.values())), error="m", boost_error=False)
    side = code.symbol_size(border=QUIET_ZONE)[0]
    try:
        code.save(str(file), border=QUIET_ZONE, scale=-(-QR_PIXELS // side))
    except OSError as error:
        typer.echo(f"{file} cannot be written ({error.strerror}). Name another file with --qr.", err=True)
        raise typer.Exit(1) from None


def _as_json(invitation: Invitation, qr: Path | None) -> str:
    room = invitation.room
    return json.dumps(
        {
            "class": room.name,
            "code": room.code,
            "valid_until": invitation.until.isoformat(),
            "links": invitation.links,
            "qr": str(qr) if qr else None,
        }
    )


def _on_paper(invitation: Invitation, qr: Path | None) -> str:
    """What can be printed as it is: for the students above, for the teacher below."""
    room = invitation.room
    lines = [f"{room.name} ({room.teacher})", "", f"Your code: {room.code}, valid until {_day(invitation.until)}"]
    for platform, link in invitation.links.items():
        lines += [f"On {platform.capitalize()}: open {link} and press Start."]
    lines += [f"On {platform.capitalize()}: write the code to the bot." for platform in invitation.typed]
    if not invitation.links and not invitation.typed:
        lines += ["Write the code to the bot."]
    lines += ["", f"For the teacher: {_who_comes_in(room)}"]
    if qr:
        lines += [
            f"The link is in {qr} as a picture: print it 5 cm wide or larger, with its white edge, and try it once."
        ]
    return "\n".join(lines)


def _who_comes_in(room: "Classroom") -> str:
    if room.admit == "open":
        return "whoever has this code is in at once, so show it in the room only."
    return "whoever has this code may ask, and you let each one in. Show it in the room, not on the web."


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
