"""What happens once a school year: facts of years long ended are deleted, and what they came to takes their place."""

from datetime import datetime, time

import structlog

from plbot import papers
from plbot.core.calendar import local, zone
from plbot.core.standing import carried_over
from plbot.limits import SECOND, limits
from plbot.storage.store import Changes, NewFact, Store

log = structlog.get_logger()

JOB = "facts"
DECEMBER = 12


def horizon(now: int, zone_name: str) -> int:
    """Facts before this moment (ms) are of school years that ended more than `fact_years` ago."""
    here = local(now, zone_name)
    ended = here.year if here.month > limits.year_ends_month else here.year - 1
    year = ended - limits.fact_years
    first, month = (year, limits.year_ends_month + 1) if limits.year_ends_month < DECEMBER else (year + 1, 1)
    return int(datetime.combine(datetime(first, month, 1).date(), time(), tzinfo=zone(zone_name)).timestamp()) * SECOND  # noqa: DTZ001 # a day, put into the zone


async def carry_over_once(store: Store, school: str, zone_name: str, now: int) -> int:
    """Delete old facts unless that was done for this school year, by anyone; how many went."""
    until = horizon(now, zone_name)
    if not await store.claim(school, JOB, str(until), now):
        return 0
    gone = 0
    for person in await store.remembers(school, until - 1):
        gone += await carry_over(store, school, person, until)
    if gone:
        await store.scour()
    log.info("carried-over", rows=gone)
    return gone


async def carry_over(store: Store, school: str, person: str, until: int) -> int:
    """Put what a person's oldest facts came to in their place, in one transaction; how many were deleted.

    The sums take the numbers of the last facts that went, so that those of the rest, and their words, stay right.
    """
    async with store.batch(school) as batch:
        facts = papers.kept(await batch.facts(person, 0, 2**31))[::-1]
        held = await batch.held(person)
        old = []
        for kept in facts:
            if kept.at >= until:
                break
            old.append(kept)
        if not old or held:
            return 0
        last = old[-1]
        sums = carried_over((kept.fact, kept.at) for kept in old)
        new = [NewFact(person, last.seq - place, last.at, papers.encode(fact)) for place, fact in enumerate(sums)]
        await batch.keep(Changes(expired=[(person, last.seq)], facts=new))
    return len(old) - len(new)
