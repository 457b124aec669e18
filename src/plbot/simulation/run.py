"""Simulate a school: its classes live side by side in as many processes as there are processors, then all is added up."""

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import NamedTuple

from plbot.content import find_content, load
from plbot.core.library import Library
from plbot.limits import Policy
from plbot.logs import to_stderr
from plbot.readiness.files import read_parameters
from plbot.readiness.school import Answers, collected
from plbot.school import SetupError
from plbot.simulation import cohort, report
from plbot.simulation.building import simulated_school
from plbot.simulation.evidence import Evidence, Reading, gathered
from plbot.simulation.library import PATH, grade6
from plbot.simulation.life import Life, Plan
from plbot.simulation.report import Report
from plbot.simulation.slate import Slate
from plbot.simulation.teacher import Load

GENERATED = "generated"
LOOKS = 0.5  # seconds between two looks at how far everybody is


class Order(NamedTuple):
    """What to simulate. `content`: a folder; None: the generated path. `data`: where to keep the schools; None: in memory.

    `cohort`: other students of the same school, whose standards and questions are as hard as before. `parameters`: a file
    of the readiness model. `collect`: hand over all answers, so that the model can be refitted on them.
    """

    students: int
    days: int
    seed: int
    content: Path | None = None
    path: str = ""
    data: Path | None = None
    cohort: int = 1
    parameters: Path | None = None
    collect: bool = False

    @property
    def people(self) -> str:
        """The seed of the students, and of all that they do."""
        return str(self.seed) if self.cohort == 1 else f"{self.seed}/cohort {self.cohort}"


class ClassOutcome(NamedTuple):
    """What came of one class."""

    evidence: Evidence
    loads: tuple[Load, ...]
    messages: int
    days_worked: int
    deeds: int
    troubles: int
    answers: Answers | None


def simulate(order: Order, told: Callable[[], None] = lambda: None, processes: int = 0) -> Report:
    """Live it all and report, as `live` and `summed` do."""
    return summed(order, live(order, told, processes))


def live(order: Order, told: Callable[[], None] = lambda: None, processes: int = 0) -> list[ClassOutcome]:
    """Live it all. `told` is called for each day of each class. The same for any number of processes.

    Raises SetupError, ContentFaults, ContentMissing, FileError.
    """
    library_of(order)
    read_parameters(order.parameters)
    count = cohort.class_count(order.students)
    processes = min(count, processes or os.cpu_count() or 1)
    if processes == 1:
        return [live_class(order, number, told) for number in range(count)]
    return _side_by_side(order, count, processes, told)


def counted_days(order: Order) -> int:
    """How many times `told` will be called: the days of all classes."""
    return order.days * cohort.class_count(order.students)


def library_of(order: Order) -> tuple[Library, str]:
    """The library, and the path to walk: the one that was named, else the longest."""
    library = grade6() if order.content is None else load(find_content(order.content))
    path = order.path or (
        PATH if order.content is None else max(library.paths, key=lambda n: len(library.paths[n].standards))
    )
    if path not in library.paths:
        raise SetupError(f"There is no path called {path!r}. Paths here: {', '.join(sorted(library.paths))}.")
    return library, path


def live_class(order: Order, number: int, told: Callable[[], None]) -> ClassOutcome:
    """Let one class live; all that is drawn comes from the seed, whichever process this is."""
    return asyncio.run(_live(order, number, told))


async def _live(order: Order, number: int, told: Callable[[], None]) -> ClassOutcome:
    library, path = library_of(order)
    seed, parameters = order.people, read_parameters(order.parameters)
    course = cohort.course(library, path, str(order.seed))
    group = cohort.classes(cohort.profiles(course, order.students, order.days, seed))[number]
    slate = Slate()
    folder = order.data / f"class-{number + 1}" if order.data else None
    plan = Plan(f"Class {number + 1}", path, "Ms Li", order.days, seed)
    async with simulated_school(library, f"{seed}/{number}", [slate], folder, parameters) as (school, clock):
        life = Life(school, clock, course, plan, (slate, slate))
        await life.found(group)
        await life.days(told)
        lives = await life.lived()
        troubles = await school.desk.store.troubles(school.desk.school)
    evidence = gathered(Reading(each, course, library, Policy(), seed, parameters=parameters).read() for each in lives)
    return ClassOutcome(
        evidence,
        tuple(life.loads),
        sum(each.messages for each in lives),
        sum(each.worked for each in lives),
        life.deeds,
        len(troubles),
        collected({str(each.profile.number): each.facts for each in lives}, library) if order.collect else None,
    )


def answers_in(outcomes: Sequence[ClassOutcome]) -> Answers:
    """All that a refit looks at, of all classes."""
    found = [outcome.answers for outcome in outcomes if outcome.answers]
    return Answers(
        [row for each in found for row in each.rows],
        [form for each in found for form in each.forms],
        {question: level for each in found for question, level in each.levels.items()},
    )


def summed(order: Order, outcomes: Sequence[ClassOutcome]) -> Report:
    """The report on what came of all classes."""
    library, path = library_of(order)
    course = cohort.course(library, path, str(order.seed))
    everybody = cohort.profiles(course, order.students, order.days, order.people)
    evidence = gathered(outcome.evidence for outcome in outcomes)
    loads = [outcome.loads for outcome in outcomes]
    policy = Policy()
    return Report(
        order.students,
        order.days,
        order.seed,
        order.cohort,
        f"{GENERATED}: {path}" if order.content is None else path,
        len(outcomes),
        sum(outcome.deeds for outcome in outcomes),
        sum(outcome.troubles for outcome in outcomes),
        report.work(evidence, sum(o.messages for o in outcomes), sum(o.days_worked for o in outcomes)),
        report.readiness(evidence),
        report.thirds(evidence, [profile.traits.ability for profile in everybody], course, policy),
        report.compared(evidence, course, policy),
        report.stuckness(evidence),
        report.looking_back(evidence),
        evidence.warmed_up,
        report.placement(evidence),
        report.teaching([load for days in loads for load in days]),
        report.teaching(report.together(loads)),
    )


# side by side

_ticks: "SimpleQueue[int] | None" = None


def _side_by_side(order: Order, count: int, processes: int, told: Callable[[], None]) -> list[ClassOutcome]:
    context = multiprocessing.get_context("spawn")  # a fork would copy threads that hold locks
    ticks: SimpleQueue[int] = context.SimpleQueue()
    with ProcessPoolExecutor(processes, context, _begin, (ticks,)) as pool:
        futures = [pool.submit(_told_class, order, number) for number in range(count)]
        waiting: set[Future[ClassOutcome]] = set(futures)
        while waiting:
            done, waiting = wait(waiting, LOOKS, FIRST_COMPLETED)
            while not ticks.empty():
                ticks.get()
                told()
            for future in done:
                if future.exception():
                    pool.shutdown(wait=False, cancel_futures=True)
        return [future.result() for future in futures]


def _begin(ticks: "SimpleQueue[int]") -> None:
    """Start a process: quiet logs, and where to tell of each day."""
    global _ticks  # noqa: PLW0603 - a queue reaches a process of a pool in no other way
    _ticks = ticks
    to_stderr(os.environ, "warning")


def _told_class(order: Order, number: int) -> ClassOutcome:
    return live_class(order, number, lambda: _ticks.put(1) if _ticks else None)
