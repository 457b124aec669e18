"""A person of the demo who acts: writes, or presses a button that was shown to them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from plbot.adapters import Sending, SendOutcome, Sent, Window
from plbot.core.cards import Card, Choice
from plbot.core.events import Inbound, InboundKind
from plbot.core.opening import open_person
from plbot.core.records import Person
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.school import School


@dataclass
class Notebook:
    """An adapter that only remembers: the last card that each address was shown. `on_card` is told of every card."""

    platform: str
    shown: dict[str, list[Card]] = field(default_factory=dict)
    on_card: Callable[[Sending], None] = lambda _: None
    tidies: bool = False

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # memory sets no pace
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        self.shown.setdefault(sending.address, []).append(sending.card)
        self.on_card(sending)
        return Sent(b"seen")

    async def serve(self, school: School) -> int:  # noqa: ARG002 - it hears nobody: the actors speak for themselves
        return 0


class NoButtonError(LookupError):
    """An actor looked for a button that was not shown: the demo and the dialogues no longer fit each other."""


@dataclass
class Actor:
    """One person: `address` is where they speak from. Every deed waits until the whole school is quiet again."""

    address: str
    desk: Desk
    delivery: Delivery
    notebook: Notebook
    deeds: int = 0
    person_id: str = ""
    before: Callable[[str], Awaitable[None]] | None = None

    async def write(self, text: str) -> None:
        await self._do("text", text, text=text)

    async def press(self, intent: str, label: str = "") -> None:
        """Press the newest button with this intent (and a label that holds `label`). Raises NoButtonError."""
        for card in reversed(self.notebook.shown.get(self.address, [])):
            choices = card.choices
            for place, choice in enumerate(choices.choices if choices else (), 1):
                if choices and choice.intent == intent and label in choice.label:
                    await self._do("choice", f"[{choice.label}]", choice=f"{choices.mid}:{place}")
                    return
        raise NoButtonError(f"{self.address} was shown no button '{intent}'")

    def choices(self) -> tuple[Choice, ...]:
        """The buttons of the newest card."""
        cards = self.notebook.shown.get(self.address, [])
        return cards[-1].choices.choices if cards and cards[-1].choices else ()

    async def record(self) -> Person:
        """The person as the school remembers them."""
        async with self.desk.store.batch(self.desk.school) as batch:
            if not self.person_id:
                digest = self.desk.office.vault.hash(self.address)
                self.person_id = (await batch.people([digest]))[digest]
            return open_person((await batch.records([self.person_id]))[self.person_id])

    async def _do(self, kind: InboundKind, spoken: str, text: str = "", choice: str = "") -> None:
        if self.before:
            await self.before(spoken)
        self.deeds += 1
        event = f"{self.address}/{self.deeds}"
        inbound = Inbound(event, self.address, kind, self.desk.clock.now(), text, choice)
        receipt = self.desk.hear(inbound)
        await receipt.settled
        await self.delivery.caught_up()
