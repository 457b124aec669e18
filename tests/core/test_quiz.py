"""Which question comes next, and why that one."""

from itertools import pairwise
from random import Random

import msgspec

from plbot.core import facts as f
from plbot.core import quiz
from plbot.core.drawing import draw
from plbot.core.library import Item, Reassessment, Standard
from plbot.core.records import Person
from plbot.core.standing import fold, grown
from plbot.core.world import World
from plbot.simulation.library import grade6
from plbot.words import load

CODE = "6.RP.A.1"
STANDARD = grade6().standards[CODE]
WORDS = load()


def world(seed: int = 1) -> World:
    return World(0, Random(seed), grade6(), WORDS, b"salt")


def ana(*told: f.AnyFact) -> Person:
    return Person("p1", standings=fold([(fact, at) for at, fact in enumerate(told, 1)]))


def answer(*, right: bool, level: int = 2, item: str = "x", standard: str = CODE, picked: bool = False) -> f.Answered:
    return f.Answered(standard, item, level, "practice", right, picked)


def following(person: Person, seed: int = 1, standard: Standard = STANDARD) -> quiz.Next:
    found = quiz.next_question(person, world(seed), standard)
    assert found is not None
    return found


def taken(person: Person, found: quiz.Next, *, right: bool) -> Person:
    """The person after an unaided answer to this question."""
    asked = found.drawn.question
    fact = f.Answered(
        asked.standard, asked.item, asked.level, "practice", right, asked.kind == "choice", cursor=found.drawn.cursor
    )
    standings = {**person.standings, **fold([(fact, 1)])}
    if asked.standard in person.standings:
        standings[asked.standard] = grown(person.standing(asked.standard), fact, 1)
    return msgspec.structs.replace(person, standings=standings)


def test_after_a_miss_comes_one_that_is_easier() -> None:
    for missed in (2, 3):
        found = following(ana(answer(right=True), answer(right=False, level=missed)))
        assert found.drawn.question.level < missed
        assert found.why == "easier"


def test_a_beginner_starts_easy_and_somebody_strong_elsewhere_starts_higher() -> None:
    strong = ana(*[answer(right=True, standard="6.NS.A.1", level=3)] * 30)
    assert following(ana()).drawn.question.level == 1
    assert following(strong).drawn.question.level > 1
    assert following(ana()).why == "level"


def test_before_ready_comes_a_question_like_the_hardest_of_the_form() -> None:
    """Level-1 answers alone do not open the gate where the form asks for more."""
    found = following(ana(*[answer(right=True, level=1)] * 3))
    assert found.drawn.question.level == 3
    assert found.why == "harder"


def test_who_answers_all_rightly_has_met_the_hardest_level_before_ready() -> None:
    for seed in range(20):
        person, levels = ana(), []
        for turn in range(4):
            found = following(person, seed * 100 + turn)
            levels.append(found.drawn.question.level)
            person = taken(person, found, right=True)
        assert 3 in levels, levels


def test_questions_are_spread_over_kinds_and_never_the_same_twice_in_a_row() -> None:
    person, items = ana(), []
    for turn in range(8):
        found = following(person, turn)
        items.append(found.drawn.question.item)
        person = taken(person, found, right=turn % 3 != 2)
    assert len(set(items)) >= 5
    assert all(one != other for one, other in pairwise(items))


def test_a_typed_question_is_owed_after_picks_alone() -> None:
    found = following(ana(*[answer(right=True, picked=True, item=f"pick-{level}", level=level) for level in (2, 3)]))
    assert found.drawn.question.kind == "number"
    assert found.why == "typed"


def test_a_challenge_is_never_dealt_out_in_practice() -> None:
    hard = Item("hard", "number", ("practice",), 4, "?", answers=("1",))
    easy = Item("easy", "number", ("practice",), 1, "?", answers=("1",))
    standard = Standard("s", "x", "S", "I can.", items=(hard, easy), reassess=Reassessment("bot", {1: 5}, 4))
    strong = ana(*[answer(right=True, standard="t")] * 50, *[answer(right=True, standard="s", item="hard")] * 3)
    assert following(strong, standard=standard).drawn.question.item == "easy"


def test_no_numbers_come_twice_over_many_sessions() -> None:
    """A cursor remembers where each kind went on, whatever happened in between: a drop, another standard, another day."""
    person = ana()
    seen: set[tuple[str, str]] = set()
    for turn in range(60):
        found = following(person, turn)
        asked = found.drawn.question
        assert (asked.item, asked.ask) not in seen
        seen.add((asked.item, asked.ask))
        person = taken(person, found, right=turn % 4 != 0)


def test_a_question_put_aside_costs_nothing_and_its_numbers_do_not_come_back() -> None:
    person = ana(answer(right=True))
    found = following(person)
    dropped = f.Dropped(CODE, found.drawn.question.item, found.drawn.cursor)
    after = grown(person.standing(CODE), dropped, 2)
    assert (after.window, after.answered, after.decayed) == (
        person.standing(CODE).window,
        person.standing(CODE).answered,
        person.standing(CODE).decayed,
    )
    item = next(item for item in STANDARD.items if item.id == found.drawn.question.item)
    seed = quiz.seed_of(person, world(), CODE)
    assert draw(STANDARD, item, after.cursors[item.id], seed, None).question.ask != found.drawn.question.ask
