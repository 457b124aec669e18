"""A storm over a bot that polls: pupils write and press, the bot is killed again and again, Telegram goes on."""

import asyncio
import os
from abc import ABC, abstractmethod
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fakes.telegram import Person, Post, TelegramFake

PUPILS = 24
OWED = 6  # answers that one pupil waits for at most: Telegram lets out one a second
BURST = 2  # things that one pupil does at most without waiting for an answer
AT_ONCE = 0.2  # share of kills in the moment in which the first updates are handed out
LONGEST = 1.5  # seconds after that moment in which the other kills come: about as long as a start takes
STORM_SECONDS = 600.0
SECONDS = 60.0  # in which a bot must have done whatever it is asked for


class Toll(NamedTuple):
    """What the storm cost. Of `taken` updates, which the bot confirmed, `lost` had no effect and `doubled` more than one.

    `unanswered` had an effect, but nobody was told; `again` is what was said more than once, which is allowed.
    """

    taken: int
    lost: int
    doubled: int
    unanswered: int
    again: int
    faults: tuple[str, ...] = ()


@dataclass
class Pupil:
    """`texts` are numbered; `inputs` counts everything that must be answered."""

    person: Person
    chance: Random
    texts: list[str] = field(default_factory=list)
    presses: int = 0
    inputs: int = 0
    marks: set[str] = field(default_factory=set)  # of the answers among the first `seen` messages of the chat
    seen: int = 0

    def write(self, *texts: str) -> None:
        for text in texts:
            self.person.types(text)
            self.inputs += 1

    def press(self, label: str) -> None:
        self.person.presses(label)
        self.presses += 1
        self.inputs += 1

    def next_text(self) -> str:
        self.texts.append(f"goal {len(self.texts)} of {self.person.name}")
        return self.texts[-1]

    @property
    def answers(self) -> int:
        """How many different things were said; what was said once more after a kill has the same buttons."""
        posts = self.person.posts
        self.marks.update(_mark(post) for post in islice(posts.values(), self.seen, None) if post.ours)
        self.seen = len(posts)
        return len(self.marks)


def _mark(post: Post) -> str:
    """What tells one answer from any other: the name that its buttons bear, or its number."""
    first = post.earlier[0] if post.earlier else post.look
    data = str(first.keyboard[0][0]["callback_data"]) if first.keyboard else ""
    return data.partition(":")[0] if ":" in data else str(post.id)


class Storm(ABC):
    """One bot in a process of its own, against a Telegram that outlives it."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder = folder
        self.chance = chance
        self.fake = TelegramFake(rich=True)
        self.pupils: list[Pupil] = []
        self.lives = 0
        self.over = False

    @abstractmethod
    async def prepare(self) -> None:
        """Make what the bot needs, and bring the pupils to where they can work."""

    @abstractmethod
    def words(self) -> list[str]:
        """The program and its arguments."""

    @abstractmethod
    def free(self, pupil: Pupil) -> bool:
        """Whether this pupil may do more; who waits for too much already just waits."""

    @abstractmethod
    def burst(self, pupil: Pupil) -> None:
        """Let this pupil do something."""

    @abstractmethod
    def answered(self, pupil: Pupil) -> bool:
        """Whether everything of this pupil's had its effect and its answer."""

    @abstractmethod
    async def toll(self) -> Toll: ...

    async def blow(self, kills: int) -> Toll:
        await self.fake.open(0)
        self.folder.mkdir()
        try:
            self.pupils = [Pupil(self.fake.user(f"Kim {n}"), Random(self.chance.random())) for n in range(PUPILS)]
            await self.prepare()
            await self._kill(kills)
            await self._last_life()
            return await self.toll()
        finally:
            await self.fake.close()

    async def _kill(self, kills: int) -> None:
        """Let the pupils work while the plug is pulled so many times."""
        working = [asyncio.create_task(self._work(pupil)) for pupil in self.pupils]
        try:
            for _ in range(kills):
                await self._life()
        finally:
            self.over = True
            self.fake.world.bell.ring()
            await asyncio.gather(*working)

    # pupils

    async def _work(self, pupil: Pupil) -> None:
        """Go on once something is answered; or when the bot has come back and it still is not."""
        while not self.over:
            said, life = len(pupil.person.said()), self.lives
            self.burst(pupil)
            goes_on = partial(self._goes_on, pupil, said, life)
            await self.fake.until(goes_on, within=STORM_SECONDS)

    def _goes_on(self, pupil: Pupil, said: int, life: int) -> bool:
        heard = len(pupil.person.said()) > said or self.lives > life
        return self.over or (heard and self.free(pupil))

    # lives

    @asynccontextmanager
    async def started(self) -> AsyncIterator[Process]:
        """One life of the bot; at the end of the block the plug is pulled."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PLBOT_")}
        told = {"PLBOT_TELEGRAM_TOKEN": self.fake.token, "PLBOT_TELEGRAM_API": self.fake.url}
        with (self.folder / "log").open("ab") as log:
            program = await asyncio.create_subprocess_exec(*self.words(), stdout=DEVNULL, stderr=log, env=clean | told)
        self.lives += 1
        self.fake.world.bell.ring()
        try:
            yield program
        finally:
            if program.returncode is None:
                program.kill()
            await program.wait()

    async def _life(self) -> None:
        """Start the bot and pull the plug: as soon as it is handed something, or some time after that."""
        async with self.started():
            began = len(self.fake.calls)
            await self.until(
                lambda: any(call.method == "getUpdates" and call.result for call in self.fake.calls[began:])
            )
            if self.chance.random() > AT_ONCE:
                await asyncio.sleep(self.chance.uniform(0, LONGEST))

    async def _last_life(self) -> None:
        """Take everything to its end, as far as it can be, and leave in peace. What is missing then is lost: the toll says what."""
        async with self.started() as program:
            with suppress(TimeoutError):
                await self.until(lambda: not self.fake.pending and all(map(self.answered, self.pupils)))
            program.terminate()
            await asyncio.wait_for(program.wait(), SECONDS)

    async def until(self, true: Callable[[], object]) -> None:
        await self.fake.until(true, within=SECONDS)

    @property
    def taken(self) -> set[int]:
        waiting = {update["update_id"] for update in self.fake.pending}
        return self.fake.world.updates.all.keys() - waiting
