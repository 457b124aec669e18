"""The plug is pulled (kill -9) while a page is under way: whoever is on duty hears of each round, and no longer once somebody has it."""

from pathlib import Path
from random import Random

import pytest
from tests.crash.correspondence import LIVES, TALK_KILLS, Correspondence, run
from tests.crash.program import Line

ROUNDS = 3  # in one life
PAGE = "wrote something that may mean danger"


class Alarm(Correspondence):
    """A school in which Ana may be in danger, and two people are on duty."""

    def __init__(self, folder: Path, chance: Random) -> None:
        super().__init__(folder, chance, ("ana", "dr-amal", "mr-bell"))
        self.rounds = 0

    def prepare(self) -> None:
        made = self.found_class()
        duty = ("safety", "duty", "add", "--data", str(self.data), "--json")
        codes = {who: run(self.folder, *duty, who.title())["code"] for who in ("dr-amal", "mr-bell")}
        program = self.start()
        for text in (f"join {made['code']}", "Ana", "skip", "skip"):
            self.ask(program, {"from": "ana", "text": text})
        for who, code in codes.items():
            self.ask(program, {"from": who, "text": code})
        self.stop(program)

    def danger(self) -> Line:
        return self.named({"from": "ana", "text": "i want to kill myself"})

    def five_minutes(self) -> Line:
        self.rounds += 1
        return self.named({"from": "ana", "advance": "5m"})

    def pages(self, who: str) -> int:
        """How many rounds this person was paged in; one that was said again after a start counts once."""
        return sum(PAGE in line["text"] for line in self.came[who].values())


def _survives(folder: Path, lives: int, seed: int) -> None:
    alarm = Alarm(folder, Random(seed))  # the same moments each time
    alarm.prepare()
    alarm.life([alarm.danger()])
    for _ in range(lives):
        alarm.life([alarm.five_minutes() for _ in range(ROUNDS)])
    alarm.last_life()
    assert alarm.pages("dr-amal") == alarm.pages("mr-bell") == 1 + alarm.rounds
    _is_taken_care_of(alarm)


def _is_taken_care_of(alarm: Alarm) -> None:
    paged = alarm.pages("mr-bell")
    alarm.life([alarm.named({"from": "dr-amal", "press": alarm.button("dr-amal", "acknowledge")})])
    alarm.last_life()
    alarm.life([alarm.five_minutes()])
    alarm.last_life()
    assert alarm.pages("mr-bell") == paged
    assert any("Dr-Amal knows" in line["text"] for line in alarm.came["ana"].values())


@pytest.mark.slow
def test_a_page_outlives_the_plug(tmp_path: Path) -> None:
    """So many kills at moments that are the same each time: eight a school."""
    for seed in range(-(-TALK_KILLS // LIVES)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        _survives(folder, min(LIVES, TALK_KILLS - seed * LIVES), seed)
