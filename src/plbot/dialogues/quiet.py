"""Quiet hours: what is told unasked waits until they are over, as a letter to oneself."""

from plbot.core.calendar import awake
from plbot.core.letters import AnyNote
from plbot.core.talk import Talk


def put_off(talk: Talk, note: AnyNote) -> bool:
    """Whether it is quiet now; then `note` comes to this person again when it is not."""
    due = awake(talk.world.now, talk.person.zone, talk.person.policy)
    if due == talk.world.now:
        return False
    talk.send(talk.person.id, note, due)
    return True
