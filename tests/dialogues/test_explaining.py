"""Every reason has its sentence, for the student and for the teacher, from the same numbers; and students read no percentages."""

import re
from functools import partial
from pathlib import Path
from typing import get_args

import pytest
from tests import replies
from tests.stage import MONDAY, Stage, phrasebook

from plbot.core import facts as f
from plbot.core import scenes as s
from plbot.core.attempts import Refusal
from plbot.core.readiness import Reason
from plbot.core.records import Request
from plbot.core.snag import Snag
from plbot.dialogues import explaining

CONVERSATIONS = Path(__file__).parent.parent / "conversations"
CHANCE = re.compile(r"\d ?%|\bper ?cent\b|of 100 students|\bprobab|\b0\.\d", re.IGNORECASE)
STUDENTS = ("ana", "ben", "cleo", "dora", "mia", "sam", "leo")


def say(block: str, **names: object) -> str:
    return phrasebook().say("en", "reasons", block, names)


@pytest.mark.parametrize("why", get_args(f.WhyStuck))
def test_every_kind_of_stuck_is_told_to_both_with_the_same_numbers(why: f.WhyStuck) -> None:
    for right in (0, 1, 2):
        snag = Snag(5, why, right, 3)
        student, teacher = (explaining.stuck(say, snag, teacher=reader) for reader in (False, True))
        assert student != teacher
        assert not CHANCE.search(student)
        numbers = [re.findall(r"\d", text) for text in (student, teacher)]
        assert not numbers[0] or set(numbers[0]) <= set(numbers[1])


@pytest.mark.parametrize("refused", [Refusal("tomorrow", MONDAY), Refusal("with_teacher")])
def test_every_refusal_is_told_to_both(refused: Refusal) -> None:
    told = partial(explaining.refusal, say, refused, "UTC", title="What a ratio says", by="Ms Li")
    student, teacher = (told(teacher=reader) for reader in (False, True))
    assert student != teacher
    assert not CHANCE.search(student)
    assert "Ms Li" in student


@pytest.mark.parametrize("why", get_args(explaining.WhyQuestion))
def test_every_reason_of_a_question_has_its_sentence(why: str) -> None:
    assert say(f"question_{why}").startswith("Why this question?")


def test_the_evidence_is_the_same_for_student_and_teacher() -> None:
    """`7 of 8` may not mean two things."""
    for why in (Reason(False, 0.5, 7, 8, 2), Request("p1", "X.1", 5, right=7, answers=8, hard=2)):
        student, teacher = (explaining.evidence(say, why, teacher=reader) for reader in (False, True))
        assert student == "7 of your last 8 without hints were right, 2 of them hard ones"
        assert teacher == student.replace("your", "the")


@pytest.mark.parametrize(
    ("more", "owed"), [("more_answers", "4"), ("more_kinds", "kind"), ("more_typed", "typ"), ("", "like these")]
)
def test_what_the_gate_still_asks_for_is_told_to_both(more: str, owed: str) -> None:
    why = Reason(False, 0.5, 3, 4, 0, **({more: 4} if more else {}))
    told = partial(say, "owed", why=why, more=2, few=4)
    assert all(owed in told(for_teacher=reader) for reader in (False, True))


def test_no_student_reads_a_percentage_or_a_chance() -> None:
    """In no conversation of ours, from the first word to the last. A question may be about percent."""
    found = []
    for file in CONVERSATIONS.glob("*.md"):
        to = ""
        for line in file.read_text().splitlines():
            spoken = re.match(r"bot -> ([a-z-]+)", line)
            to = spoken[1] if spoken else to if line.startswith("    ") else ""
            asks = line.endswith("?") or "percent problems" in line
            if to in STUDENTS and CHANCE.search(line) and not asks:
                found.append(f"{file.name}: {line}")
    assert found == []


# what the teacher reads


def class_of(*students: str) -> Stage:
    stage = Stage()
    room = stage.found_class()
    stage.write("ms-li", room.teacher_code)
    for who in students:
        for text in (room.code, who.title(), "skip", "skip"):
            stage.write(who, text)
    return stage


def answers(stage: Stage, who: str, count: int) -> None:
    """So many first answers to practice questions of the first standard, rightly."""
    stage.write(who, "practise 6.RP.A.1")
    for _ in range(count):
        scene = stage.person(who).scene
        assert isinstance(scene, s.Practising)
        stage.write(who, replies.right(scene.question))


def test_the_teacher_reads_why_beside_the_request_and_in_the_binder() -> None:
    """The chance, and the same numbers that the student read."""
    stage = class_of(*STUDENTS)
    answers(stage, "ana", 3)
    for who in STUDENTS:
        for text in ("reassess 6.RP.A.1", "yes", "skip"):
            stage.write(who, text)
    stage.tap("ms-li", "one_by_one")
    evidence = "3 of the last 3 without hints were right"
    assert evidence in stage.last("ms-li")
    stage.tap("ms-li", "binder_of")
    assert re.search(rf"asks to be assessed; of 100 students like this about \d+ pass; {evidence}", stage.last("ms-li"))
