"""The arithmetic of a simulation's report, on rows made by hand."""

from math import log

import pytest

from plbot.limits import Policy
from plbot.simulation import report, rules
from plbot.simulation.cohort import Course
from plbot.simulation.evidence import Attempt, Evidence, LookedBack, Stuckness, Told
from plbot.simulation.placed import PlacedWell
from plbot.simulation.rules import Run, Step
from plbot.simulation.teacher import Load
from plbot.simulation.truth import Form

ORDINARY = Form((((0.0, 0.0),),) * 5, 4)
COURSE = Course(("6.X",), {"6.X": ORDINARY}, {"6.X": ()}, {})
KNOWS = log(0.95 / 0.05)  # true success 0.95: passes 98 times in 100
GUESSES = 0.0  # true success 0.5: passes 19 times in 100


def run(rights: str, level: float, *, promise: float = 0.5, complete: bool = True, ability: float = 0.0) -> Run:
    """`rights`: r and m, one an answer."""
    steps = tuple(Step(each == "r", level, promise, complete, n) for n, each in enumerate(rights, 1))
    return Run(1, "6.X", ability, 0.0, steps)


def test_promised_and_kept_are_those_of_students_who_were_told() -> None:
    attempts = [
        Attempt(0.0, 0.8, 0.7, told=True, passed=True),
        Attempt(0.0, 0.7, 0.6, told=True, passed=False),
        Attempt(0.0, 0.2, 0.2, told=False, passed=False),
    ]
    found = report.readiness(Evidence(told=[Told(0.0, 0.8, 0.9), Told(0.0, 0.7, 0.5)], attempts=attempts))
    assert (found.told, found.assessed) == (2, 2)
    assert (found.promised, found.passed, found.gap, found.gap_at_start) == (0.75, 0.5, 0.25, 0.15)
    assert (found.truly, found.false) == (0.7, 0.5)
    assert [(tenth.of, tenth.attempts, tenth.kept) for tenth in found.tenths] == [
        ("0.2-0.3", 1, 0),
        ("0.7-0.8", 1, 0),
        ("0.8-0.9", 1, 1),
    ]


def test_where_nothing_happened_nothing_is_claimed() -> None:
    found = report.readiness(Evidence())
    assert (found.passed, found.gap, found.false, found.tenths) == (None, None, None, ())
    assert report.stuckness(Evidence()).precision is None
    assert report.teaching([]) is None


@pytest.mark.parametrize(
    ("rule", "rights", "after"),
    [
        (rules.STREAK, "rmrrr", 5),
        (rules.STREAK, "rrmrr", 0),
        (rules.SHARE, "mmrrrrrrrr", 10),
        (rules.SHARE, "rrrrrrrr", 0),
        (rules.SHARE, "mmmrrrrrrrr", 11),
    ],
)
def test_the_usual_rules_speak_when_their_names_say_so(rule: str, rights: str, after: int) -> None:
    assert rules.fired(run(rights, KNOWS), rule) == after


def test_ours_speaks_once_the_gate_asks_for_nothing_more_and_q_is_high_enough() -> None:
    assert rules.fired(run("rr", KNOWS, promise=0.7), "ours", 0.7) == 1
    assert rules.fired(run("rr", KNOWS, promise=0.69), "ours", 0.7) == 0
    assert rules.fired(run("rr", KNOWS, promise=0.9, complete=False), "ours", 0.7) == 0


def test_a_rule_is_false_where_the_truth_says_rather_not_and_pays_for_those_it_never_tells() -> None:
    runs = [run("rrr", KNOWS), run("rrr", GUESSES), run("mmm", KNOWS)]
    assert rules.tried(runs, COURSE, rules.STREAK) == rules.Tried(rules.STREAK, 0.0, 0, 3, told=2, false=1, asked=9)


