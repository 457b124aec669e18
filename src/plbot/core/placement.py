"""Placement: what a student seems to know already, from a few questions, and which question tells most next.

Belief is one probability a standard. It begins with how far along the path the student seems to be (a level, spread over
`LEVELS`), takes in each answer on the standard itself, and travels along the graph: a right answer on a hard standard lends
belief to what it builds on, a miss lowers belief in what builds on it. What is believed enough is *seems known*: it is checked
gently later, and never counts as mastered.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp, log, log2
from operator import mul
from typing import NamedTuple

from plbot.core.calendar import day
from plbot.core.library import Library
from plbot.core.readiness import elsewhere
from plbot.core.records import Person
from plbot.core.standing import Placing, Standing

LEVELS = tuple(step / 10 for step in range(-3, 14))  # how far along the path a student is: 0 its begin, 1 its end
SPREAD = 0.38  # of the levels in a class, before anything was heard: from far behind to far ahead
STEEP = 6.0  # how sharply a level parts known from not known: near it are both, a third of the path away hardly any
GENERAL = 0.12  # what a student's success on other standards moves the level by, per unit of log-odds

KNOWS: Mapping[int, float] = {1: 0.95, 2: 0.90, 3: 0.83, 4: 0.72}  # right, by level of the question, where it is known
GUESSES: Mapping[int, float] = {1: 0.25, 2: 0.15, 3: 0.08, 4: 0.05}  # right all the same, where it is not known
UNLEARNED = (
    0.06  # how much likelier "I haven't learned this yet" is from somebody who knows it than from one who does not
)

BUILT = (0.60, 0.06)  # known, what builds on a standard that is known; and on one that is not
BELOW = (0.96, 0.50)  # known, what a standard that is known builds on; and what one that is not builds on
FADES = 0.6  # a step further along the graph says so much less
LENDS = 0.8  # the level has told a part of what neighbours tell

OWN = 1.0  # what it is worth to learn about the standard itself, about one beside it on the graph, and about the level
NEAR = 0.5
WIDE = 4.0
FIRST = 0.70  # chance to be right on the first question of a round: it starts easy
KINDER = 0.55  # and after a miss: two running end the round
FAIR = 0.30  # and on any: asking what is surely not known is no kindness


class Round(NamedTuple):
    """A round of placement today: the `number`-th, `asked` questions so far, `misses` running, `left` questions."""

    number: int
    asked: int
    misses: int
    left: int


def heard(person: Person) -> list[tuple[str, Placing]]:
    """All answers of placement with their standards, in order."""
    found = [(code, answer) for code, standing in person.standings.items() for answer in standing.placed]
    return sorted(found, key=lambda each: each[1].number)


def round_now(person: Person, now: int) -> Round | None:
    """The round that may be played today; None: today's is over, or all were played. Days are those of the class."""
    policy, today = person.policy, day(now, person.zone)
    days = [day(answer.at, person.zone) for _, answer in heard(person)]
    number = len(set(days) - {today}) + 1
    answers = [answer.said for _, answer in heard(person)][days.count(today) * -1 :] if today in days else []
    misses = _running(answers)
    left = policy.place_questions - len(answers)
    if number > policy.place_rounds or left <= 0 or misses >= policy.place_misses:
        return None
    return Round(number, len(answers), misses, left)


def _running(answers: Sequence[str]) -> int:
    """Misses running at the end; "I haven't learned this yet" neither counts as one nor ends the row."""
    tried = [said for said in answers if said != "unlearned"]
    return next((count for count, said in enumerate(reversed(tried)) if said == "right"), len(tried))


# belief


def likelihood(answer: Placing) -> float:
    """How much likelier this answer is from somebody who knows the standard than from one who does not."""
    if answer.said == "unlearned":
        return UNLEARNED
    right = _right(answer.level, answer.options)
    return right[0] / right[1] if answer.said == "right" else (1 - right[0]) / (1 - right[1])


