"""What lies in the store as bytes: facts, notes, cards and buttons as JSON, written and read by encoders that are made once."""

from collections.abc import Sequence

import msgspec

from plbot.core.cards import Card, Choice
from plbot.core.facts import AnyFact, Kept
from plbot.core.letters import AnyNote
from plbot.core.world import FoundButton
from plbot.storage.store import StoredButton, StoredFact

encode = msgspec.json.Encoder().encode

read_note = msgspec.json.Decoder[AnyNote](AnyNote).decode
read_card = msgspec.json.Decoder(Card).decode
_read_fact = msgspec.json.Decoder[AnyFact](AnyFact).decode
_read_choices = msgspec.json.Decoder(tuple[Choice, ...]).decode


def kept(rows: Sequence[StoredFact]) -> tuple[Kept, ...]:
    """Stored facts as a turn looks at them."""
    return tuple(Kept(row.seq, row.at, _read_fact(row.doc), row.text or "") for row in rows)


def button(row: StoredButton) -> FoundButton:
    """Stored buttons as a turn looks at them."""
    choices = _read_choices(row.doc)
    actions = tuple(choice.action for choice in choices)
    return FoundButton(row.person, actions, tuple(choice.thing for choice in choices))
