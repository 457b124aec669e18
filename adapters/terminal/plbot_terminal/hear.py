"""Their words into ours: a typed line becomes something heard, or an order to the terminal itself."""

import secrets
from collections.abc import Mapping
from typing import NamedTuple

from plbot.core.events import Inbound
from plbot_terminal.limits import EVENT_BYTES

PLATFORM = "terminal"
ORDERS = ("as", "who", "quit", "help")


class Order(NamedTuple):
    """`/as ben`: something for the terminal, not for the bot."""

    verb: str
    rest: str


def hear(line: str, name: str, things: Mapping[int, str]) -> Inbound | Order:
    """Read a line typed by `name`. `things`: what the slash numbers on show press."""
    text = line.strip()
    verb, _, rest = text.removeprefix("/").partition(" ")
    who = f"{PLATFORM}:{name}"
    event_id = secrets.token_hex(EVENT_BYTES)
    if text.startswith("/") and verb in ORDERS:
        return Order(verb, rest.strip())
    if text.startswith("/") and verb.isdecimal() and int(verb) in things:
        return Inbound(event_id=event_id, who=who, kind="choice", choice=things[int(verb)])
    return Inbound(event_id=event_id, who=who, kind="text", text=line)
