"""Every action, by every role, upon everything foreign: nothing of it is shown, nothing of it changes, and nothing tells whether it exists.

What there is to try is read from the code: every scene, every verb of a button, every kind of event. A new one is tried
the day it is written; a new field of a scene fails until it is said here what of somebody else's could stand in it.
"""

import ast
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, get_args

import msgspec
import pytest
from tests import reading
from tests.stage import Stage

from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Inbound, InboundKind
from plbot.core.forgetting import without
from plbot.core.letters import AnyNote
from plbot.core.questions import Question
from plbot.core.records import Asked
from plbot.core.world import FoundButton
from plbot.dialogues import doors, things

NAME, WORDS = "Zed Canary", "canary words of a victim"
SECRETS = (NAME, "Canary", WORDS)
ROLES = ("stranger", "waiting", "mate", "student", "teacher", "former-teacher")


# What everybody in a class may do to it, and so a classmate of the victim: clap for the day's good news, thank for it.
OF_ALL_IN_THE_CLASS = ("clap:", "cheer_thanks:", "cheer:")


class Foreign(NamedTuple):
    """Ids of somebody else's: a person, a request of theirs, their class, an open report of danger about them."""

    person: str
    request: str
    classroom: str
    alarm: str


NOWHERE = Foreign("p0000000nobody", "rnothing", "c0000000nowhere", "anothing")


@lru_cache
def school() -> tuple[Stage, Foreign]:
    """Two classes; in the other one Zed has a request with words, an own evidence, asked for a copy, and may be in danger."""
    stage = Stage()
    own, other = (
        stage.found_class("Room 12", admit="open"),
        stage.found_class("Room 13", admit="open", teacher="Mr Ode"),
    )
    stage.write("teacher", own.teacher_code)
    stage.write("ode", other.teacher_code)
    for who, room in (("student", own), ("mate", other), ("zed", other), ("former-teacher", other)):
        for text in (room.code, NAME if who == "zed" else who, "skip", "skip"):
            stage.write(who, text)
    for text in ("practise 6.RP.A.1", "1:2", "reassess", f"{WORDS}: a request", "binder", "add my own evidence", f"{WORDS}: a poster",
                 "my data", "ask for a copy", f"i want to kill myself, {WORDS}"):  # fmt: skip
        stage.write("zed", text)
    close(stage, other.id)
    for text in (other.code, "Waiting Kim"):
        stage.write("waiting", text)
    stage.write("stranger", "hello")
    former = stage.person("former-teacher")
    made = msgspec.structs.replace(
        former, memberships=(msgspec.structs.replace(former.memberships[0], role="teacher"),)
    )
    stage.docs[former.id] = msgspec.json.encode(made)
    room = stage.classroom(other.id)
    stage.docs[other.id] = msgspec.json.encode(without(room, former.id))
    [request] = room.requests
    zed = stage.person("zed")
    return stage, Foreign(zed.id, request, other.id, zed.alarm)


def close(stage: Stage, classroom: str) -> None:
    stage.docs[classroom] = msgspec.json.encode(msgspec.structs.replace(stage.classroom(classroom), admit="approve"))


def fork(stage: Stage) -> Stage:
    """The same school, in which what happens now happens to no other."""
    kept = {
        name: copy(getattr(stage, name))
        for name in ("docs", "addresses", "facts", "codes", "buttons", "letters", "audit")
    }
    kept["facts"] = {person: list(facts) for person, facts in stage.facts.items()}
    return replace(stage, said=[], **kept)


# what there is to try


@lru_cache
def verbs() -> tuple[str, ...]:
    """Every verb that a button may have or a dialogue may hear."""
    heard = {
        text.partition(":")[0]
        for source in reading.sources()
        if source.area == "dialogues"
        for node in ast.walk(source.tree)
        for text in _texts_of_moves(node)
    }
    intents = {intent.partition(":")[0] for intent in reading.intents()}
    return tuple(
        sorted(
            {
                *heard,
                *intents,
                *things.DECISIONS,
                *doors._ROOMS,
                *doors._STANDARD_ROOMS,
            }
        )
    )


def _texts_of_moves(node: ast.AST) -> Iterator[str]:
    """The texts in `Chose("...")`, as a pattern or a call, and in `move.verb == "..."`."""
    inside = (
        (isinstance(node, ast.MatchClass) and ast.unparse(node.cls) == "Chose")
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "Chose")
        or (isinstance(node, ast.Compare) and ast.unparse(node.left).endswith(".verb"))
    )  # fmt: skip
    if inside:
        yield from (
            each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )


