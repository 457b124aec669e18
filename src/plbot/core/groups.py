"""Small groups for re-teaching: who shares a standard and a mistake, and is near the others in what they can do."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from plbot.limits import limits


class Seat(NamedTuple):
    """Somebody who could sit in a group: the standard and mistake they share with others, and q."""

    person: str
    standard: str
    mistake: str
    promise: float


class Group(NamedTuple):
    standard: str
    mistake: str
    people: tuple[str, ...]


def propose(seats: Iterable[Seat]) -> list[Group]:
    """Groups of 2 to 5 who share a named mistake, those who need it most together; the largest need first."""
    shared: dict[tuple[str, str], list[Seat]] = defaultdict(list)
    for seat in seats:
        if seat.mistake:
            shared[seat.standard, seat.mistake].append(seat)
    ordered = sorted(shared.items(), key=lambda pair: -len(pair[1]))
    return [Group(*what, people) for what, who in ordered for people in _split(who)]


def _split(seats: list[Seat]) -> list[tuple[str, ...]]:
    """As even as can be, by estimate: seven become four and three."""
    people = [seat.person for seat in sorted(seats, key=lambda seat: seat.promise)]
    if len(people) < limits.group_smallest:
        return []
    groups = -(-len(people) // limits.group_largest)
    size, longer = divmod(len(people), groups)
    ends = [(place + 1) * size + min(place + 1, longer) for place in range(groups)]
    return [tuple(people[begin:end]) for begin, end in zip([0, *ends], ends, strict=False)]
