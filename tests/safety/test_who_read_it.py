"""Whoever read what worried the screen is named to the student who asks who has seen their record."""

from tests.safety.test_about_a_teacher import school


def test_the_student_can_see_who_read_what_they_wrote_and_who_looked_after_it() -> None:
    stage = school()
    stage.write("ana", "i want to kill myself")
    stage.tap("Dr Amal", "read_report")
    stage.write("Dr Amal", "Close: others help now")
    for text in ("my data", "who has seen my record?"):
        stage.write("ana", text)
    assert "Dr Amal read something you wrote that sounded serious" in stage.last("ana")
    assert "Dr Amal looked after something you wrote" in stage.last("ana")


def test_the_student_can_see_that_a_teacher_read_what_worried() -> None:
    stage = school()
    for _ in range(2):
        stage.write("ana", "everybody at school hates me")
    stage.tap("ms-li", "read_words")
    for text in ("my data", "who has seen my record?"):
        stage.write("ana", text)
    assert "Ms Li read something you wrote that a computer noticed" in stage.last("ana")