# What of somebody else's may stand in a field of a scene, whatever the scene. '' is a value that names nobody.
FIELDS = {
    "person": ("person",),
    "student": ("person",),
    "helper": ("person",),
    "asker": ("person",),
    "request": ("request",),
    "report": ("request",),
    "session": ("request",),
    "classroom": ("classroom",),
    "alarm": ("alarm",),
    "settled": (),
}
PLAIN = {
    "standard",
    "code",
    "tap",
    "when",
    "field",
    "page",
    "name",
    "search",
    "nickname",
    "back",
    "why",
    "kind",
}  # nobody's number stands there


def scenes(foreign: Foreign) -> Iterator[s.Scene]:
    """Every scene that can name something foreign, with that in it, and one that names nothing."""
    yield s.AtMenu()
    for kind in get_args(s.Scene):
        values = {}
        for field in msgspec.structs.fields(kind):
            if field.type is str and field.name in FIELDS:
                values[field.name] = getattr(foreign, FIELDS[field.name][0])
            elif field.required:
                values[field.name] = _filled(field.type)
        if any(value in foreign for value in values.values() if isinstance(value, str)):
            yield kind(**values)
            if kind is s.RecordingResult:
                yield kind(**{**values, "standard": "6.RP.A.1"})


def _filled(wanted: object) -> object:
    if wanted is Question:
        return Question("6.RP.A.1", "i", "number", 1, "?", 1, answers=("1",))
    return {str: "6.RP.A.1", int: 1, bool: False}.get(wanted, "after")  # type: ignore[call-overload] # a Literal's first value


def test_every_field_of_every_scene_is_classified() -> None:
    """A scene that can name somebody says so here, and is tried with somebody else's."""
    named = {field.name for kind in get_args(s.Scene) for field in msgspec.structs.fields(kind) if field.type is str}
    assert named - FIELDS.keys() - PLAIN == set()


def test_what_is_tried_is_what_there_is() -> None:
    assert {"approve", "forget", "student", "mark", "older", "who", "my_data", "class"} <= set(verbs())
    _, foreign = school()
    kinds = {type(scene) for scene in scenes(foreign)}
    assert {s.ReadingBinder, s.MarkingAnswer, s.ConfirmingForget, s.LookingAtClass, s.Announcing} <= kinds


# trying


def tried(role: str, foreign: Foreign) -> Iterator[tuple[str, Stage]]:
    """Each action once, in a school of its own: what was tried, and the school after it."""
    base, _ = school()
    actor = base.addresses[f"stage:{role}"]
    ids = (*foreign, f"{foreign.person}:{foreign.request}")
    for scene in scenes(foreign):
        for kind in get_args(InboundKind):
            yield f"{kind} in {scene}", did(base, role, scene, Inbound("", f"stage:{role}", kind))
        for text in ("zed", NAME.casefold(), "1", foreign.person, "yes", "board", "binder"):
            yield f"{text!r} in {scene}", did(base, role, scene, Inbound("", f"stage:{role}", "text", text=text))
        for verb in verbs():
            for number in ids[: None if scene == s.AtMenu() else 3]:
                yield f"{verb}:{number} in {scene}", chosen(base, role, scene, Choice("x", verb, f"{verb}:{number}"))
            yield f"{verb} in {scene}", chosen(base, role, scene, Choice("x", verb, verb))
    for thing in (*foreign, actor):
        for verb in verbs():
            for number in ids:
                yield f"{verb}:{number} on {thing}", pressed(base, role, thing, f"{verb}:{number}")


def did(base: Stage, role: str, scene: s.Scene, inbound: Inbound, choice: Choice | None = None) -> Stage:
    stage = fork(base)
    person = stage.person(role)
    asked = Asked("m", (choice,)) if choice else None
    stage.docs[person.id] = msgspec.json.encode(msgspec.structs.replace(person, scene=scene, asked=asked))
    stage.hear(inbound)
    return stage


def chosen(base: Stage, role: str, scene: s.Scene, choice: Choice) -> Stage:
    return did(base, role, scene, Inbound("", f"stage:{role}", "choice", choice="m:1"), choice)


