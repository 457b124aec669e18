"""What must hold along the whole way of a student, played on the stage."""

from itertools import pairwise
from typing import Literal

import msgspec
import pytest
from tests.stage import Stage

from plbot.content.proofs import keys
from plbot.core import facts as f
from plbot.core import scenes as s
from plbot.core.questions import Option, Question


def joined(stage: Stage, *, path: str = "ratios-6", way: Literal["approve", "auto"] = "approve") -> None:
    """Ms Li teaches, and Ana has her first question before her."""
    room = stage.found_class(path=path, way=way)
    stage.write("li", room.teacher_code)
    stage.write("ana", room.code)
    stage.write("ana", "Ana")
    for intent in ("skip", "skip", "choose", "practise"):
        stage.tap("ana", intent)


def answer(stage: Stage) -> None:
    """Answer the question at hand rightly."""
    scene = stage.person("ana").scene
    assert isinstance(scene, s.Practising | s.Checking | s.Reassessing | s.Correcting)
    stage.write("ana", keys(scene.question)[0])


def numbers(stage: Stage) -> list[tuple[str, int]]:
    """Item and version of every question that was answered, in order."""
    return [(kept.fact.item, kept.fact.cursor) for kept in stage.facts_of("ana") if isinstance(kept.fact, f.Answered)]


@pytest.mark.parametrize("path", ["ratios-6", "fractions-4"])
def test_no_question_comes_twice_with_the_same_numbers(path: str) -> None:
    stage = Stage()
    joined(stage, path=path)
    for _ in range(40):
        if isinstance(stage.person("ana").scene, s.Practising):
            answer(stage)
        else:
            stage.tap("ana", "practise")
    assert len(set(numbers(stage))) == len(numbers(stage))


def test_a_reassessment_repeats_no_numbers_of_practice() -> None:
    stage = Stage()
    joined(stage)
    while isinstance(stage.person("ana").scene, s.Practising):
        answer(stage)
    practised = set(numbers(stage))
    stage.tap("ana", "reassess")
    stage.tap("ana", "yes")
    stage.tap("li", "approve")
    stage.tap("ana", "reassess")
    while isinstance(stage.person("ana").scene, s.Reassessing):
        answer(stage)
    form = numbers(stage)[len(practised) :]
    assert len(form) == 5
    assert not set(form) & practised
    assert len({item for item, _ in form}) >= 2


def test_one_message_comes_back_for_each_answer() -> None:
    stage = Stage()
    joined(stage)
    for _ in range(8):
        scene = stage.person("ana").scene
        if isinstance(scene, s.Practising):
            assert len(stage.write("ana", keys(scene.question)[0])) == 1


def test_two_kinds_in_a_row_differ_while_answers_are_right() -> None:
    stage = Stage()
    joined(stage)
    while isinstance(stage.person("ana").scene, s.Practising):
        answer(stage)
    assert all(a[0] != b[0] for a, b in pairwise(numbers(stage)))


def test_auto_reassessment_begins_at_once_above_the_gate_and_the_board_tells_the_teacher() -> None:
    stage = Stage()
    joined(stage, way="auto")
    stage.tap("ana", "reassess")
    assert isinstance(stage.person("ana").scene, s.Requesting), "below the gate the teacher is asked"
    stage.tap("ana", "no")
    stage.tap("ana", "practise")
    while isinstance(stage.person("ana").scene, s.Practising):
        answer(stage)
    stage.tap("ana", "reassess")
    while isinstance(stage.person("ana").scene, s.Reassessing):
        answer(stage)
    assert "Moved up today: Ana" in stage.last("li")


def test_a_word_that_is_also_a_command_may_be_the_answer() -> None:
    stage = Stage()
    joined(stage)
    ana = stage.person("ana")
    question = Question(
        "6.RP.A.1", "which-more", "text", 1, "What do you call what comes out of a sum?", answers=("result",)
    )
    asked = msgspec.structs.replace(ana, scene=s.Practising("6.RP.A.1", question, 1, since=stage.now))
    stage.docs[ana.id] = msgspec.json.encode(asked)
    stage.write("ana", "Result")
    answered = msgspec.structs.replace(stage.facts_of("ana")[-1].fact, expected=0.0)
    assert answered == f.Answered("6.RP.A.1", "which-more", 1, right=True, cursor=1)


def test_the_first_news_of_a_day_is_a_new_board() -> None:
    """A result that comes before any request has no board to change yet."""
    stage = Stage()
    room = stage.found_class()
    stage.write("li", room.teacher_code)
    stage.write("ana", room.code)
    for text in ("Ana", "skip", "skip", "menu"):
        stage.write("ana", text)
    for text in ("menu", "Room 12", "record a result", "ana", "6.RP.A.1"):
        stage.write("li", text)
    said = stage.write("li", "mastered")
    boards = [owed for owed in said if owed.key.startswith("board:")]
    assert [board.revises for board in boards] == [False]


def test_a_typed_number_that_an_option_also_says_is_asked_about() -> None:
    stage = Stage()
    joined(stage)
    ana = stage.person("ana")
    options = (Option("2", correct=True), Option("3"), Option("4"))
    question = Question("6.RP.A.1", "which-more", "choice", 1, "How many coaches?", options=options)
    asked = msgspec.structs.replace(ana, scene=s.Practising("6.RP.A.1", question, 1, since=stage.now))
    stage.docs[ana.id] = msgspec.json.encode(asked)
    stage.write("ana", "help")
    stage.write("ana", "2")
    assert "Do you mean" in stage.last("ana")
    assert not any(isinstance(kept.fact, f.Answered) for kept in stage.facts_of("ana"))


def test_whoever_was_sent_back_to_practise_hears_ready_again() -> None:
    stage = Stage()
    joined(stage)
    while isinstance(stage.person("ana").scene, s.Practising):
        answer(stage)
    stage.tap("ana", "reassess")
    stage.tap("ana", "yes")
    stage.tap("li", "decline")
    stage.write("ana", "practise 6.RP.A.1")
    answer(stage)
    assert stage.person("ana").scene == s.SeeingReadiness("6.RP.A.1")
