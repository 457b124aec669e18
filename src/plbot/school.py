"""Open a school: from a data folder to a desk that hears and a delivery that speaks."""

import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfoNotFoundError

from plbot.adapters import Adapter
from plbot.clock import Clock, RealClock, VirtualClock
from plbot.content import find_content, load
from plbot.core.calendar import zone as find_zone
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.dialogues.house import HOUSE
from plbot.readiness.shelf import shelf_of
from plbot.sitting import Office
from plbot.storage.lock import DataLock
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Store
from plbot.storage.vault import DATABASE_FILE, Vault
from plbot.ticks import Ticks
from plbot.travel import CLOCK_NOTE, Traveller, noted, virtual_clock
from plbot.words import load as load_words

DEFAULT_NAME = "school"
DEFAULT_ZONE = "UTC"


class SetupError(Exception):
    """The school cannot be opened as it was asked for; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class School:
    """One open school. `traveller` moves a virtual clock; None on the real one."""

    desk: Desk
    delivery: Delivery
    traveller: Traveller | None = None


@asynccontextmanager
async def open_store(folder: Path, *, alone: bool = False) -> AsyncIterator[SqliteStore]:
    """Open the database of a data folder, made on first use. `alone`: no other program may talk from it meanwhile.

    Raises SetupError and StoreError with a sentence that says what to do.
    """
    _make(folder)
    with DataLock(folder) if alone else nullcontext():
        Vault.at(folder)  # before there is a database: a database without its key is refused
        store = SqliteStore(folder / DATABASE_FILE)
        await store.open()
        try:
            yield store
        finally:
            await store.close()


@asynccontextmanager
async def open_school(
    folder: Path,
    *,
    name: str = "",
    content: Path | None = None,
    virtual: bool = False,
    clock: Clock | None = None,
    adapters: Sequence[Adapter] = (),
) -> AsyncIterator[School]:
    """Open a school to talk: desk, delivery and clock run until the block ends; then all is taken to its end.

    `virtual`: on the clock that stands where it was left; `clock`: on this one, which the caller moves.
    Raises SetupError, StoreError, ContentFaults or ContentMissing.
    """
    async with open_store(folder, alone=True) as store:
        name, zone = await chosen(store, name)
        clock = clock or (await virtual_clock(store, name, zone) if virtual else RealClock())
        desk = Desk(name, zone, store, await _office(folder, store, name, content), clock)
        delivery = Delivery(desk, {adapter.platform: adapter for adapter in adapters}, Random())  # noqa: S311 # jitter
        traveller = Traveller(desk, delivery, clock) if isinstance(clock, VirtualClock) else None
        ticks = Ticks(desk, delivery) if clock.moves else None
        desk.start()
        delivery.start()
        if ticks:
            ticks.start()
        try:
            yield School(desk, delivery, traveller)
        finally:
            if ticks:
                await ticks.stop()
            try:
                await delivery.close()
            finally:
                await desk.close()


@asynccontextmanager
async def open_desk(folder: Path, *, name: str = "", content: Path | None = None) -> AsyncIterator[Desk]:
    """Open a school's desk for an admin's errand, beside a program that may be talking from the same folder."""
    async with open_store(folder) as store:
        name, zone = await chosen(store, name)
        desk = Desk(name, zone, store, await _office(folder, store, name, content), await admin_clock(store, name))
        desk.start()
        try:
            yield desk
        finally:
            await desk.close()


async def admin_clock(store: Store, school: str) -> Clock:
    """Make the clock that this school lives by: the virtual one where it was ever started."""
    moment = await noted(store, school, CLOCK_NOTE)
    return RealClock() if moment is None else VirtualClock(moment)


async def chosen(store: Store, name: str) -> tuple[str, str]:
    """Choose the school: the named one, or the only one; an empty folder gets its first. Gives name and time zone."""
    schools = await store.schools()
    if not schools:
        name = name or DEFAULT_NAME
        await found(store, name, DEFAULT_ZONE)
        return name, DEFAULT_ZONE
    if not name and len(schools) == 1:
        return next(iter(schools.items()))
    if name in schools:
        return name, schools[name]
    here = ", ".join(sorted(schools))
    if name:
        raise SetupError(
            f"There is no school called {name!r} here, only: {here}. Make one with: plbot init --school NAME"
        )
    raise SetupError(f"This folder holds several schools: {here}. Choose one with --school NAME.")


async def found(store: Store, name: str, zone: str) -> None:
    """Make a school unless it is there. Raises SetupError for a time zone that does not exist."""
    try:
        find_zone(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SetupError(
            f"There is no time zone {zone!r}. One looks like: Europe/Berlin, America/New_York, UTC."
        ) from error
    await store.found_school(name, zone, RealClock().now())


async def _office(folder: Path, store: Store, name: str, content: Path | None) -> Office:
    vault = Vault.at(folder)
    parameters = (await shelf_of(store, name)).in_force
    office = Office(HOUSE, load(find_content(content)), load_words(), vault, vault.salt(name), parameters)
    gc.collect()
    gc.freeze()  # content and words stay for good: looking through them for garbage again and again costs a twentieth
    return office


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise SetupError(
            f"{folder} cannot be a data folder: a file is in its place. Name another with --data DIR."
        ) from error
    except OSError as error:
        raise SetupError(
            f"The data folder {folder} cannot be made ({error.strerror}). Name one that you may write to with --data DIR."
        ) from error
