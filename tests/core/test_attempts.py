"""One graded try a day, a conversation after the second not yet, and never a lock for good."""

from plbot.core import facts as f
from plbot.core.attempts import Refusal, mistakes, owed, refusal
from plbot.core.library import Item, Resource, Standard
from plbot.core.standing import Standing, fold
from plbot.limits import DAY, HOUR, Policy

ITEM = Item("i", "number", ("practice", "reassess"), 1, "2 + 2 = ?", answers=("4",))
STANDARD = Standard("A", "x", "Adding", "I can add.", items=(ITEM,), resources=(Resource("see", "Look", 3, "..."),))
NOON = 12 * HOUR
MORNING = DAY + 7 * HOUR


def after(*told: f.Fact, at: int = NOON) -> Standing:
    return fold((fact, at) for fact in told)["A"]


FORM = (f.FormStarted("A"), f.FormEnded("A", 0, 1))
MISSED = f.NotYet("A", missed=(f.Missed("i", "swapped"), f.Missed("i", "swapped"), f.Missed("j", "")))


def test_the_second_try_of_a_day_waits_until_quiet_hours_of_the_next_are_over() -> None:
    standing = after(*FORM, MISSED)
    assert refusal(standing, Policy(), NOON + HOUR, "UTC") == Refusal("tomorrow", MORNING)
    assert refusal(standing, Policy(), DAY, "UTC") is None


def test_a_school_may_allow_more_tries_a_day() -> None:
    twice = Policy(attempts_a_day=2, tries_alone=9)
    assert refusal(after(*FORM, MISSED), twice, NOON, "UTC") is None
    assert refusal(after(*FORM, MISSED, *FORM, MISSED), twice, NOON, "UTC") == Refusal("tomorrow", MORNING)


def test_after_the_second_not_yet_the_next_try_is_a_conversation_on_any_day() -> None:
    standing = after(*FORM, MISSED, f.NotYet("A", "paper"))
    assert refusal(standing, Policy(), NOON, "UTC") == Refusal("with_teacher")
    assert refusal(standing, Policy(), 300 * DAY, "UTC") == Refusal("with_teacher")


def test_a_students_own_day_counts_not_that_of_the_computer() -> None:
    """At 20:00 UTC it is tomorrow in Auckland."""
    standing = after(*FORM, MISSED, at=9 * HOUR)
    assert refusal(standing, Policy(), 20 * HOUR, "Pacific/Auckland") is None
    assert refusal(standing, Policy(), 20 * HOUR, "UTC") is not None


def test_what_is_owed_before_the_next_try_shrinks_with_what_is_done() -> None:
    done = [*FORM, MISSED]
    seen = [owed(after(*done), STANDARD, Policy())]
    right = f.Answered("A", "i", right=True)
    for fact in (*[f.Corrected("A", "i")] * 3, f.Opened("A", "see"), right, right, right):
        done.append(fact)
        seen.append(owed(after(*done), STANDARD, Policy()))
    everything = ("correct", "another_way", "practise")
    assert list(dict.fromkeys(seen)) == [everything, everything[1:], everything[2:], ()]


def test_asking_and_taking_it_back_does_not_wipe_out_what_is_owed() -> None:
    asked = after(*FORM, MISSED, f.AskedToReassess("A", "r1", "c1"), f.Withdrew("A"))
    assert owed(asked, STANDARD, Policy()) == ("correct", "another_way", "practise")
    assert owed(after(f.Answered("A", "i")), STANDARD, Policy()) == ()


def test_mistakes_are_named_once_and_by_the_kind_of_question_where_they_have_no_name() -> None:
    assert mistakes(after(*FORM, MISSED)) == ("swapped", "j")