def _right(level: int, options: int) -> tuple[float, float]:
    """The chance of a right answer where the standard is known, and where it is not: picking from a list can be guessed."""
    knows, guesses = KNOWS[level], GUESSES[level]
    return (knows, guesses + (1 - guesses) / options) if options > 1 else (knows, guesses)


class Belief(NamedTuple):
    """`known[code]`: the probability that a standard is known. `levels`: that of each of `LEVELS`."""

    known: Mapping[str, float]
    levels: tuple[float, ...]


def believe(person: Person, library: Library) -> Belief:
    """What this person seems to know of the standards of their path."""
    path = library.paths.get(person.learns_in.path) if person.learns_in else None
    if path is None:
        return Belief({}, ())
    codes = path.standards
    weighs = {code: _weight(person.standing(code)) for code in codes}
    expected = [_expected(place / len(codes)) for place in range(len(codes))]
    levels = _levels(_begin(person), [(expected[place], weighs[code]) for place, code in enumerate(codes)])
    odds = dict.fromkeys(codes, 0.0)
    ground, rests = library.foundations[path.name], library.rests[path.name]
    for code, weight in weighs.items():
        if weight != 1.0:
            _travel(odds, weight, ground[code], rests[code])
    known = {
        code: _moved(_level_says(levels, expected[place], weighs[code]), LENDS * odds[code])
        for place, code in enumerate(codes)
    }
    return Belief(known, levels)


def _weight(standing: Standing) -> float:
    """What was heard about a standard itself, as one likelihood ratio: placement, mastery, and the last practice."""
    weight = 1.0
    for answer in standing.placed:
        weight *= likelihood(answer)
    if standing.mastered_at:
        return weight * 50.0  # a form was passed: one in fifty would by luck alone
    for unaided in standing.window:
        weight *= likelihood(Placing(0, "right" if unaided.right else "missed", unaided.level, 4 * unaided.picked, 0))
    return max(0.02, min(50.0, weight)) if not standing.relearning else 0.1


def _begin(person: Person) -> tuple[float, ...]:
    """The levels before any answer: around the middle of the path, moved by success in general."""
    everything = elsewhere(person.standings, "")
    general = log((everything.right + 5.2) / (everything.answered - everything.right + 2.8)) - log(0.65 / 0.35)
    middle = 0.5 + GENERAL * general
    return tuple(exp(-(((level - middle) / SPREAD) ** 2) / 2) for level in LEVELS)


@lru_cache(maxsize=4096)  # one for each standard of as many paths as a school is likely to have
def _expected(place: float) -> tuple[float, ...]:
    """The chance that the standard at this place of the path is known, at each level."""
    return tuple(1 / (1 + exp(STEEP * (place - level))) for level in LEVELS)


def _levels(begin: tuple[float, ...], answers: list[tuple[tuple[float, ...], float]]) -> tuple[float, ...]:
    """Bayes' rule over the levels."""
    weights = list(begin)
    for expected, weight in answers:
        if weight != 1.0:
            weights = [w * (p * weight + 1 - p) for w, p in zip(weights, expected, strict=True)]
    whole = sum(weights)
    return tuple(weight / whole for weight in weights)


def _level_says(levels: tuple[float, ...], expected: tuple[float, ...], weight: float) -> float:
    """What the level, and the answers on a standard itself, say about it."""
    if weight == 1.0:
        return float(sum(map(mul, levels, expected)))
    return sum([w * p * weight / (p * weight + 1 - p) for w, p in zip(levels, expected, strict=True)])


def _travel(odds: dict[str, float], weight: float, down: Mapping[str, int], up: Mapping[str, int]) -> None:
    """Carry an answer along the graph, as changes of log-odds: `down` to what its standard builds on, `up` to what builds on it."""
    for known, neighbours in ((BUILT, down), (BELOW, up)):
        change = _carried(weight, known) if neighbours else 0.0
        for code, steps in neighbours.items():
            odds[code] += change * FADES ** (steps - 1)


