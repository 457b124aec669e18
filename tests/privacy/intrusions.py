"""Every action that there is, tried by somebody upon what is somebody else's. What there is to try is read from the code."""

import ast
import dataclasses
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, Self, get_args

import msgspec
from tests import reading
from tests.privacy.victim import Foreign, fork, school
from tests.stage import SALT, Stage, library, phrasebook

from plbot.core import peer_scenes as ps
from plbot.core import scenes as s
from plbot.core.cards import Choice, Owed
from plbot.core.duty import DUTY
from plbot.core.engine import Heard, step
from plbot.core.events import Inbound, InboundKind
from plbot.core.forgetting import without
from plbot.core.questions import Question
from plbot.core.records import Asked, Classroom, Person
from plbot.core.talk import Turn
from plbot.core.world import Found, FoundButton, Need, ReadButton, World
from plbot.dialogues import doors, peers, things
from plbot.dialogues.house import HOUSE
from plbot.safety import screen


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
        sorted({*heard, *intents, *things.DECISIONS, *doors._ROOMS, *doors._STANDARD_ROOMS, *peers.DEEDS} - {""})
    )


def _texts_of_moves(node: ast.AST) -> Iterator[str]:
    """The texts in `Chose("...")`, as a pattern or a call, and in `move.verb == "..."`."""
    match node:
        case ast.MatchClass(cls=ast.Name("Chose")) | ast.Call(func=ast.Name("Chose")):
            inside = True
        case ast.Compare(left=ast.Attribute(attr="verb")):
            inside = True
        case _:
            inside = False
    if inside:
        yield from (
            each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )


# What of somebody else's may stand in a field of a scene, whatever the scene. '' is a value that names nobody.
FIELDS = {
    "person": "person",
    "student": "person",
    "helper": "person",
    "asker": "person",
    "request": "request",
    "report": "session",
    "session": "session",
    "classroom": "classroom",
    "alarm": "alarm",
}
PLAIN = {
    "standard", "code", "tap", "when", "field", "page", "name", "search", "nickname", "back", "why", "kind", "settled",
}  # fmt: skip # nobody's number stands there
HELPING = (ps.InHelp(), ps.InHelp(placing=True), ps.LookingBackOnHelp(), ps.Volunteering())
"""Scenes of those who help: they name nobody, the record does."""


def scenes(foreign: Foreign) -> Iterator[s.Scene]:
    """Every scene that can name something foreign, with that in it."""
    for kind in get_args(s.Scene):
        values = {}
        for field in msgspec.structs.fields(kind):
            if field.type is str and field.name in FIELDS:
                values[field.name] = getattr(foreign, FIELDS[field.name])
            elif field.required:
                values[field.name] = _filled(field.type)
        if any(value in foreign for value in values.values() if isinstance(value, str)):
            yield kind(**values)
            if kind is s.RecordingResult:
                yield kind(**{**values, "standard": "6.RP.A.1"})
            if kind is ps.OverseeingHelp:
                yield kind(foreign.classroom)
                yield kind(foreign.classroom, "hints")


def _filled(wanted: object) -> object:
    if wanted is Question:
        return Question("6.RP.A.1", "i", "number", 1, "?", 1, answers=("1",))
    return {str: "6.RP.A.1", int: 1, bool: False}.get(wanted, "after")  # type: ignore[call-overload] # a Literal's first value


class Outcome(NamedTuple):
    """What somebody tried, all that they were told, and whether anything of the victim's is not as it was."""

    what: str
    told: str
    touched: bool


class Action(str):
    """What a button does, as `verb` or `verb:number`; it notices whether anybody looks behind the verb."""

    __slots__ = ("looked_at",)
    looked_at: bool
    __hash__ = str.__hash__

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.looked_at = False
        return made

    def __eq__(self, other: object) -> bool:
        same = str.__eq__(self, other) is True
        self.looked_at |= same
        return same

    def partition(self, sep: str, /) -> tuple[str, str, str]:
        return Parts(self, str(self).partition(sep))


class Parts(tuple[str, str, str]):  # noqa: SLOT001 # a tuple cannot have slots of its own
    """The parts of an action: taking the last one is looking at the number."""

    whole: Action

    def __new__(cls, whole: Action, parts: tuple[str, str, str]) -> Self:
        made = super().__new__(cls, parts)
        made.whole = whole
        return made

    def __getitem__(self, place: Any) -> Any:  # an index or a slice, as of any tuple
        self.whole.looked_at |= place != 0
        return super().__getitem__(place)


