"""Simulated classes live on the real engine: nothing is troubled, the same seed lives the same, and what is kept can be opened."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from plbot.core import facts as f
from plbot.core.facts import Kept
from plbot.core.opening import open_record
from plbot.school import School, SetupError, open_desk
from plbot.simulation import cohort
from plbot.simulation.building import simulated_school
from plbot.simulation.cohort import Profile
from plbot.simulation.library import PATH, grade6
from plbot.simulation.life import Life, Lived, Plan
from plbot.simulation.run import Order, simulate
from plbot.simulation.slate import Slate

SHIPPED = Path(__file__).parents[2] / "content"


@pytest.mark.slow
def test_the_same_seed_gives_the_same_figures_however_many_processes_there_are() -> None:
    order = Order(cohort.CLASS_SIZE + 1, 1, seed=5)
    alone, side_by_side = simulate(order, processes=1), simulate(order, processes=2)
    assert alone == side_by_side
    assert alone.classes == 2
    assert alone != simulate(order._replace(seed=6), processes=1)


def test_a_class_lives_through_a_real_database_without_trouble(tmp_path: Path) -> None:
    """On the shipped content, with all its kinds of questions; the folder opens like any school's."""
    days: list[None] = []
    order = Order(4, 8, seed=3, content=SHIPPED, path="ratios-6", data=tmp_path / "kept")
    report = simulate(order, lambda: days.append(None))
    assert report.troubles == 0
    assert report.deeds > 200
    assert report.work.answers > 100
    assert len(days) == 8
    assert asyncio.run(_people(tmp_path / "kept" / "class-1")) == 5
    with pytest.raises(SetupError, match="holds a school already"):
        simulate(order)


async def _people(folder: Path) -> int:
    async with open_desk(folder) as desk:
        return len(await desk.store.records_like(desk.school, "p"))


def test_memory_and_database_live_the_same(tmp_path: Path) -> None:
    order = Order(3, 4, seed=2)
    assert simulate(order) == simulate(order._replace(data=tmp_path))


def test_a_path_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(SetupError, match="fractions-4, ratios-6"):
        simulate(Order(1, 1, 1, SHIPPED, "latin"))


def lives(odd: float = 0.0, days: int = 8) -> list[Lived]:
    """A small class on the generated path whose students do odd things this often."""

    async def live() -> list[Lived]:
        course = cohort.course(grade6(), PATH, "9")
        group = [restless(profile, odd) for profile in cohort.profiles(course, 6, days, "9")]
        slate = Slate()
        async with simulated_school(grade6(), "9", [slate]) as (school, clock):
            life = Life(school, clock, course, Plan("Room 9", PATH, "Ms Li", days, "9"), (slate, slate))
            await life.found(group)
            await life.days(lambda: None)
            assert await school.desk.store.troubles(school.desk.school) == []
            await nothing_at_hand_differs(school)
            return await life.lived()

    return asyncio.run(live())


async def nothing_at_hand_differs(school: School) -> None:
    """What is kept open between turns is what the store would give back."""
    desk = school.desk
    docs = {id_: doc for of in "pc" for id_, doc in (await desk.store.records_like(desk.school, of)).items()}
    assert docs
    for id_, doc in docs.items():
        assert desk.opened.open(id_, doc) == open_record(id_, doc)


def restless(profile: Profile, odd: float) -> Profile:
    return replace(profile, habits=replace(profile.habits, odd=odd))


def kinds(facts: tuple[Kept, ...]) -> Counter[type[f.Fact]]:
    return Counter(type(kept.fact) for kept in facts)


def test_students_walk_the_whole_loop_and_the_truth_is_known_for_each_answer() -> None:
    lived = lives()
    seen = sum((kinds(life.facts) for life in lived), Counter())
    assert min(seen[kind] for kind in (f.Answered, f.BecameReady, f.AskedToReassess, f.Approved, f.Mastered)) > 0
    for life in lived:
        answers = [kept for kept in life.facts if isinstance(kept.fact, f.Answered)]
        assert all((kept.at, kept.fact.standard) in life.journal for kept in answers)


def test_half_of_all_deeds_may_be_odd_and_the_talk_goes_on() -> None:
    """Nonsense, old buttons, photos, words at any moment: nobody is stranded, and learning happens all the same."""
    lived = lives(odd=0.5)
    assert all(kinds(life.facts)[f.Answered] > 0 for life in lived)


def test_students_are_of_three_kinds() -> None:
    course = cohort.course(grade6(), PATH, "1")
    drawn = Counter(profile.traits.kind for profile in cohort.profiles(course, 100, 30, "1"))
    assert drawn == {"behind": 30, "on level": 45, "ahead": 25}


def test_who_is_ahead_knows_more_before_anything_is_taught() -> None:
    course = cohort.course(grade6(), PATH, "1")
    starts: dict[str, list[float]] = {}
    for profile in cohort.profiles(course, 60, 30, "1"):
        starts.setdefault(profile.traits.kind, []).extend(skill.start for skill in profile.skills.values())
    mean = {kind: sum(values) / len(values) for kind, values in starts.items()}
    assert mean["behind"] < mean["on level"] < mean["ahead"]


def test_another_cohort_is_other_students_of_the_same_school() -> None:
    first, second = (Order(3, 1, 7, cohort=cohort_) for cohort_ in (1, 2))
    course = cohort.course(grade6(), PATH, "7")
    drawn = [cohort.profiles(course, 3, 1, order.people) for order in (first, second)]
    assert [one.skills for one in drawn[0]] != [one.skills for one in drawn[1]]


def test_standards_are_hard_to_all_alike() -> None:
    """Two courses of one seed are the same; another seed has other difficulties."""
    assert cohort.course(grade6(), PATH, "1") == cohort.course(grade6(), PATH, "1")
    assert cohort.course(grade6(), PATH, "1") != cohort.course(grade6(), PATH, "2")
