"""Home: the page beside the talk, on platforms that have one. A student's path or a teacher's boards, and what may be typed."""

import msgspec

from plbot.core import path
from plbot.core.access import teaches
from plbot.core.cards import Block, Choice, Command, Commands, Row, Rows
from plbot.core.records import Classroom, Membership, Person
from plbot.core.register import Register
from plbot.core.talk import Talk
from plbot.dialogues import choose
from plbot.dialogues.classroom import board

KEY = "home"

AT_FIRST = ("help", "privacy")
OF_STUDENTS = ("menu", "path", "practise", "ready", "reassess", "binder", "wall")
OF_TEACHERS = ("menu", "board", "announce", "here")
OF_ALL = ("settings", "link", "privacy", "help", "stop")


def opened(talk: Talk) -> None:
    """The page was opened: put onto it what is true now, and keep it so from now on."""
    talk.become(home=talk.via)
    show(talk)


def keep(talk: Talk, before: Person) -> None:
    """Put the page right where this turn changed what stands on it."""
    if _roles(before) != _roles(talk.person) or (talk.person.home and _stands(before) != _stands(talk.person)):
        show(talk)


def show(talk: Talk) -> None:
    """Owe the page as it is now."""
    blocks, things = _page(talk)
    typed = tuple(Command(shortcut, talk.words("shortcuts", shortcut)) for shortcut in _typed(talk.person))
    talk.owe([*blocks, Commands(typed)], things, KEY, lane="home", revises=True, via=talk.person.home)


def _typed(person: Person) -> tuple[str, ...]:
    if not (person.learns_in or person.teaches):
        return AT_FIRST
    own = (*(OF_STUDENTS if person.learns_in else ()), *(OF_TEACHERS if person.teaches else ()))
    return (*dict.fromkeys(own), *OF_ALL)


def _page(talk: Talk) -> tuple[list[Block], list[Choice]]:
    blocks: list[Block] = []
    things: list[Choice] = []
    if talk.person.learns_in:
        _path(talk, blocks, things)
    for membership in talk.person.teaches:
        _board(talk, membership, blocks, things)
    if not blocks:
        blocks.extend(talk.written("home", "nobody_yet"))
    return blocks, things


def _path(talk: Talk, blocks: list[Block], things: list[Choice]) -> None:
    person, library = talk.person, talk.world.library
    standards = path.on_path(person, library)
    view = path.outlook(person, library)
    done = sum(bool(person.standing(standard.code).mastered_at) for standard in standards)
    blocks.extend(talk.written("home", "path", name=person.name, done=done, of=len(standards)))
    if standards:
        stands = [talk.words("home", f"state_{state}") for state in view.states.values()]
        titles = [standard.title for standard in standards]
        blocks.append(Rows(tuple(Row(title, stand) for title, stand in zip(titles, stands, strict=True))))
    under_way = [choose.offer(talk, code) for code in path.offers(person, library, 1)]
    doors = [talk.choice("next"), talk.choice("binder"), talk.choice("settings")]
    things += [*under_way, *doors]


def _board(talk: Talk, membership: Membership, blocks: list[Block], things: list[Choice]) -> None:
    room = talk.world.record(membership.classroom)
    if isinstance(room, Classroom) and teaches(room, talk.person.id):
        page, choices = board.page(Register(room, talk.world), talk.person.id)
        blocks.extend(page)
        choices.append(Choice(room.name, "class", f"class:{room.id}"))
        things += [msgspec.structs.replace(choice, thing=room.id) for choice in choices]


def _roles(person: Person) -> set[tuple[str, str]]:
    return {(membership.classroom, membership.role) for membership in person.memberships if not membership.waiting}


def _stands(person: Person) -> dict[str, tuple[str, bool, int]]:
    return {
        code: (standing.state, bool(standing.mastered_at), standing.parked_until)
        for code, standing in person.standings.items()
    }
