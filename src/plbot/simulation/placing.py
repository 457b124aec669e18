"""Simulated students who are placed: what they know is decided beforehand, and so whether placement found it can be told."""

from collections.abc import Iterator, Mapping
from random import Random
from statistics import fmean
from typing import Literal, NamedTuple

import msgspec

from plbot.core import placement
from plbot.core.facts import Placed, Sound
from plbot.core.library import Library
from plbot.core.records import Membership, Person
from plbot.core.standing import grown
from plbot.limits import DAY, MINUTE, Policy
from plbot.simulation.library import PATH

Kind = Literal["behind", "on level", "ahead"]
KINDS: tuple[Kind, ...] = ("behind", "on level", "ahead")
FRONT: Mapping[Kind, float] = {
    "behind": 0.15,
    "on level": 0.50,
    "ahead": 0.85,
}  # how far along the path such a student is, on average
BETWEEN = 0.10  # students of a kind differ
AREAS = 0.12  # and so does each of them from one area of the path to the next
BLUR = 0.08  # and from one standard to the next
GAPS = 0.05  # of what stands before a known standard: not known all the same
RIGHT = {1: 0.96, 2: 0.90, 3: 0.80}  # a right answer, by level, where the standard is known
LUCK = {1: 0.25, 2: 0.12, 3: 0.05}  # ... and where it is not; picked from four: a quarter more
SHARE_PICKED = 0.25  # of the questions; the rest are typed
SAYS_SO = 0.25  # of not known: says "I haven't learned this yet"


class Student(NamedTuple):
    """A simulated student: their kind, and the standards that they truly know."""

    kind: Kind
    knows: frozenset[str]


def student(kind: Kind, library: Library, chance: Random, scatter: float = 1.0) -> Student:
    """Draw a student. Nearly all that stands before a known standard is known as well. `scatter` widens areas and blur."""
    codes = library.paths[PATH].standards
    front = chance.gauss(FRONT[kind], BETWEEN)
    areas = {code.rpartition(".")[0].rpartition(".")[0]: chance.gauss(0, AREAS * scatter) for code in codes}
    knows: set[str] = set()
    for place, code in enumerate(codes):
        reached = front + areas[code.rpartition(".")[0].rpartition(".")[0]] + chance.gauss(0, BLUR * scatter)
        if reached > (place + 0.5) / len(codes):
            knows.add(code)
    for code in codes[::-1]:
        if code in knows:
            below = sorted(library.foundations[PATH][code])
            knows.update(need for need in below if chance.random() >= GAPS)
    return Student(kind, frozenset(knows))


def newcomer() -> Person:
    """Somebody who has just joined a class that walks the generated path."""
    return Person("p1", memberships=(Membership("c1", "Room", PATH, "Ms Li", policy=Policy()),))


def says(truth: Student, code: str, level: int, options: int, chance: Random) -> Sound:
    """What a student answers to a question of a standard."""
    if code in truth.knows:
        return "right" if chance.random() < RIGHT[level] else "missed"
    if chance.random() < SAYS_SO:
        return "unlearned"
    luck = LUCK[level] + ((1 - LUCK[level]) / options if options else 0)
    return "right" if chance.random() < luck else "missed"


def told(person: Person, fact: Placed, at: int) -> Person:
    """The person after one answer."""
    fact = msgspec.structs.replace(fact, number=len(placement.heard(person)) + 1)
    grew = grown(person.standing(fact.standard), fact, at)
    return msgspec.structs.replace(person, standings={**person.standings, fact.standard: grew})


def place(truth: Student, library: Library, chance: Random) -> Iterator[Person]:
    """Play all rounds of placement, one a day. Gives the person after each answer."""
    person = newcomer()
    for today in range(Policy().place_rounds):
        now = today * DAY
        while code := placement.next_standard(person, library, now):
            level, options = placement.level_now(person, now), 4 * (chance.random() < SHARE_PICKED)
            now += MINUTE
            said = says(truth, code, level, options, chance)
            person = told(person, Placed(code, "x", level, said, options), now)
            yield person


def in_path_order(truth: Student, library: Library, chance: Random) -> Iterator[Person]:
    """Ask the standards one by one, in the order of the path, without an end. Gives the person after each answer."""
    person = newcomer()
    for number, code in enumerate(library.paths[PATH].standards):
        options = 4 * (chance.random() < SHARE_PICKED)
        said = says(truth, code, 2, options, chance)
        person = told(person, Placed(code, "x", 2, said, options), number * MINUTE)
        yield person


def rightly(person: Person, truth: Student, library: Library) -> float:
    """The share of standards that are classified rightly: seems known, or not."""
    known = placement.seems_known(person, library)
    codes = library.paths[PATH].standards
    return sum((code in known) == (code in truth.knows) for code in codes) / len(codes)


class Measured(NamedTuple):
    """Means over students: questions and rounds of placement, the share classified rightly, the longest row of misses in a round.

    `path_order`: how many questions in path order classify as many rightly (30: not even one for each of the 29).
    """

    students: int
    knows: float
    questions: float
    most_questions: int
    most_misses: int
    rightly: float
    in_order_rightly: float
    path_order: int

    @property
    def saved(self) -> float:
        """The share of questions that placement saves."""
        return 1 - self.questions / self.path_order


def measure(kind: Kind, students: int, seed: int, library: Library, scatter: float = 1.0) -> Measured:
    """Place so many students of a kind, and ask the same students in path order."""
    rounds, shares, orders, known = [], [], [], []
    for number in range(students):
        chance = Random(f"{kind} {seed} {number}")  # noqa: S311 # simulated students hold no secrets
        truth = student(kind, library, chance, scatter)
        placed = [newcomer(), *place(truth, library, chance)]
        rounds.append(_rounds(placed[-1]))
        shares.append(rightly(placed[-1], truth, library))
        orders.append([rightly(person, truth, library) for person in in_path_order(truth, library, chance)])
        known.append(len(truth.knows))
    share = fmean(shares)
    by_length = [fmean(column) for column in zip(*orders, strict=True)]
    return Measured(
        students,
        fmean(known),
        fmean(sum(len(each) for each in found) for found in rounds),
        max(sum(len(each) for each in found) for found in rounds),
        max(_running(each) for found in rounds for each in found),
        share,
        by_length[-1],
        next((length for length, each in enumerate(by_length, 1) if each >= share), len(by_length) + 1),
    )


def _rounds(person: Person) -> list[list[Sound]]:
    """What was said, day by day."""
    found: dict[int, list[Sound]] = {}
    for _, answer in placement.heard(person):
        found.setdefault(answer.at // DAY, []).append(answer.said)
    return list(found.values())


def _running(said: list[Sound]) -> int:
    """The longest row of misses."""
    return max(len(row) for row in "".join("m" if each == "missed" else " " for each in said).split(" "))
