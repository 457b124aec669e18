"""The truth about simulated students behaves as learning does: practice raises, days lower, what is known cannot be learned twice."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plbot.limits import DAY
from plbot.simulation import truth
from plbot.simulation.cohort import CEILING, FORGETS, START
from plbot.simulation.truth import Form, Skill, Traits

TRAITS = Traits("on level", 0.0, 1.0, 0.02, FORGETS, {"see": 1.5, "read": 0.5})
FORM = Form((((-0.7, 0.0),), ((0.0, 0.0),), ((0.0, 0.25),), ((0.7, 0.0),), ((0.7, 0.0),)), 4)

levels = st.floats(-4, 5)


def skill(*, blocked: bool = False, peak: float = START) -> Skill:
    return Skill(START, CEILING, blocked, peak)


def after(questions: int, *, blocked: bool = False) -> float:
    """The skill after so many practice answers within one lesson."""
    one = skill(blocked=blocked)
    for n in range(questions):
        truth.practised(one, TRAITS, n, truth.gain(one, TRAITS, 1.0))
    return one.peak


def test_practice_raises_skill_ever_less_and_never_beyond_the_ceiling() -> None:
    heights = [after(n) for n in range(60)]
    gains = [later - earlier for earlier, later in pairwise(heights)]
    assert all(gain > 0 for gain in gains)
    assert all(later <= earlier for earlier, later in pairwise(gains))
    assert heights[-1] < CEILING


def test_ten_questions_lead_from_two_in_five_to_about_four_in_five() -> None:
    assert truth.sigmoid(after(0)) == pytest.approx(0.4, abs=0.01)
    assert 0.75 < truth.sigmoid(after(10)) < 0.9


def test_more_of_the_same_hardly_helps_while_a_mix_up_stands_in_the_way() -> None:
    assert after(20, blocked=True) - START < 0.25 * (after(20) - START)


def test_what_was_gained_fades_as_measured_on_real_skills() -> None:
    """.91 right at once, .83 after a week, .78 after a month: within .03."""
    known = skill(peak=2.31)
    for days, share in ((0, 0.91), (7, 0.83), (30, 0.78)):
        assert truth.sigmoid(truth.now(known, FORGETS, days * DAY)) == pytest.approx(share, abs=0.03)


def test_what_was_practised_on_several_days_fades_more_slowly() -> None:
    once, thrice = skill(peak=2.0), skill(peak=2.0)
    once.days, thrice.days = (0,), (0, 1, 2)
    assert truth.now(thrice, FORGETS, 20 * DAY) > truth.now(once, FORGETS, 20 * DAY)


def test_what_was_known_before_anything_was_taught_is_not_forgotten() -> None:
    assert truth.now(skill(), FORGETS, 300 * DAY) == START


def test_a_way_that_works_helps_more_and_the_second_time_less() -> None:
    def gained(*ways: str) -> float:
        one = skill()
        before = one.peak
        for way in ways:
            before = one.peak
            truth.opened(one, TRAITS, 0, way, 1.0)
        return (one.peak - before) / (CEILING - before)

    assert gained("see") > gained("read")
    assert gained("see") > gained("see", "see")


def test_a_way_may_clear_a_mix_up() -> None:
    one = skill(blocked=True)
    truth.opened(one, TRAITS, 0, "read", 0.99)
    assert one.blocked
    truth.opened(one, TRAITS, 0, "see", 0.01)
    assert not one.blocked


@given(levels, levels, st.floats(0, 0.05), st.sampled_from((0.0, 0.05, 0.25)))
def test_who_can_do_more_is_right_more_often(one: float, other: float, slip: float, guess: float) -> None:
    low, high = sorted((one, other))
    assert guess <= truth.chance_right(low, 0.0, slip, guess) <= truth.chance_right(high, 0.0, slip, guess) <= 1
    assert FORM.passes(low, slip) <= FORM.passes(high, slip) + 1e-12


def test_four_of_five_is_passed_as_chance_says() -> None:
    """Who is right nine times in ten passes 92 times in a hundred."""
    assert truth.at_least(4, [0.9] * 5) == pytest.approx(0.91854)
    assert truth.at_least(0, [0.3] * 5) == pytest.approx(1)
    assert truth.at_least(5, [0.5] * 5) == pytest.approx(1 / 32)
