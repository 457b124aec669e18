"""Which messages of the outbox are offered first: answers, then what a person waits for, then news."""

from collections.abc import Sequence

LANES: Sequence[str] = ("own", "help", "alerts", "cheers", "home")  # as in core.cards, which storage does not know


def urgency(lane: str) -> int:
    """Its place in the order; a lane unknown here comes last."""
    return LANES.index(lane) if lane in LANES else len(LANES)


def urgency_sql(column: str) -> str:
    """The same as an SQL expression."""
    cases = " ".join(f"WHEN '{lane}' THEN {place}" for place, lane in enumerate(LANES))
    return f"CASE {column} {cases} ELSE {len(LANES)} END"
