"""What a student writes about their teacher reaches an adult, and not that teacher: neither as a page, nor on the board."""

import pytest
from tests.safety.test_likeness import learned
from tests.stage import Stage

from plbot.core.duty import DUTY, Duty
from plbot.core.screen.look import Screen
from plbot.limits import DAY, HOUR


def school(*, duty: tuple[str, ...] = ("Dr Amal", "Mr Bell"), lead: str = "") -> Stage:
    """Ana learns with Ms Li, whose second phone may be on the duty list."""
    stage = Stage()
    room = stage.found_class()
    stage.write("ms-li", room.teacher_code)
    for name in duty:
        stage.put_on_duty(name, name, lead=name == lead)
    for text in (room.code, "Ana", "skip", "skip"):
        stage.write("ana", text)
    stage.said.clear()
    return stage


def desk(stage: Stage) -> Duty:
    found = stage._record(DUTY)
    assert isinstance(found, Duty)
    return found


def heard_of_it(stage: Stage, who: str) -> bool:
    """Whether this person was paged, or reads of Ana on a board."""
    return any(
        "wrote something" in owed.card.to_text() or "need a word" in owed.card.to_text() for owed in stage.to(who)
    )


@pytest.mark.parametrize("text", ["my teacher hurts me", "ms li hits me", "mi maestra me pega"])
@pytest.mark.parametrize("name", ["Ms Li", "Ana Li", "Li"])
def test_a_teacher_on_duty_is_not_told_of_a_disclosure_about_the_teacher(text: str, name: str) -> None:
    """Whatever name, or other account, they are on the list with."""
    stage = school(duty=("Dr Amal", name))
    stage.write("ana", text)
    assert heard_of_it(stage, "Dr Amal")
    assert not heard_of_it(stage, name)
    assert not heard_of_it(stage, "ms-li")
    assert "I am telling Dr Amal" in stage.last("ana")


def test_the_teacher_of_another_class_of_theirs_is_not_told_either() -> None:
    stage = school(duty=("Dr Amal", "Mr Ode"))
    other = stage.found_class("Room 13", teacher="Mr Ode")
    stage.write("ana", f"join {other.code}")
    stage.write("ana", "my teacher hurts me")
    assert [heard_of_it(stage, who) for who in ("Dr Amal", "Mr Ode")] == [True, False]


def test_who_is_named_by_a_student_in_danger_of_their_own_is_told_only_where_nobody_else_is_left() -> None:
    stage = school()
    stage.write("ana", "i want to kill myself because of mr bell")
    assert [heard_of_it(stage, who) for who in ("Dr Amal", "Mr Bell")] == [True, False]
    alone = school(duty=("Mr Bell",))
    alone.write("ana", "i want to kill myself because of mr bell and ms li")
    assert heard_of_it(alone, "Mr Bell")


def test_who_is_in_danger_of_a_kind_that_no_list_knows_may_choose_somebody_else() -> None:
    """It may be about an adult of the duty list, whom the child did not name."""
    stage = school()
    stage.screen = Screen([], learned({"nobody_knows": 60}, grave=True))
    stage.write("ana", "nobody knows")
    assert heard_of_it(stage, "Dr Amal")
    stage.tap("ana", "someone_else")
    assert stage.button("ana", "tell_nobody")


@pytest.mark.parametrize(
    "text", ["my teacher bullies me", "Ms Li is mean to me and I cry every night", "my teacher hates me"]
)
def test_a_worry_about_the_teacher_goes_to_the_duty_list(text: str) -> None:
    stage = school()
    for _ in range(2):  # a second one would reach the board at once
        stage.write("ana", text)
    stage.advance(2 * DAY)
    assert not heard_of_it(stage, "ms-li")
    assert heard_of_it(stage, "Dr Amal")
    assert "I'm telling Dr Amal and Mr Bell, and not your teacher" in stage.to("ana")[0].card.to_text()


def test_a_worry_about_somebody_else_goes_to_the_board_as_ever() -> None:
    stage = school()
    for _ in range(2):
        stage.write("ana", "everybody at school hates me")
    assert heard_of_it(stage, "ms-li")
    assert not heard_of_it(stage, "Dr Amal")


def test_it_is_no_alarm_but_is_not_forgotten() -> None:
    """One page a day, in waking hours, to the lead where there is one, until somebody has it; then the student hears who."""
    stage = school(lead="Mr Bell")
    stage.advance(15 * HOUR)  # 23:00
    stage.write("ana", "my teacher bullies me")
    assert not heard_of_it(stage, "Mr Bell")
    stage.advance(9 * HOUR)
    assert len(stage.to("Mr Bell")) == 1
    stage.advance(DAY)
    assert len(stage.to("Mr Bell")) == 2
    assert not stage.to("Dr Amal")
    stage.tap("Mr Bell", "acknowledge")
    assert "Mr Bell knows about what you wrote" in stage.last("ana")
    paged = len(stage.to("Mr Bell"))
    stage.advance(3 * DAY)
    assert len(stage.to("Mr Bell")) == paged


def test_the_words_are_read_by_who_was_told_and_do_not_go_where_the_teacher_reads() -> None:
    """A sentence beside a request, or a reflection, would stand in front of the very teacher."""
    stage = school()
    for text in ("practise 6.RP.A.1", "reassess", "my teacher bullies me"):
        stage.write("ana", text)
    stage.tap("Dr Amal", "read_report")
    assert "my teacher bullies me" in stage.last("Dr Amal")
    for text in ("board", "Room 12", "ana"):
        stage.write("ms-li", text)
    assert not any("bullies" in owed.card.to_text() for owed in stage.to("ms-li"))


def test_a_closed_report_of_a_worry_leaves_an_open_alarm_alone() -> None:
    stage = school(duty=("Dr Amal",))
    stage.write("ana", "my teacher bullies me")
    stage.tap("Dr Amal", "read_report")
    stage.write("ana", "i want to kill myself")
    assert stage.person("ana").alarm
    stage.write("Dr Amal", "Close: it was no danger")
    assert list(desk(stage).alarms) == [stage.person("ana").alarm]


def test_where_nobody_else_is_there_the_student_is_told_the_truth() -> None:
    stage = school(duty=())
    stage.write("ana", "my teacher bullies me")
    assert "I'm not telling your teacher. Another adult you trust" in stage.to("ana")[0].card.to_text()
    assert not heard_of_it(stage, "ms-li")
