"""Stuck: noticed once, cleared by success, faded by time; and what the record keeps of it follows from the facts."""

from datetime import UTC, datetime

from plbot.core import facts as f
from plbot.core.calendar import school_days_on
from plbot.core.groups import Seat, propose
from plbot.core.standing import Standing, fold, grown
from plbot.core.stuck import common_mistake, rule
from plbot.core.worked import After, together, told
from plbot.limits import DAY, HOUR, Policy, limits

FRIDAY = int(datetime(2026, 9, 11, 10, 30, tzinfo=UTC).timestamp()) * 1000
MISS = f.Answered("X.1", "a", right=False, mistake="swapped")
RIGHT = f.Answered("X.1", "a", right=True)
STUCK = f.GotStuck("X.1", "misses", 0, 3, "swapped")


def after(*facts: f.Fact) -> Standing:
    standing = Standing()
    for at, fact in enumerate(facts, 1):
        standing = grown(standing, fact, at)
    return standing


# the record


def test_stuck_is_kept_with_its_reason_until_it_clears() -> None:
    stuck = after(MISS, STUCK)
    assert stuck.snag
    assert (stuck.stuck_since, stuck.snag.why, stuck.snag.mistake) == (2, "misses", "swapped")
    assert grown(stuck, f.Unstuck("X.1"), 3).stuck_since == 0
    assert grown(stuck, f.Mastered("X.1"), 3).stuck_since == 0


def test_two_of_the_last_three_right_move_again() -> None:
    """An answer after a hint teaches, and says nothing yet."""
    aided = f.Answered("X.1", "a", right=True, aided=True)
    snags = [after(MISS, STUCK, *tried).snag for tried in ((RIGHT, MISS), (RIGHT, MISS, RIGHT), (aided, aided, RIGHT))]
    moves = [snag is not None and snag.moves_again for snag in snags]
    assert moves == [False, True, False]


def test_another_way_while_stuck_starts_the_evidence_anew() -> None:
    way = f.Opened("X.1", "see")
    assert after(MISS, MISS, STUCK, way).window == ()
    assert after(MISS, MISS, STUCK, f.Unstuck("X.1", "talked")).window == ()
    assert len(after(MISS, MISS, way).window) == 2
    assert len(after(MISS, MISS, STUCK, f.Unstuck("X.1", "faded")).window) == 2


def test_who_is_ready_and_says_stuck_keeps_the_evidence() -> None:
    assert len(after(RIGHT, f.BecameReady("X.1"), f.GotStuck("X.1", "said"), f.Opened("X.1", "see")).window) == 1


def test_long_at_it_is_said_only_where_nothing_rises() -> None:
    """Whoever got more of the last ones than of those before, or more than half, is on the way."""
    policy, flat = Policy(), [1, 0, 1, 0, 1, 0, 1, 0]
    assert rule(flat, 0.7, policy) == "long"
    assert rule([0, 0, 0, 1, 0, 1, 0, 1], 0.7, policy) is None
    assert rule([1, 1, 1, 0, 1, 0, 1, 0], 0.7, policy) is None
    assert rule(flat[1:], 0.7, policy) is None


def test_a_mistake_is_named_when_it_came_twice() -> None:
    """Once is a slip."""
    other = f.Answered("X.1", "a", mistake="difference")
    assert common_mistake(after(MISS, other)) == ""
    assert common_mistake(after(MISS, other, MISS)) == "swapped"
    assert common_mistake(after(RIGHT, RIGHT)) == ""


# days


def test_a_weekend_is_no_school_day() -> None:
    assert school_days_on(FRIDAY, 2, "UTC") - FRIDAY == 4 * DAY
    assert school_days_on(FRIDAY + DAY, 1, "UTC") - FRIDAY == 3 * DAY


def test_a_school_day_keeps_its_hour_when_clocks_change() -> None:
    before = int(datetime(2026, 10, 23, 8, 0, tzinfo=UTC).timestamp()) * 1000  # ten o'clock in Berlin, in summer time
    assert school_days_on(before, 1, "Europe/Berlin") - before == 3 * DAY + HOUR


# groups


def seats(count: int, mistake: str = "swapped") -> list[Seat]:
    return [Seat(f"p{number}", "X.1", mistake, number / 10) for number in range(count)]


def test_groups_are_small_even_and_near_each_other() -> None:
    sizes = {count: [len(group.people) for group in propose(seats(count))] for count in (1, 2, 5, 6, 11)}
    assert sizes == {1: [], 2: [2], 5: [5], 6: [3, 3], 11: [4, 4, 3]}
    assert propose(reversed(seats(6)))[0].people == ("p0", "p1", "p2")


def test_without_a_mistake_in_common_there_is_no_group() -> None:
    assert propose(seats(4, "")) == []
    assert [len(group.people) for group in propose([*seats(2), *seats(3, "difference")])] == [3, 2]


# what worked


def answers(count: int, right: int, expected: float = 0.5) -> list[f.Fact]:
    return [f.Answered("X.1", "a", right=number < right, expected=expected) for number in range(count)]


def test_what_follows_a_way_is_counted_beside_what_was_expected() -> None:
    """Only so many answers: what comes long after is the fruit of something else. Answers from before the count know nothing."""
    standing = after(*answers(3, 3), f.Opened("X.1", "see"), *answers(limits.way_answers + 5, 9), RIGHT)
    assert standing.after_ways == {"see": After(limits.way_answers, 9, 6.0)}


def test_ways_are_compared_only_when_both_have_enough_answers() -> None:
    enough = limits.way_enough
    worse, better, few = After(enough, 10, 15.0), After(enough, 18, 15.0), After(enough - 1, 19, 10.0)
    assert told({"read": worse, "see": few}) == {}
    assert list(told({"read": worse, "see": better, "do": few})) == ["see", "read"]


def test_sums_go_over_all_standards() -> None:
    each = {"read": After(10, 5, 6.5)}
    assert together([each, each, {"see": After(1, 1, 0.5)}]) == {"read": After(20, 10, 13.0), "see": After(1, 1, 0.5)}


def test_the_record_of_it_follows_from_the_facts() -> None:
    way = f.Opened("X.1", "read")
    helped = f.Reflected("X.1", "after", "helped_hints")
    facts = [MISS, STUCK, way, *answers(4, 3, 0.333), f.AskedTeacher("X.1", "c1"), f.Unstuck("X.1"), helped, helped]
    standing = after(*facts)
    assert fold((fact, at) for at, fact in enumerate(facts, 1)) == {"X.1": standing}
    assert standing.helped == {"helped_hints": 2}
