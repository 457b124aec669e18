"""Stuck, as a teacher and a student would miss it: nobody is flooded, nothing is said twice, and every way out is open."""

import pytest
from tests import replies
from tests.dialogues.test_never_stranded import check_message
from tests.stage import Stage

from plbot.core import letters as n
from plbot.core import scenes as s
from plbot.core.facts import AskedTeacher, GotStuck, ToldTeacher, Unstuck
from plbot.limits import DAY, HOUR, limits

CODE = "6.RP.A.1"
LONG = "with a very long name indeed"


def class_of(*students: str) -> Stage:
    stage = Stage()
    room = stage.found_class()
    stage.write("ms-li", room.teacher_code)
    for who in students:
        for text in (room.code, who, "skip", "skip"):
            stage.write(who, text)
    return stage


def room_id(stage: Stage) -> str:
    return next(doc for doc in stage.docs if doc.startswith("c"))


def post(stage: Stage, note: n.AnyNote) -> None:
    """A letter to the class, read at once."""
    stage.count += 1
    stage.letters.append((stage.now, stage.count, room_id(stage), note))
    stage.settle()


def misses(stage: Stage, who: str, questions: int) -> None:
    """Miss so many questions twice."""
    stage.write(who, f"practise {CODE}")
    for _ in range(2 * questions):
        scene = stage.person(who).scene
        assert isinstance(scene, s.Practising)
        stage.write(who, replies.missed(scene.question))


def facts(stage: Stage, who: str, kind: type) -> int:
    return sum(isinstance(kept.fact, kind) for kept in stage.facts_of(who))


def is_stuck(stage: Stage, who: str, mistake: str = "swapped", code: str = CODE) -> None:
    post(stage, n.IsStuck(stage.person(who).id, code, "misses", 0, 3, mistake, 0.2))


# told once, to the student first


def test_it_is_said_once_until_it_clears() -> None:
    stage = class_of("ana")
    misses(stage, "ana", 5)
    misses(stage, "ana", 2)
    assert facts(stage, "ana", GotStuck) == 1
    assert facts(stage, "ana", ToldTeacher) == 0


def test_after_it_cleared_three_new_answers_decide() -> None:
    """The same misses are not held against anybody twice."""
    stage = class_of("ana")
    misses(stage, "ana", 5)
    stage.advance(3 * DAY)
    assert facts(stage, "ana", Unstuck) == 1
    misses(stage, "ana", 2)
    assert facts(stage, "ana", GotStuck) == 1
    misses(stage, "ana", 1)
    assert facts(stage, "ana", GotStuck) == 2


def test_whoever_tries_another_way_is_left_in_peace() -> None:
    """The teacher hears nothing the next morning; only more misses, after the other way, tell that it did not help."""
    stage = class_of("ana")
    misses(stage, "ana", 5)
    stage.tap("ana", "see")
    stage.advance(DAY)
    assert facts(stage, "ana", ToldTeacher) == 0
    misses(stage, "ana", 3)
    assert facts(stage, "ana", ToldTeacher) == 1


def test_a_check_that_went_badly_can_tell_it_too() -> None:
    stage = class_of("ana")
    misses(stage, "ana", 3)
    stage.write("ana", f"check {CODE}")
    while isinstance(scene := stage.person("ana").scene, s.Checking):
        stage.write("ana", replies.missed(scene.question))
    assert scene == s.GettingUnstuck(CODE)


def test_who_swaps_questions_after_a_miss_is_not_overlooked() -> None:
    stage = class_of("ana")
    stage.write("ana", f"practise {CODE}")
    for _ in range(5):
        scene = stage.person("ana").scene
        assert isinstance(scene, s.Practising)
        stage.write("ana", replies.missed(scene.question))
        stage.tap("ana", "drop")
    assert isinstance(stage.person("ana").scene, s.GettingUnstuck)


@pytest.mark.parametrize("text", ["stuck", "I'm stuck!", "i dont get it", "  I AM STUCK  "])
def test_saying_it_is_enough(text: str) -> None:
    stage = class_of("ana")
    stage.write("ana", text)
    assert stage.person("ana").scene == s.GettingUnstuck(CODE)
    assert {"see", "ask_teacher", "next", "practise", "menu"} <= {choice.intent for choice in stage.choices("ana")}


def test_before_a_class_the_word_leads_nowhere_new() -> None:
    stage = Stage()
    stage.write("zoe", "stuck")
    assert stage.last("zoe")


