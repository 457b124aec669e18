"""Simulated students with known truth, who answer as students do: for tests, and for figures that anybody can measure anew.

Ability goes over all standards and differs by standard; questions differ in difficulty and in how well they tell; lists are
guessed at; practice teaches, some quickly and some hardly; weeks forget; who knows still slips. A few standards and questions
are met often, most of them rarely. Students go on with a standard for a few answers, longer while it does not go well.
"""

from collections.abc import Iterator
from math import exp
from random import Random
from typing import NamedTuple

from plbot.readiness.log import Row

GUESS = 4  # options of a list
SLIP = 0.03


class World(NamedTuple):
    """What there is to answer: how difficult each standard is (log-odds), and each of its questions: difficulty, slope, options."""

    standards: list[float]
    items: list[list[tuple[float, float, int]]]


class Told(NamedTuple):
    """One answer and the truth behind it: the chance that it is right, and the chance of an ordinary question of the standard."""

    row: Row
    chance: float
    knows: float


def world(seed: int, standards: int = 60, items: int = 900, lists: float = 0.2) -> World:
    """Make standards and questions; `lists` of them are picked from a list."""
    chance = Random(f"world {seed}")  # noqa: S311 # repeatable
    made: list[list[tuple[float, float, int]]] = [[] for _ in range(standards)]
    for item in range(items):
        where = item if item < standards else min(int(standards * chance.random() ** 1.5), standards - 1)
        options = GUESS if chance.random() < lists else 0
        made[where].append((chance.gauss(0, 0.9), chance.lognormvariate(0, 0.25), options))
    return World([chance.gauss(-0.8, 0.7) for _ in range(standards)], made)


def log(
    students: int, seed: int, there: World | None = None, *, answers: int = 90, hints: float = 0.05
) -> Iterator[Told]:
    """Walk students through the standards, one student after the other; about `answers` answers each."""
    there = there or world(seed)
    chance = Random(f"students {seed}")  # noqa: S311 # see above
    for student in range(students):
        yield from _student(f"s{student}", there, chance, max(12, int(chance.expovariate(1 / answers))), hints)


def _student(name: str, there: World, chance: Random, answers: int, hints: float) -> Iterator[Told]:
    ability, quick = chance.gauss(0, 1.0), chance.lognormvariate(-2.4, 0.7)
    known: dict[int, float] = {}
    given = 0
    while given < answers:
        standard = int(len(there.items) * chance.random() ** 1.4)
        if standard in known:
            known[standard] -= chance.uniform(0, 0.4)  # a while has passed
        else:
            known[standard] = ability + chance.gauss(0, 0.8) - there.standards[standard]
        few, running = chance.randint(3, 12), 0
        for _ in range(few):
            item = int(len(there.items[standard]) * chance.random() ** 1.3)
            harder, slope, options = there.items[standard][item]
            p = _right(slope * (known[standard] - harder), options)
            right = chance.random() < p
            aided = chance.random() < hints
            yield Told(Row(name, f"k{standard}", f"i{item}", options, right, aided), p, _right(known[standard], 0))
            known[standard] += quick * chance.random() * 2
            given += 1
            running = running + 1 if right else 0
            if running == few // 2 + 2 or given >= answers:
                break


def _right(log_odds: float, options: int) -> float:
    knows = (1 - SLIP) / (1 + exp(-log_odds))
    return 1 / options + (1 - 1 / options) * knows if options else knows
