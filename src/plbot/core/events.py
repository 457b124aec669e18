"""What comes in: an `Inbound` as an adapter heard it, and the `Move` it means once the engine has looked at it."""

from typing import Literal

import msgspec

InboundKind = Literal[
    "text", "choice", "join", "photo", "file", "reaction", "home", "blocked", "unblocked", "edited", "moved"
]


class Inbound(msgspec.Struct, frozen=True, omit_defaults=True):
    """One update of a platform. `who` is an address (`telegram:123`); `event_id` is unique per platform and bot; `at` is in ms.

    `text` for kind text (join: a code that came with the link; moved: the new address); `choice` (`mid:n`) for kind choice,
    and for a text that was written into a form: the `mid` of the question that it answers.
    `where` is the address of the group it was said in; empty in private. `at` is 0 where the platform does not say.
    """

    event_id: str
    who: str
    kind: InboundKind
    at: int = 0
    text: str = ""
    choice: str = ""
    bot: str = ""
    where: str = ""

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
