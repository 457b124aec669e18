"""What is amiss with an installation, told so that an admin can put it right."""

import asyncio
import os
import shutil
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import msgspec

from plbot import brake
from plbot.adapters import ServedAdapter
from plbot.clock import Clock, VirtualClock
from plbot.content import ContentFaults, ContentMissing, find_content, load
from plbot.core.calendar import local
from plbot.core.duty import DUTY, Duty
from plbot.core.opening import open_record
from plbot.core.records import Classroom
from plbot.ledger import DANGER, where
from plbot.limits import DAY, HOUR, MINUTE, limits
from plbot.logs import hider
from plbot.readiness.shelf import sentence, shelf_of
from plbot.school import admin_clock, open_store
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Store, StoreError
from plbot.storage.vault import DATABASE_FILE, KEY_FILE, Vault
from plbot.web.platforms import asked_for, make

DISK_RED = 100_000_000  # bytes: a day of a large school, and room for SQLite to work
DISK_YELLOW = 1_000_000_000  # bytes: time to act before it is red
FIRST_YEAR = 2026  # plbot is not older: a clock before it was never set
OVERDUE = 10 * MINUTE  # letters are read within seconds where plbot is running
RECENT = 7 * DAY  # troubles older than a week were looked at, or do not matter
CHECK_SECONDS = 20.0  # a platform is asked a handful of things; one that takes longer is as good as not reached
DUTY_LEAST = 2  # people paged at once: one may be asleep
TESTED = 120 * DAY  # a term: people change telephones
SHOWN = 5  # troubles told in full: the newest show what is going on


