"""Which words are looked at for danger, and whose."""

from plbot.core.events import Inbound
from plbot.core.records import Person
from plbot.core.screen.look import Finding, Screen

_TEXTS = ("text", "join", "edited")


def met(person: Person, inbound: Inbound, screen: Screen) -> Finding | None:
    """What the screen finds in a student's words. What teachers and people on duty write is not looked at."""
    if inbound.kind not in _TEXTS or not inbound.text.strip() or person.teaches or person.on_duty:
        return None
    return screen.look(inbound.text)


def may_be_danger(person: Person, inbound: Inbound, screen: Screen) -> bool:
    """Whether somebody may be in danger by these words; also where they could not be looked at."""
    try:
        found = met(person, inbound, screen)
    except Exception:  # noqa: BLE001 # nobody knows what they wrote
        return True
    return found is not None and found.severity == "S1"
