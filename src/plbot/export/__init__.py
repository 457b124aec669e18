"""A person's copy of everything that is kept of them: one document for programs, one to read and print."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
from jinja2 import Environment, PackageLoader

from plbot import papers
from plbot.core.calendar import local
from plbot.core.facts import Kept
from plbot.core.library import Library
from plbot.core.opening import open_record
from plbot.core.records import Classroom, Person
from plbot.limits import limits
from plbot.storage.store import NewText, Store, StoredAudit
from plbot.storage.vault import Vault

Audience = Literal["student", "family", "school"]

WITHHELD = "withheld until the safeguarding lead has looked"


class Copy(NamedTuple):
    """What goes into a copy. `whole`: words that may tell how someone feels are in it, too."""

    person: Person
    facts: tuple[Kept, ...]
    texts: list[NewText]
    audit: list[StoredAudit]
    addresses: list[str]
    rooms: dict[str, Classroom]
    whole: bool


async def gather(store: Store, school: str, person: Person, vault: Vault, *, whole: bool) -> Copy:
    """Read everything that is stored of a person."""
    async with store.batch(school) as batch:
        facts = papers.kept(await batch.facts(person.id, 0, person.facts + 1))
        docs = await batch.records([membership.classroom for membership in person.memberships])
    rooms = {room_id: open_record(room_id, doc) for room_id, doc in docs.items()}
    sealed = await store.addresses(school, [person.id])
    return Copy(
        person,
        facts[::-1],
        await store.texts(school, person.id),
        [row for row in await store.audit(school) if row.about == person.id],
        [vault.open(address.sealed) for address in sealed],
        {room_id: room for room_id, room in rooms.items() if isinstance(room, Classroom)},
        whole,
    )


def document(copy: Copy, library: Library) -> dict[str, Any]:
    """The copy as plain values: moments as ISO 8601 in the person's time zone, words beside what they belong to."""
    person = copy.person
    kinds = {text.seq: text.kind for text in copy.texts}
    called = {who: teacher.name for room in copy.rooms.values() for who, teacher in room.teachers.items()}
    return {
        "name": person.name,
        "language": person.language,
        "person": person.id,
        "accounts": copy.addresses,
        "classes": [
            {
                "name": m.name,
                "role": m.role,
                "teacher": m.teacher,
                "consent": _consent(copy.rooms.get(m.classroom), person),
            }
            for m in person.memberships
        ],
        "interests": list(person.interests),
        "standards": {
            code: {"title": _title(library, code), **msgspec.to_builtins(standing)}
            for code, standing in person.standings.items()
        },
        "events": [
            {
                "at": _moment(kept.at, person).isoformat(),
                **msgspec.to_builtins(kept.fact),
                **({"words": _words(copy, kept, kinds)} if kept.text else {}),
            }
            for kept in copy.facts
        ],
        "requests": [
            {"standard": request.standard, "at": _moment(request.at, person).isoformat()}
            for room in copy.rooms.values()
            for request in room.requests.values()
            if request.person == person.id
        ],
        "seen_by": [
            {
                "at": _moment(row.at, person).isoformat(),
                "who": called.get(row.who, row.who),
                "deed": row.deed,
                "why": row.why,
            }
            for row in copy.audit
        ],
    }


def _consent(room: Classroom | None, person: Person) -> dict[str, Any]:
    given = msgspec.to_builtins(room.consent) if room and room.consent else None
    return {"given": given, "withdrawn": msgspec.to_builtins(person.withdrawn)}


def _words(copy: Copy, kept: Kept, kinds: dict[int, str]) -> str:
    """Words of learning always; others only in a whole copy."""
    return kept.text if copy.whole or kinds.get(kept.seq) == "learning" else WITHHELD


def _title(library: Library, code: str) -> str:
    return library.standards[code].title if code in library.standards else code


def _moment(at: int, person: Person) -> datetime:
    return local(at, person.zone)


def page(told: dict[str, Any], days: Sequence[int] = (limits.text_days, limits.outbox_days)) -> str:
    """The copy to read and print: one file that needs nothing else, every value escaped."""
    environment = Environment(
        loader=PackageLoader("plbot", "export"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html.j2").render(told=told, text_days=days[0])


def write(folder: Path, told: dict[str, Any]) -> list[Path]:
    """Write both files for this user alone; they are named after the person's number, not the name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    texts = {"json": json.dumps(told, ensure_ascii=False, indent=2) + "\n", "html": page(told)}
    paths = []
    for kind, text in texts.items():
        path = folder / f"{told['person']}.{kind}"
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths
