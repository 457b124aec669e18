"""A keeper begins again where that helps, and says what to do where it does not."""

import asyncio
from random import Random

from tests.web.conftest import Hatch
from tests.web.pigeon import Bird

from plbot.adapters import Health
from plbot.school import School
from plbot.web.keeper import Keeper


def keep(bird: Bird, told: list[str], first_wait: float = 0.0) -> Keeper:
    return Keeper("pigeon", bird, told.append, Random(1), first_wait)


async def test_an_adapter_that_crashed_serves_again(school: School, hatch: Hatch) -> None:
    bird = hatch(manner="crash")
    keeper = keep(bird, [])
    bird.stop()  # so that the second time, which is without a crash, ends
    await keeper.run(school)
    assert bird.served == 2


async def test_while_it_rests_after_a_crash_health_says_what_failed_but_not_what_it_said(
    school: School, hatch: Hatch
) -> None:
    bird = hatch(manner="crash")
    keeper = keep(bird, [], first_wait=3600.0)
    running = asyncio.create_task(keeper.run(school))
    await bird.serves.wait()
    await asyncio.sleep(0)
    assert keeper.health.state == "waiting"
    assert "RuntimeError at pigeon.py" in keeper.health.why
    assert "fell from the sky" not in keeper.health.why
    keeper.stop()
    await running
    assert bird.served == 1


async def test_a_wrong_token_is_not_tried_again(school: School, hatch: Hatch) -> None:
    told: list[str] = []
    keeper = keep(hatch("wrong-one"), told)
    await keeper.run(school)
    assert keeper.health == Health("stopped", "Nobody knows the token wrong-one. Set PLBOT_PIGEON_TOKEN anew.")
    assert told == [f"pigeon: {keeper.health.why}"]


async def test_an_adapter_that_ends_unasked_is_told_and_one_that_was_asked_is_not(school: School, hatch: Hatch) -> None:
    told: list[str] = []
    bird = hatch()
    bird.stop()
    unasked = keep(bird, told)
    await unasked.run(school)
    assert unasked.health.state == "stopped"
    assert "ended by itself" in told[0]
    asked_bird = hatch()
    asked = keep(asked_bird, told)
    running = asyncio.create_task(asked.run(school))
    await asked_bird.serves.wait()
    asked.stop()
    await running
    assert (asked.health, len(told)) == (Health("stopped"), 1)