def _carried(weight: float, known: tuple[float, float]) -> float:
    """How the odds of a neighbour change; `known`: the chance that this one is known, if the neighbour is, and if not."""
    return log((known[0] * weight + 1 - known[0]) / (known[1] * weight + 1 - known[1]))


def _moved(p: float, log_odds: float) -> float:
    p = min(max(p, 0.001), 0.999)
    return 1 / (1 + exp(-(log(p / (1 - p)) + log_odds)))


def seems_known(person: Person, library: Library) -> frozenset[str]:
    """The standards that placement makes believe are known; none before the first round."""
    if not any(standing.placed for standing in person.standings.values()):
        return frozenset()
    bar = person.policy.known_at
    return frozenset(code for code, p in believe(person, library).known.items() if p >= bar)


# the next question


def next_standard(person: Person, library: Library, now: int) -> str:
    """The standard to ask about next: the one that tells most, among those that are kind to ask. '': nothing is left to ask."""
    here = round_now(person, now)
    if here is None or person.learns_in is None:
        return ""
    belief = believe(person, library)
    asked = {code for code, standing in person.standings.items() if standing.placed or not standing.untouched}
    ground, rests = library.foundations[person.learns_in.path], library.rests[person.learns_in.path]
    path = library.paths[person.learns_in.path].standards
    left = [code for code in path if code not in asked and asks(library, code)]
    chances = {code: _chance(belief.known[code]) for code in left}
    least = _least(here, person)
    kind = [code for code in left if chances[code] >= least] or sorted(left, key=chances.__getitem__)[-1:]
    tells = {code: _tells(code, belief, ground[code], rests[code], path.index(code) / len(path)) for code in kind}
    best = max(kind, key=tells.__getitem__, default="")
    return best if best and tells[best] >= person.policy.place_tells else ""


def level_now(person: Person, now: int) -> int:
    """The level of the next question: an easy one to begin with, and after a miss; else an ordinary one."""
    here = round_now(person, now)
    return 1 if here is not None and (here.asked == 0 or here.misses) else 2


def asks(library: Library, code: str) -> bool:
    """Whether there are questions for this standard."""
    standard = library.standards.get(code)
    return standard is not None and bool(standard.items_for("place") or standard.items_for("practice"))


def _least(here: Round, person: Person) -> float:
    """How likely a right answer has to be."""
    answers = heard(person)
    if not here.asked:
        return FIRST
    return FAIR if answers[-1][1].said == "right" else KINDER


def _chance(known: float) -> float:
    """The chance of a right answer to an ordinary question."""
    return known * KNOWS[2] + (1 - known) * GUESSES[2]


def _tells(code: str, belief: Belief, down: Mapping[str, int], up: Mapping[str, int], place: float) -> float:
    """How much the answer is expected to tell (in bits): about the standard, its neighbours on the graph, and the level."""
    p = belief.known[code]
    own = _bits(_chance(p)) - p * _bits(KNOWS[2]) - (1 - p) * _bits(GUESSES[2])
    below = [_shared(belief.known[need], BUILT) * FADES ** (steps - 1) for need, steps in down.items()]
    above = [_shared(belief.known[other], BELOW) * FADES ** (steps - 1) for other, steps in up.items()]
    at_levels = [_chance(known) for known in _expected(place)]
    mean = sum([w * chance for w, chance in zip(belief.levels, at_levels, strict=True)])
    level = _bits(mean) - sum([w * _bits(chance) for w, chance in zip(belief.levels, at_levels, strict=True)])
    return OWN * own + NEAR * (sum(below) + sum(above)) + WIDE * level


def _shared(neighbour: float, known: tuple[float, float]) -> float:
    """What an answer tells about a neighbour that is known with this probability."""
    if_known, if_not = _chance(known[0]), _chance(known[1])
    mean = neighbour * if_known + (1 - neighbour) * if_not
    return _bits(mean) - neighbour * _bits(if_known) - (1 - neighbour) * _bits(if_not)


def _bits(p: float) -> float:
    return -(p * log2(p) + (1 - p) * log2(1 - p)) if 0 < p < 1 else 0.0
