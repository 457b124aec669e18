"""The class cheers: one message a day, for its chat group or for those who wish, counted up in its place."""

import msgspec

from plbot.core import wall_letters as w
from plbot.core.access import has_student, teaches
from plbot.core.cards import Block, Choice, Literal
from plbot.core.cheers import Cheered, Cheers
from plbot.core.register import Register
from plbot.core.talk import blocks_of
from plbot.limits import SECOND, limits

CheeringNote = w.Cheer | w.Claps | w.CountClaps | w.WantsCheers


def decide(register: Register, note: CheeringNote) -> None:
    match note:
        case w.Cheer(person, name, standard, helped) if has_student(register.classroom, person):
            due = register.when_awake()
            if due > register.world.now:
                register.send(register.classroom.id, note, due)
            else:
                _cheer(register, Cheered(person, name, standard, helped))
        case w.Claps(person, day) if _may_clap(register, person):
            _clap(register, person, day)
        case w.CountClaps():
            _keep(register, due=0)
            show(register)
        case w.WantsCheers(person, wants):
            _listen(register, person, wants=wants)
        case _:
            pass  # whoever it was is not in the class any more


def _may_clap(register: Register, person: str) -> bool:
    return has_student(register.classroom, person) or teaches(register.classroom, person)


def _listen(register: Register, person: str, *, wants: bool) -> None:
    """Who begins to listen hears today's good news at once."""
    others = tuple(each for each in register.classroom.listeners if each != person)
    joins = wants and has_student(register.classroom, person)
    register.become(listeners=(*others, person) if joins else others)
    if joins and todays(register).people and not register.classroom.group:
        _show_to(register, (person,), first=True)


def todays(register: Register) -> Cheers:
    """The cheers of today; those of another day are put away."""
    cheers = register.classroom.cheers
    return cheers if cheers.day == register.today else Cheers(register.today)


def _keep(register: Register, **changes: object) -> None:
    register.become(cheers=msgspec.structs.replace(todays(register), **changes))


def _cheer(register: Register, cheered: Cheered) -> None:
    cheers = todays(register)
    if cheered in cheers.people:
        return
    first = not cheers.people
    _keep(register, people=(*cheers.people, cheered))
    show(register, first=first)


def _clap(register: Register, person: str, day: str) -> None:
    """Claps that come close together are said in one go: a class that claps at once changes the message once."""
    cheers = todays(register)
    if day != cheers.day or not cheers.people or person in cheers.clapped:
        return
    due = cheers.due
    if due <= register.world.now:
        due = register.world.now + limits.claps_seconds * SECOND
        register.send(register.classroom.id, w.CountClaps(), due)
    register.become(cheers=msgspec.structs.replace(cheers.with_clap(person), due=due))


def forget(register: Register, person: str) -> None:
    """Take somebody out of today's cheers, also where they were said already."""
    cheers = todays(register)
    register.become(cheers=cheers.without(person))
    if any(each.person == person for each in cheers.people):
        show(register)


def audience(register: Register) -> tuple[str, ...]:
    """Who is told: the chat group, else each student who wishes."""
    room = register.classroom
    return (room.id,) if room.group else room.listeners


def spread(register: Register, blocks: list[Block]) -> None:
    """Say something good to whoever hears cheers."""
    for to in audience(register):
        register.owe(to, list(blocks), [], lane="cheers")


def show(register: Register, *, first: bool = False) -> None:
    """Owe the day's message as it is now: new with the first cheer, changed in its place after."""
    _show_to(register, audience(register), first=first)


def _show_to(register: Register, people: tuple[str, ...], *, first: bool) -> None:
    cheers = todays(register)
    key = f"cheers:{register.classroom.id}:{cheers.day}"
    clap = [Choice(register.said("cheer", "clap"), "clap", f"clap:{cheers.day}")] if cheers.people else []
    for to in people:
        register.owe(to, _blocks(register, cheers), clap, key, revises=not first, lane="cheers")


def _blocks(register: Register, cheers: Cheers) -> list[Block]:
    blocks = blocks_of(register.said("cheer", "head" if cheers.people else "withdrawn"))
    blocks += [Literal(_line(register, each)) for each in cheers.people]
    if cheers.clapped:
        blocks += blocks_of(register.said("cheer", "claps", count=len(cheers.clapped)))
    return blocks


def _line(register: Register, cheered: Cheered) -> str:
    standard = register.world.library.standards.get(cheered.standard)
    title = standard.title if standard else ""
    return register.said("cheer", "helped" if cheered.helped else "moved_up", name=cheered.name, title=title)
