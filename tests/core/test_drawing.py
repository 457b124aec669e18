"""Fresh numbers: the same for the same student, different until all have been seen, and always allowed by `where`."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plbot.core.drawing import DrawError, count_versions, draw
from plbot.core.library import (
    Item,
    Library,
    MistakeTemplate,
    OptionTemplate,
    Parameter,
    Path,
    PathUnit,
    Standard,
    Theme,
)
from plbot.core.permutation import place
from plbot.core.questions import Question
from plbot.core.versions import versions

STANDARD = Standard("4.NF.A.1", "ccss-math", "Equal fractions", "I can make equal fractions.")
SEEDS = st.integers(0, 2**63)

ADD = Item(
    id="add",
    kind="number",
    use=("practice",),
    level=1,
    ask="{{a}} and {{b}} {{theme.things}}?",
    params=(Parameter("a", 1, 9), Parameter("b", 2, 20, 2)),
    where=("a < b", "gcd(a, b) = 1"),
    answers=("{{a + b}}",),
    hints=("{{a}} first",),
    mistakes=(MistakeTemplate("times", ("{{a*b}}",), "{{a}} times {{b}}"),),
    solution="**{{a + b}}**",
)
PICK = Item(
    id="pick",
    kind="choice",
    use=("check",),
    level=1,
    ask="?",
    options=tuple(OptionTemplate(text, text == "right") for text in ("right", "b", "c", "d")),
)
ORDER = Item(id="order", kind="order", use=("check",), level=1, ask="?", sequence=("one", "two", "three"))
MATCH = Item(
    id="match", kind="match", use=("check",), level=1, ask="?", pairs=(("a", "A"), ("b", "B")), extra=("C", "D")
)


def walk(item: Item, seed: int, times: int) -> list[Question]:
    """That many questions in a row, as one student meets them."""
    cursor, questions = 0, []
    for _ in range(times):
        question, cursor = draw(STANDARD, item, cursor, seed, None)
        questions.append(question)
    return questions


@given(st.integers(1, 3000), SEEDS)
def test_every_place_is_taken_exactly_once(size: int, key: int) -> None:
    assert sorted(place(position, size, key) for position in range(size)) == list(range(size))


@given(SEEDS, st.integers(0, 10_000))
def test_the_same_seed_and_cursor_give_the_same_question(seed: int, cursor: int) -> None:
    assert draw(STANDARD, ADD, cursor, seed, None) == draw(STANDARD, ADD, cursor, seed, None)


@settings(max_examples=20)
@given(SEEDS)
def test_nothing_comes_twice_before_everything_has_come_once_and_then_it_begins_again(seed: int) -> None:
    count = count_versions(ADD, 1000)
    asked = [question.ask for question in walk(ADD, seed, 2 * count)]
    assert len(set(asked[:count])) == count
    assert asked[count:] == asked[:count]


@settings(max_examples=20)
@given(SEEDS)
def test_where_holds_in_every_question_and_the_texts_agree(seed: int) -> None:
    allowed = {f"{names['a']} and {names['b']} movies?": names for names in versions(ADD)}
    for question in walk(ADD, seed, 60):
        names = allowed[question.ask]
        a, b = int(names["a"]), int(names["b"])
        assert a < b
        assert question.answers == (str(a + b),)
        assert question.mistakes[0].answers == (str(a * b),)
        assert question.hints == (f"{a} first",)


@given(SEEDS, SEEDS)
def test_two_students_meet_different_orders(seed: int, other: int) -> None:
    orders = [[question.ask for question in walk(ADD, key, 12)] for key in (seed, other)]
    assert (orders[0] == orders[1]) == (seed == other)


def test_the_next_cursor_is_one_after_the_version_that_was_drawn() -> None:
    question, cursor = draw(STANDARD, ADD, 5, 1, None)
    assert question.version >= 5
    assert cursor == question.version + 1


def test_the_right_option_stands_in_every_place_about_equally_often() -> None:
    places = [[option.correct for option in question.options].index(True) for question in walk(PICK, 3, 400)]
    assert all(60 < places.count(number) < 140 for number in range(4))


@given(SEEDS, st.integers(0, 500))
def test_an_order_is_never_shown_in_its_right_order_and_its_key_restores_it(seed: int, cursor: int) -> None:
    question = draw(STANDARD, ORDER, cursor, seed, None).question
    shown = [option.text for option in question.options]
    assert shown != list(ORDER.sequence)
    assert [shown[number - 1] for number in question.key] == list(ORDER.sequence)


@given(SEEDS, st.integers(0, 500))
def test_matches_are_shuffled_with_the_extra_ones_and_the_key_pairs_them(seed: int, cursor: int) -> None:
    question = draw(STANDARD, MATCH, cursor, seed, None).question
    right = [question.matches[number - 1] for number in question.key]
    assert list(zip((option.text for option in question.options), right, strict=True)) == list(MATCH.pairs)
    assert sorted(question.matches) == ["A", "B", "C", "D"]


def test_a_question_speaks_of_what_the_student_likes() -> None:
    soccer = Theme("soccer", "Soccer", {"things": "soccer matches"})
    assert "soccer matches" in draw(STANDARD, ADD, 0, 1, soccer).question.ask


def test_a_theme_without_the_word_borrows_it() -> None:
    assert "movies" in draw(STANDARD, ADD, 0, 1, Theme("x", "X", {"place": "home"})).question.ask


@pytest.mark.parametrize(
    "item",
    [
        Item("none", "number", ("check",), 1, "{{a}}", params=(Parameter("a", 1, 99999),), where=("a < 0",)),
        Item("unknown", "number", ("check",), 1, "{{zzz}}"),
        Item("word", "number", ("check",), 1, "{{theme.nothing}}"),
        Item("zero", "number", ("check",), 1, "{{1/a}}", params=(Parameter("a", 0, 0),)),
    ],
    ids=lambda item: item.id,
)
def test_an_item_that_cannot_be_drawn_says_so(item: Item) -> None:
    with pytest.raises(DrawError, match=item.id):
        draw(STANDARD, item, 0, 1, None)


def test_choices_that_are_numbers_count_and_keep_their_look() -> None:
    item = Item("p", "number", ("check",), 1, "{{p}} {{p*2}}", params=(Parameter("p", choices=("0.50", "25", "3/4")),))
    assert {question.ask for question in walk(item, 1, 3)} == {"0.50 1", "25 50", "3/4 3/2"}


LIBRARY = Library(
    {
        "6.RP.A.3": Standard("6.RP.A.3", "ccss-math", "t", "i", prerequisites=("6.RP.A.1",)),
        "4.NF.B.3.a": Standard("4.NF.B.3.a", "ccss-math", "t", "i"),
    },
    {},
    {},
    {"6.RP.A.3.a": ("5.G.A.2", "6.RP.A.3.b"), "6.RP.A.3.b": ("6.RP.A.2",), "6.RP.A.2": ("6.RP.A.1",)},
)


@pytest.mark.parametrize("written", ["4.NF.B.3.a", "4.NF.B.3a", "4.NF.3.a", "4.NF.3a", "4.nf.3A", " 4.nf.b.3.a "])
def test_a_code_may_be_spelled_in_all_usual_ways(written: str) -> None:
    assert LIBRARY.spelled(written) == "4.NF.B.3.a"


def test_an_unknown_code_is_none() -> None:
    assert LIBRARY.spelled("9.XX.1") is None


def test_a_standard_inherits_what_its_parts_build_on_but_not_its_own_parts() -> None:
    assert set(LIBRARY.prerequisites("6.RP.A.3")) == {"6.RP.A.1", "5.G.A.2", "6.RP.A.2"}


def test_a_path_may_add_prerequisites_of_its_own() -> None:
    path = Path("p", "P", (PathUnit("u", ("6.RP.A.2",)),), extra={"6.RP.A.2": ("X.1",)})
    assert LIBRARY.prerequisites("6.RP.A.2", path) == ("6.RP.A.1", "X.1")


def test_a_walk_moves_on() -> None:
    """Two questions in a row are never the same one."""
    assert all(first.ask != second.ask for first, second in pairwise(walk(ADD, 9, 50)))
