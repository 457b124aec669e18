"""A school to measure: the real desk on SQLite, with students in the middle of practice, few or very many."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import msgspec

from plbot import papers
from plbot.adapters import Sending, SendOutcome, Sent, Window
from plbot.clock import VirtualClock, first_morning
from plbot.content import find_content, load
from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names
from plbot.core import scenes as s
from plbot.core.cards import Paragraph
from plbot.core.engine import House
from plbot.core.events import Inbound
from plbot.core.facts import Kept
from plbot.core.records import Consent, Person
from plbot.core.standing import fold
from plbot.core.talk import Talk
from plbot.delivery import Delivery
from plbot.demo.answering import missed, right
from plbot.desk import Desk
from plbot.dialogues.house import HOUSE
from plbot.school import School
from plbot.sitting import Office
from plbot.storage.memory import MemoryStore
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Changes, EventKey, NewFact, NewStanding, Store, StoredAddress
from plbot.storage.vault import Vault
from plbot.words import load as load_words

SCHOOL = "school"
PATH, STANDARD = "ratios-6", "6.RP.A.1"
MODELS = 24  # students who really practise; all others are their likes under other names
MODEL_ANSWERS = 10
CHUNK = 1_000  # students written in one transaction
KNOWS = 0.75
MONDAY = first_morning("UTC")
VAULT = Vault(b"thirty-two bytes that never vary")


class Model(msgspec.Struct, frozen=True):
    """A student in the middle of practice, and the facts that led there."""

    person: Person
    facts: tuple[Kept, ...]


@dataclass
class Minds:
    """What students have before them, so that they can answer; noted as their turns are decided."""

    chance: Random
    models: Sequence[Model] = ()
    scenes: dict[str, s.Scene] = field(default_factory=dict)

    def hear(self, talk: Talk, inbound: Inbound) -> None:
        HOUSE.hear(talk, inbound)
        self.scenes[inbound.who] = talk.person.scene

    def next_words(self, number: int) -> str:
        """What student `number` writes next: an answer where a question stands, else that they want one."""
        scene = self.scenes.get(address(number)) or self.models[number % len(self.models)].person.scene
        if not isinstance(scene, s.Practising):
            return "practise"
        return right(scene.question) if self.chance.random() < KNOWS else missed(scene.question, self.chance)


def _echo(talk: Talk, inbound: Inbound) -> None:
    """The least of all dialogues: a fact, and the words said back."""
    talk.note(f.SetGoal())
    talk.show(Paragraph(inbound.text))


ECHO = House(_echo, HOUSE.open_mail, HOUSE.decide, HOUSE.apologise, HOUSE.page, HOUSE.page_plainly)


BLANK = Model(Person("p"), ())  # whom the echo speaks with: nothing but an id and a count of facts


def address(number: int) -> str:
    return f"bench:student {number}"


class Listener:
    """An adapter that has sent everything at once."""

    platform = "bench"
    tidies = False

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # no pace but our own is measured
        return ()

    async def say(self, sending: Sending) -> SendOutcome:
        return Sent(sending.key.encode())

    async def serve(self, school: School) -> int:
        """Nobody is heard here: turns are handed in directly."""
        raise NotImplementedError(school)


@dataclass
class Bench:
    """An open school. `turn` hands in what a student does next and comes back when it is committed."""

    desk: Desk
    minds: Minds | None
    count: int = 0

    async def turn(self, number: int) -> None:
        self.count += 1
        words = self.minds.next_words(number) if self.minds else "a few words to be said back"
        await self.desk.hear(Inbound(f"e{self.count}", address(number), "text", MONDAY, words)).committed


@asynccontextmanager
async def opened(store: Store, house: House, minds: Minds | None, *, speaking: bool = False) -> AsyncIterator[Bench]:
    """Open desk (and, `speaking`, delivery) over a store that has a school."""
    office = Office(house, load(find_content(None)), load_words(), VAULT, VAULT.salt(SCHOOL))
    desk = Desk(SCHOOL, "UTC", store, office, VirtualClock(MONDAY))
    delivery = Delivery(desk, {"bench": Listener()}, Random(1)) if speaking else None  # noqa: S311 # jitter
    desk.start()
    if delivery:
        delivery.start()
    try:
        yield Bench(desk, minds)
    finally:
        if delivery:
            await delivery.flush()
            await delivery.close()
        await desk.close()


def real_house(minds: Minds) -> House:
    return House(minds.hear, HOUSE.open_mail, HOUSE.decide, HOUSE.apologise, HOUSE.page, HOUSE.page_plainly)


# students


async def models() -> list[Model]:
    """Let a few students join a class and practise, through the real dialogues in memory."""
    store = MemoryStore()
    await store.found_school(SCHOOL, "UTC", MONDAY)
    minds = Minds(Random(3))  # noqa: S311 # the same students each time
    async with opened(store, real_house(minds), minds) as bench:
        code = await _found_class(bench.desk)
        await asyncio.gather(*(_begin(bench, number, code) for number in range(MODELS)))
        async with store.batch(SCHOOL) as batch:
            docs = await store.records_like(SCHOOL, "p")
            facts = {id_: papers.kept(await batch.facts(id_, 0, 1_000)) for id_ in docs}
    people = {id_: msgspec.json.decode(doc, type=Person) for id_, doc in docs.items()}
    return [Model(person, facts[id_][::-1]) for id_, person in people.items() if isinstance(person.scene, s.Practising)]


async def _found_class(desk: Desk) -> str:
    chance = Random(1)  # noqa: S311 # the same class each time
    code = names.new_code(chance)
    consent = Consent("school", MONDAY)
    note = n.FoundClass(names.class_id(chance), "Room 12", PATH, "Ms Li", code, "", "open", consent, "UTC")
    await desk.run(EventKey("admin", "", "class"), [n.Letter(note.classroom, MONDAY, note)]).settled
    return code


async def _begin(bench: Bench, number: int, code: str) -> None:
    """Join, choose, and practise a little."""
    for words in (code, f"Student {number}", "1 3", "skip", STANDARD, "practise"):
        bench.count += 1
        await bench.desk.hear(Inbound(f"b{bench.count}", address(number), "text", MONDAY, words)).settled
    for _ in range(MODEL_ANSWERS):
        await bench.turn(number)


async def fill(path: Path, found: Sequence[Model], students: int, answers: int = 0) -> None:
    """Write `students` like the models into a new database; with `answers`, each has that many more behind them."""
    found = [_seasoned(model, answers) for model in found] if answers else found
    store = SqliteStore(path)
    await store.open()
    await store.found_school(SCHOOL, "UTC", MONDAY)
    for start in range(0, students, CHUNK):
        changes = Changes()
        for number in range(start, min(start + CHUNK, students)):
            _add(changes, found[number % len(found)], number)
        async with store.batch(SCHOOL) as batch:
            await batch.keep(changes)
    await store.close()


def _add(changes: Changes, model: Model, number: int) -> None:
    id_ = names.person_id(Random(number))  # noqa: S311 # the same students each time
    person = msgspec.structs.replace(model.person, id=id_, name=f"Student {number}")
    changes.records[id_] = papers.encode(person)
    changes.addresses.append(StoredAddress(VAULT.hash(address(number)), VAULT.seal(address(number)), id_))
    changes.facts += [NewFact(id_, kept.seq, kept.at, papers.encode(kept.fact)) for kept in model.facts]
    changes.standings += [NewStanding(id_, code, each.state, MONDAY) for code, each in person.standings.items()]
    changes.heard += [(EventKey("bench", "", f"h{number}-{turn}"), MONDAY) for turn in range(5)]


def _seasoned(model: Model, answers: int) -> Model:
    """The same student after so many more answers to what was answered before."""
    again = [kept.fact for kept in model.facts if isinstance(kept.fact, f.Answered)]
    facts = list(model.facts)
    while len(facts) < len(model.facts) + answers:
        facts.append(Kept(len(facts) + 1, MONDAY, again[len(facts) % len(again)]))
    standings = fold((kept.fact, kept.at) for kept in facts)
    return Model(msgspec.structs.replace(model.person, facts=len(facts), standings=standings), tuple(facts))
