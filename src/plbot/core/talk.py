"""One turn of a person while it is being decided. A dialogue tells, shows, asks, notes and sends; the engine makes it a `Turn`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2s
from random import Random
from typing import Literal

import msgspec

from plbot.core import facts as f
from plbot.core.cards import Block, Card, Choice, Choices, Field, Heading, Owed, Paragraph
from plbot.core.duty import Duty
from plbot.core.letters import AnyNote, Letter
from plbot.core.library import Standard
from plbot.core.records import Asked, Classroom, Person
from plbot.core.scenes import Scene
from plbot.core.standing import grown
from plbot.core.traces import Deed, Did, Holds, Releases, Trace
from plbot.core.world import World

_MID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_MID_RANDOM = 10  # letters drawn: 50 bits
_MID_TAG = 4  # bytes that tie the id to its person: told apart from somebody else's button


@dataclass(frozen=True, slots=True)
class Pressable:
    """The buttons of a thing: kept apart, because they stay valid in any scene while the thing is open."""

    mid: str
    person: str
    choices: tuple[Choice, ...]


class Move(msgspec.Struct, frozen=True):
    """What becomes of an address (`place`, a hash) of the record of this turn.

    `link`: it leads here from now on, and no longer to the record `gone`; `gather`: so does this new one (`sealed`: the
    address itself, encrypted); `prefer`: it is written to before the others; `drop`: it leads nowhere any more.
    """

    what: Literal["link", "gather", "prefer", "drop"]
    place: str
    gone: str = ""
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one event changes: one record, and what is owed to anyone. `said` are words by fact number."""

    record: Person | Classroom | Duty
    facts: tuple[f.Kept, ...] = ()
    letters: tuple[Letter, ...] = ()
    owed: tuple[Owed, ...] = ()
    pressables: tuple[Pressable, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()  # (code, role) that lead to this record from now on
    moves: tuple[Move, ...] = ()
    toast: str = ""  # a word that a platform may flash over the button that was pressed
    traces: tuple[Trace, ...] = ()


def message_id(person: str, chance: Random, salt: bytes) -> str:
    """A random id of a message, tied to the person it is for."""
    drawn = "".join(chance.choices(_MID_LETTERS, k=_MID_RANDOM))
    return drawn + _tag(drawn, person, salt)


def for_somebody_else(mid: str, person: str, salt: bytes) -> bool:
    """Whether this looks like a message id of ours that was made for another person."""
    ours = len(mid) == _MID_RANDOM + 2 * _MID_TAG and all(sign in _MID_LETTERS for sign in mid)
    return ours and mid[_MID_RANDOM:] != _tag(mid[:_MID_RANDOM], person, salt)


def _tag(drawn: str, person: str, salt: bytes) -> str:
    return blake2s(f"{drawn}{person}".encode(), key=salt[:32], digest_size=_MID_TAG).hexdigest()


def blocks_of(text: str) -> list[Block]:
    """A rendered message as blocks: a blank line parts them, `# ` begins a heading, a line that begins `- ` stays a line."""
    blocks: list[Block] = []
    for part in text.split("\n\n"):
        lines = part.replace("\n- ", "\v- ").replace("\n", " ").replace("\v", "\n").strip()
        if lines:
            blocks.append(Heading(lines[2:]) if lines.startswith("# ") else Paragraph(lines))
    return blocks


def with_things(
    to: str, thing: str, mid: str, blocks: Iterable[Block], choices: Iterable[Choice]
) -> tuple[Card, list[Pressable]]:
    """A card whose buttons belong to `thing`, where they name no other, and what must be kept so that they stay valid."""
    things = tuple(msgspec.structs.replace(choice, thing=choice.thing or thing) for choice in choices)
    if not things:
        return Card(tuple(blocks)), []
    return Card((*blocks, Choices(things, mid))), [Pressable(mid, to, things)]


@dataclass(slots=True)
class Talk:
    """`via` is the address the person speaks from (a hash); '' in a letter's turn. `entered`: the scene's question is still to be asked.

    `group` is that of the chat group it was said in, '' in private; `sealed` the group's address, encrypted.
    `platform` is what the person speaks through, as they know it (`telegram`).
    """

    person: Person
    world: World
    via: str = ""
    group: str = ""
    sealed: str = ""
    platform: str = ""
    blocks: list[Block] = field(default_factory=list)
    facts: list[f.Kept] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    pressables: list[Pressable] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    entered: bool = False
    toast: str = ""
    form: Field | None = None
    buttons: Choices | None = None
    in_place: bool = False  # this turn only ticks something off: the question is changed where it stands

    # saying

    def words(self, dialogue: str, block: str, **names: object) -> str:
        """A sentence in the person's language."""
        return self.world.words.say(self.person.language, dialogue, block, names)

    def written(self, dialogue: str, block: str, **names: object) -> list[Block]:
        """A message of `words/` as blocks."""
        return blocks_of(self.words(dialogue, block, **names))

    def tell(self, dialogue: str, block: str, **names: object) -> None:
        """Add a message of `words/` to this turn's one message."""
        self.blocks.extend(self.written(dialogue, block, **names))

    def show(self, *blocks: Block) -> None:
        self.blocks.extend(blocks)

    def choice(self, intent: str, do: str = "", *, label: str = "", **names: object) -> Choice:
        """A button; its label is the block of that name in `labels.j2` unless given."""
        return Choice(label or self.words("labels", intent, **names), intent, do)

    def ask(self, choices: Iterable[Choice], *, numbered: bool = True, writes: str = "", longest: int = 0) -> None:
        """End this turn's message with the buttons of the current scene. `writes` labels the place where words may be written."""
        mid = message_id(self.person.id, self.world.chance, self.world.salt)
        shown = tuple(choices)
        self.buttons = Choices(shown, mid, numbered)
        self.form = Field(self.words("labels", writes), mid, longest) if writes else None
        key = self.person.asked.key if self.person.asked and self.in_place else mid
        self.person = msgspec.structs.replace(self.person, asked=Asked(mid, shown, numbered, key))

    def notice(self, choices: Iterable[Choice] = ()) -> None:
        """End what was told so far as a message of its own, with buttons that stay valid in any scene."""
        self.owe(self.blocks, choices, via=self.via)
        self.blocks = []

    def owe(
        self,
        blocks: Iterable[Block],
        choices: Iterable[Choice],
        key: str = "",
        *,
        lane: str = "own",
        revises: bool = False,
        via: str = "",
    ) -> None:
        """Owe the person a message apart from this turn's own."""
        mid = message_id(self.person.id, self.world.chance, self.world.salt)
        card, pressables = with_things(self.person.id, self.person.id, mid, blocks, choices)
        self.owed.append(Owed(self.person.id, card, key or mid, lane, revises, via))
        self.pressables += pressables

    # deciding

    def become(self, **changes: object) -> None:
        """Change fields of the person."""
        self.person = msgspec.structs.replace(self.person, **changes)

    def stay(self, scene: Scene) -> None:
        """Be in this scene, without asking anything (the dialogue that calls has asked or will)."""
        self.become(scene=scene)

    def enter(self, scene: Scene) -> None:
        """Go to this scene; the engine has it ask its question."""
        self.become(scene=scene)
        self.entered = True

    def tick(self, scene: Scene) -> None:
        """Go on in a scene where something was ticked: its question is changed in place, not asked anew."""
        self.in_place = self.person.asked is not None
        self.enter(scene)

    def note(self, fact: f.AnyFact, said: str = "") -> int:
        """Write a fact; standings grow by it at once. Returns its number. `said`: the person's own words that belong to it."""
        number = self.person.facts + 1
        self.facts.append(f.Kept(number, self.world.now, fact, said))
        standings = self.person.standings
        if fact.standard:
            standing = grown(self.person.standing(fact.standard), fact, self.world.now)
            standings = {**standings, fact.standard: standing}
        self.become(facts=number, standings=standings)
        return number

    def send(self, to: str, note: AnyNote, due: int | None = None) -> None:
        """Write a letter to another record, or to this one for later; due now unless said."""
        self.letters.append(Letter(to, self.world.now if due is None else due, note))

    def audit(self, deed: Deed, about: str, why: str = "") -> None:
        """Write down that this person did something to somebody's record, in the same transaction as the deed."""
        self.traces.append(Did(self.person.id, deed, about, why))

    def hold(self, person: str, seq: int, report: str) -> None:
        """Keep the words under fact `seq` of a person until `release` of the report, however old they are."""
        self.traces.append(Holds(person, seq, report))

    def release(self, report: str) -> None:
        self.traces.append(Releases(report))

    def standard(self, code: str) -> Standard | None:
        return self.world.library.standards.get(code)

    def turn(self) -> Turn:
        """The decided turn: what was told and asked becomes one message."""
        if self.blocks or self.buttons:
            form = (self.form,) if self.form else ()
            buttons = (self.buttons,) if self.buttons and self.buttons.choices else ()
            blocks = (*self.blocks, *form, *buttons)
            key = self.person.asked.key if self.buttons and self.person.asked else self._plain_key()
            self.owed.append(Owed(self.person.id, Card(blocks), key, via=self.via, revises=self.in_place))
        return Turn(
            self.person,
            tuple(self.facts),
            tuple(self.letters),
            tuple(self.owed),
            tuple(self.pressables),
            tuple(self.codes),
            tuple(self.moves),
            self.toast,
            tuple(self.traces),
        )

    def _plain_key(self) -> str:
        return message_id(self.person.id, self.world.chance, self.world.salt)
