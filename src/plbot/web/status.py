"""How this plbot is, for those who look from outside: whoever watches over machines, and whoever sends it work."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from plbot.adapters import Health
from plbot.storage.store import Store, StoreError
from plbot.web.keeper import Keeper

STORE_SECONDS = 2.0  # a database that takes longer to say a line keeps people waiting as well


class Status:
    """`amiss`: platforms that could not be set up. `hide` takes tokens out of sentences; none should be in them."""

    def __init__(
        self, store: Store, keepers: Sequence[Keeper], amiss: Mapping[str, str], hide: Callable[[str], str]
    ) -> None:
        self.draining = False
        self._store = store
        self._keepers = keepers
        self._amiss = amiss
        self._hide = hide

    def adapters(self) -> dict[str, Health]:
        """How each platform's adapter is."""
        healths = {name: Health("stopped", why) for name, why in self._amiss.items()}
        healths |= {keeper.name: keeper.health for keeper in self._keepers}
        return {name: Health(health.state, self._hide(health.why)) for name, health in sorted(healths.items())}

    async def hindrances(self) -> list[str]:
        """Why no work should be sent here; empty when it may be."""
        found = ["It is stopping."] if self.draining else []
        if not await self._store_answers():
            found.append("The database does not answer.")
        adapters = self.adapters()
        if not any(health.state == "ready" for health in adapters.values()):
            found += [f"{name}: {health.why or health.state}" for name, health in adapters.items()]
        return found

    async def _store_answers(self) -> bool:
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await self._store.schools()
        except (StoreError, TimeoutError):
            return False
        return True
