"""How long each kind of row is kept: read by every store's `tidy` and by the privacy page, so that they agree."""

from plbot.limits import DAY, limits

days: dict[str, int] = {
    "text": limits.text_days,  # but for what an open report holds
    "outbox": limits.outbox_days,  # counted from the last try; what is still owed stays
    "said": limits.button_days,  # without the platform's ids a button of the message could not be taken off
    "button": limits.button_days,
    "heard": limits.heard_days,
    "trouble": limits.trouble_days,
    "job": limits.job_days,  # but for the yearly carrying over, which finds nothing the second time
    "forgotten": limits.heard_days,  # as long as a platform may deliver late
    "audit": limits.audit_days,
}

holding_words: frozenset[str] = frozenset({"text", "outbox"})  # what people wrote or read stands in these tables


def horizon(table: str, now: int) -> int:
    """Rows of `table` whose moment is this one (ms) or before are no longer kept at `now`."""
    return now - days[table] * DAY
