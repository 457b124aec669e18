"""The people of the crash test. They know what anyone at the other end of the bridge can see: texts, buttons and their intents."""

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

Line = dict[str, Any]
# "missed on" is one more miss in the same breath.
Deed = tuple[
    object, ...
]  # what a line must leave in the person's history: ("answered", item, right), ("goal", words) ...

QUESTIONS = {
    "add": re.compile(r"What is (\d+) \+ (\d+)\?"),
    "take": re.compile(r"What is (\d+) [-\u2212] (\d+)\?"),
    "times": re.compile(r"What is (\d+) x (\d+)\?"),
    "larger": re.compile(r"Which number is the largest\?"),
}
KNOWS = 0.75  # share of right answers: students get ready, and miss forms now and then

# How much a student likes each button; those not named are left alone.
LIKES = {
    "choose": 4, "learn": 2, "read": 1, "do": 1, "talk": 1, "practise": 6, "check": 2, "reassess": 3, "ready": 1, "menu": 1, "next": 3,
    "result": 6, "correct": 5, "another_way": 1, "binder": 0.5, "older": 1, "path": 0.5, "take_back": 0.3, "skip": 1, "done": 2,
}  # fmt: skip
WAYS = {"read", "do", "talk"}
TAPS = {"very_sure", "quite_sure", "not_sure", "helped_questions", "helped_hints", "helped_ways", "helped_someone"}
NOTICES = {"reassess", "practise", "learn", "result"}

TEACHES = {"approve": 6, "approve_all": 2, "decline": 1, "approve_week": 0.1}
LOOKS = {
    "class": 3, "board": 3, "record_result": 0.2, "student": 1, "standard": 1, "mastered": 1, "not_yet": 1, "menu": 1, "back_to_class": 1
}  # fmt: skip


class Asked(NamedTuple):
    """A question as its text shows it. `right` and `missed` are lines without id and sender."""

    item: str
    right: Line
    missed: Line


def asked_in(message: Line) -> Asked | None:
    """The question that this message asks, if it asks one; samples in a result are none."""
    if {"practise", "yes"} & set(intents(message)):
        return None
    places = {item: list(pattern.finditer(message["text"])) for item, pattern in QUESTIONS.items()}
    item, found = max(
        ((item, found[-1]) for item, found in places.items() if found),
        key=lambda each: each[1].start(),
        default=("", None),
    )
    if found is None:
        return None
    if item == "larger":
        by_size = sorted(
            (button for button in message["buttons"] if button["intent"].startswith("answer:")),
            key=lambda button: int(button["label"]),
        )
        return Asked(item, {"press": by_size[-1]["value"]}, {"press": by_size[0]["value"]})
    a, b = int(found[1]), int(found[2])
    key = a + b if item == "add" else a - b if item == "take" else a * b
    return Asked(item, {"text": str(key)}, {"text": str(key + 1000)})


def intents(message: Line) -> list[str]:
    return [button["intent"] for button in message["buttons"]]


def value(message: Line, intent: str) -> str:
    return next(str(button["value"]) for button in message["buttons"] if button["intent"] == intent)


@dataclass
class Person:
    """`deeds` are what the lines sent so far must leave behind, in their order; `shown` the scene's last message."""

    name: str
    chance: Random
    deeds: list[Deed] = field(default_factory=list)
    in_flight: int = 0
    answered: int = 0  # messages since the last line was sent
    shown: Line | None = None
    looks: bool = True  # something is new since the last look
    owes_answer = True  # every line of this person is answered by a message
    count: int = 0

    @property
    def free(self) -> bool:
        return self.looks and not self.in_flight

    def take(self, message: Line) -> None:
        self.answered += 1
        self.looks = True
        self.see(message)

    def see(self, message: Line) -> None:
        if message["buttons"] or self.shown is None or not self.shown["buttons"]:
            self.shown = message

    def act(self) -> list[Line]:
        """The next lines, without their ids; none while there is nothing to do but wait."""
        self.looks = False
        return self.decide()

    def decide(self) -> list[Line]:
        raise NotImplementedError

    def unique(self, kind: str) -> str:
        """Words of which there are none alike: what they leave behind can be told apart."""
        self.count += 1
        return f"{kind} number {self.count} of {self.name}"

    def liked(self, message: Line, likes: dict[str, float]) -> str:
        """A button's value, by liking; '' where none is liked."""
        buttons = [button for button in message["buttons"] if likes.get(button["intent"])]
        weights = [likes[button["intent"]] for button in buttons]
        return str(self.chance.choices(buttons, weights)[0]["value"]) if buttons else ""


