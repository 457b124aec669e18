"""The board of one teacher while it is written: what its sections write on, in that teacher's language."""

from collections.abc import Callable

from plbot.core.cards import Block, Card, Choice, Choices, Literal
from plbot.core.names import shortened
from plbot.core.register import Register
from plbot.core.talk import blocks_of
from plbot.limits import limits


class Sheet:
    """Blocks and buttons, as the sections add to them."""

    def __init__(self, register: Register, teacher: str) -> None:
        self.register = register
        self.room = register.classroom
        self.teacher = teacher
        self.blocks: list[Block] = []
        self.choices: list[Choice] = []
        self.full = False  # something was left out

    def say(self, block: str, **names: object) -> str:
        return self.register.words("teacher/board", block, self.teacher, **names)

    def reasons(self, block: str, **names: object) -> str:
        """A sentence of those that tell the reasons of the rules."""
        return self.register.words("reasons", block, self.teacher, **names)

    def tell(self, block: str, **names: object) -> None:
        self.blocks.extend(blocks_of(self.say(block, **names)))

    def button(self, label: str, intent: str, do: str, **names: object) -> None:
        self.choices.append(Choice(self.say(f"button_{label}", **names), intent, do))

    def add(self, section: Callable[["Sheet"], None]) -> None:
        """Write a section, or leave it out whole where the message would grow too long for the platforms."""
        blocks, choices = list(self.blocks), list(self.choices)
        section(self)
        if (len(self.blocks), len(self.choices)) == (len(blocks), len(choices)):
            return
        length = len(Card((*self.blocks, Choices(tuple(self.choices), ""))).to_text())
        if length > limits.board_letters or len(self.choices) > limits.board_buttons:
            self.blocks, self.choices, self.full = blocks, choices, True

    def name(self, person: str) -> str:
        member = self.room.members.get(person)
        return member.name if member else self.say("somebody")

    def title(self, code: str) -> str:
        standard = self.register.world.library.standards.get(code)
        return standard.title if standard else code

    def quote(self, person: str, number: int) -> None:
        """The student's own sentence that belongs to fact `number` (0: none), as long as it is kept."""
        found = self.register.world.facts(person, number + 1, 1) if number else ()
        said = next((kept.text for kept in found if kept.seq == number), "")
        if said:
            self.blocks.append(Literal(f"“{shortened(said, limits.board_quote)}”"))
