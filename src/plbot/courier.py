"""The courier: takes one message to the platform, once, when the pacer lets it; and says what became of it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from random import Random

import structlog

from plbot import papers
from plbot.adapters import Adapter, Invalid, Moved, Retry, Sending, SendOutcome, Sent, Throttled, Unreachable
from plbot.backoff import grown, spread
from plbot.core.events import Inbound, InboundKind
from plbot.desk import Desk
from plbot.ledger import where
from plbot.leftovers import Leftovers
from plbot.limits import HOUR, MINUTE, SECOND, limits
from plbot.pacing import Pacer
from plbot.storage.store import SentMark, StoredAddress, StoredOwed

log = structlog.get_logger()

FIRST_WAIT = SECOND  # before the second try; doubled for each further one
LONGEST_WAIT = 10 * MINUTE  # a platform that is back is used again within ten minutes
NO_ADAPTER_WAIT = MINUTE  # a message for a platform that does not run here asks again each minute


class Courier:
    """`leftovers` learn what was said, so that old buttons are taken off."""

    def __init__(
        self, desk: Desk, adapters: Mapping[str, Adapter], chance: Random, pacer: Pacer, leftovers: Leftovers
    ) -> None:
        self.desk = desk
        self.vault = desk.office.vault
        self.adapters = adapters
        self.chance = chance
        self.pacer = pacer
        self.leftovers = leftovers
        self._moved: dict[str, str] = {}  # addresses that went on under another one (hashes): a handful in a bot's life

    async def tried(self, row: StoredOwed, addresses: Sequence[StoredAddress]) -> SentMark:
        """Try to say it, once, and tell the outcome."""
        now = self.desk.clock.now()
        address = self._chosen(row, addresses)
        if address is None:
            return SentMark(row.seq, "dead", now, reason="no address")
        urn = ""
        try:
            urn = self.vault.open(address.sealed)
            adapter = self.adapters.get(urn.partition(":")[0])
            if adapter is None:
                return SentMark(row.seq, "again", now, now + NO_ADAPTER_WAIT, reason="no adapter")
            async with self._revising(row):
                outcome = await self._said(row, urn, adapter)
        except Exception as error:  # noqa: BLE001 # one message that cannot be said must not stop the others
            outcome = Retry(where(error))
        return self._mark(row, outcome, urn)

    def _revising(self, row: StoredOwed) -> AbstractAsyncContextManager[None]:
        return self.leftovers.revising(row.person, row.key) if row.revises else nullcontext()

    async def _said(self, row: StoredOwed, urn: str, adapter: Adapter) -> SendOutcome:
        await self.pacer.ask(row.lane, urn, adapter.windows(urn))
        try:
            sending = await self._sending(row, urn)
            outcome = await adapter.say(sending)
            if isinstance(outcome, Throttled):
                self.pacer.hold(urn, outcome.after_ms)
        finally:
            self.pacer.done(row.lane, urn)
        if isinstance(outcome, Sent) and adapter.tidies:
            self.leftovers.said(sending, outcome.ids)
        return outcome

    async def _sending(self, row: StoredOwed, urn: str) -> Sending:
        school = self.desk.school
        ids = await self.desk.store.platform_ids(school, row.person, row.key) if row.revises else None
        return Sending(urn, row.person, row.key, row.revises, ids, papers.read_card(row.doc), row.lane)

    def _mark(self, row: StoredOwed, outcome: SendOutcome, urn: str) -> SentMark:
        now = self.desk.clock.now()
        match outcome:
            case Sent(ids):
                return SentMark(row.seq, "sent", now, ids=ids, person=row.person, key=row.key)
            case Throttled(after_ms):
                return _again(row, now, after_ms, "throttled")
            case Retry(reason):
                return _again(row, now, self._back_off(row), reason)
            case Moved(address) if address != urn:
                self._moved[self.vault.hash(urn)] = self.vault.hash(address)
                self._tell(f"moved-{row.seq}", urn, "moved", address)
                return _again(row, now, self._back_off(row) if row.attempts else 0, "moved")
            case Moved():
                return _again(row, now, self._back_off(row), "moved to where it was")
            case Unreachable(reason):
                self._tell(f"unreachable-{row.seq}", urn, "blocked")
                return SentMark(row.seq, "dead", now, reason=reason)
            case Invalid(reason):
                log.error("message-refused", seq=row.seq, reason=reason)
                return SentMark(row.seq, "dead", now, reason=reason)

    def _back_off(self, row: StoredOwed) -> int:
        return int(spread(grown(FIRST_WAIT, row.attempts + 1, LONGEST_WAIT), self.chance))

    def _tell(self, event: str, urn: str, kind: InboundKind, text: str = "") -> None:
        """Have the desk hear what the platform said about an address."""
        now = self.desk.clock.now()
        self.desk.hear(Inbound(event_id=event, who=urn, kind=kind, at=now, text=text, bot="plbot"))

    def _chosen(self, row: StoredOwed, addresses: Sequence[StoredAddress]) -> StoredAddress | None:
        """The address it must go to, else the preferred one, else any that can be reached."""
        reachable = [address for address in addresses if address.reachable]
        if row.via:
            places = (row.via, self._moved.get(row.via))
            return next((address for address in reachable if address.hash in places), None)
        return next((address for address in reachable if address.preferred), reachable[0] if reachable else None)


def _again(row: StoredOwed, now: int, wait: int, reason: str) -> SentMark:
    if now + wait - row.since > limits.send_attempts_hours * HOUR:
        return SentMark(row.seq, "dead", now, reason=f"too old: {reason}")
    return SentMark(row.seq, "again", now, now + wait, reason=reason)
