"""Who is simulated: students of three kinds, drawn from a seed; and how hard the standards truly are."""

from collections.abc import Iterator, Sequence
from math import exp
from random import Random
from typing import NamedTuple

import msgspec

from plbot.core.library import Item, Library, Standard
from plbot.core.questions import Question
from plbot.simulation.truth import DIFFICULTY, Form, Skill, Traits

CLASS_SIZE = 25  # students: an ordinary class, and small enough that 150 students are work for several processors


class Kind(NamedTuple):
    """`share` of the students; mean `ability`; how often something stands in the way; pace of learning."""

    share: float
    ability: float
    blocked: float
    rate: float


KINDS = {
    "behind": Kind(0.30, -1.0, 0.25, 0.75),
    "on level": Kind(0.45, 0.0, 0.12, 1.0),
    "ahead": Kind(0.25, 1.6, 0.04, 1.3),
}
ABILITY_SPREAD = 0.45  # within a kind
START = -0.4  # skill of an average student before a standard was taught: two of five right
START_SPREAD = 0.7
LATER = 1.2  # log-odds by which the first standard of a path is better known than the last
INHERITED = 0.4  # of what is special about the standards it builds on
CEILING = 3.3  # log-odds: nineteen of twenty right, less what slips
CEILING_SPREAD = 0.5
CEILING_ABILITY = 0.4  # of ability
FORGETS = 0.14  # exponent of the days: fits .91, .83 and .78 right at once, after a week, after a month
SLIP = (0.01, 0.05)
ITEM_SPREAD = 0.3  # log-odds by which a kind of question differs from others of its level
STANDARD_SPREAD = 0.3
FEW_GUESS = 0.05  # chance to hit on an order, a match or a set of several by luck
MODES = ("read", "see", "do", "talk", "listen", "watch")


class Habits(msgspec.Struct, frozen=True):
    """How a student comes and goes. `away` are the days (from 0) of a week missed; `deeds` is an ordinary day's work."""

    attends: float
    away: range
    deeds: int
    odd: float  # share of deeds that are no part of the work
    asks_anyway: float  # chance, when not told ready, to ask all the same


class Profile(msgspec.Struct, frozen=True):
    """One student as drawn: `skills` holds each standard's start."""

    number: int
    name: str
    traits: Traits
    habits: Habits
    skills: dict[str, Skill]


class Course(msgspec.Struct, frozen=True):
    """The standards of a path as the truth sees them."""

    codes: tuple[str, ...]
    forms: dict[str, Form]
    beneath: dict[str, tuple[str, ...]]
    items: dict[tuple[str, str], float]  # (standard, item) -> what it is harder than its level says
    path: str = ""

    def difficulty(self, question: Question) -> float:
        return DIFFICULTY.get(question.level, 0.0) + self.items.get((question.standard, question.item), 0.0)


def course(library: Library, path: str, seed: str) -> Course:
    """How hard each standard and each of its items is: the same for all students of a seed."""
    road = library.paths[path]
    codes = tuple(code for code in road.standards if code in library.standards)
    items: dict[tuple[str, str], float] = {}
    for code in codes:
        chance = Random(f"{seed}/{code}")  # noqa: S311 - a simulation must be repeatable
        own = chance.gauss(0, STANDARD_SPREAD)
        items |= {(code, item.id): own + chance.gauss(0, ITEM_SPREAD) for item in library.standards[code].items}
    beneath = {code: tuple(need for need in library.prerequisites(code, road) if need in codes) for code in codes}
    return Course(codes, {code: _form(library.standards[code], items) for code in codes}, beneath, items, path)


def _form(standard: Standard, items: dict[tuple[str, str], float]) -> Form:
    asked = [item for item in standard.items_for("reassess") if item.kind != "open"]
    places = tuple(
        tuple(
            (DIFFICULTY.get(item.level, 0.0) + items[standard.code, item.id], guess(item)) for item in _of(asked, level)
        )
        for level, count in sorted(standard.reassess.form.items())
        for _ in range(count)
        if asked
    )
    return Form(places, standard.reassess.passing)


def _of(asked: Sequence[Item], level: int) -> Sequence[Item]:
    """The items of a level; all of them where it has none."""
    return [item for item in asked if item.level == level] or asked


def guess(asked: Item | Question) -> float:
    """The chance to be right without knowing."""
    match asked.kind:
        case "choice":
            return 1 / max(1, len(asked.options))
        case "choices" | "order" | "match":
            return FEW_GUESS
        case _:
            return 0.0


def profiles(course: Course, students: int, days: int, seed: str) -> list[Profile]:
    """Draw all students; each from the seed and their own number, so that who sits beside them does not matter."""
    kinds = list(_kinds(students))
    Random(seed).shuffle(kinds)  # noqa: S311 - a simulation must be repeatable
    return [profile(course, number, kind, f"{seed}/{number}", days) for number, kind in enumerate(kinds, 1)]


def _kinds(students: int) -> Iterator[str]:
    given = 0
    reach = 0.0
    for name, kind in KINDS.items():
        reach += kind.share
        while given < round(reach * students):
            given += 1
            yield name


def profile(course: Course, number: int, name: str, seed: str, days: int = 0) -> Profile:
    """Draw one student of the kind `name`, who lives for so many days."""
    chance = Random(seed)  # noqa: S311 - a simulation must be repeatable
    kind = KINDS[name]
    ability = chance.gauss(kind.ability, ABILITY_SPREAD)
    traits = Traits(
        name,
        ability,
        kind.rate * exp(chance.gauss(0, 0.3)),
        chance.uniform(*SLIP),
        FORGETS * exp(chance.gauss(0, 0.3)),
        {mode: exp(chance.gauss(-0.1, 0.5)) for mode in MODES},
    )
    away = range(0)
    if days >= 14 and chance.random() < 0.25:  # noqa: PLR2004 - one student in four misses a week, where there are two
        first = chance.randrange(days - 7)
        away = range(first, first + 7)
    habits = Habits(
        chance.uniform(0.75, 0.98), away, round(chance.gauss(20, 4)), chance.uniform(0, 0.05), chance.uniform(0, 0.04)
    )
    skills = _skills(course, kind, ability, chance)
    return Profile(number, f"Student {number}", traits, habits, skills)


def _skills(course: Course, kind: Kind, ability: float, chance: Random) -> dict[str, Skill]:
    skills: dict[str, Skill] = {}
    deviations: dict[str, float] = {}
    for place, code in enumerate(course.codes):
        known = [deviations[need] for need in course.beneath[code] if need in deviations]
        special = INHERITED * sum(known) / len(known) if known else 0.0
        deviations[code] = special + chance.gauss(0, START_SPREAD)
        start = START + ability + LATER * (0.5 - place / len(course.codes)) + deviations[code]
        ceiling = max(start, CEILING + CEILING_ABILITY * ability + chance.gauss(0, CEILING_SPREAD))
        skills[code] = Skill(start, ceiling, chance.random() < kind.blocked, start)
    return skills


def class_count(students: int) -> int:
    return -(-students // CLASS_SIZE)


def classes(everybody: Sequence[Profile]) -> list[list[Profile]]:
    """Split them into classes of about the same size, at most `CLASS_SIZE`."""
    count = class_count(len(everybody))
    return [list(everybody[place::count]) for place in range(count)]
