"""The two bots in the polling storm: plbot, and the textbook bot beside it."""

import asyncio
import json
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

from tests.crash.polling import BURST, OWED, Pupil, Storm, Toll
from tests.crash.program import command

from plbot import papers
from plbot.core import facts as f
from plbot.storage.sqlite import SqliteStore
from plbot.storage.vault import DATABASE_FILE, Vault

CONTENT = Path(__file__).parent / "content"
TEXTBOOK = Path(__file__).parent / "textbook.py"
SKIP = "Another question"


class Plbot(Storm):
    """A school on SQLite with one open class. Every goal is a fact with its words, every skipped question a fact."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def words(self) -> list[str]:
        return command("serve", "--data", str(self.data), "--content", str(CONTENT), "--port", "0")

    async def prepare(self) -> None:
        where = ("--data", str(self.data), "--content", str(CONTENT))
        added = ("class", "add", "Room", "--path", "sums", "--teacher", "Ms Li", "--admit", "open", "--json")
        made = await asyncio.create_subprocess_exec(*command(*added, *where), stdout=asyncio.subprocess.PIPE)
        told, _ = await made.communicate()
        for pupil in self.pupils:
            pupil.write(f"/start {json.loads(told)['code']}", pupil.person.name, "skip", "skip")
        async with self.started():
            await self.until(lambda: all(map(self.answered, self.pupils)))

    def burst(self, pupil: Pupil) -> None:
        """A few goals at once; or, where nothing is on its way, one question and then its button."""
        if self.answered(pupil) and SKIP in pupil.person.last.buttons:
            pupil.press(SKIP)
        elif self.answered(pupil) and pupil.chance.random() < 0.5:
            pupil.write("practise")
        else:
            for _ in range(pupil.chance.randint(1, BURST)):
                pupil.write("goal", pupil.next_text())

    def free(self, pupil: Pupil) -> bool:
        return pupil.inputs - pupil.answers <= OWED

    def answered(self, pupil: Pupil) -> bool:
        return pupil.answers >= pupil.inputs

    async def toll(self) -> Toll:
        store = SqliteStore(self.data / DATABASE_FILE)
        await store.open()
        try:
            faults = [
                *await store.check(),
                *[fault for pupil in self.pupils for fault in await self._history(store, pupil)],
            ]
        finally:
            await store.close()
        with closing(sqlite3.connect(f"file:{self.data / DATABASE_FILE}?mode=ro", uri=True)) as database:
            heard = {int(event) for (event,) in database.execute("SELECT event FROM heard WHERE platform = 'telegram'")}
            [(unsaid,)] = database.execute("SELECT count(*) FROM outbox WHERE state <> 'sent'")
        faults += [f"{unsaid} messages are owed still, or were given up"] if unsaid else []
        faults += self.fake.objections
        missing = sum(max(0, pupil.inputs - pupil.answers) for pupil in self.pupils)
        again = sum(len(pupil.person.said()) - pupil.answers for pupil in self.pupils)
        doubled = sum("doubled" in fault for fault in faults)
        return Toll(len(self.taken), len(self.taken - heard), doubled, missing, again, tuple(faults))

    async def _history(self, store: SqliteStore, pupil: Pupil) -> list[str]:
        """What is amiss in the facts about one pupil: exactly what they wrote, once each and in order."""
        address = Vault.at(self.data).hash(f"telegram:{pupil.person.id}")
        async with store.batch("school") as batch:
            person = (await batch.people([address]))[address]
            facts = papers.kept(await batch.facts(person, 0, 1_000_000))[::-1]
        goals = [kept.text for kept in facts if isinstance(kept.fact, f.SetGoal)]
        skipped = sum(isinstance(kept.fact, f.Dropped) for kept in facts)
        doubled = [text for text, count in Counter(goals).items() if count > 1]
        found = [f"{pupil.person.name}: {text} is doubled" for text in doubled]
        found += [f"{pupil.person.name}: {text} is lost" for text in pupil.texts if text not in goals]
        if not found and goals != pupil.texts:
            found.append(f"{pupil.person.name}: goals are out of order")
        if skipped != pupil.presses:
            found.append(f"{pupil.person.name}: {pupil.presses} presses and {skipped} skipped questions")
        return found


class Textbook(Storm):
    """A row for each update, and an answer that says which."""

    @property
    def database(self) -> Path:
        return self.folder / "book.db"

    def words(self) -> list[str]:
        return [sys.executable, str(TEXTBOOK), self.fake.url, self.fake.token, str(self.database)]

    async def prepare(self) -> None:
        """Nothing: whoever writes is answered."""

    def burst(self, pupil: Pupil) -> None:
        if pupil.person.said() and pupil.chance.random() < 0.5:
            pupil.press(SKIP)
        else:
            for _ in range(pupil.chance.randint(1, BURST)):
                pupil.write(pupil.next_text(), pupil.next_text())

    def free(self, pupil: Pupil) -> bool:  # noqa: ARG002 # it lets out all it has at once
        return True

    def answered(self, pupil: Pupil) -> bool:  # noqa: ARG002 # what it forgot it will never answer
        return not self.fake.pending

    async def toll(self) -> Toll:
        with closing(sqlite3.connect(self.database)) as database:
            effects = Counter(update for (update,) in database.execute("SELECT id FROM effect"))
        lost = self.taken - effects.keys()
        doubled = sum(count > 1 for count in effects.values())
        said = sum(len(pupil.person.said()) for pupil in self.pupils)
        unanswered = len(effects) - len({post.text for pupil in self.pupils for post in pupil.person.said()})
        return Toll(len(self.taken), len(lost), doubled, unanswered, said - len(effects) + unanswered)


def storms(folder: Path, seed: str) -> dict[str, Storm]:
    return {
        "plbot": Plbot(folder / "plbot", Random(f"{seed} plbot")),
        "textbook": Textbook(folder / "textbook", Random(f"{seed} textbook")),
    }
