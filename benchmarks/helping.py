"""A week of peer help on the real desk and a virtual clock: is anybody asked too often, is the load spread, who waits how long?

    python benchmarks/helping.py [--quick] [--json] [--seed N]

Helpers differ: how often they say yes, and how fast they look at their phone. Chance is seeded, so that a run can be repeated.
"""

import argparse
import asyncio
import heapq
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import school as bench  # found through the path above

from plbot.adapters import Sending
from plbot.content import find_content, load
from plbot.core import letters as n
from plbot.core import matching, names
from plbot.core.calendar import day
from plbot.core.events import Inbound
from plbot.core.helpdesk import HelpDesk
from plbot.core.opening import open_record
from plbot.core.records import Classroom, Consent, Person
from plbot.delivery import Delivery
from plbot.demo.actor import Notebook
from plbot.desk import Desk
from plbot.dialogues.house import HOUSE
from plbot.limits import DAY, HOUR, MINUTE, SECOND, Policy
from plbot.sitting import Office
from plbot.storage.memory import MemoryStore
from plbot.storage.store import EventKey
from plbot.travel import Traveller, virtual_clock
from plbot.words import load as load_words

STANDARD = bench.STANDARD
TO_HELP = ("result", "be a helper", "let's do it", "go on", "which colour comes first?", "skip", "i'd like to help")
IN_LESSONS = 0.8  # share of requests that fall into lesson time
AFTERNOON = (15.5, 19.5)  # o'clock: when the others are made
LESSONS = (8.2, 14.7)
WILLING = (0.4, 0.9)  # how often the least and the most willing helper say yes
LOOKS = (20 * SECOND, 3 * MINUTE)  # until a helper in a lesson looks at an offer
LOOKS_LATER = (MINUTE, 12 * MINUTE)  # and in the afternoon
TALKS = (4 * MINUTE, 18 * MINUTE)  # how long two students need
HELPS = 0.8  # share of talks that helped


@dataclass(frozen=True)
class Size:
    students: int = 150
    helpers: int = 20
    days: int = 5
    requests: int = 100  # in the week: two of three students ask once


QUICK = Size(students=14, helpers=6, days=1, requests=6)


@dataclass(order=True)
class Deed:
    """Somebody will do something at a moment (ms)."""

    at: int
    number: int
    who: int = field(compare=False)
    do: str = field(compare=False)
    value: str = field(compare=False, default="")


