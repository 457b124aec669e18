"""Take a person out of another record: whatever in it is about them goes, whichever part of the house put it there."""

from typing import Any, TypeVar

import msgspec

from plbot.core.records import Person, Record
from plbot.core.scenes import AtMenu

AnyRecord = TypeVar("AnyRecord", bound=Record)


def mentions(value: object, person: str) -> bool:
    """Whether this person's id stands anywhere in a value of a record."""
    return person.encode() in msgspec.json.encode(value)


def without(record: AnyRecord, person: str) -> AnyRecord:
    """The record without the person: entries under their id, entries about them, references to them.

    An entry about two people (a help session) goes whole. Where somebody was just looking at them, they find the menu.
    """
    if not mentions(record, person):
        return record
    if isinstance(record, Person) and (mentions(record.scene, person) or mentions(record.asked, person)):
        record = msgspec.structs.replace(record, scene=AtMenu(), asked=None)
    return msgspec.structs.replace(record, **_changed(record, person))


def _changed(struct: msgspec.Struct, person: str) -> dict[str, Any]:
    changed = {}
    for field in msgspec.structs.fields(struct):
        value = getattr(struct, field.name)
        if isinstance(value, msgspec.Struct) and _is_about(value, person) and field.default is not msgspec.NODEFAULT:
            changed[field.name] = field.default
        elif mentions(value, person):
            changed[field.name] = _left(value, person)
    return changed


def _left(value: Any, person: str) -> Any:  # any field of any record
    """What is left of a value that mentions the person."""
    match value:
        case dict():
            kept = {key: each for key, each in value.items() if key != person and not _is_about(each, person)}
            return {key: _left(each, person) if mentions(each, person) else each for key, each in kept.items()}
        case tuple():
            kept_items = (each for each in value if not _is_about(each, person))
            return tuple(_left(each, person) if mentions(each, person) else each for each in kept_items)
        case msgspec.Struct():
            return msgspec.structs.replace(value, **_changed(value, person))
        case str():
            return value.replace(person, "")
    return value


def _is_about(value: object, person: str) -> bool:
    """An id itself, or an entry one of whose own fields holds it."""
    if isinstance(value, str):
        return value == person
    if not isinstance(value, msgspec.Struct):
        return False
    own = (getattr(value, field.name) for field in msgspec.structs.fields(value))
    return any(person in each for each in own if isinstance(each, str | tuple))