@dataclass
class Student(Person):
    code: str = ""
    notices: list[str] = field(default_factory=list)

    def see(self, message: Line) -> None:
        shows = set(intents(message))
        if shows and shows <= NOTICES:
            self.notices = [*self.notices, *(button["value"] for button in message["buttons"])][-4:]
        elif shows or self.shown is None or not self.shown["buttons"]:
            self.shown = message

    def decide(self) -> list[Line]:
        if self.shown is None:
            return [self.chance.choice([{"text": "hi"}, {"kind": "join"}, {"text": self.code}])]
        shows = set(intents(self.shown))
        if not shows:
            return self._at_the_door(self.shown["text"])
        asked = asked_in(self.shown)
        if asked:
            return self._before_question(self.shown, asked, shows)
        if shows & TAPS or shows == {"no"}:
            return self._reflect(self.shown, shows)
        if "yes" in shows:
            return self._request(self.shown)
        return self._wander(self.shown, shows)

    def _at_the_door(self, text: str) -> list[Line]:
        if "What should I call you" in text:
            return [{"text": self.name}]
        return [] if "You asked to join" in text else [{"text": self.code}]

    def _before_question(self, shown: Line, asked: Asked, shows: set[str]) -> list[Line]:
        in_form, practises, luck = "stop" in shows, "drop" in shows, self.chance.random()
        if luck < 0.04 and not in_form:
            return self._goals()
        if luck < 0.08 and practises and asked.item != "larger":
            return self._misses(asked.item)
        if luck < 0.10:
            return [self.chance.choice([{"kind": "photo"}, {"text": "why"}, {"text": "help"}])]
        if (luck < 0.14 and practises) or (luck < 0.11 and in_form):
            self.deeds.append(("dropped",))
            return [{"press": value(shown, "drop" if practises else "stop")}]
        if luck < 0.22 and "hint" in shows:
            return [{"press": value(shown, "hint")}]
        if luck < 0.34 and not in_form:
            pressed = self.liked(shown, LIKES)
            return [{"press": pressed}] if pressed else [{"text": "menu"}]
        right = self.chance.random() < KNOWS
        self.deeds.append(("answered", asked.item, right))
        return [asked.right if right else asked.missed]

    def _goals(self) -> list[Line]:
        """Several lines at once, whose order and number can be read off their words."""
        lines: list[Line] = []
        for _ in range(self.chance.randint(1, 4)):
            words = self.unique("Goal")
            self.deeds.append(("goal", words))
            lines += [{"text": "goal"}, {"text": words}]
        return lines

    def _misses(self, item: str) -> list[Line]:
        """Several misses at once: after the second the same kind of question comes with fresh numbers."""
        count = self.chance.randint(2, 6)
        self.deeds += [("answered", item, False), *[("missed on", item, False)] * (count - 1)]
        return [{"text": str(900_000 + number)} for number in range(count)]

    def _reflect(self, shown: Line, shows: set[str]) -> list[Line]:
        tapped = not shows & TAPS
        luck = self.chance.random()
        if luck < 0.3:
            words = self.unique("Thought")
            self.deeds.append(("reflected", words))
            return [{"text": words}]
        if luck < 0.6 and not tapped:
            return [{"press": value(shown, self.chance.choice(sorted(shows & TAPS)))}]
        if tapped:
            self.deeds.append(("reflected", ""))
        return [{"press": value(shown, "no")}]

    def _request(self, shown: Line) -> list[Line]:
        luck = self.chance.random()
        if luck < 0.1:
            return [{"press": value(shown, "no")}]
        words = self.unique("Request") if luck < 0.6 else ""
        self.deeds.append(("asked", words))
        return [{"text": words} if words else {"press": value(shown, "yes")}]

    def _wander(self, shown: Line, shows: set[str]) -> list[Line]:
        if self.notices and self.chance.random() < 0.5:
            return [{"press": self.notices.pop()}]
        if "add_evidence" in shows and self.chance.random() < 0.3:
            words = self.unique("Evidence")
            self.deeds.append(("evidence", words))
            return [{"press": value(shown, "add_evidence")}, {"text": words}]
        if "goal_ahead" in shows and self.chance.random() < 0.7:
            words = self.unique("Goal")
            self.deeds.append(("goal", words))
            return [{"text": words}]
        pressed = self.liked(shown, LIKES)
        if not pressed:
            return [{"text": "menu"}]
        intent = next(button["intent"] for button in shown["buttons"] if button["value"] == pressed)
        self.deeds += [("opened",)] if intent in WAYS else [("chose",)] if intent == "choose" else []
        return [{"press": pressed}]


@dataclass
class Teacher(Person):
    """Teaches every class whose code is in `codes`; what is on a board stays a button whatever is shown after it."""

    codes: list[str] = field(default_factory=list)
    boards: dict[str, Line] = field(default_factory=dict)
    owes_answer = False

    def see(self, message: Line) -> None:
        shows = set(intents(message))
        if message["key"].startswith("board:") or (shows & set(TEACHES) and "menu" not in shows):
            self.boards[message["key"] if message["key"].startswith("board:") else "anew"] = message
        else:
            super().see(message)

    def decide(self) -> list[Line]:
        if self.codes:
            code = self.codes.pop()
            return [{"text": code if self.shown is None else f"join {code}"}]
        board = self.chance.choice([*self.boards.values(), None])
        decided = self.liked(board, TEACHES) if board else ""
        if decided:
            return [{"press": decided}]
        looked = self.liked(self.shown, LOOKS) if self.shown else ""
        return [{"press": looked} if looked else {"text": "menu"}]


@dataclass
class Clock(Person):
    """Whoever moves the virtual clock: now and then, and not further than what is compared in the end is kept."""

    owes_answer = False
    left: int = 0  # minutes
    moved: int = 0

    def decide(self) -> list[Line]:
        self.looks = True
        if not self.left or self.chance.random() > 0.004:
            return []
        minutes = min(self.left, self.chance.choice([1, 20, 90, 300]))
        self.left -= minutes
        self.moved += minutes
        return [{"advance": f"{minutes}m"}]