def test_asking_twice_asks_once() -> None:
    """Two messages, or a press and a sentence: one call on the board, and no button to ask again."""
    stage = class_of("ana")
    stage.write("ana", "stuck")
    stage.tap("ana", "ask_teacher")
    stage.write("ana", "The order mixes me up.")
    stage.write("ana", "stuck")
    assert "ask_teacher" not in [choice.intent for choice in stage.choices("ana")]
    assert "Ms Li knows" in stage.last("ana")
    assert facts(stage, "ana", AskedTeacher) == 1
    assert stage.last("ms-li").count("asked for your help") == 1


# the board


def boards(stage: Stage) -> int:
    """How often the teacher was called: messages that do not change an earlier one."""
    return sum(not owed.revises for owed in stage.to("ms-li"))


def test_students_who_are_stuck_ring_nobody_the_same_day() -> None:
    stage = class_of("ana", "ben", "cleo")
    before = boards(stage)
    for who in ("ana", "ben", "cleo"):
        is_stuck(stage, who)
    assert boards(stage) == before
    stage.advance(DAY)
    assert boards(stage) == before + 1
    assert "3 stuck, swapped" in stage.last("ms-li")


def test_what_is_shown_already_is_changed_in_place() -> None:
    stage = class_of("ana", "ben")
    stage.write("ben", "stuck")
    stage.tap("ben", "ask_teacher")
    stage.write("ben", "send it")
    before = boards(stage)
    is_stuck(stage, "ana")
    assert boards(stage) == before
    assert stage.to("ms-li")[-1].revises
    assert "1 stuck" in stage.last("ms-li")


def test_mastering_it_takes_it_off_the_board() -> None:
    stage = class_of("ana")
    is_stuck(stage, "ana")
    post(stage, n.HasResult(stage.person("ana").id, CODE, mastered=True))
    assert stage.classroom(room_id(stage)).notices == {}


def test_leaving_the_class_takes_everything_off_the_board() -> None:
    stage = class_of("ana")
    is_stuck(stage, "ana")
    for text in ("settings", "leave room 12", "yes"):
        stage.write("ana", text)
    assert stage.classroom(room_id(stage)).notices == {}


def test_a_stranger_is_never_stuck_in_this_class() -> None:
    stage = class_of("ana")
    post(stage, n.IsStuck("p-of-another-class", CODE, "misses", 0, 3, "", 0.2))
    post(stage, n.SignsIn("p-of-another-class"))
    assert stage.classroom(room_id(stage)).notices == {}


def test_a_call_for_help_is_forgotten_after_two_weeks() -> None:
    stage = class_of("ana")
    post(stage, n.AsksForHelp(stage.person("ana").id, CODE, "said", 0, 0, "", 0.2))
    stage.advance((limits.help_days + 4) * DAY)
    assert stage.classroom(room_id(stage)).notices == {}


def test_a_board_with_all_that_can_stand_on_it_fits_into_one_message() -> None:
    """The busiest day is the day on which the board must not fail."""
    students = [f"student-{number} {LONG}" for number in range(24)]
    stage = class_of(*students)
    for number, who in enumerate(students):
        for mistake, code in (("swapped", CODE), (f"mistake-{number}", "6.RP.A.2")):
            is_stuck(stage, who, mistake, code)
        if number < limits.board_names:
            for text in (f"reassess {CODE}", "s" * limits.sentence_longest, "skip"):
                stage.write(who, text)
        stage.write(who, "stuck")
        stage.tap(who, "ask_teacher")
        stage.write(who, "h" * limits.sentence_longest)
    for owed in stage.to("ms-li"):
        check_message(owed)
    assert "More waits than fits here" in stage.last("ms-li")


# the roll


def test_one_letter_a_day_tells_that_somebody_is_here() -> None:
    stage = class_of("ana")
    seen = stage.classroom(room_id(stage)).members[stage.person("ana").id].seen
    stage.advance(HOUR)
    stage.write("ana", "menu")
    assert stage.classroom(room_id(stage)).members[stage.person("ana").id].seen == seen
    stage.advance(DAY)
    stage.write("ana", "menu")
    assert stage.classroom(room_id(stage)).members[stage.person("ana").id].seen > seen


def test_over_the_holidays_the_teacher_hears_of_it_once() -> None:
    """Six weeks away: one message, not thirty; and the class sleeps until somebody is back."""
    stage = class_of("ana", "ben")
    before = boards(stage)
    stage.advance(42 * DAY)
    assert boards(stage) == before + 1
    assert "Not seen for 7 days: ana and ben" in stage.last("ms-li")
    assert stage.letters == []
    stage.write("ana", "menu")
    stage.advance(DAY)
    assert boards(stage) == before + 1
