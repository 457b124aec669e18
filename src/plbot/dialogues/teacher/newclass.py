"""A class made in chat: its name, its path, and the school's word that it may be kept."""

from plbot.core import names
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.letters import FoundClass
from plbot.core.records import Consent
from plbot.core.talk import Talk
from plbot.limits import limits


def ask(talk: Talk, scene: s.NamingClass) -> None:
    if not talk.person.teaches:
        talk.tell("common", "not_yours")
        talk.enter(s.AtMenu())
    elif not scene.name:
        talk.tell("teacher/newclass", "ask_name")
        talk.ask([talk.choice("menu")], numbered=False)
    else:
        talk.tell("teacher/newclass", "ask_path", name=scene.name)
        paths = [Choice(path.title, "path", f"follow:{name}") for name, path in talk.world.library.paths.items()]
        talk.ask([*paths[: limits.paths_shown], talk.choice("menu")])


def hear(talk: Talk, scene: s.NamingClass, move: Move) -> None:
    match move:
        case Wrote(text) if not scene.name:
            _name(talk, text)
        case Chose() if move.verb == "follow" and scene.name and move.rest in talk.world.library.paths:
            _found(talk, scene.name, move.rest)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _name(talk: Talk, text: str) -> None:
    name = names.tidy_name(text)
    if not name:
        talk.tell("welcome", "bad_name", longest=limits.name_longest)
        talk.enter(s.NamingClass())
    elif len(talk.person.memberships) >= limits.classes_a_person:
        talk.tell("teacher/newclass", "too_many", most=limits.classes_a_person)
        talk.enter(s.AtMenu())
    else:
        talk.enter(s.NamingClass(name))


def _found(talk: Talk, name: str, path: str) -> None:
    """The same school that let the teacher in authorises the class; its zone is that of the teacher's other class."""
    known = talk.person.teaches[-1]
    chance = talk.world.chance
    classroom = names.class_id(chance)
    talk.send(
        classroom,
        FoundClass(
            classroom,
            name,
            path,
            known.teacher,
            names.new_code(chance),
            "",
            "approve",
            Consent("school", talk.world.now),
            known.zone,
            talk.person.id,
        ),
    )
    talk.stay(s.AtMenu())
