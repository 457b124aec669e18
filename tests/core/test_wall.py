"""The wall and the cheers: only good news, only of those who asked for it, and nothing to compare."""

from datetime import UTC, datetime

import pytest

from plbot.core.cheers import Cheered, Cheers
from plbot.core.wall import Appearance, GoodNews, Wall
from plbot.limits import DAY

MONDAY = int(datetime(2026, 9, 7, 8, tzinfo=UTC).timestamp() * 1000)
FOX = Appearance("Foxy", "fox")


def wall(*people: str) -> Wall:
    return Wall(people=dict.fromkeys(people, FOX)).at(MONDAY, "UTC")


def test_nobody_stands_on_the_wall_who_did_not_ask_to() -> None:
    assert wall("ana").told("ben", "X.1").news == ()
    assert wall("ana").told("ana", "X.1").news == (GoodNews("ana", "X.1"),)


def test_the_same_news_stands_there_once() -> None:
    assert len(wall("ana").told("ana", "X.1").told("ana", "X.1").news) == 1


def test_a_new_week_begins_empty_and_the_people_stay() -> None:
    later = wall("ana").told("ana", "X.1").counted(up=True, again=True).at(MONDAY + 7 * DAY, "UTC")
    assert (later.news, later.up, later.back) == ((), 0, 0)
    assert later.people == {"ana": FOX}
    assert later.together == 1, "what the class reached in the month does not end with the week"


def test_a_new_month_begins_without_the_old_goal() -> None:
    now = Wall(goal=5).at(MONDAY, "UTC")
    with_goal = Wall(month=now.month, goal=5, goal_month=now.goal_month, together=4).at(MONDAY, "UTC")
    assert with_goal.goal == 5
    later = with_goal.at(MONDAY + 30 * DAY, "UTC")
    assert (later.goal, later.together) == (0, 0)


def test_the_week_is_that_of_the_classs_time_zone() -> None:
    sunday_evening_in_new_york = MONDAY - 6 * 3_600_000
    assert Wall().at(sunday_evening_in_new_york, "America/New_York").week == "2026-W36"
    assert Wall().at(sunday_evening_in_new_york, "UTC").week == "2026-W37"


def test_whoever_leaves_leaves_nothing_behind_but_totals() -> None:
    left = wall("ana", "ben").told("ana", "X.1").told("ben", "X.1").counted(up=True, again=False).without("ana")
    assert "ana" not in repr(left)
    assert left.up == 1


@pytest.mark.parametrize(("goal", "together", "reached"), [(0, 0, False), (0, 9, False), (3, 2, False), (3, 3, True)])
def test_a_goal_is_reached_by_all_together(goal: int, together: int, *, reached: bool) -> None:
    assert Wall(goal=goal, together=together).reached is reached


def test_pressing_twice_claps_once() -> None:
    cheers = Cheers("2026-09-07", (Cheered("ana", "Ana"),)).with_clap("ben").with_clap("ben").with_clap("cleo")
    assert cheers.clapped == ("ben", "cleo")
    assert cheers.without("ana").people == ()
