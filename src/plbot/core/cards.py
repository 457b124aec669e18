"""What goes out: cards made of blocks. An adapter turns a card into its platform's payload; every block also has plain text."""

from collections.abc import Sequence

import msgspec

from plbot.core import maths


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One button. `intent` says in a stable English word what it does; `do` is the whole action (default: the intent).

    `thing` names the record that a thing's button belongs to (a class's request, say); empty for a scene's button.
    """

    label: str
    intent: str
    do: str = ""
    thing: str = ""

    @property
    def action(self) -> str:
        return self.do or self.intent


class Paragraph(msgspec.Struct, frozen=True, tag="p"):
    """Prose; may hold `$...$` maths and `**bold**`."""

    text: str

    def to_text(self) -> str:
        return maths.plain(self.text)


class Heading(msgspec.Struct, frozen=True, tag="h"):
    text: str

    def to_text(self) -> str:
        return maths.plain(self.text)


class Literal(msgspec.Struct, frozen=True, tag="lit"):
    """What a person wrote, or is called: shown to the letter, never read as maths or marks."""

    text: str

    def to_text(self) -> str:
        return self.text


class Image(msgspec.Struct, frozen=True, tag="img"):
    """A picture on this machine; `alt` says in words what it shows."""

    path: str
    alt: str

    def to_text(self) -> str:
        return f"[Picture: {self.alt}]"


class Row(msgspec.Struct, frozen=True, array_like=True):
    label: str
    value: str


class Rows(msgspec.Struct, frozen=True, tag="rows"):
    """Facts side by side: label and value."""

    rows: tuple[Row, ...]

    def to_text(self) -> str:
        return "\n".join(f"{row.label}: {maths.plain(row.value)}" for row in self.rows)


class Options(msgspec.Struct, frozen=True, tag="opts"):
    """The answers a question offers, numbered as shown; `marks` are the signs before them (`1.`, `a)`)."""

    texts: tuple[str, ...]
    letters: bool = False

    def to_text(self) -> str:
        return "\n".join(f"{self.mark(place)} {maths.plain(text)}" for place, text in enumerate(self.texts))

    def mark(self, place: int) -> str:
        return f"{chr(ord('a') + place)})" if self.letters else f"{place + 1}."


class Choices(msgspec.Struct, frozen=True, tag="choices"):
    """The buttons. `numbered`: a typed number picks one; otherwise a typed number is an answer, and a label picks."""

    choices: tuple[Choice, ...]
    mid: str
    numbered: bool = True

    def to_text(self) -> str:
        if self.numbered:
            return "\n".join(f"{n}. {maths.plain(choice.label)}" for n, choice in enumerate(self.choices, 1))
        shown = (choice for choice in self.choices if not choice.intent.startswith("answer:"))  # options stand above
        return " ".join(f"[{maths.plain(choice.label)}]" for choice in shown)


class Field(msgspec.Struct, frozen=True, tag="field"):
    """Words are asked for here. Where the platform has forms, one opens; everywhere else people just type.

    `mid` is that of the question; a form hands it back with the words. `longest` is in characters.
    """

    label: str
    mid: str
    longest: int

    def to_text(self) -> str:
        return ""


class Command(msgspec.Struct, frozen=True, array_like=True):
    """A word that may be typed anywhere, and what it does."""

    word: str
    does: str


class Commands(msgspec.Struct, frozen=True, tag="commands"):
    """What this person may type anywhere: for platforms that keep such a list beside the place to type."""

    commands: tuple[Command, ...]

    def to_text(self) -> str:
        return ""


Block = Paragraph | Heading | Literal | Image | Rows | Options | Choices | Field | Commands


def texts_of(block: Block) -> Sequence[str]:
    """The texts of a block that may hold maths."""
    match block:
        case Paragraph(text) | Heading(text):
            return (text,)
        case Options(texts):
            return texts
        case Rows(rows):
            return tuple(row.value for row in rows)
        case _:
            return ()


class Card(msgspec.Struct, frozen=True):
    """One message, finished, in the recipient's language."""

    blocks: tuple[Block, ...]

    def to_text(self) -> str:
        """The whole message as plain text, a blank line between blocks."""
        return "\n\n".join(text for block in self.blocks if (text := block.to_text()))

    @property
    def choices(self) -> Choices | None:
        return next((block for block in self.blocks if isinstance(block, Choices)), None)


class Owed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message that somebody is owed. `key` names it for ever; `revises`: change that message in place where it is known.

    `via` is the address it must go to (the hash of one); empty: the person's preferred address.
    """

    to: str
    card: Card
    key: str
    lane: str = "own"
    revises: bool = False
    via: str = ""


LANES: Sequence[str] = (
    "own",
    "help",
    "alerts",
    "cheers",
    "home",
)  # each keeps its own order, so that news never delays an answer
