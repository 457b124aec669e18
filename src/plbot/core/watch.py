"""One turn of the duty desk while it is being decided: who is paged, and what is owed to them."""

from dataclasses import dataclass, field

import msgspec

from plbot.core.cards import Block, Choice, Owed
from plbot.core.duty import Duty
from plbot.core.letters import AnyNote, Letter
from plbot.core.talk import Pressable, Turn, message_id, with_things
from plbot.core.world import World


@dataclass(slots=True)
class Watch:
    """The desk as it is becoming, and what is owed to its people."""

    duty: Duty
    world: World
    letters: list[Letter] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    pressables: list[Pressable] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)

    def become(self, **changes: object) -> None:
        self.duty = msgspec.structs.replace(self.duty, **changes)

    def words(self, dialogue: str, block: str, language: str, **names: object) -> str:
        """A sentence in this language."""
        return self.world.words.say(language, dialogue, block, names)

    def send(self, to: str, note: AnyNote, due: int | None = None) -> None:
        """Write a letter; due now unless said."""
        self.letters.append(Letter(to, self.world.now if due is None else due, note))

    def owe(self, to: str, blocks: list[Block], choices: list[Choice], key: str = "", *, revises: bool = False) -> None:
        """Owe somebody on duty a message, in the lane of alarms; its buttons count in any scene."""
        mid = message_id(to, self.world.chance, self.world.salt)
        card, pressables = with_things(to, self.duty.id, mid, blocks, choices)
        self.owed.append(Owed(to, card, key or mid, "alerts", revises))
        self.pressables += pressables

    def turn(self) -> Turn:
        return Turn(self.duty, (), tuple(self.letters), tuple(self.owed), tuple(self.pressables), tuple(self.codes))
