"""Records at hand: whoever was just here speaks again in a minute, and what was written then need not be read anew."""

from plbot.core.opening import open_record
from plbot.core.records import Record
from plbot.limits import limits


class Opened:
    """The records read or written last, each with its document. Another document (another worker's) is read as ever."""

    def __init__(self) -> None:
        self._at_hand: dict[str, tuple[bytes, Record]] = {}  # the last used is the last

    def open(self, record_id: str, doc: bytes) -> Record:
        """The record that `doc` describes. Raises msgspec.DecodeError."""
        known = self._at_hand.get(record_id)
        record = known[1] if known and known[0] == doc else open_record(record_id, doc)
        self.keep(record_id, doc, record)
        return record

    def keep(self, record_id: str, doc: bytes, record: Record) -> None:
        """A record was just written as `doc`."""
        self.drop(record_id)
        self._at_hand[record_id] = (doc, record)
        if len(self._at_hand) > limits.records_at_hand:
            del self._at_hand[next(iter(self._at_hand))]

    def drop(self, record_id: str) -> None:
        """A turn failed on it, and may have left it half changed; or somebody was forgotten."""
        self._at_hand.pop(record_id, None)