def test_ours_is_set_beside_each_rule_at_no_more_questions() -> None:
    """A streak at last tells all, also who knows nothing; ours, as long in coming to them, only those who know."""
    runs = [
        run("mmmmmrrr", KNOWS, promise=0.92),
        run("mmmmmrrr", KNOWS, promise=0.92),
        run("mmmmmrrr", GUESSES, promise=0.42),
    ]
    found = report.compared(Evidence(runs=runs), COURSE, Policy())
    streak = next(rule for rule in found if rule.rule == rules.STREAK)
    equal = next(rule for rule in found if rules.STREAK in rule.rule and rule != streak)
    assert (streak.false, streak.asked) == (0.3333, 8)
    assert equal.false == 0
    assert equal.asked is not None
    assert equal.asked <= 8


def test_a_third_counts_who_was_told_within_fifteen_answers_of_being_sure() -> None:
    late = tuple(Step(True, KNOWS, 0.9 if n > 20 else 0.1, True, n) for n in range(1, 31))
    evidence = Evidence(
        runs=[
            run("rrrr", KNOWS, promise=0.8, ability=-1),
            Run(2, "6.X", -1.0, 0.0, late),
            run("rrrr", KNOWS, promise=0.1, ability=-1),  # too short to tell
            run("rrrr", GUESSES, promise=0.8, ability=-1),  # never sure
        ],
        attempts=[Attempt(1.0, 0.8, 0.8, told=True, passed=True)],
    )
    low, middle, high = report.thirds(evidence, [-1.0, 0.0, 1.0], COURSE, Policy())
    assert (low.became_sure, low.told_in_time, low.passed) == (2, 0.5, None)
    assert (middle.became_sure, middle.told_in_time) == (0, None)
    assert (high.assessed, high.passed) == (1, 1.0)


def test_stuck_is_called_rightly_and_not_missed() -> None:
    rows = [Stuckness(True, True), Stuckness(True, False), Stuckness(False, True), Stuckness(False, False)]
    found = report.stuckness(Evidence(stuck=rows))
    assert (found.called, found.precision, found.recall, found.f1) == (2, 0.5, 0.5, 0.5)


def test_looks_back_are_told_by_the_days_since_it_was_last_shown() -> None:
    rows = [LookedBack(7, True, 0.8), LookedBack(9, False, 0.6), LookedBack(45, True, 0.5)]
    near, far = report.looking_back(Evidence(looked_back=rows))
    assert (near.days, near.looks, near.there, near.truly) == ("0 to 9", 2, 0.5, 0.7)
    assert (far.days, far.looks, far.there) == ("40 and more", 1, 1)


def test_students_are_placed_rightly_in_so_many_of_all_standards() -> None:
    rows = [PlacedWell(5, 1, 2, rightly=20, of=29), PlacedWell(10, 2, 1, rightly=9, of=11)]
    found = report.placement(Evidence(placed=rows))
    assert (found.students, found.questions, found.rightly) == (2, 7.5, 0.725)
    assert (found.most_rounds, found.most_misses_running) == (2, 2)


def test_the_reasons_of_calls_are_judged_one_by_one() -> None:
    rows = [
        Stuckness(called=True, truly=True, why="misses"),
        Stuckness(called=True, truly=False, why="long"),
        Stuckness(called=True, truly=True, why="long"),
    ]
    assert report.stuckness(Evidence(stuck=rows)).by_reason == {"long": 0.5, "misses": 1.0}


def test_a_teacher_of_two_classes_has_the_days_of_both() -> None:
    days = report.together([[Load(1, 4, 5), Load(1, 0, 0)], [Load(1, 2, 3)]])
    assert days == [Load(2, 6, 8), Load(1, 0, 0)]
    found = report.teaching(days)
    assert found is not None
    assert (found.messages, found.taps, found.taps_p90) == (1.5, 4, 8)
    assert found.minutes == round((2 * 30 + 8 * 6 + 30) / 2 / 60, 2)
