"""The generated path: a whole grade that simulated students can work on."""

import pytest

from plbot.core.drawing import count_versions, draw
from plbot.core.grading import Right, grade
from plbot.simulation.library import PATH, grade6

CODES = grade6().paths[PATH].standards


def test_it_has_the_29_standards_of_grade_6() -> None:
    assert len(CODES) == len(set(CODES)) == len(grade6().standards) == 29


@pytest.mark.parametrize("code", CODES)
def test_each_standard_has_questions_of_three_levels_and_several_kinds(code: str) -> None:
    """At least six families, some of them picked from a list, and each with enough fresh numbers for a school year."""
    items = grade6().standards[code].items
    assert len(items) >= 6
    assert {item.level for item in items} == {1, 2, 3}
    assert {item.kind for item in items} == {"number", "choice"}
    assert all(count_versions(item, 50) == 50 for item in items)


def test_the_key_of_every_question_is_marked_right() -> None:
    standard = grade6().standards["6.RP.A.1"]
    for item in standard.items:
        for cursor in range(20):
            asked = draw(standard, item, cursor, 7, None).question
            place = next((place for place, option in enumerate(asked.options, 1) if option.correct), 0)
            assert isinstance(grade(asked, str(place) if place else asked.answers[0], salt=b"salt", asked=True), Right)


def test_it_builds_on_the_real_graph() -> None:
    """Ratios stand before unit rates, and what a part builds on, the whole builds on."""
    assert "6.RP.A.1" in grade6().prerequisites("6.RP.A.2")
    assert "6.RP.A.2" in grade6().prerequisites("6.RP.A.3")
