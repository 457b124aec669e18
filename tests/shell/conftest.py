"""A desk with a parrot behind it: dialogues simple enough that every effect in these tests is the shell's own doing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from tests.shell.pace import StandingClock

from plbot.adapters import Sending, SendOutcome, Sent, Window
from plbot.clock import VirtualClock, first_morning
from plbot.core import facts as f
from plbot.core.cards import Card, Choice, Owed, Paragraph
from plbot.core.engine import House
from plbot.core.events import Inbound
from plbot.core.letters import AnyNote, YouWait
from plbot.core.library import Library
from plbot.core.pages import DutyNote
from plbot.core.register import Register
from plbot.core.talk import Talk
from plbot.core.watch import Watch
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.pacing import Pacer
from plbot.sitting import Office
from plbot.storage.memory import MemoryStore
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Store
from plbot.storage.vault import Vault

SCHOOL = "hill"


class Blocks:
    """Words that say their own name."""

    def say(self, language: str, dialogue: str, block: str, names: Mapping[str, object]) -> str:
        return f"{language} {dialogue} {block} {len(names)}"

    def command(self, language: str, text: str) -> str:
        return f"{language}{text}"[:0]


def hear(talk: Talk, inbound: Inbound) -> None:
    """Do what the text says: `boom`, `ask`, `fact WORDS`, `read`, `letters N`, `in MS`; anything else is said back."""
    word, _, rest = inbound.text.partition(" ")
    if word == "boom":
        talk.note(f.SetGoal(), "spoilt")
        raise KeyError(rest)
    if word == "fact":
        talk.note(f.Reflected(standard="A.1"), rest)
    elif word == "read":
        known = talk.world.facts(talk.person.id, 0, 10)
        talk.show(Paragraph(" ".join(kept.text for kept in known) or "nothing"))
    elif word == "letters":
        talk.send(talk.person.id, YouWait("A.1", int(rest)))
    elif word == "in":
        talk.send(talk.person.id, YouWait("A.1", 0), talk.world.now + int(rest))
    elif word == "twice":
        talk.show(Paragraph("first"))
        talk.notice([Choice("Yes", "yes")])
        talk.show(Paragraph("second"))
    elif word == "board":
        talk.owed.append(Owed(talk.person.id, Card((Paragraph(rest),)), "board", "alerts", revises=True))
    elif word == "half":
        talk.become(name="\ud800")
    elif inbound.kind == "blocked":
        talk.become(reachable=False)
    else:
        talk.show(Paragraph(f"{talk.person.facts} {inbound.text}"))


def open_mail(talk: Talk, note: AnyNote) -> None:
    """Count down by letters; 13 is a letter that nobody can read."""
    assert isinstance(note, YouWait)
    if note.ahead == 13:
        raise KeyError("unlucky")
    talk.show(Paragraph(f"letter {note.ahead}"))
    if note.ahead:
        talk.send(talk.person.id, YouWait("A.1", note.ahead - 1))


def decide(register: Register, note: AnyNote) -> None:
    """Classes do nothing here."""
    register.become(name=type(note).__name__)


def apologise(talk: Talk, inbound: Inbound, plainly: bool) -> None:  # noqa: ARG001 # the same to all
    talk.show(Paragraph("sorry"))


def page(watch: Watch, note: DutyNote) -> None:
    """Nobody is paged here."""
    watch.become(texts={"en": type(note).__name__})


PARROT = House(hear, open_mail, decide, apologise, page, page)


class Notebook:
    """An adapter that writes down what it was given, and answers as it is told to."""

    platform = "note"
    tidies = False

    def __init__(self) -> None:
        self.limits: Sequence[Window] = ()
        self.said: list[tuple[str, str]] = []
        self.answers: dict[str, list[SendOutcome]] = {}
        self._something_said = asyncio.Event()

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # the same for all
        return self.limits

    async def say(self, sending: Sending) -> SendOutcome:
        text = sending.card.to_text()
        waiting = self.answers.get(text)
        if waiting:
            return waiting.pop(0)
        self.said.append((sending.address.partition(":")[2], text))
        self._something_said.set()
        return Sent(b"id")

    async def has_said(self, count: int) -> None:
        """Wait until so many messages were said."""
        while len(self.said) < count:
            self._something_said.clear()
            await self._something_said.wait()

    async def serve(self, school: object) -> int:
        return 0 if school else 1


@pytest.fixture
def vault() -> Vault:
    return Vault(b"k" * 32)


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(first_morning("UTC"))


@pytest.fixture
def pace() -> StandingClock:
    """The time that platforms are paced by; the desk's is another."""
    return StandingClock()


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest_asyncio.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "plbot.db")
    await made.open()
    await made.found_school(SCHOOL, "UTC", 1)
    yield made
    await made.close()


MakeDesk = Callable[[Store], Desk]


@pytest.fixture
def make_desk(vault: Vault, clock: VirtualClock) -> MakeDesk:
    """Make a desk over any store: a second one over the same store is the program after a restart."""

    def make(store: Store) -> Desk:
        office = Office(PARROT, Library({}, {}, {}), Blocks(), vault, vault.salt(SCHOOL))
        return Desk(SCHOOL, "UTC", store, office, clock)

    return make


@pytest_asyncio.fixture
async def desk(store: Store, make_desk: MakeDesk) -> AsyncIterator[Desk]:
    made = make_desk(store)
    made.start()
    yield made
    await made.close()


@pytest_asyncio.fixture
async def delivery(desk: Desk, notebook: Notebook, pace: StandingClock) -> AsyncIterator[Delivery]:
    made = Delivery(desk, {"note": notebook}, Random(1), Pacer(pace))
    made.start()
    yield made
    await made.close()


@pytest.fixture
def says() -> Callable[..., Inbound]:
    """One person's text: `says("ana", "hello")`; each is an event of its own unless `id` says otherwise."""
    counter = iter(range(1, 1_000_000))

    def make(who: str, text: str, id: str = "", kind: str = "text") -> Inbound:  # noqa: A002 # the wire's own word
        return Inbound(event_id=id or f"e{next(counter)}", who=f"note:{who}", kind=kind, text=text)  # type: ignore[arg-type] # a test's own words

    return make
