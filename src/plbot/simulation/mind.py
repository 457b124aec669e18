"""What a simulated student truly can do, and how each deed changes it. The bot never looks in here."""

from random import Random

import msgspec

from plbot.core.questions import Question
from plbot.simulation import truth
from plbot.simulation.cohort import Course, Profile, guess
from plbot.simulation.truth import Skill

MOOD = 0.3  # log-odds by which a day is better or worse than others


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """The truth after an answer: the skill, and what part of the way to the ceiling one more answer of this sort is worth."""

    level: float
    gain: float


class Mind:
    """`journal` holds the truth after each answer, by moment (ms) and standard."""

    def __init__(self, profile: Profile, course: Course, chance: Random) -> None:
        self.traits = profile.traits
        self.skills = profile.skills
        self.course = course
        self.chance = chance
        self.mood = 0.0
        self.journal: dict[tuple[int, str], Seen] = {}

    def wakes(self) -> None:
        """Another day, another mood."""
        self.mood = self.chance.gauss(0, MOOD)

    def level(self, code: str, at: int) -> float:
        return truth.now(self.skills[code], self.traits.forgets, at)

    def feels(self, question: Question, at: int) -> float:
        """How sure the student feels of a question, 0..1."""
        return truth.sigmoid(self.level(question.standard, at) + self.mood - self.course.difficulty(question))

    def knows(self, code: str, at: int) -> float:
        """Success on an ordinary question of this standard, 0..1."""
        return truth.sigmoid(self.level(code, at))

    def passes(self, code: str, at: int) -> float:
        """The true chance of passing the standard's form now."""
        return self.course.forms[code].passes(self.level(code, at), self.traits.slip)

    def answers(
        self, question: Question, at: int, *, help_: float = 0.0, share: float = 1.0, solved: bool = False
    ) -> bool:
        """Answer a question, rightly or not, and learn by it.

        `help_`: log-odds that hints and replies are worth. `share` of the gain that this sort of question brings; `solved`: a
        worked solution is shown when this is a miss.
        """
        code = question.standard
        skill = self.skills[code]
        level = self.level(code, at) + self.mood + help_
        p = truth.chance_right(level, self.course.difficulty(question), self.traits.slip, guess(question))
        right = self.chance.random() < p
        part = truth.gain(skill, self.traits, self._beneath(code, at))
        read = truth.SOLUTION if solved and not right and not skill.blocked else 0.0
        truth.practised(skill, self.traits, at, part * share + read)
        self.journal[at, code] = Seen(round(skill.peak, 4), round(part, 5))
        return right

    def _beneath(self, code: str, at: int) -> float:
        """Success on what the standard builds on; 1 where it builds on nothing of this path."""
        known = [self.knows(need, at) for need in self.course.beneath[code]]
        return sum(known) / len(known) if known else 1.0

    def opens(self, code: str, way: str, at: int) -> None:
        """Take one way of learning."""
        truth.opened(self.skills[code], self.traits, at, way, self.chance.random())

    def prefers(self, ways: tuple[str, ...]) -> str:
        """One of the ways on show; those that work for this student more often, because they half know it."""
        return self.chance.choices(ways, [self.traits.ways.get(way, 1.0) for way in ways])[0]

    def tried(self, code: str) -> tuple[str, ...]:
        return self.skills[code].ways

    def puzzles_over(self, code: str) -> bool:
        """Whether this student works on a standard and something stands in the way."""
        skill = self.skills.get(code)
        return skill is not None and skill.blocked and bool(skill.at)

    def is_talked_to(self, code: str, at: int) -> None:
        """A person explains: what stood in the way is cleared."""
        skill: Skill = self.skills[code]
        skill.blocked = False
        truth.practised(skill, self.traits, at, truth.WAY)
