"""The plug is pulled (kill -9) in the middle of work, again and again: nothing that was acknowledged is lost, doubled or reordered."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random, SystemRandom
from statistics import median
from time import monotonic

import pytest
from tests.crash.reckoning import reckon
from tests.crash.storm import Storm, tell

KILLS = 200  # about three minutes on two cores
TELL_EVERY = 10
TOLD = 20  # faults told in whole: one cause often shows in many places


@pytest.mark.slow
async def test_nothing_acknowledged_is_lost_doubled_or_reordered(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two schools at once, one on the real clock and one on the virtual one, share the kills."""
    kills = int(os.environ.get("CRASH_KILLS", KILLS))
    seed = os.environ.get("CRASH_SEED") or str(SystemRandom().randint(1, 10**6))
    storms = [
        Storm(tmp_path / name, Random(f"{seed} {name}"), virtual=name == "virtual") for name in ("real", "virtual")
    ]
    with capfd.disabled():
        tell(f"\n{kills} kills, CRASH_SEED={seed}, in {tmp_path}")
        with ThreadPoolExecutor(len(storms)) as pool:
            for done in [
                pool.submit(_blow, storm, kills // 2 + place * (kills % 2)) for place, storm in enumerate(storms)
            ]:
                done.result()
        amiss = {storm.folder.name: await reckon(storm) for storm in storms}
        for storm in storms:
            tell("\n".join([_summary(storm), *amiss[storm.folder.name][:TOLD]]))
    assert amiss == {storm.folder.name: [] for storm in storms}, f"CRASH_SEED={seed}, {tmp_path}"


def _blow(storm: Storm, kills: int) -> None:
    storm.prepare()
    began = monotonic()
    for kill in range(1, kills + 1):
        storm.life()
        if kill % TELL_EVERY == 0:
            tell(
                f"{storm.folder.name}: {kill} of {kills} kills, {len(storm.done)} lines done, {monotonic() - began:.0f} s"
            )
    storm.last_life()


def _summary(storm: Storm) -> str:
    deeds = Counter(str(deed[0]) for person in storm.people.values() for deed in person.deeds)
    said = sum(map(len, storm.said.values()))
    return (
        f"{storm.folder.name}: {storm.kills} kills, {len(storm.done)} lines, {said} messages ({storm.again} once more "
        f"after a kill), start {median(storm.boots or [0]):.2f} s, deeds {dict(deeds)}"
    )
