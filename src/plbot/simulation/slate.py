"""What simulated people have before their eyes: the last few cards of each, and how many messages each was sent."""

from collections import Counter, defaultdict, deque
from collections.abc import Sequence

from plbot.adapters import Sending, SendOutcome, Sent, Window
from plbot.core.cards import Card
from plbot.school import School

PLATFORM = "simulated"
REMEMBERED = 8  # cards: a board, and what came after it


class Slate:
    """An adapter that shows and counts. `messages` are new ones, `revised` were changed in place."""

    tidies = False

    def __init__(self, platform: str = PLATFORM) -> None:
        self.platform = platform
        self._shown: defaultdict[str, deque[tuple[str, Card]]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self.messages: Counter[str] = Counter()
        self.revised: Counter[str] = Counter()

    def before(self, address: str) -> list[Card]:
        """The last cards as they look now, the newest first: of a message that was changed in place, only the last state."""
        newest: dict[str, Card] = {}
        for key, card in reversed(self._shown[address]):
            newest.setdefault(key, card)
        return list(newest.values())

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # memory sets no pace
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        if sending.lane != "home":
            self._shown[sending.address].append((sending.key, sending.card))
            (self.revised if sending.revises else self.messages)[sending.address] += 1
        return Sent(b"seen")

    async def serve(self, school: School) -> int:  # noqa: ARG002 - it hears nobody: the simulated speak for themselves
        return 0