@dataclass
class Week:
    """The school, what people are about to do, and what was seen."""

    desk: Desk
    traveller: Traveller
    notebook: Notebook
    chance: Random
    size: Size
    deeds: list[Deed] = field(default_factory=list)
    events: int = 0
    asked: dict[int, int] = field(default_factory=dict)  # student -> when the open request was made (ms)
    waits: list[tuple[bool, int | None]] = field(
        default_factory=list
    )  # in lesson time?, until help began (ms; None: nobody)

    def later(self, at: int, who: int, do: str, value: str = "") -> None:
        self.events += 1
        heapq.heappush(self.deeds, Deed(at, self.events, who, do, value))

    async def say(self, who: int, text: str = "", choice: str = "") -> None:
        self.events += 1
        kind = "choice" if choice else "text"
        inbound = Inbound(f"w{self.events}", _address(who), "choice" if kind == "choice" else "text", 0, text, choice)
        await self.desk.hear(inbound).settled
        await self.traveller.delivery.flush()

    def saw(self, sending: Sending) -> None:
        """A person reads what they were told, and will react in their own time."""
        who, choices = int(sending.address.rpartition(":")[2]), sending.card.choices
        text, now = sending.card.to_text(), self.desk.clock.now()
        for place, choice in enumerate(choices.choices if choices else (), 1):
            value = f"{choices.mid}:{place}" if choices else ""
            if choice.intent == "accept":
                self.later(now + self._looks(now), who, "offer", value)
            elif choice.intent == "helped_yes":
                after = value if self.chance.random() < HELPS else f"{value.partition(':')[0]}:{place + 2}"
                self.later(now + MINUTE, who, "rate", after)
        if who in self.asked and ("has time for you" in text or "obody" in text):
            self._answered(who, now, found="has time for you" in text)

    def _answered(self, who: int, now: int, *, found: bool) -> None:
        since = self.asked.pop(who)
        lesson = matching.in_lessons(matching.Moment(since, "UTC", Policy()))
        self.waits.append((lesson, now - since if found else None))
        if found:
            self.later(now + MINUTE, who, "write", "I don't get which one comes first")
            self.later(now + self.chance.randint(*TALKS), who, "end")

    def _looks(self, now: int) -> int:
        lesson = matching.in_lessons(matching.Moment(now, "UTC", Policy()))
        return self.chance.randint(*(LOOKS if lesson else LOOKS_LATER))

    def willing(self, who: int) -> float:
        low, high = WILLING
        return low + (high - low) * who / max(1, self.size.helpers - 1)

    # what people do

    async def act(self, deed: Deed) -> None:
        match deed.do:
            case "ask":
                await self._ask(deed.who)
            case "offer":
                yes = self.chance.random() < self.willing(deed.who)
                mid, _, place = deed.value.partition(":")
                await self.say(deed.who, choice=deed.value if yes else f"{mid}:{int(place) + 1}")
                if yes:
                    self.later(self.desk.clock.now() + 2 * MINUTE, deed.who, "write", "What did you try first?")
            case "write":
                await self.say(deed.who, deed.value)
            case "end":
                await self.say(deed.who, "/end")
            case "rate":
                await self.say(deed.who, choice=deed.value)

    async def _ask(self, who: int) -> None:
        if who in self.asked:
            return
        self.asked[who] = self.desk.clock.now()
        await self.say(who, "menu")
        await self.say(who, f"learn {STANDARD}")
        await self.say(who, "find a helper")
        await self.say(who, "yes")

    async def go(self, until: int) -> None:
        while self.deeds and self.deeds[0].at <= until:
            deed = heapq.heappop(self.deeds)
            await self._travel(deed.at)
            await self.act(deed)
        await self._travel(until)

    async def _travel(self, moment: int) -> None:
        ahead = moment - self.desk.clock.now()
        if ahead > 0:
            self.events += 1
            await self.traveller.advance(EventKey("bench", "", f"t{self.events}"), ahead)


def _address(who: int) -> str:
    return f"bench:{who}"


async def simulate(size: Size, seed: int) -> dict[str, Any]:
    """A week; the figures. Times in seconds, shares 0..1."""
    chance = Random(seed)  # noqa: S311 # the same week each time
    store = MemoryStore()
    await store.found_school(bench.SCHOOL, "UTC", 0)
    clock = await virtual_clock(store, bench.SCHOOL, "UTC")
    office = Office(HOUSE, load(find_content(None)), load_words(), bench.VAULT, bench.VAULT.salt(bench.SCHOOL))
    desk = Desk(bench.SCHOOL, "UTC", store, office, clock)
    notebook = Notebook("bench")
    delivery = Delivery(desk, {"bench": notebook}, Random(0))  # noqa: S311 # jitter
    week = Week(desk, Traveller(desk, delivery, clock), notebook, chance, size)
    desk.start()
    delivery.start()
    try:
        await _settle_in(week)
        notebook.on_card = week.saw
        return await _run(week)
    finally:
        await delivery.close()
        await desk.close()


async def _settle_in(week: Week) -> None:
    """A class of all of them; the first ones know the standard, are trained, and would help."""
    desk, draw = week.desk, Random(1)  # noqa: S311 # the same class each time
    now, code = desk.clock.now(), names.new_code(draw)
    note = n.FoundClass(
        names.class_id(draw), "Room 12", bench.PATH, "Ms Li", code, "", "open", Consent("school", now), "UTC"
    )
    await desk.run(EventKey("admin", "", "class"), [n.Letter(note.classroom, now, note)]).settled
    for who in range(week.size.students):
        for words in (code, f"Student {who}", "skip", "skip"):
            await week.say(who, words)
    people = [person for person in await _records(week) if isinstance(person, Person)]
    by_name = {person.name: person.id for person in people}
    for who in range(week.size.helpers):
        mastered = n.YourResult(STANDARD, True, "paper", "")  # as in the letter
        letter = n.Letter(by_name[f"Student {who}"], now, mastered)
        await desk.run(EventKey("admin", "", f"result {who}"), [letter]).settled
        for words in TO_HELP:
            await week.say(who, words)


