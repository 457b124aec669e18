"""The plug is pulled (kill -9) while two students write to each other: no word that was taken is lost, said twice or out of order."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from tests.crash.correspondence import LIVES, TALK_KILLS, Correspondence
from tests.crash.program import Line

BURST = 5  # messages of each in one life
SETUP = (
    ("ms-li", "{teacher}"), ("ana", "join {code}"), ("ana", "Ana"), ("ana", "skip"), ("ana", "skip"),
    ("ben", "join {code}"), ("ben", "Ben"), ("ben", "skip"), ("ben", "skip"),
    *(("ms-li", text) for text in ("menu", "Room 12", "record a result", "ana", "6.RP.A.1", "mastered")),
    *(("ana", text) for text in ("result", "be a helper", "let's do it", "go on", "which colour comes first?", "skip", "i'd like to help")),
    ("ben", "learn 6.RP.A.1"), ("ben", "find a helper"), ("ben", "yes, ask around"),
)  # fmt: skip
PARTNER = {"ana": "ben", "ben": "ana"}


class Relay(Correspondence):
    """A school in which Ana helps Ben."""

    def __init__(self, folder: Path, chance: Random) -> None:
        super().__init__(folder, chance, ("ana", "ben", "ms-li"))
        self.wrote: dict[str, list[str]] = {"ana": [], "ben": []}

    def prepare(self) -> None:
        made = self.found_class()
        program = self.start()
        for who, text in SETUP:
            self.ask(program, {"from": who, "text": text.format(code=made["code"], teacher=made["teacher_code"])})
        self.ask(program, {"from": "ana", "press": self.button("ana", "accept")})
        self.stop(program)

    def both_write(self) -> None:
        self.life([self._line(who) for _ in range(BURST) for who in PARTNER])

    def _line(self, who: str) -> Line:
        text = f"word {len(self.wrote[who]) + 1} of {who}"
        self.wrote[who].append(text)
        return self.named({"from": who, "text": text})

    def arrived(self, who: str) -> Sequence[str]:
        """What the partner wrote, as it came to this person; each message counts once, however often it was said again."""
        name = PARTNER[who].title()
        texts = [line["text"].partition("\n")[0] for line in self.came[who].values()]
        return [text.removeprefix(f"{name}: ") for text in texts if text.startswith(f"{name}: ")]


def _survives(folder: Path, lives: int, seed: int) -> None:
    relay = Relay(folder, Random(seed))  # the same moments each time
    relay.prepare()
    for _ in range(lives):
        relay.both_write()
    relay.last_life()
    for who, partner in PARTNER.items():
        assert relay.arrived(who) == relay.wrote[partner]


@pytest.mark.slow
def test_a_relay_outlives_the_plug(tmp_path: Path) -> None:
    """So many kills at moments that are the same each time: eight a school."""
    for seed in range(-(-TALK_KILLS // LIVES)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        _survives(folder, min(LIVES, TALK_KILLS - seed * LIVES), seed)