State = Literal["green", "yellow", "red"]


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at. Red needs somebody now, yellow soon."""

    what: str
    state: State
    text: str


async def examine(data: Path, content: Path | None) -> list[Finding]:
    """Look at everything; nothing is changed. A part that cannot be looked at is red."""
    return [*await _platforms(), *await examine_school(data, content)]


async def examine_school(data: Path, content: Path | None) -> list[Finding]:
    """Look at all but the platforms, which are not asked."""
    findings = [_content(content)]
    if not (data / DATABASE_FILE).is_file():
        return [*findings, Finding("data", "red", f"There is no school in {data} yet. Make one with: plbot init")]
    findings += [_disk(data), _key(data)]
    try:
        async with open_store(data) as store:
            findings += [finding async for finding in _inside(store)]
    except StoreError as error:
        findings.append(Finding("database", "red", str(error)))
    return findings


def _content(content: Path | None) -> Finding:
    try:
        library = load(find_content(content))
    except (ContentFaults, ContentMissing) as error:
        return Finding("content", "red", str(error))
    return Finding("content", "green", f"{len(library.standards)} standards, {len(library.paths)} paths")


async def _platforms() -> list[Finding]:
    """Ask each platform that is configured; without one, nobody is asked."""
    found = make(asked_for())
    amiss = [Finding(name, "red", why) for name, why in found.amiss.items()]
    looked = await asyncio.gather(*(_platform(name, adapter) for name, adapter in found.adapters.items()))
    return amiss + [finding for findings in looked for finding in findings]


async def _platform(name: str, adapter: ServedAdapter) -> list[Finding]:
    hide = hider(os.environ)
    try:
        amiss = await asyncio.wait_for(adapter.checks(), CHECK_SECONDS)
    except TimeoutError:
        return [
            Finding(name, "red", "did not answer. Is this machine on the internet, and may it call out over https?")
        ]
    except Exception as error:  # noqa: BLE001 # one platform's trouble must not hide the others'; its words may hold a token
        return [
            Finding(name, "red", f"could not be looked at: {where(error)}. If it stays so, please report this line.")
        ]
    return [Finding(name, "red", hide(each)) for each in amiss] or [Finding(name, "green", "knows this bot")]


def _disk(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    state: State = "red" if free < DISK_RED else "yellow" if free < DISK_YELLOW else "green"
    return Finding("disk", state, f"{free / 1e9:.1f} GB free" + ("" if state == "green" else ". Make room."))


def _key(data: Path) -> Finding:
    try:
        Vault.at(data)
    except StoreError as error:
        return Finding("key", "red", str(error))
    path = data / KEY_FILE
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Finding("key", "yellow", f"Others on this machine can use {path}. Close it with: chmod 600 {path}")
    return Finding("key", "green", "is there, and only this user can read it")


async def _inside(store: SqliteStore) -> AsyncIterator[Finding]:
    amiss = await store.check()
    yield Finding("database", "red" if amiss else "green", " ".join(amiss) or "is whole")
    for school, zone in (await store.schools()).items():
        clock = await admin_clock(store, school)
        yield _clock(school, clock, zone)
        yield await _letters(store, school, clock)
        yield await _troubles(store, school, clock)
        yield Finding("readiness", "green", f"{school}: {sentence(await shelf_of(store, school), zone)}")
        told = [
            *await _codes(store, school, clock),
            *await _doors(store, school),
            *await _wishes(store, school, clock),
            await _on_duty(store, school, clock),
        ]
        for finding in told:
            yield finding


def _clock(school: str, clock: Clock, zone: str) -> Finding:
    here = local(clock.now(), zone)
    kind = "virtual clock" if isinstance(clock, VirtualClock) else "clock"
    if asked_for() and isinstance(clock, VirtualClock):
        text = f"{school}: this is a school for tests; its clock stands at {here:%Y-%m-%d %H:%M}. Serve one made with: plbot init"
        return Finding("clock", "yellow", text)
    if here.year < FIRST_YEAR:
        return Finding("clock", "red", f"The {kind} says {here:%Y-%m-%d %H:%M}. Set the machine's clock.")
    return Finding("clock", "green", f"{school}: {here:%Y-%m-%d %H:%M} ({zone}, {kind})")


async def _letters(store: SqliteStore, school: str, clock: Clock) -> Finding:
    due = await store.next_letter(school)
    if due is not None and due < clock.now() - OVERDUE:
        return Finding("letters", "yellow", f"{school}: something has been due for a while. Is plbot running?")
    return Finding("letters", "green", f"{school}: nothing is overdue")


async def _troubles(store: SqliteStore, school: str, clock: Clock) -> Finding:
    recent = [trouble for trouble in await store.troubles(school) if trouble.at > clock.now() - RECENT]
    if not recent:
        return Finding("troubles", "green", f"{school}: none this week")
    missed = [trouble for trouble in recent if trouble.exception.startswith(DANGER)]
    newest = "; ".join(f"{trouble.event}: {trouble.exception}" for trouble in (missed or recent)[-SHOWN:])
    if missed:
        since = local(missed[0].at, "UTC")
        text = f"since {since:%Y-%m-%d %H:%M} UTC a student may be in danger and nobody was told. Ask after your students now"
        return Finding("troubles", "red", f"{school}: {text}, and report this: {newest}")
    return Finding("troubles", "yellow", f"{school}: {len(recent)} this week. Please report them: {newest}")


async def _codes(store: SqliteStore, school: str, clock: Clock) -> list[Finding]:
    async with store.batch(school) as batch:
        misses = brake.misses(await batch.note(brake.NOTE), clock.now())
    if misses < limits.school_code_misses_an_hour:
        return []
    text = f"{school}: {misses} codes that lead nowhere were typed this hour, so codes rest until the next. Somebody may be guessing."
    return [Finding("codes", "yellow", text)]


async def _doors(store: SqliteStore, school: str) -> list[Finding]:
    rooms = [open_record(record_id, doc) for record_id, doc in (await store.records_like(school, "c")).items()]
    open_rooms = [room.name for room in rooms if isinstance(room, Classroom) and room.admit == "open"]
    text = f"{school}: whoever has the code is in at once: {', '.join(open_rooms)}. Nobody looks at who joins."
    return [Finding("doors", "yellow", text)] if open_rooms else []


async def _wishes(store: SqliteStore, school: str, clock: Clock) -> list[Finding]:
    """Who waits to be forgotten: red once the week is over. A class without consent learns nothing: yellow."""
    rooms = [open_record(record_id, doc) for record_id, doc in (await store.records_like(school, "c")).items()]
    classes = [room for room in rooms if isinstance(room, Classroom)]
    findings = []
    since = [at for room in classes for at in room.leaving.values()]
    if since:
        late = min(since) <= clock.now() - limits.forget_days * DAY
        text = f"{school}: {len(since)} asked to be forgotten. See: plbot forget --list"
        findings.append(Finding("forgetting", "red" if late else "yellow", text))
    without = [room.name for room in classes if room.consent is None]
    if without:
        text = (
            f"{school}: nothing is kept in {', '.join(without)}, because nobody agreed to it. See: plbot consent show"
        )
        findings.append(Finding("consent", "yellow", text))
    return findings


async def duty_desk(store: Store, school: str) -> Duty:
    """The duty desk of a school; an empty one where nobody was ever put on duty."""
    doc = (await store.records_like(school, DUTY)).get(DUTY)
    found = open_record(DUTY, doc) if doc else None
    return found if isinstance(found, Duty) else Duty()


async def _on_duty(store: SqliteStore, school: str, clock: Clock) -> Finding:
    """Red while nobody can be paged, or a page waits; yellow while one phone that is switched off would silence all."""
    desk = await duty_desk(store, school)
    open_ = [alarm for alarm in desk.alarms.values() if not alarm.by and not alarm.test]
    waiting = [alarm for alarm in open_ if not alarm.worry]
    worries = [alarm for alarm in open_ if alarm.worry and alarm.at < clock.now() - limits.worry_again_hours * HOUR]
    first = [one for one in desk.people.values() if not one.last]
    if not desk.people:
        text = "nobody is on duty: if a student is in danger, nobody can be told but their teachers. Use: plbot safety duty add NAME"
        return Finding("duty", "red", f"{school}: {text}")
    if waiting:
        since = local(min(alarm.at for alarm in waiting), "UTC")
        return Finding("duty", "red", f"{school}: a page has waited for an answer since {since:%Y-%m-%d %H:%M} UTC.")
    if len(first) < DUTY_LEAST or len(first) == len(desk.people):
        text = "at least two people should be on duty, and a last responder: plbot safety duty add NAME, and --last"
        return Finding("duty", "yellow", f"{school}: {text}")
    if worries:
        text = "what a student wrote about a teacher has waited for an answer for more than a day."
        return Finding("duty", "yellow", f"{school}: {text}")
    if desk.tested_at < clock.now() - TESTED:
        text = "no test page was acknowledged this term. See whether pages arrive: plbot safety duty test"
        return Finding("duty", "yellow", f"{school}: {text}")
    return Finding("duty", "green", f"{school}: {len(desk.people)} people are on duty")
