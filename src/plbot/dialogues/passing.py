"""What passes from one student to another: no way to meet elsewhere, and nothing that worries the screen."""

from plbot.core.redact import Redacted, redact
from plbot.core.talk import Talk


def passed(talk: Talk, text: str) -> Redacted:
    """The text as a classmate may read it; where what is left still worries, nothing of it is left."""
    gap = talk.words("relay", "gap")
    clean = redact(text, gap)
    return clean if talk.world.screen.look(clean.text) is None else Redacted(gap, clean.taken + 1)
