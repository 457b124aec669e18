"""Who may help, who is asked first, and who is left in peace."""

from collections import Counter
from random import Random

import msgspec
import pytest
from tests.stage import library

from plbot.core import matching
from plbot.core.helpdesk import Ask, HelpDesk, Hours, Session, Volunteer
from plbot.core.records import Membership, Person
from plbot.core.standing import Standing
from plbot.limits import DAY, HOUR, Policy

MONDAY = 1_788_768_000_000  # 2026-09-07 08:00 UTC
CODE, NEXT = "6.RP.A.1", "6.RP.A.2"  # the second builds on the first
ASK = Ask("p-asker", CODE, MONDAY)


def moment(hours: float = 0) -> matching.Moment:
    return matching.Moment(MONDAY + round(hours * HOUR), "UTC", Policy())


def desk(**more: object) -> HelpDesk:
    made = HelpDesk(volunteers={f"p{number}": Volunteer((CODE,)) for number in range(3)})
    return msgspec.structs.replace(made, **more)


def candidates(of: HelpDesk, at: matching.Moment | None = None, ask: Ask = ASK, seed: int = 1) -> list[str]:
    return matching.candidates(of, ask, at or moment(), Random(seed))


def student(**standings: Standing) -> Person:
    here = Membership("c1", "Room 12", "ratios-6", "Ms Li")
    return Person("p1", memberships=(here,), standings={CODE: Standing(), **standings})


# who may


def test_who_mastered_it_may_help_and_who_lets_it_grow_cold_warms_it_up_first() -> None:
    warm, cold = (
        student(**{CODE: Standing("mastered", mastered_at=1)}),
        student(**{CODE: Standing("refresh", mastered_at=1)}),
    )
    assert matching.helps_with(warm, library()) == (CODE,)
    assert matching.helps_with(cold, library()) == ()
    assert matching.to_warm_up(cold, library()) == (CODE,)


@pytest.mark.parametrize(
    ("recent", "may"), [((True, True, True), True), ((True, False, True), False), ((True, True), False)]
)
def test_who_mastered_what_builds_on_it_may_help_after_three_fresh_questions(
    recent: tuple[bool, ...], may: bool
) -> None:
    person = student(**{NEXT: Standing("mastered", mastered_at=1), CODE: Standing("practising", recent=recent)})
    assert matching.may_help(person, library(), CODE) == may


def test_three_right_questions_alone_make_nobody_a_helper() -> None:
    assert not matching.may_help(student(**{CODE: Standing("practising", recent=(True,) * 5)}), library(), CODE)


# who first


def test_fewest_recent_helps_go_first_and_old_ones_do_not_count() -> None:
    helps = {"p0": (MONDAY - DAY,), "p1": (MONDAY - 20 * DAY, MONDAY - 21 * DAY), "p2": (MONDAY - DAY, MONDAY - DAY)}
    assert candidates(desk(helps=helps)) == ["p1", "p0", "p2"]


def test_chance_breaks_a_tie() -> None:
    first = Counter(candidates(desk(), seed=seed)[0] for seed in range(60))
    assert set(first) == {"p0", "p1", "p2"}


def test_what_came_of_it_moves_only_equals() -> None:
    assert candidates(desk(worth={"p2": 3}))[0] == "p2"
    assert candidates(desk(worth={"p2": 3}, helps={"p2": (MONDAY,)}))[-1] == "p2"


# who is left in peace


@pytest.mark.parametrize(
    "busy",
    [
        {"asked": {"p0": (MONDAY, MONDAY, MONDAY)}},
        {"sessions": {"s": Session("p0", "p9", CODE, MONDAY)}},
        {"sessions": {"s": Session("p9", "p0", CODE, MONDAY)}},
        {"asks": {"a": Ask("p9", CODE, MONDAY, offers=("p0",))}},
        {"asks": {"a": Ask("p0", CODE, MONDAY)}},
        {"blocked": (("p-asker", "p0"),)},
        {"volunteers": {"p0": Volunteer((NEXT,)), "p1": Volunteer((CODE,)), "p2": Volunteer((CODE,))}},
    ],
)
def test_nobody_is_asked_too_often_twice_at_once_or_by_whom_they_blocked(busy: dict[str, object]) -> None:
    assert sorted(candidates(desk(**busy))) == ["p1", "p2"]


def test_who_was_asked_before_and_the_asker_are_not_asked() -> None:
    asked = msgspec.structs.replace(ASK, person="p2", tried=("p0",))
    assert candidates(desk(), ask=asked) == ["p1"]


def test_a_new_day_has_room_for_new_asks() -> None:
    assert "p0" in candidates(desk(asked={"p0": (MONDAY - DAY,) * 3}))


@pytest.mark.parametrize(
    ("hours", "at", "there"),
    [
        (Hours(), 0, True),
        (Hours(), 13, False),  # 21:00: the class's quiet hours
        (Hours(quiet_from=16), 8.5, False),
        (Hours("lessons"), 0, True),
        (Hours("lessons"), 8, False),
        (Hours("lessons"), 5 * 24 + 1, False),  # Saturday
        (Hours("now", until=MONDAY + HOUR), 0.5, True),
        (Hours("now", until=MONDAY + HOUR), 1.5, False),
        (Hours("now", until=MONDAY + 20 * HOUR), 13, False),
        (Hours("days", days=(0,)), 1, True),
        (Hours("days", days=(1, 2)), 1, False),
    ],
)
def test_hours_and_quiet_hours_are_kept(hours: Hours, at: float, there: bool) -> None:
    assert matching.is_there(hours, moment(at)) == there


def test_three_at_once_in_lessons_and_one_after_the_other_later() -> None:
    assert matching.at_once(moment()) == (3, 3)
    assert matching.at_once(moment(8)) == (1, 10)
