"""A simulated teacher: opens the board once or twice a school day and decides what waits there."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import NamedTuple

from plbot.core.cards import Choice, Choices
from plbot.core.records import Classroom, Person
from plbot.core.scenes import MarkingAnswer
from plbot.simulation.deeds import Deed, pressed, wrote
from plbot.simulation.mind import Mind
from plbot.simulation.slate import Slate

WEEK = 0.5  # of the times a whole week is approved where that is on offer
DOUBTS = 0.5  # of the requests that the bot does not expect to pass are sent back
EXPECTED = 0.5  # q below which a teacher doubts
PATIENCE = 40  # deeds in one sitting: what is left waits for the next
DECIDES = ("approve_all", "approve_week", "approve", "mastered", "not_yet", "mark", "talked", "one_by_one", "decline")


class Load(NamedTuple):
    """What one school day asked of a teacher: new messages, revised ones, and taps or lines typed."""

    messages: int
    revised: int
    taps: int


class Teacher:
    """`minds` are the students' by person id: in a conversation a teacher finds out what somebody can do."""

    def __init__(self, address: str, slate: Slate, chance: Random, do: Callable[[str, Deed], Awaitable[None]]) -> None:
        self.address = address
        self.slate = slate
        self.chance = chance
        self.do = do
        self.minds: dict[str, Mind] = {}
        self.taps = 0
        self.loads: list[Load] = []
        self._told = (0, 0)
        self._pressed: set[tuple[str, int]] = set()

    async def act(self, deed: Deed) -> None:
        self.taps += 1
        await self.do(self.address, deed)

    def day_ends(self) -> None:
        """Count what the day asked."""
        messages, revised = self.slate.messages[self.address], self.slate.revised[self.address]
        self.loads.append(Load(messages - self._told[0], revised - self._told[1], self.taps))
        self._told, self.taps = (messages, revised), 0

    async def decide(self, look: Callable[[], Awaitable[tuple[Person, Classroom]]], at: int) -> None:
        """Take the board to its end, as far as patience goes."""
        for _ in range(PATIENCE):
            me, room = await look()
            deed = self._mark(me, room, at) if isinstance(me.scene, MarkingAnswer) else self._next(room, at)
            if deed is None:
                return
            await self.act(deed)
            await asyncio.sleep(0)

    def _board(self) -> Choices | None:
        """The newest card with buttons of things."""
        cards = self.slate.before(self.address)
        return next((c for card in cards if (c := card.choices) and any(b.thing for b in c.choices)), None)

    def _next(self, room: Classroom, at: int) -> Deed | None:
        """The button of the board to press next, none of them twice. None: nothing waits."""
        board = self._board()
        if board is None:
            return None
        for place, choice in self._ranked(board):
            if (board.mid, place) not in self._pressed and self._would(choice, room, at):
                self._pressed.add((board.mid, place))
                self._talks(choice, room, at)
                return Deed("choice", choice=f"{board.mid}:{place}")
        return None

    def _talks(self, choice: Choice, room: Classroom, at: int) -> None:
        """Whoever is talked to has something explained."""
        verb, _, what = choice.action.partition(":")
        person, _, code = what.partition(" ")
        match verb:
            case "talked_with":
                met = [(self.minds.get(person), code)]
            case "talked":
                met = [(mind, person) for mind in self.minds.values() if mind.puzzles_over(person)]
            case "not_yet" if request := room.requests.get(what):
                met = [(self.minds.get(request.person), request.standard)]
            case _:
                met = []
        for mind, standard in met:
            if mind:
                mind.is_talked_to(standard, at)

    def _ranked(self, board: Choices) -> list[tuple[int, Choice]]:
        """The buttons that decide something, the most at one tap first."""
        places = [(place, choice) for place, choice in enumerate(board.choices, 1) if choice.intent in DECIDES]
        return sorted(places, key=lambda pair: (DECIDES.index(pair[1].intent), pair[0]))

    def _would(self, choice: Choice, room: Classroom, at: int) -> bool:
        verb, _, what = choice.action.partition(":")
        request = room.requests.get(what)
        match verb:
            case "admit_all" | "admit" | "mark":
                return True
            case "approve_week":
                return self.chance.random() < WEEK
            case "approve_all" | "talked" | "talked_with":
                return True
            case "approve":
                return request is not None and (request.promise >= EXPECTED or self.chance.random() >= DOUBTS)
            case "mastered" if request:
                return self._finds(request.person, request.standard, at)
            case "send_back" | "not_yet":
                return request is not None
            case _:
                return False

    def _finds(self, person: str, standard: str, at: int) -> bool:
        """In a conversation: whether the student can do it."""
        mind = self.minds.get(person)
        return mind is not None and self.chance.random() < mind.passes(standard, at)

    def _mark(self, me: Person, room: Classroom, at: int) -> Deed:
        """Tap the lines of the rubric that are there, then give the points."""
        scene = me.scene
        if not isinstance(scene, MarkingAnswer) or scene.request not in room.requests:
            return wrote("menu")
        request = room.requests[scene.request]
        lines = (
            [choice.intent for choice in me.asked.choices if choice.intent.startswith("answer:")] if me.asked else []
        )
        mind = self.minds.get(request.person)
        knows = mind.knows(request.standard, at) if mind else 0.5
        chance = Random(f"{scene.request}")  # noqa: S311 - the same words deserve the same points
        due = [line for place, line in enumerate(lines) if chance.random() < knows and place not in scene.given]
        return (pressed(me, due[0]) if due else pressed(me, "give_points")) or wrote("menu")
