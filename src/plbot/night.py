"""What happens once each night: what its retention no longer covers is deleted."""

from datetime import datetime, time, timedelta

import structlog

from plbot.core.calendar import local, zone
from plbot.limits import SECOND
from plbot.storage.store import Store
from plbot.yearly import carry_over_once

log = structlog.get_logger()

TIDY_AT = time(3, 0)  # nobody learns then; a night on which this hour is missing has it at the next one
JOB = "tidy"


async def tidy_once(store: Store, school: str, zone_name: str, now: int) -> bool:
    """Tidy unless this local day's tidying was claimed, by anyone, or its hour has not come. True when it was done here."""
    here = local(now, zone_name)
    if here.time() < TIDY_AT or not await store.claim(school, JOB, here.date().isoformat(), now):
        return False
    gone = await store.tidy(school, now)
    await carry_over_once(store, school, zone_name, now)
    log.info("tidied", rows=sum(gone.values()))
    return True


def next_tidy(moment: int, zone_name: str) -> int:
    """When the next tidying after `moment` begins, in ms."""
    here = local(moment, zone_name)
    day = here.date() if here.time() < TIDY_AT else here.date() + timedelta(days=1)
    return int(datetime.combine(day, TIDY_AT, tzinfo=zone(zone_name)).timestamp()) * SECOND
