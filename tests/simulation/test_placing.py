"""Placement on simulated students of grade 6, whose knowledge is known: it finds out enough, with few questions, and gently."""

from functools import cache

import pytest

from plbot.limits import Policy
from plbot.simulation.library import grade6
from plbot.simulation.placing import KINDS, Kind, Measured, measure

SEED, STUDENTS = 2026, 30


@cache
def placed(kind: Kind) -> Measured:
    return measure(kind, STUDENTS, SEED, grade6())


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_three_rounds_of_five_questions_at_most(kind: Kind) -> None:
    assert placed(kind).most_questions <= Policy().place_rounds * Policy().place_questions == 15


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_misses_more_than_two_running(kind: Kind) -> None:
    assert placed(kind).most_misses <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_four_of_five_standards_are_classified_rightly(kind: Kind) -> None:
    assert placed(kind).rightly >= 0.80


@pytest.mark.parametrize("kind", KINDS)
def test_it_asks_a_quarter_fewer_than_going_along_the_path(kind: Kind) -> None:
    """Both with the same belief; only which question comes next differs."""
    assert placed(kind).saved >= 0.25