def pressed(base: Stage, role: str, thing: str, action: str) -> Stage:
    stage = fork(base)
    person = stage.person(role).id
    stage.buttons["thing"] = FoundButton(person, (action,), (thing,))
    stage.hear(Inbound("", f"stage:{role}", "choice", choice="thing:1"))
    return stage


def heard(stage: Stage, role: str) -> str:
    """All that this person was told, buttons too, without what differs by chance or by what was asked for."""
    person = stage.addresses.get(f"stage:{role}", "")
    texts = []
    for owed in stage.said:
        if owed.to == person:
            texts.append(owed.card.to_text())
            texts += [choice.label for choice in owed.card.choices.choices] if owed.card.choices else []
    return "\n".join(texts)


def untouched(stage: Stage, role: str, foreign: Foreign) -> bool:
    """What is stored of the victim is as it was; so is the class, but for what is there about the one who acts."""
    base, _ = school()
    actor = base.addresses[f"stage:{role}"]
    before, after = base.classroom(foreign.classroom), stage.classroom(foreign.classroom)
    same_class = without(before, actor) == without(after, actor)
    return (
        stage.docs[foreign.person] == base.docs[foreign.person]
        and stage.facts[foreign.person] == base.facts[foreign.person]
        and same_class
    )


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_or_changes_what_is_not_theirs(role: str) -> None:
    """Zero leaks, over every action there is."""
    _, foreign = school()
    leaks, count = [], 0
    for what, stage in tried(role, foreign):
        count += 1
        told = heard(stage, role)
        theirs_too = role == "mate" and what.startswith(OF_ALL_IN_THE_CLASS)
        if any(secret in told for secret in SECRETS) or not (theirs_too or untouched(stage, role, foreign)):
            leaks.append(what)
    assert (len(leaks), leaks[:20]) == (0, [])
    assert count > 2_000


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_tells_whether_something_foreign_exists(role: str) -> None:
    """Somebody else's and nobody's are answered with the same words."""
    base, foreign = school()
    told = {}
    for which in (foreign, NOWHERE):
        answers = []
        for thing in (which.classroom, which.person):
            for verb in verbs():
                for number in which:
                    stage = pressed(base, role, thing, f"{verb}:{number}")
                    answers.append((verb, _plain(heard(stage, role), which)))
        for scene in scenes(which):
            stage = did(base, role, scene, Inbound("", f"stage:{role}", "join"))
            answers.append((type(scene).__name__, _plain(heard(stage, role), which)))
        told[which] = answers
    different = [(one, two) for one, two in zip(told[foreign], told[NOWHERE], strict=True) if one != two]
    assert [pair for pair in different if not _is_known_to(role, pair[0][0])] == []


def _plain(text: str, which: Foreign) -> str:
    return re.sub("|".join(which), "ID", text)


def _is_known_to(role: str, what: str) -> bool:
    """Scenes of the own class of those who are in it or at its door: there it is no secret that it exists."""
    known = what in ("AskingName", "KnockingAtDoor", "ChangingSettings") or role == "former-teacher"
    return known or (role == "mate" and f"{what}:".startswith(OF_ALL_IN_THE_CLASS))


def test_a_class_does_as_it_is_told_by_its_teachers_only() -> None:
    """Whatever letter claims to come from a teacher: the class asks its own list."""
    base, foreign = school()
    liar = base.person("teacher").id
    values = {"teacher": liar, "verb": "approve", "what": foreign.request, "student": foreign.person, "code": "NEWCODE3",
              "standard": "6.RP.A.1", "mastered": True, "text": "hello", "goal": 3, "place": "x", "sealed": "00"}  # fmt: skip
    notes = [
        kind for kind in get_args(AnyNote) if "teacher" in kind.__struct_fields__ and kind.__name__ != "FoundClass"
    ]
    assert len(notes) >= 4
    for kind in notes:
        for verb in verbs() if "verb" in kind.__struct_fields__ else ("",):
            fields = {field.name for field in msgspec.structs.fields(kind)} & values.keys()
            note = kind(**{name: verb if name == "verb" else values[name] for name in fields})
            stage = fork(base)
            stage.letters.append((stage.now, 0, foreign.classroom, note))
            stage.settle()
            assert stage.docs[foreign.classroom] == base.docs[foreign.classroom], note
            assert NAME not in heard(stage, "teacher")
