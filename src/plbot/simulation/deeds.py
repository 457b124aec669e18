"""One thing that a simulated person does, and how they find the button for it among those on show."""

from collections.abc import Iterable
from typing import NamedTuple

from plbot.core.events import InboundKind
from plbot.core.records import Person


class Deed(NamedTuple):
    """Words typed, a button pressed (`mid:n`), or something sent."""

    kind: InboundKind
    text: str = ""
    choice: str = ""


def wrote(text: str) -> Deed:
    return Deed("text", text)


def offered(person: Person) -> tuple[str, ...]:
    """The intents of the buttons on show."""
    return tuple(choice.intent for choice in person.asked.choices) if person.asked else ()


def pressed(person: Person, *wanted: str) -> Deed | None:
    """Press the first of these buttons that is on show. None: none of them is."""
    on_show = offered(person)
    for intent in wanted:
        if intent in on_show and person.asked:
            return Deed("choice", choice=f"{person.asked.mid}:{on_show.index(intent) + 1}")
    return None


def any_of(person: Person, intents: Iterable[str]) -> tuple[str, ...]:
    """Those of `intents` that are on show, each once, in the order shown."""
    wanted = frozenset(intents)
    return tuple(dict.fromkeys(intent for intent in offered(person) if intent in wanted))