class Reads(dict[Need, Found]):
    """What lies in a school that does not change: read once, whoever looks at it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, need: Need) -> Found:
        self[need] = found = self.stage._read(need)
        return found


class Intruder:
    """Somebody in the school of the victim, who tries one thing after the other; none of it happened before the next.

    A turn changes one record only, that of the one who acts. So only what writes letters is taken to its end in a school
    of its own; for all else it is enough to listen.
    """

    def __init__(self, role: str, foreign: Foreign) -> None:
        self.base, _ = school()
        self.who = f"stage:{role}"
        self.person = msgspec.structs.replace(self.base.person(role), asked=None)
        self.foreign = foreign
        helping = self.person.helping
        self.own = (self.person.id, helping.partner) if helping else (self.person.id,)
        self.reads = Reads(self.base)
        room = self.base.docs.get(foreign.classroom)
        self.class_before = self._less_own(self.base) if room else None

    def does(self, what: str, inbound: Inbound, scene: s.Scene | None = None) -> Outcome:
        """Hear this, in this scene if it is given."""
        person = self.person
        return self._tries(what, inbound, msgspec.structs.replace(person, scene=scene) if scene else person)

    def chooses(self, scene: s.Scene, verb: str, action: str) -> Outcome:
        """Press a button of the question that is asked in this scene."""
        asked = Asked("m", (Choice("x", verb, action),))
        person = msgspec.structs.replace(self.person, scene=scene, asked=asked)
        return self._tries(f"{action} in {scene}", Inbound("", self.who, "choice", choice="m:1"), person)

    def presses(self, thing: str, action: str) -> Outcome:
        """Press a button of a thing, in a scene that names nobody and has little to ask again."""
        self.reads[ReadButton("thing")] = FoundButton(self.person.id, (action,), (thing,))
        person = msgspec.structs.replace(self.person, scene=s.SettingGoal(first=False))
        return self._tries(f"{action} on {thing}", Inbound("", self.who, "choice", choice="thing:1"), person)

    def _tries(self, what: str, inbound: Inbound, person: Person) -> Outcome:
        base = self.base
        world = World(base.now, base.chance("e"), library(), phrasebook(), SALT, self.reads, screen=screen())
        turn = step(HOUSE, person, Heard(inbound, self.who), world)
        assert isinstance(turn, Turn)
        assert isinstance(turn.record, Person)
        assert turn.record.id == self.person.id
        if not turn.letters and not turn.traces and not turn.moves:
            return Outcome(what, self._told(turn.owed), touched=False)
        stage = fork(base)
        record = msgspec.structs.replace(turn.record, asked=None)
        stage._keep(dataclasses.replace(turn, record=record))
        stage.settle()
        return Outcome(what, self._told(stage.said), self._touched(stage))

    def _told(self, said: Iterable[Owed]) -> str:
        """All that this person was told, buttons too."""
        texts = []
        for owed in said:
            if owed.to == self.person.id:
                texts.append(owed.card.to_text())
                texts += [choice.label for choice in owed.card.choices.choices] if owed.card.choices else []
        return "\n".join(texts)

    def _touched(self, stage: Stage) -> bool:
        """Whether anything is stored of the victim, or said to them, that was not before; or of their class, but about who acts."""
        victim, classroom = self.foreign.person, self.foreign.classroom
        same = (
            stage.docs.get(victim) == self.base.docs.get(victim)
            and stage.facts.get(victim) == self.base.facts.get(victim)
            and stage.docs.get(DUTY) == self.base.docs.get(DUTY)
            and not any(owed.to == victim for owed in stage.said)
        )
        as_before = stage.docs.get(classroom) == self.base.docs.get(classroom)
        return not same or not (as_before or self._less_own(stage) == self.class_before)

    def _less_own(self, stage: Stage) -> Classroom:
        """The class without what is there of the one who acts, and of whom they are just helping."""
        room = stage.classroom(self.foreign.classroom)
        for person in self.own:
            room = without(room, person)
        return room


@lru_cache
def tried(role: str, foreign: Foreign) -> tuple[Outcome, ...]:
    """Each action once: every event and word in every scene, every choice of every scene, every button of every thing."""
    return tuple(_tried(Intruder(role, foreign), foreign))


def _tried(intruder: Intruder, foreign: Foreign) -> Iterator[Outcome]:
    who, numbers = (
        intruder.who,
        (*foreign, f"{foreign.person}:{foreign.request}", f"{foreign.classroom} {foreign.request}"),
    )
    for scene in (s.AtMenu(), *(HELPING if intruder.person.helping else ()), *scenes(foreign)):
        for kind in get_args(InboundKind):
            yield intruder.does(f"{kind} in {scene}", Inbound("", who, kind), scene)
        for text in ("zed", "zed canary", "1", foreign.person, "yes", "board", "binder"):
            yield intruder.does(f"{text!r} in {scene}", Inbound("", who, "text", text=text), scene)
        for verb in verbs():
            for action in distinct(verb, numbers if scene == s.AtMenu() else numbers[:3]):
                yield intruder.chooses(scene, verb, action)
    for thing in (*foreign, intruder.person.id, DUTY):
        yield from pressed(intruder, thing, numbers)


def pressed(intruder: Intruder, thing: str, numbers: Iterable[str]) -> Iterator[Outcome]:
    """Every button that a thing may have."""
    for verb in verbs():
        for action in distinct(verb, numbers):
            yield intruder.presses(thing, action)


def distinct(verb: str, numbers: Iterable[str]) -> Iterator[Action]:
    """The verb alone and with each number; where nobody looked behind the verb, all of these are the same action."""
    for text in (verb, *(f"{verb}:{number}" for number in numbers)):
        action = Action(text)
        yield action
        if not action.looked_at:
            return
