"""After an outage: what people wrote meanwhile gets one kind word, and no verdict on a question of yesterday."""

from plbot.core.events import Inbound
from plbot.core.talk import Talk
from plbot.limits import MINUTE, limits

_PUT_OFF = ("text", "choice", "photo", "file")


def met(talk: Talk, inbound: Inbound) -> bool:
    """Whether an outage lay between saying this and hearing it; then it is answered here, once for all of it.

    Decisions about things (a request, a code) are as right today as they were then.
    """
    if not inbound.at or inbound.kind not in _PUT_OFF or not (talk.person.learns_in or talk.person.teaches):
        return False
    if talk.world.now - inbound.at < limits.backlog_minutes * MINUTE or _about_a_thing(talk, inbound):
        return False
    if inbound.at > talk.person.caught_up:
        talk.become(caught_up=talk.world.now)
        talk.tell("common", "was_away")
        talk.enter(talk.person.scene)
    return True


def _about_a_thing(talk: Talk, inbound: Inbound) -> bool:
    mid = inbound.choice.partition(":")[0]
    return inbound.kind == "choice" and talk.world.button(mid) is not None
