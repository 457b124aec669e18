"""Open a stored record. A scene saved last week opens today; one that is gone wakes its person in the menu with everything they earned."""

import msgspec

from plbot.core.duty import Duty
from plbot.core.records import Classroom, Person, Record
from plbot.core.scenes import AtMenu

_PERSON = msgspec.json.Decoder(Person)
_CLASS = msgspec.json.Decoder(Classroom)
_DUTY = msgspec.json.Decoder(Duty)
_MENU = msgspec.to_builtins(AtMenu())


def open_person(doc: bytes) -> Person:
    """The person that `doc` describes. Raises msgspec.DecodeError when more than the scene cannot be read."""
    try:
        return _PERSON.decode(doc)
    except msgspec.ValidationError:
        return _PERSON.decode(_in_menu(doc))


def open_record(record_id: str, doc: bytes) -> Record:
    """The record that `doc` describes: ids of people begin with p, those of classes with c, the duty desk's with s."""
    if record_id.startswith("s"):
        return _DUTY.decode(doc)
    return _CLASS.decode(doc) if record_id.startswith("c") else open_person(doc)


def _in_menu(doc: bytes) -> bytes:
    fields = msgspec.json.decode(doc, type=dict[str, msgspec.Raw])
    fields.pop("asked", None)
    return msgspec.json.encode({**fields, "scene": _MENU})
