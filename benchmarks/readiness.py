"""What the word `ready` is worth, on simulated students with known truth; and what a decision costs.

    python benchmarks/readiness.py [--quick] [--json]
    python benchmarks/readiness.py --log 1 >log.csv      answers of 400 students of the same school, others for each number

Students have an ability, answers on other standards around it, and a standard of their own that practice teaches (or, in the
second population, does not). They practise up to 15 questions; told ready, they take a form: 4 of 5.
"""

import argparse
import json
from collections.abc import Callable
from math import exp
from random import Random
from statistics import mean
from time import perf_counter
from typing import NamedTuple

from plbot.core import facts as f
from plbot.core.library import Item, Reassessment, Standard
from plbot.core.readiness import Elsewhere, look
from plbot.core.standing import Standing, grown
from plbot.limits import Policy
from plbot.readiness import simulated

MOST = 15  # questions a student practises
KINDS = ("a", "b", "c")
STANDARD = Standard(
    "X.1",
    "x",
    "Sums",
    "I can add.",
    items=tuple(Item(kind, "number", ("practice",), 2, "?") for kind in KINDS),
    reassess=Reassessment(form={1: 1, 2: 2, 3: 2}, passing=4),
)


class Student(NamedTuple):
    """`chance` of a right answer after each number of answers; `others` are the answers on other standards."""

    others: Elsewhere
    chance: tuple[float, ...]


class Practised(NamedTuple):
    """What a student answered, q after each answer, whether the gate (but for q) was open, and the form after it."""

    rights: list[bool]
    q: list[float]
    gate: list[bool]
    passes: list[bool]


def student(chance: Random, *, learns: bool) -> Student:
    ability, answered = chance.gauss(0.75, 1), chance.randint(20, 150)
    right = sum(chance.random() < _sigmoid(ability + chance.gauss(0, 0.8)) for _ in range(answered))
    start = ability + chance.gauss(0, 0.8)
    step = chance.choice((0, 0.1, 0.2, 0.4)) * chance.random() if learns else 0
    return Student(Elsewhere(answered, right), tuple(_sigmoid(start + step * n) for n in range(MOST + 1)))


def practise(who: Student, truth: tuple[float, ...], chance: Random) -> Practised:
    standing = Standing("practising")
    done = Practised([], [], [], [])
    for n in range(MOST):
        right = chance.random() < truth[n]
        standing = grown(standing, f.Answered("X.1", KINDS[n % 3], 2, right=right), 0)
        why = look(standing, who.others, STANDARD, Policy())
        done.rights.append(right)
        done.q.append(why.promise)
        done.gate.append(not (why.more_answers or why.more_kinds or why.more_typed))
        done.passes.append(sum(chance.random() < truth[n + 1] for _ in range(5)) >= 4)
    return done


def told(done: Practised, bar: float) -> int | None:
    """After how many answers our gate opens."""
    return next((n for n in range(MOST) if done.gate[n] and done.q[n] >= bar), None)


def streak(done: Practised) -> int | None:
    return next((n for n in range(2, MOST) if all(done.rights[n - 2 : n + 1])), None)


def eight_of_ten(done: Practised) -> int | None:
    return next((n for n in range(7, MOST) if sum(done.rights[max(0, n - 9) : n + 1]) >= 8), None)


def worth(all_done: list[Practised], when: Callable[[Practised], int | None]) -> dict[str, float]:
    """Share told, share of them who pass, what was promised, and questions asked (15 of those never told)."""
    at = [(done, when(done)) for done in all_done]
    ready = [(done, n) for done, n in at if n is not None]
    return {
        "told": round(len(ready) / len(at), 3),
        "pass": round(mean([done.passes[n] for done, n in ready] or [0]), 3),
        "promised": round(mean([done.q[n] for done, n in ready] or [0]), 3),
        "until_told": round(mean([n + 1 for _, n in ready] or [0]), 1),
        "questions": round(mean((MOST if n is None else n + 1) for _, n in at), 2),
    }


def thirds(people: list[Student], chance: Random) -> list[dict[str, float]]:
    """Lowest, middle and highest third of results elsewhere: who knows it hears so; who hears so passes."""
    order = sorted(people, key=lambda who: (who.others.right + 5.2) / (who.others.answered + 8))
    size = len(order) // 3
    found = []
    for part in (order[:size], order[size : 2 * size], order[2 * size :]):
        knows = [practise(who, (0.9,) * (MOST + 1), chance) for who in part]
        real = [practise(who, who.chance, chance) for who in part]
        found.append({"knows_told": worth(knows, _ours(0.7))["told"], **worth(real, _ours(0.7))})
    return found


def _ours(bar: float) -> Callable[[Practised], int | None]:
    return lambda done: told(done, bar)


def beside(all_done: list[Practised]) -> dict[str, dict[str, dict[str, float]]]:
    """The usual rules, and ours at the bar where it asks as many questions, or fewer."""
    found = {}
    bars = [each / 100 for each in range(95, 20, -1)]
    ours = [worth(all_done, _ours(bar)) | {"bar": bar} for bar in bars]
    for name, rule in (("streak of 3", streak), ("8 of 10", eight_of_ten)):
        theirs = worth(all_done, rule)
        equal = [each for each in ours if each["questions"] <= theirs["questions"]] or ours[-1:]
        found[name] = {"rule": theirs, "plbot": equal[0]}
    return found


def microseconds(times: int) -> float:
    """One decision: a standing with a full window, looked at."""
    standing = Standing("practising")
    for n in range(20):
        standing = grown(standing, f.Answered("X.1", KINDS[n % 3], 2, right=n % 4 > 0), 0)
    best = float("inf")
    for _ in range(5):
        began = perf_counter()
        for _ in range(times):
            look(standing, Elsewhere(60, 40), STANDARD, Policy())
        best = min(best, (perf_counter() - began) / times * 1e6)
    return round(best, 1)


def print_log(number: int) -> None:
    """A log of answers as `plbot readiness` reads it."""
    print("student,standard,item,kind,options,correct,hints,time")
    for told in simulated.log(400, number, simulated.world(1)):
        row = told.row
        kind = "choice" if row.options else "open"
        print(row.student, row.standard, row.item, kind, row.options, int(row.right), int(row.aided), 0, sep=",")


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="few students: to see that it runs")
    options.add_argument("--json", action="store_true")
    options.add_argument("--log", type=int, metavar="NUMBER", help="a log of simulated students, for `plbot readiness`")
    asked = options.parse_args()
    if asked.log is not None:
        print_log(asked.log)
        return
    many = 300 if asked.quick else 9_000
    found: dict[str, object] = {}
    for name, learns in (("learning", True), ("nobody learns", False)):
        chance = Random(11)  # noqa: S311 # repeatable
        people = [student(chance, learns=learns) for _ in range(many)]
        found[f"thirds, {name}"] = thirds(people, chance)
        done = [practise(who, who.chance, chance) for who in people]
        found[f"ready_at, {name}"] = {bar: worth(done, _ours(bar)) for bar in (0.6, 0.7, 0.8, 0.9)}
        found[f"beside, {name}"] = beside(done)
    found["microseconds a decision"] = microseconds(200 if asked.quick else 5_000)
    print(json.dumps(found, indent=None if asked.json else 1))


if __name__ == "__main__":
    main()
