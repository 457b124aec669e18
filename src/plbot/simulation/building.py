"""A school for simulated people: the real desk, delivery and dialogues on a virtual clock, and a key that comes from the seed."""

import hashlib
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random

from plbot.adapters import Adapter
from plbot.clock import VirtualClock
from plbot.core.library import Library
from plbot.core.model import DEFAULTS, Parameters
from plbot.delivery import Delivery
from plbot.desk import Desk
from plbot.dialogues.house import HOUSE
from plbot.school import DEFAULT_NAME, DEFAULT_ZONE, School, SetupError
from plbot.sitting import Office
from plbot.storage.lock import DataLock
from plbot.storage.memory import MemoryStore
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Store
from plbot.storage.vault import DATABASE_FILE, KEY_FILE, Vault
from plbot.travel import Traveller, virtual_clock
from plbot.words import load as load_words


@asynccontextmanager
async def simulated_school(
    library: Library,
    seed: str,
    adapters: Sequence[Adapter],
    folder: Path | None = None,
    parameters: Parameters = DEFAULTS,
) -> AsyncIterator[tuple[School, VirtualClock]]:
    """Open a new school, in memory or in a new data folder. Nobody real may ever live in it: whoever has the seed has its key.

    Raises SetupError: there is a school in that folder already, or it cannot be made.
    """
    key = hashlib.blake2b(f"simulated school {seed}".encode(), digest_size=32).digest()
    async with AsyncExitStack() as stack:
        store: Store = MemoryStore()
        if folder is not None:
            _prepare(folder, key)
            stack.enter_context(DataLock(folder))
            store = SqliteStore(folder / DATABASE_FILE)
        await store.open()
        stack.push_async_callback(store.close)
        clock = await _begun(store)
        vault = Vault(key)
        office = Office(HOUSE, library, load_words(), vault, vault.salt(DEFAULT_NAME), parameters)
        desk = Desk(DEFAULT_NAME, DEFAULT_ZONE, store, office, clock)
        chance = Random(seed)  # noqa: S311 - a simulation must be repeatable
        delivery = Delivery(desk, {adapter.platform: adapter for adapter in adapters}, chance)
        desk.start()
        stack.push_async_callback(desk.close)
        delivery.start()
        stack.push_async_callback(delivery.close)
        yield School(desk, delivery, Traveller(desk, delivery, clock)), clock


async def _begun(store: Store) -> VirtualClock:
    clock = await virtual_clock(store, DEFAULT_NAME, DEFAULT_ZONE)
    await store.found_school(DEFAULT_NAME, DEFAULT_ZONE, clock.now())
    return clock


def _prepare(folder: Path, key: bytes) -> None:
    """Make the folder, with the key of the seed in it."""
    if (folder / DATABASE_FILE).exists() or (folder / KEY_FILE).exists():
        raise SetupError(f"{folder} holds a school already. Name a new folder with --data DIR.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / KEY_FILE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise SetupError(
            f"The folder {folder} cannot be made ({error.strerror}). Name another with --data DIR."
        ) from error
    with os.fdopen(handle, "w") as file:
        file.write(f"{key.hex()}\n")
