"""What one child process measures: durable turns a second, beside bare loops, and what a turn costs as a school grows."""

import asyncio
import json
import resource
import sys
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

import structlog
from benchmarks import school
from benchmarks.bare import Rate, loop
from benchmarks.slow_sync import sync_ms

from plbot import papers
from plbot.core.facts import SetGoal
from plbot.core.records import Person
from plbot.storage.sqlite import SqliteStore

WARM_UP = 0.2  # share of a measurement that is thrown away: statements are prepared, caches filled
AT_ONCE = (1, 32, 256)
LESSON = 150  # students who answer in the same moment
CASES = ("bare small 1", "bare small 64", "trivial", "bare large 1", "bare large 64", "real", "said")


async def _rate(bench: school.Bench, students: int, at_once: int, seconds: float) -> Rate:
    """Keep `at_once` turns under way, each of another student, for some seconds."""
    chance = Random(2)  # noqa: S311 # the same order each time
    shares = [range(place, students, at_once) for place in range(at_once)]
    until = perf_counter() + seconds * WARM_UP

    async def work(share: range) -> int:
        turns = 0
        while perf_counter() < until:
            await bench.turn(chance.choice(share))
            turns += 1
        return turns

    await asyncio.gather(*map(work, shares))
    until = (began := perf_counter()) + seconds
    cpu = process_time()
    turns = sum(await asyncio.gather(*map(work, shares)))
    return Rate(turns / (perf_counter() - began), (process_time() - cpu) / turns * 1e6)


async def _lesson(bench: school.Bench, times: int) -> list[float]:
    """How long until all of a lesson's answers, handed in at once, are committed (ms)."""
    took = []
    for _ in range(times):
        began = perf_counter()
        await asyncio.gather(*(bench.turn(number) for number in range(LESSON)))
        took.append((perf_counter() - began) * 1000)
    return took


def _bare(folder: Path, case: str, models: list[school.Model], seconds: float) -> Rate:
    """A bare loop with a record and a fact as large as those of the case it stands beside."""
    _, size, per_commit = case.split()
    person, fact = models[0].person, models[0].facts[-1].fact
    if size == "small":
        person, fact = Person(person.id, facts=100), SetGoal()
    path = folder / f"{case}.db"
    return loop(path, papers.encode(person), papers.encode(fact), int(per_commit), seconds)


async def throughput(folder: Path, seconds: float, first: int) -> dict[str, Any]:
    """All cases one after the other, beginning with another one each round."""
    models = await school.models()
    found: dict[str, Any] = {"sync_ms": sync_ms(folder)}
    for case in (*CASES[first % len(CASES) :], *CASES[: first % len(CASES)]):
        if case.startswith("bare"):
            found[case] = _bare(folder, case, models, seconds)
            continue
        for at_once in AT_ONCE if case != "said" else (32,):
            path = folder / f"{case} {at_once}.db"
            await school.fill(path, [school.BLANK] if case == "trivial" else models, at_once)
            found[f"{case} {at_once}"] = await _one(path, models, case, at_once, seconds)
    path = folder / "lesson.db"
    await school.fill(path, models, LESSON)
    minds = school.Minds(Random(1), models)  # noqa: S311 # the same answers each time
    async with _store(path) as store, school.opened(store, school.real_house(minds), minds) as bench:
        took = await _lesson(bench, 3 + int(seconds * 10))
        found["lesson"] = {"median": median(took[2:]), "worst": max(took[2:])}
    return found


async def _one(path: Path, models: list[school.Model], case: str, at_once: int, seconds: float) -> Rate:
    minds = school.Minds(Random(1), models) if case != "trivial" else None  # noqa: S311 # see above
    house = school.real_house(minds) if minds else school.ECHO
    async with _store(path) as store, school.opened(store, house, minds, speaking=case == "said") as bench:
        return await _rate(bench, at_once, at_once, seconds)


def _store(path: Path) -> "_Open":
    return _Open(SqliteStore(path))


class _Open:
    """A store that is open while a block runs."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store

    async def __aenter__(self) -> SqliteStore:
        await self.store.open()
        return self.store

    async def __aexit__(self, *_: object) -> None:
        await self.store.close()


async def fill(path: Path, students: int, answers: int) -> dict[str, Any]:
    """Make the database that `growth` measures on."""
    began = perf_counter()
    await school.fill(path, await school.models(), students, answers)
    return {"seconds": perf_counter() - began, "students": students}


async def growth(path: Path, students: int, seconds: float) -> dict[str, Any]:
    """What a real turn costs, 32 at a time, each of any student of the school; and how large the process became."""
    models = await school.models()
    minds = school.Minds(Random(1), models)  # noqa: S311 # the same answers each time
    async with _store(path) as store, school.opened(store, school.real_house(minds), minds) as bench:
        rate = await _rate(bench, students, 32, seconds)
    return {"rate": rate, "mb": _largest() / 1e6}


def _largest() -> int:
    """The most memory this process ever held, in bytes. Linux counts the parent's into `ru_maxrss`, so /proc is asked there."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def child(errand: dict[str, Any]) -> dict[str, Any]:
    """Do one errand of the suite."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("error"))
    what, path = errand["what"], Path(errand["path"])
    if what == "throughput":
        return asyncio.run(throughput(path, errand["seconds"], errand["round"]))
    if what == "fill":
        return asyncio.run(fill(path, errand["students"], errand["answers"]))
    return asyncio.run(growth(path, errand["students"], errand["seconds"]))


def as_json(errand: str) -> str:
    return json.dumps(child(json.loads(errand)))
