"""A school's own answers and reassessments, read from its database: what the model is refitted on."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import NamedTuple

from plbot import papers
from plbot.core import facts as f
from plbot.core.facts import Kept
from plbot.core.library import Library
from plbot.core.standing import UNTOUCHED, Standing, grown
from plbot.readiness.log import Row
from plbot.storage.store import Store

PAGE = 500  # facts read at once: a transaction that turns wait for takes milliseconds


class Form(NamedTuple):
    """A reassessment that ended: who, all standings as it began, the standard, and whether it was passed."""

    student: str
    standings: dict[str, Standing]
    standard: str
    passed: bool


class Answers(NamedTuple):
    """All that a refit looks at. `levels`: the level of each question, as (standard, item)."""

    rows: list[Row]
    forms: list[Form]
    levels: dict[tuple[str, str], int]


async def answers_of(store: Store, school: str, library: Library) -> Answers:
    """Everybody's answers and reassessments, each person's in the order they happened."""
    people = await store.records_like(school, "p")
    facts = {person: [kept async for page in _pages(store, school, person) for kept in page] for person in people}
    return collected({person: known[::-1] for person, known in facts.items()}, library)


def collected(people: Mapping[str, Sequence[Kept]], library: Library) -> Answers:
    """The same from everybody's facts, oldest first."""
    found = Answers([], [], {})
    options = {
        (code, item.id): len(item.options)
        for code, standard in library.standards.items()
        for item in standard.items
        if item.kind == "choice"
    }
    for person, facts in people.items():
        _collect(person, facts, options, found)
    return found


async def _pages(store: Store, school: str, person: str) -> AsyncIterator[tuple[Kept, ...]]:
    """A person's facts, newest first."""
    before = 0
    while True:
        async with store.batch(school) as batch:
            page = papers.kept(await batch.facts(person, before, PAGE))
        if page:
            yield page
        if len(page) < PAGE:
            return
        before = page[-1].seq


def _collect(person: str, facts: Sequence[Kept], options: dict[tuple[str, str], int], found: Answers) -> None:
    """Walk through what happened to one person, oldest first."""
    standings: dict[str, Standing] = {}
    begun: dict[str, dict[str, Standing]] = {}
    for kept in facts:
        fact = kept.fact
        match fact:
            case f.Answered(standard=standard, item=item):
                row = Row(person, standard, item, options.get((standard, item), 0), fact.right, fact.aided)
                found.rows.append(row)
                found.levels[standard, item] = fact.level
            case f.FormStarted(standard=standard):
                begun[standard] = dict(standings)
            case f.Mastered(standard=standard, how="form") | f.NotYet(standard=standard, how="form") if (
                standard in begun
            ):
                found.forms.append(Form(person, begun.pop(standard), standard, isinstance(fact, f.Mastered)))
            case _:
                pass
        if fact.standard:
            standings[fact.standard] = grown(standings.get(fact.standard, UNTOUCHED), fact, kept.at)
