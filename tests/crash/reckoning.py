"""What must hold when the storm is over: nothing acknowledged is lost, doubled or out of order, and all that was owed was said."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from tests.crash.people import Clock, Deed
from tests.crash.storm import Storm

from plbot import papers
from plbot.core import facts as f
from plbot.core.facts import Kept
from plbot.core.letters import Admitted, AnyNote, PleasePractise, YouMayReassess
from plbot.core.opening import open_person, open_record
from plbot.core.records import Classroom, Person
from plbot.core.standing import fold
from plbot.limits import MINUTE
from plbot.storage.sqlite import SqliteStore
from plbot.storage.vault import DATABASE_FILE, Vault

SCHOOL = "school"
STUCK: Deed = ("stuck",)  # nobody's deed: what the program told a student
DROPPED: Deed = ("dropped",)
PUT_ASIDE: Deed = (
    "put aside",
)  # a form's question, because the teacher gave a result meanwhile; or a student's DROPPED
LAST_MOMENT, LETTERS = 2**62, 1_000_000  # all letters there are, whenever they are due
FIRST_MORNING = 1_788_768_000_000  # Monday 2026-09-07 08:00 UTC, where every virtual clock starts


class Kin(NamedTuple):
    """Somebody of the storm as the database knows them. `facts` are oldest first."""

    name: str
    record: Person
    facts: tuple[Kept, ...]


async def reckon(storm: Storm) -> list[str]:
    """All that is amiss, in sentences."""
    store = SqliteStore(storm.data / DATABASE_FILE)
    await store.open()
    try:
        people = await _people(storm, store)
        rooms = [open_record(id_, doc) for id_, doc in (await store.records_like(SCHOOL, "c")).items()]
        letters = await _letters(store)
        amiss = list(await store.check())
    finally:
        await store.close()
    amiss += [*storm.faults, *_strays(storm, people)]
    for kin in people:
        amiss += _history(storm, kin)
    amiss += _requests([room for room in rooms if isinstance(room, Classroom)], people, letters)
    with sqlite3.connect(f"file:{storm.data / DATABASE_FILE}?mode=ro", uri=True) as database:
        amiss += [*_rows(storm, database), *_messages(storm, database, {kin.record.id: kin.name for kin in people})]
    database.close()
    return amiss


async def _people(storm: Storm, store: SqliteStore) -> list[Kin]:
    vault = Vault.at(storm.data)
    hashes = {vault.hash(f"bridge:{name}"): name for name in storm.people}
    people = []
    async with store.batch(SCHOOL) as batch:
        ids = await batch.people(hashes)
        docs = await batch.records(ids.values())
        for digest, id_ in ids.items():
            facts = tuple(reversed(papers.kept(await batch.facts(id_, 0, 1_000_000))))
            people.append(Kin(hashes[digest], open_person(docs[id_]), facts))
    return people


async def _letters(store: SqliteStore) -> list[tuple[str, AnyNote]]:
    """What is on its way, to whom: at night answers wait, and what is granted to many at once keeps to a try a day."""
    async with store.batch(SCHOOL) as batch:
        return [(letter.to, papers.read_note(letter.doc)) for letter in await batch.letters(LAST_MOMENT, LETTERS)]


def _strays(storm: Storm, people: list[Kin]) -> Iterator[str]:
    known = {kin.name for kin in people}
    for name in {storm.owner[line].name for line in storm.done} - known - {"clock"}:
        yield f"{name} was answered and is not known"


# what people did


def _history(storm: Storm, kin: Kin) -> Iterator[str]:
    """The facts about one person are the answers to the lines they sent, each once and in their order."""
    numbers = [kept.seq for kept in kin.facts]
    if numbers != list(range(1, len(numbers) + 1)) or kin.record.facts != len(numbers):
        yield f"{kin.name}: facts are numbered {numbers[:5]} ... {numbers[-5:]}, the record counts {kin.record.facts}"
    if fold((kept.fact, kept.at) for kept in kin.facts) != kin.record.standings:
        yield f"{kin.name}: the standings are not what the facts add up to"
    kept_deeds = [deed for before, kept in pairwise((None, *kin.facts)) if kept and (deed := _deed(kept, before))]
    did, wanted = _compared(kept_deeds, storm.people[kin.name].deeds)
    if did != wanted:
        at = next((n for n, (a, b) in enumerate(zip(did, wanted, strict=False)) if a != b), min(len(did), len(wanted)))
        yield f"{kin.name}: {len(wanted)} deeds, {len(did)} kept; from {at}: did {wanted[at : at + 4]}, kept {did[at : at + 4]}"
    requests = Counter(kept.fact.request for kept in kin.facts if isinstance(kept.fact, f.Approved))
    if [request for request, count in requests.items() if count > 1]:
        yield f"{kin.name}: a request was approved twice"


def _compared(kept: list[Deed], deeds: list[Deed]) -> tuple[list[Deed], list[Deed]]:
    """What the student did of what was kept, and what must be kept of `deeds`."""
    own: list[Deed] = []
    stops: set[int] = set()
    for deed in kept:
        if deed == STUCK:
            stops.add(len(own))
        elif deed != PUT_ASIDE:
            own.append(deed)
        elif _wanted(deeds, stops)[len(own) : len(own) + 1] == [DROPPED]:
            own.append(DROPPED)
    return own, _wanted(deeds, stops)


def _wanted(deeds: list[Deed], stops: set[int]) -> list[Deed]:
    """What must be kept. Of several misses in one breath those after the one that led to "stuck" are no answers any more."""
    wanted: list[Deed] = []
    stopped = False
    for deed in deeds:
        also = deed[0] == "missed on"
        stopped = also and (stopped or len(wanted) in stops)
        if not stopped:
            wanted.append(("answered", *deed[1:]) if also else deed)
    return wanted


def _deed(kept: Kept, before: Kept | None) -> Deed | None:
    """What `kept` says that was done; `before`: what was kept before it."""
    match kept.fact:
        case f.GotStuck():
            return STUCK
        case f.Answered(item=item, right=right):
            return ("answered", item, right)
        case f.Dropped(standard=standard):
            return PUT_ASIDE if before and _is_result_of(before.fact, standard) else DROPPED
        case f.ChoseStandard():
            return ("chose",)
        case f.Opened():
            return ("opened",)
        case f.SetGoal():
            return ("goal", kept.text)
        case f.Reflected():
            return ("reflected", kept.text)
        case f.AskedToReassess():
            return ("asked", kept.text)
        case f.AddedEvidence():
            return ("evidence", kept.text)
    return None


def _is_result_of(fact: f.AnyFact, standard: str) -> bool:
    """Whether a teacher gave a result, without the form that may be under way."""
    return isinstance(fact, f.Mastered | f.NotYet) and fact.standard == standard and fact.how != "form"


def _requests(rooms: list[Classroom], people: list[Kin], letters: list[tuple[str, AnyNote]]) -> Iterator[str]:
    """A student waits exactly if the class has the request, or the answer is on its way: no letter was lost, none read twice."""
    at_class = {(request.person, id_) for room in rooms for id_, request in room.requests.items()}
    waiting = {
        (kin.record.id, standing.asked)
        for kin in people
        for standing in kin.record.standings.values()
        if standing.state == "requested"
    }
    decided = {(to, note.request) for to, note in letters if isinstance(note, PleasePractise | YouMayReassess)}
    made_up, lost, twice = at_class - waiting, waiting - at_class - decided, at_class & decided
    if made_up or lost or twice:
        yield f"requests of the class that nobody made: {made_up}; made and not there: {lost}; there and decided: {twice}"
    members = {person for room in rooms for person, member in room.members.items() if not member.waiting}
    inside = {kin.record.id for kin in people if kin.record.learns_in}
    let_in = {to for to, note in letters if isinstance(note, Admitted)}
    if members != inside | let_in:
        yield f"in the class, but not in their own record: {members - inside - let_in}; the other way: {(inside | let_in) - members}"


# what the database holds


def _rows(storm: Storm, database: sqlite3.Connection) -> Iterator[str]:
    heard = [event for (event,) in database.execute("SELECT event FROM heard WHERE platform = 'bridge'")]
    if Counter(heard) != Counter(storm.done):
        yield f"heard and not done: {set(heard) - set(storm.done)}; done and not heard: {set(storm.done) - set(heard)}"
    yield from (f"a turn was troubled: {row}" for row in database.execute("SELECT event, exception FROM trouble"))
    [(clock,)] = database.execute("SELECT max(value) FROM note WHERE name = 'clock'")
    for person in storm.people.values():
        moved = person.moved * MINUTE if isinstance(person, Clock) else 0
        if isinstance(person, Clock) and int(clock) != FIRST_MORNING + moved:
            yield f"the clock was moved by {moved} ms and stands at {clock}"
    late = "SELECT count(*) FROM letter WHERE due <= ?"
    if clock and database.execute(late, (int(clock),)).fetchone()[0]:
        yield "letters that are due lie unread"


def _messages(storm: Storm, database: sqlite3.Connection, names: dict[str, str]) -> Iterator[str]:
    """Everything owed was said, in the order of its lane, and each message ends as its last version."""
    lanes: dict[tuple[str, str], list[str]] = {}
    ends: dict[tuple[str, str], str] = {}
    for person, lane, key, state, doc in database.execute(
        "SELECT person, lane, key, state, doc FROM outbox ORDER BY seq"
    ):
        name = names.get(person, person)
        if state != "sent":
            yield f"{name}: a message is {state}: {key}"
        if lane == "home":
            continue  # taken from the outbox, and shown nowhere: a bridge has no such page
        keys = lanes.setdefault((name, lane), [])
        if (name, key) not in ends:
            keys.append(key)
        ends[name, key] = papers.read_card(doc).to_text()
    for (name, lane), keys in lanes.items():
        mine = set(keys)
        said = [key for key in storm.said.get(name, []) if key in mine]
        if said != keys:
            yield f"{name}, {lane}: owed {len(keys)} and said {len(said)}, or not in order; never said: {mine - set(said)}"
    for (name, key), text in ends.items():
        if storm.last.get((name, key), "") != text:
            yield f"{name}: the last that was said under {key} is not its last version"
    for name, key in storm.last.keys() - ends.keys():
        yield f"{name} was told what was never owed: {key}"
