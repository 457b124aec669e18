"""A school for tests: the real desk and delivery on any store and a virtual clock; what is said is collected."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Literal

import msgspec

from plbot import papers
from plbot.adapters import Adapter, Sending, SendOutcome, Sent, Window
from plbot.content import load
from plbot.core import consent_letters as c
from plbot.core import letters as n
from plbot.core import names, pages
from plbot.core.duty import DUTY, OnDuty
from plbot.core.events import Inbound
from plbot.core.facts import Kept
from plbot.core.library import Library
from plbot.core.opening import open_person
from plbot.core.records import Admit, Classroom, Consent, Person
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.dialogues.house import HOUSE
from plbot.school import School
from plbot.sitting import Office
from plbot.storage.store import Batch, EventKey, Store
from plbot.storage.vault import Vault
from plbot.travel import Traveller, virtual_clock
from plbot.words import Phrasebook
from plbot.words import load as load_words

SCHOOL = "school"
PLATFORMS = ("stage", "circus")  # who is called `ana@circus` speaks through the second one
CONTENT = Path(__file__).parent.parent / "content"
OpenStore = Callable[[], Awaitable[Store]]


@lru_cache
def library(folder: Path) -> Library:
    return load(folder)


@lru_cache
def phrasebook() -> Phrasebook:
    return load_words()


class Schoolhouse:
    """People are called by short names; `said` is what they were told and not asked about yet. It is also the adapter."""

    def __init__(self, open_store: OpenStore, content: Path = CONTENT) -> None:
        self.content = content
        self.said: list[Sending] = []
        self.at_home: set[str] = set()  # addresses that opened their home page: others have none
        self.teacher_codes: dict[str, str] = {}
        self._open_store = open_store
        self._invited = 0
        self._vault = Vault(b"thirty-two bytes that never vary")

    tidies = False

    def windows(self, address: str) -> Sequence[Window]:  # noqa: ARG002 # a stage sets no pace
        return ()

    @property
    def platform(self) -> str:
        return "stage"

    async def open(self) -> None:
        """Open store, desk and delivery; all that was in memory before is gone."""
        self.store = await self._open_store()
        await self.store.found_school(SCHOOL, "UTC", 0)
        clock = await virtual_clock(self.store, SCHOOL, "UTC")
        salt = self._vault.salt(SCHOOL)
        office = Office(HOUSE, library(self.content), phrasebook(), self._vault, salt)
        self.desk = Desk(SCHOOL, "UTC", self.store, office, clock)
        self.delivery = Delivery(self.desk, self.adapters(), Random(0))
        self.traveller = Traveller(self.desk, self.delivery, clock)
        self.desk.start()
        self.delivery.start()

    async def close(self) -> None:
        await self.delivery.close()
        await self.desk.close()
        await self.store.close()

    async def say(self, sending: Sending) -> SendOutcome:
        if sending.lane != "home" or sending.address in self.at_home:
            self.said.append(sending)
        return Sent(b"said")

    async def serve(self, school: School) -> int:
        """Nothing to hear but what a test hands in."""
        raise NotImplementedError(school)

    def adapters(self) -> Mapping[str, Adapter]:
        """What speaks to people, by platform."""
        return dict.fromkeys(PLATFORMS, self)

    def address_of(self, who: str) -> str:
        """The address of somebody in a transcript."""
        name, _, platform = who.partition("@")
        return f"{platform or PLATFORMS[0]}:{name}"

    def name_of(self, address: str) -> str:
        """How a transcript calls whoever has this address."""
        platform, _, name = address.partition(":")
        return name if platform == PLATFORMS[0] else f"{name}@{platform}"

    # what happens

    async def hear(self, inbound: Inbound) -> None:
        """Take one event to its end, with all it sets off."""
        if inbound.kind == "home":
            self.at_home.add(inbound.who)
        receipt = self.desk.hear(inbound)
        await receipt.settled
        await self.delivery.flush()

    async def advance(self, ms: int, event: str) -> None:
        await self.traveller.advance(EventKey(self.platform, "", event), ms)
        await self.delivery.flush()

    async def found_class(self, name: str, *, admit: Admit, path: str, teacher: str) -> None:
        """A class as an admin makes it; its codes come from its name, so that they never vary."""
        chance = Random(name)
        class_id, code, teacher_code = names.class_id(chance), names.new_code(chance), names.new_code(chance)
        consent = Consent("school", self.desk.clock.now())
        note = n.FoundClass(class_id, name, path, teacher, code, teacher_code, admit, consent, "UTC")
        self.teacher_codes[name] = teacher_code
        letter = n.Letter(class_id, self.desk.clock.now(), note)
        await self.desk.run(EventKey("admin", "", f"found {name}"), [letter]).settled

    async def set_consent(self, name: str, by: Literal["school", "parent"] | None, event: str) -> None:
        """Give or withdraw consent for a class, as an admin does."""
        room = next(room for room in await self.classes() if room.name == name)
        now = self.desk.clock.now()
        note = c.SetsConsent(Consent(by, now) if by else None)
        await self.desk.run(EventKey("admin", "", event), [n.Letter(room.id, now, note)]).settled
        await self.delivery.flush()

    async def invite(self, name: str) -> str:
        """Make a new teacher code for a class, as an admin does, and return it."""
        self._invited += 1
        code = names.new_code(Random(f"{name} {self._invited}"))
        room = next(room for room in await self.classes() if room.name == name)
        letter = n.Letter(room.id, self.desk.clock.now(), n.NewTeacherCode(code))
        await self.desk.run(EventKey("admin", "", f"invite {self._invited}"), [letter]).settled
        return code

    async def put_on_duty(self, name: str, marks: Sequence[str] = ()) -> str:
        """Put somebody on the duty list, as an admin does, and return the code that they type to the bot."""
        code = names.new_code(Random(f"duty {name}"))
        note = pages.InvitesToDuty(code, OnDuty(name, last="last" in marks, lead="lead" in marks))
        letter = n.Letter(DUTY, self.desk.clock.now(), note)
        await self.desk.run(EventKey("admin", "", f"duty {name}"), [letter]).settled
        return code

    # what is there

    async def classes(self) -> list[Classroom]:
        docs = await self.store.records_like(SCHOOL, "c")
        return [msgspec.json.decode(doc, type=Classroom) for doc in docs.values()]

    async def person(self, who: str) -> Person | None:
        return (await self.people([who])).get(who)

    async def people(self, names_: Iterable[str]) -> dict[str, Person]:
        """Those of these who are known, read in one transaction."""
        async with self.store.batch(SCHOOL) as batch:
            ids = await self._ids_of(batch, names_)
            docs = await batch.records([*ids.values()])
        return {who: open_person(docs[id_]) for who, id_ in ids.items() if id_ in docs}

    async def facts(self, who: str) -> list[Kept]:
        """All facts about somebody, oldest first."""
        return (await self.facts_since({who: 0}))[who]

    async def facts_since(self, seen: Mapping[str, int]) -> dict[str, list[Kept]]:
        """The facts about each of these beyond that number, oldest first, read in one transaction."""
        found: dict[str, list[Kept]] = {who: [] for who in seen}
        async with self.store.batch(SCHOOL) as batch:
            for who, person_id in (await self._ids_of(batch, seen)).items():
                newest = papers.kept(await batch.facts(person_id, 0, 1))
                last = newest[0].seq if newest else 0
                since = seen[who] if seen[who] <= last else 0  # somebody who was forgotten begins anew
                rows = await batch.facts(person_id, 0, last - since) if last > since else ()
                found[who] = [kept for kept in reversed(papers.kept(rows)) if kept.seq > since]
        return found

    async def _ids_of(self, batch: Batch, names_: Iterable[str]) -> dict[str, str]:
        hashes = {who: self._vault.hash(self.address_of(who)) for who in names_}
        known = await batch.people([*hashes.values()])
        return {who: known[address] for who, address in hashes.items() if address in known}