async def _records(week: Week) -> Sequence[Person | Classroom]:
    docs = {
        **await week.desk.store.records_like(bench.SCHOOL, "p"),
        **await week.desk.store.records_like(bench.SCHOOL, "c"),
    }
    records = [open_record(key, doc) for key, doc in docs.items()]
    return [record for record in records if isinstance(record, Person | Classroom)]


async def _run(week: Week) -> dict[str, Any]:
    begins = week.desk.clock.now() - 8 * HOUR  # the clock begins at eight in the morning
    for _ in range(week.size.requests):
        hours = LESSONS if week.chance.random() < IN_LESSONS else AFTERNOON
        at = begins + week.chance.randrange(week.size.days) * DAY + round(week.chance.uniform(*hours) * HOUR)
        week.later(at, week.chance.randrange(week.size.helpers, week.size.students), "ask")
    desk = HelpDesk()
    most: Counter[str] = Counter()  # asks of a helper and day
    for number in range(1, week.size.days + 1):
        await week.go(begins + number * DAY - MINUTE)
        desk = next(each.help for each in await _records(week) if isinstance(each, Classroom))
        for person, moments in desk.asked.items():
            here = day(week.desk.clock.now(), "UTC")
            most[f"{person} {here}"] = sum(day(at, "UTC") == here for at in moments)
    return _figures(week, desk, max(most.values(), default=0))


def _figures(week: Week, desk: HelpDesk, most_asks: int) -> dict[str, Any]:
    helps = Counter(session.helper for session in desk.sessions.values())
    for person, moments in desk.helps.items():
        helps[person] = max(helps[person], len(moments))
    lesson = [wait for in_lesson, wait in week.waits if in_lesson]
    later = [wait for in_lesson, wait in week.waits if not in_lesson]
    loads = sorted(helps.values())
    return {
        "requests": len(week.waits),
        "in_lessons": len(lesson),
        "answered": sum(wait is not None for _, wait in week.waits),
        "in_lessons_within_3_minutes": _share(lesson, 3 * MINUTE),
        "in_lessons_within_10_minutes": _share(lesson, 10 * MINUTE),
        "later_within_10_minutes": _share(later, 10 * MINUTE),
        "all_within_10_minutes": _share([wait for _, wait in week.waits], 10 * MINUTE),
        "helpers_active": len(loads),
        "busiest": loads[-1] if loads else 0,
        "median": median(loads) if loads else 0,
        "most_asks_a_day": most_asks,
        "cap_a_day": Policy().help_asks_a_day,
        "two_sessions_at_once": _overlaps(desk),
    }


def _share(waits: Sequence[int | None], within: int) -> float:
    return round(sum(wait is not None and wait <= within for wait in waits) / len(waits), 3) if waits else 0.0


def _overlaps(desk: HelpDesk) -> int:
    """Pairs of sessions in which one person was at the same time."""
    spans = [
        (person, each.at, each.ended or each.at)
        for each in desk.sessions.values()
        for person in (each.helper, each.helped)
    ]
    return sum(
        one[0] == two[0] and one[1] < two[2] and two[1] < one[2]
        for place, one in enumerate(spans)
        for two in spans[:place]
    )


def main() -> int:
    """Simulate, and print the figures."""
    asked = argparse.ArgumentParser(prog="helping.py", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="a small class and a day: only to see that everything runs")
    asked.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked.add_argument("--seed", type=int, default=1, help="which week (default: 1)")
    options = asked.parse_args()
    found = asyncio.run(simulate(QUICK if options.quick else Size(), options.seed))
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name.replace('_', ' '):32}{value:>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
