"""kill -9 while Telegram is polled: what the bot confirmed is done and answered. Beside it, what the textbook way loses."""

import asyncio
import os
from pathlib import Path
from random import SystemRandom
from time import monotonic

import pytest
from tests.crash.bots import storms
from tests.crash.polling import Toll
from tests.crash.storm import tell

KILLS = 30  # about a minute and a half; more only take longer
TOLD = 20


@pytest.mark.slow
async def test_no_update_is_lost_or_doubled_by_kills_and_every_one_is_answered(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two dozen pupils write and press all the while. The textbook bot under the same load is only reported on."""
    kills = min(KILLS, int(os.environ.get("POLLING_KILLS", KILLS)))
    seed = os.environ.get("CRASH_SEED") or str(SystemRandom().randint(1, 10**6))
    began = monotonic()
    blown = storms(tmp_path, seed)
    tolls = dict(zip(blown, await asyncio.gather(*(storm.blow(kills) for storm in blown.values())), strict=True))
    with capfd.disabled():
        tell(f"\n{kills} kills each while polling, CRASH_SEED={seed}, {monotonic() - began:.0f} s")
        for name, toll in tolls.items():
            tell(told(name, toll))
    ours = tolls["plbot"]
    assert (ours.lost, ours.doubled, ours.unanswered, ours.faults) == (0, 0, 0, ()), f"CRASH_SEED={seed}, {tmp_path}"


def told(name: str, toll: Toll) -> str:
    figures = (
        f"{name}: {toll.taken} updates confirmed, {toll.lost} lost ({toll.lost / max(1, toll.taken):.1%}), "
        f"{toll.doubled} doubled, {toll.unanswered} unanswered, {toll.again} said again"
    )
    return "\n".join([figures, *toll.faults[:TOLD]])
