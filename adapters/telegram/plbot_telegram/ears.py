"""What polling and the webhook share: updates are read one by one, heard in order, and answered once they are kept."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import structlog
from telegram import Update

from plbot.desk import Desk
from plbot.ledger import where
from plbot.receipts import Receipt
from plbot_telegram.courtesies import Courtesies
from plbot_telegram.hear import Me, hear, moments

log = structlog.get_logger()


class Taken(NamedTuple):
    """One update. `receipt` is None for what is not ours to hear; `press`: the id of the press that waits for an answer."""

    receipt: Receipt | None
    press: str


class Ears:
    """`me`: who we are to Telegram."""

    def __init__(self, desk: Desk, me: Me, courtesies: Courtesies) -> None:
        self._desk = desk
        self._me = me
        self._courtesies = courtesies

    def take(self, raws: Iterable[Any]) -> list[Taken]:
        """Hand everything in at the desk, in order. What cannot be read is noted and skipped."""
        updates = [update for update in map(read, raws) if update]
        taken: list[Taken] = []
        waiting: list[tuple[int, Receipt]] = []
        for update, at in zip(updates, moments(updates), strict=True):
            heard = hear(update, self._me, at)
            receipt = self._desk.hear(heard) if heard else None
            taken.append(Taken(receipt, update.callback_query.id if update.callback_query else ""))
            if receipt and heard and heard.kind in ("text", "choice", "join") and update.effective_chat:
                waiting.append((update.effective_chat.id, receipt))
        if waiting:
            self._courtesies.type_while(waiting)
        return taken

    async def keep(self, taken: Iterable[Taken]) -> None:
        """Wait until all of it is kept, and answer presses. Raises Unavailable: then none may be acknowledged."""
        for receipt, _ in taken:
            if receipt:
                await receipt.committed
        for receipt, press in taken:
            if press:
                self._courtesies.answer(press, receipt.toast if receipt else "")


def read(raw: Any) -> Update | None:
    """Read one update; None for one that is malformed, or of a kind that the library fails on."""
    try:
        return Update.de_json(raw, None)
    except Exception as error:  # noqa: BLE001 # whatever it is: it must not hold up the updates behind it
        kind = min(raw.keys() - {"update_id"}, default="") if isinstance(raw, dict) else type(raw).__name__
        log.warning("update-unreadable", kind=kind, exception=where(error))
        return None


def update_id(raw: Any) -> int | None:
    """The number that acknowledges an update."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if isinstance(found, int) else None
