"""One verb: `step` takes a record and what happened to it, and says what changes and what is owed. Pure, and the same for ever.

A turn that looks at something that was not read for it stops, and `step` answers with what it wants; it is then stepped
again with that read. So what a turn may read never drifts from what it reads.
"""

from collections.abc import Callable
from typing import NamedTuple

from plbot.core.duty import Duty
from plbot.core.events import Inbound
from plbot.core.letters import AnyNote, FoundClass
from plbot.core.pages import DutyNote, PagesAgain, RaisesAlarm
from plbot.core.records import Classroom, Person, Record
from plbot.core.register import Register
from plbot.core.talk import Talk, Turn
from plbot.core.watch import Watch
from plbot.core.world import Need, NotReadYetError, World


class Heard(NamedTuple):
    """Somebody did something; `via` is the address it came from (a hash).

    `group` is that of the chat group it happened in, '' in private; `sealed` the group's address, encrypted.
    """

    inbound: Inbound
    via: str = ""
    group: str = ""
    sealed: str = ""


class Post(NamedTuple):
    """A letter has come due."""

    id: str
    note: AnyNote


class Wants(NamedTuple):
    """Read these, add them to `world.found`, and step again."""

    needs: tuple[Need, ...]


class NobodyHomeError(LookupError):
    """A letter to a record that does not exist (any more)."""


class House(NamedTuple):
    """What the dialogues bring: how a person's words are heard, how mail is opened, how a class decides, how people are paged."""

    hear: Callable[[Talk, Inbound], None]
    open_mail: Callable[[Talk, AnyNote], None]
    decide: Callable[[Register, AnyNote], None]
    apologise: Callable[[Talk, Inbound, bool], None]
    page: Callable[[Watch, DutyNote], None]
    page_plainly: Callable[[Watch, RaisesAlarm | PagesAgain], None]


def step(house: House, record: Record | None, event: Heard | Post, world: World) -> Turn | Wants:
    """Decide one event. Raises NobodyHomeError for a letter to nobody; whatever a dialogue raises is a mistake of ours."""
    try:
        return _decide(house, record, event, world)
    except NotReadYetError as missing:
        return Wants((missing.need,))


def rescue(house: House, record: Record | None, event: Heard | Post, world: World, *, plainly: bool) -> Turn | Wants:
    """What is done all the same for an event whose turn could not be taken to its end: an apology, or an alarm.

    `plainly`: that failed as well, so do the least. Raises NobodyHomeError for what nobody is in danger by.
    """
    try:
        match record, event:
            case Person(), Heard(inbound, via):
                talk = Talk(record, world, via)
                house.apologise(talk, inbound, plainly)
                return talk.turn()
            case Duty() | None, Post(_, RaisesAlarm() | PagesAgain() as note):
                watch = Watch(record or Duty(), world)
                house.page_plainly(watch, note)
                return watch.turn()
    except NotReadYetError as missing:
        return Wants((missing.need,))
    raise NobodyHomeError("nothing is left to do for this letter")


def _decide(house: House, record: Record | None, event: Heard | Post, world: World) -> Turn:
    match record, event:
        case Person(), Heard(inbound, via, group, sealed):
            talk = Talk(record, world, via, group, sealed, inbound.platform)
            house.hear(talk, inbound)
            return talk.turn()
        case Person(), Post(_, note):
            talk = Talk(record, world)
            house.open_mail(talk, note)
            return talk.turn()
        case Classroom(), Post(_, note):
            return _in_class(house, Register(record, world), note)
        case None, Post(_, FoundClass() as note):
            return _in_class(house, Register(Register.blank(note), world), note)
        case Duty() | None, Post(_, note) if isinstance(note, DutyNote):
            watch = Watch(record or Duty(), world)
            house.page(watch, note)
            return watch.turn()
    raise NobodyHomeError("this letter is for a record that does not exist")


def _in_class(house: House, register: Register, note: AnyNote) -> Turn:
    house.decide(register, note)
    return register.turn()
