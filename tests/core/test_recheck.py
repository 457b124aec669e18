"""When what was mastered is looked back at: a ladder of days, the most overdue first, one a day."""

import pytest
from tests import reading

from plbot.content import load
from plbot.core import facts as f
from plbot.core.recheck import days_over, due, steps
from plbot.core.records import Membership, Person
from plbot.core.standing import Standing, fold, grown
from plbot.limits import DAY, Policy

A, B = "6.RP.A.1", "6.RP.A.2"
LIBRARY = load(reading.ROOT / "content")
POLICY = Policy()
NOON = DAY // 2


def mastered_after(right: int, *, hints: int = 0, first_not_yet: bool = False) -> Standing:
    """Mastered at noon of day 0, ready after so many answers, some of them with a hint."""
    told: list[f.Fact] = [f.Answered(A, "i", right=True, aided=place < hints) for place in range(hints + right)]
    told += [f.BecameReady(A), f.FormStarted(A), *([f.NotYet(A, "paper")] if first_not_yet else [])]
    told += [f.Answered(A, "i", use="reassess", right=True)] * 5
    return fold((fact, NOON) for fact in (*told, f.FormEnded(A, 5, 5), f.Mastered(A), f.SawResult(A)))[A]


@pytest.mark.parametrize(
    ("standing", "days"),
    [
        (mastered_after(4), (14, 28, 56)),
        (mastered_after(5), (14, 28, 56)),
        (mastered_after(6), (7, 14, 28, 56)),
        (mastered_after(10), (7, 14, 28, 56)),
        (mastered_after(11), (4, 7, 14, 28, 56)),
        (mastered_after(5, hints=1), (4, 7, 14, 28, 56)),
        (mastered_after(4, first_not_yet=True), (4, 7, 14, 28, 56)),
        (Standing("mastered", mastered_at=NOON), (7, 14, 28, 56)),
    ],
)
def test_what_came_easily_is_looked_back_at_later(standing: Standing, days: tuple[int, ...]) -> None:
    """The figures are those of the policy; results from paper, of which nothing else is known, begin in the middle."""
    assert steps(standing, POLICY) == days


def test_a_school_may_do_without_looks_back() -> None:
    assert steps(mastered_after(4), Policy(recheck_days=())) == ()
    assert days_over(mastered_after(4), Policy(recheck_days=()), 400 * DAY, "UTC") is None


def test_days_are_counted_as_the_class_counts_them() -> None:
    """Mastered at noon, looked back at in the first lesson of the seventh day."""
    standing = mastered_after(6)
    assert days_over(standing, POLICY, 7 * DAY - 1, "UTC") is None
    assert days_over(standing, POLICY, 7 * DAY, "UTC") == 0
    assert days_over(standing, POLICY, 9 * DAY, "UTC") == 2


def test_each_look_back_that_goes_well_puts_off_the_next_and_the_last_rung_is_the_end() -> None:
    standing, at = mastered_after(6), NOON
    waits: list[int] = []
    while len(waits) < 4:
        at += DAY
        if days_over(standing, POLICY, at, "UTC") is not None:
            waits.append((at - standing.kept_at) // DAY)
            standing = grown(standing, f.Rechecked(A), at)
    assert waits == [7, 14, 28, 56]
    assert days_over(standing, POLICY, at + 1000 * DAY, "UTC") is None


def test_a_miss_asks_for_warming_up_and_leaves_the_mark_and_its_day() -> None:
    standing = grown(grown(mastered_after(6), f.Rechecked(A), 7 * DAY), f.NeedsWarmUp(A), 21 * DAY)
    assert (standing.state, standing.mastered_at, standing.rung) == ("refresh", NOON, 1)
    assert days_over(standing, POLICY, 400 * DAY, "UTC") is None
    warm = grown(standing, f.WarmedUp(A), 22 * DAY)
    assert (warm.state, warm.mastered_at, warm.rung) == ("mastered", NOON, 0)
    assert days_over(warm, POLICY, 29 * DAY, "UTC") == 0


def test_only_right_answers_in_a_row_without_help_warm_it() -> None:
    standing = grown(mastered_after(6), f.NeedsWarmUp(A), DAY)
    right, hinted, missed = (
        f.Answered(A, "i", right=True), f.Answered(A, "i", right=True, aided=True), f.Answered(A, "i"),
    )  # fmt: skip
    counts = []
    for fact in (right, hinted, right, missed, right, right):
        standing = grown(standing, fact, DAY)
        counts.append(standing.warm)
    assert counts == [1, 0, 1, 0, 1, 2]


def person(**standings: int) -> Person:
    """Ana, with standards that she mastered so many days after the first."""
    known = {A if name == "a" else B: Standing("mastered", mastered_at=days * DAY) for name, days in standings.items()}
    room = Membership("c1", "Room 12", "ratios-6", "Ms Li")
    return Person("p1", "Ana", memberships=(room,), standings=known)


def test_after_a_long_absence_one_waits_and_it_is_the_most_overdue() -> None:
    assert due(person(a=3, b=1), LIBRARY, 40 * DAY) == B
    assert due(person(a=1, b=3), LIBRARY, 40 * DAY) == A
    assert due(person(a=1, b=3), LIBRARY, 2 * DAY) == ""


def test_one_a_day_is_put_and_a_result_that_was_not_opened_is_not_given_away() -> None:
    ana = person(a=1)
    put = Person("p1", "Ana", memberships=ana.memberships, standings=ana.standings, looked_back=40 * DAY)
    assert due(put, LIBRARY, 40 * DAY + NOON) == ""
    assert due(put, LIBRARY, 41 * DAY) == A
    unopened = {A: Standing("mastered", mastered_at=DAY, unseen=True)}
    assert due(Person("p1", memberships=ana.memberships, standings=unopened), LIBRARY, 40 * DAY) == ""


def test_what_the_content_does_not_hold_any_more_is_not_asked() -> None:
    gone = {"GONE.1": Standing("mastered", mastered_at=DAY)}
    assert due(Person("p1", memberships=person().memberships, standings=gone), LIBRARY, 40 * DAY) == ""
