"""What comes in: an `Inbound` as an adapter heard it, and the `Move` it means once the engine has looked at it."""

from typing import Literal

import msgspec

InboundKind = Literal["text", "choice", "join", "photo", "file", "reaction", "home", "blocked", "unblocked", "edited"]


class Inbound(msgspec.Struct, frozen=True, omit_defaults=True):
    """One update of a platform. `who` is an address (`telegram:123`); `event_id` is unique per platform and bot; `at` is in ms.

    `text` for kind text (and join: a code that came with the link); `choice` (`mid:n`) for kind choice.
    """

    event_id: str
    who: str
    kind: InboundKind
    at: int = 0
    text: str = ""
    choice: str = ""
    bot: str = ""

    @property
    def platform(self) -> str:
        return self.who.partition(":")[0]


class Wrote(msgspec.Struct, frozen=True):
    """The person typed this, and it is neither a global word nor one of the choices on show."""

    text: str


class Chose(msgspec.Struct, frozen=True):
    """The person pressed or typed one of the choices on show. `do` is the choice's action, like `answer:2`."""

    do: str

    @property
    def verb(self) -> str:
        return self.do.partition(":")[0]

    @property
    def rest(self) -> str:
        return self.do.partition(":")[2]

    @property
    def number(self) -> int:
        """The number behind the colon; 0 where there is none."""
        return int(self.rest) if self.rest.isdecimal() else 0


Move = Wrote | Chose
