"""`content check` proves that a student can work with every item, and says of a bad one what is bad and where."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plbot.content.check import check
from plbot.content.proofs import stands_in

Pack = Callable[[dict[str, str]], Path]

HEAD = """\
code: A
title: Sums
i_can: I can add.
resources:
  - {mode: read, title: R, text: T}
  - {mode: do, title: D, text: T}
  - {mode: talk, title: T, text: T}
"""
GOOD = """\
  - id: add
    kind: number
    use: [practice, check, reassess]
    level: 1
    params: {a: {int: [3, 50]}}
    ask: "What is {{a}} and 2?"
    answer: "{{a + 2}}"
    hints: ["Count on from {{a}}."]
    mistakes: [{id: less, answer: "{{a - 2}}", tell: That is less.}]
    solution: "{{a + 2}}"
"""


def told(pack: Pack, items: str, more: str = "") -> list[str]:
    report = check(pack({"standards/own/A.yaml": HEAD + "items:\n" + items + more}))
    return [str(fault) for fault in report.faults]


def test_the_examples_are_without_fault(examples: Path) -> None:
    report = check(examples)
    assert report.faults == []
    assert (report.standards, report.items) == (2, 12)
    assert report.drawn > 1000


def test_a_good_item_passes(pack: Pack) -> None:
    assert told(pack, GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "place", "what"),
    [
        ('answer: "{{a + 2}}"', "answer: two and two", "15:13", "is not marked right"),
        ("{{a - 2}}", "{{a + 6/3}}", "17:35", "the mistake 'less' (48) equals the key"),
        ("{{a - 2}}", "(oops", "17:35", "cannot be read as an answer"),
        ("Count on from {{a}}.", "It is {{a + 2}}.", "16:13", "this hint gives the answer away"),
        ("int: [3, 50]", "int: [3, 6]", "13:13", "only 4 different questions come of this; expected at least 12"),
        ("Count on from {{a}}.", r"Look at $\\foo{2}$.", "16:13", "foo"),
        ("What is {{a}} and 2?", "What is {{a}} and {{theme.nothing}}?", "14:10", "no theme has the word 'nothing'"),
        ("What is {{a}} and 2?", "{{1/(a - 7)}}", "10:5", "cannot be drawn"),
        (
            'solution: "{{a + 2}}"',
            'solution: "' + "x" * 1900 + '"\n    image: ' + "y" * 150 + ".svg\n    alt: " + "z" * 1990,
            "8:5",
            "expected at most 4096",
        ),
    ],
)
def test_each_kind_of_bad_item_is_found_where_it_is(pack: Pack, before: str, after: str, place: str, what: str) -> None:
    assert before in GOOD
    found = told(pack, GOOD.replace(before, after, 1))
    assert any(what in line for line in found), found
    if place not in {"8:5", "10:5"}:
        assert any(line.startswith(f"standards/own/A.yaml:{place}:") for line in found), found


def test_a_coincidence_of_few_versions_is_found_too(pack: Pack) -> None:
    """Of 99 versions only a = 2 makes 2 * a the same as a + 2."""
    item = GOOD.replace("[3, 50]", "[1, 99]").replace("{{a - 2}}", "{{2 * a}}")
    assert any(
        "the mistake 'less' (4) equals the key" in line and '"What is 2 and 2?"' in line for line in told(pack, item)
    )


def fixed(rest: str) -> str:
    """An item without fresh numbers."""
    return f"  - {{id: a, use: [check], level: 1, ask: x, solution: s, {rest}}}\n"


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ("kind: choice, options: [{text: $2$, correct: true}, {text: '2'}]", "'2' is shown twice"),
        ("kind: order, sequence: [one, two, One]", "'one' is shown twice"),
        ("kind: match, pairs: {a: x, b: x}", "'x' is shown twice"),
        ("kind: text, answer: [glucose], hints: [It is glucose!]", "gives the answer away"),
        (
            "kind: choice, hints: [Take tea.], options: [{text: tea, correct: true}, {text: milk}]",
            "gives the answer away",
        ),
    ],
)
def test_what_is_picked_must_differ_and_words_must_not_be_given_away(pack: Pack, item: str, what: str) -> None:
    assert any(what in line for line in told(pack, fixed(item)))


def test_a_form_must_be_filled_with_fresh_questions_twice(pack: Pack) -> None:
    fixed = "  - {id: b, kind: number, use: [reassess], level: 2, ask: x, answer: 1, solution: s}\n"
    found = told(pack, GOOD + fixed, "reassess: {form: {1: 4, 2: 1}}\n")
    assert [line for line in found if "level 2 has 1 fresh questions; expected 2" in line]
    assert len(found) == 1


def test_there_must_be_three_ways_of_learning(pack: Pack) -> None:
    report = check(pack({"standards/own/A.yaml": HEAD.replace("mode: do", "mode: read") + "items:\n" + GOOD}))
    assert "ways of learning here: read, talk; expected 3 of" in str(report.faults[0])


def bare(code: str, *needs: str) -> str:
    return f"code: {code}\ntitle: T\ni_can: I can.\nprerequisites: [{', '.join(needs)}]\n"


def test_prerequisites_must_not_lead_back(pack: Pack) -> None:
    files = {
        "standards/o/A.yaml": bare("A", "B"),
        "standards/o/B.yaml": bare("B", "C"),
        "standards/o/C.yaml": bare("C", "A"),
    }
    report = check(pack(files))
    assert [fault.what for fault in report.faults] == [
        "these build on each other in a circle: A -> B -> C -> A; expected no way back"
    ]


def test_a_circle_through_a_part_or_a_path_is_found_too(pack: Pack) -> None:
    """X inherits that its part X.a builds on Y; the path adds that Y builds on X."""
    files = {
        "standards/o/X.yaml": bare("X"),
        "standards/o/X.a.yaml": bare("X.a", "Y"),
        "standards/o/Y.yaml": bare("Y"),
        "paths/p.yaml": "title: P\nunits: [{title: U, standards: [X, Y]}]\nextra: {Y: [X]}\n",
    }
    assert any("X -> Y -> X" in fault.what for fault in check(pack(files)).faults)


def test_an_unknown_prerequisite_only_warns(pack: Pack) -> None:
    report = check(pack({"standards/ccss-math/A.yaml": bare("A", "4.NF.A.1", "4.NF.Q.1", "zzz")}))
    assert report.faults == []
    assert [warning.what for warning in report.warnings] == [
        "the prerequisite 4.NF.Q.1 is not known; 4.NF.A.1?",
        "the prerequisite zzz is not known; expected one that is on a path, in the content or in the graph",
    ]


def test_a_translation_is_drawn_and_checked_as_well(pack: Pack) -> None:
    overlay = 'items: {add: {ask: "¿{{a}} y 2?", hints: ["Son {{a + 2}}."]}}\n'
    report = check(pack({"standards/own/A.yaml": HEAD + "items:\n" + GOOD, "standards/own/A.es.yaml": overlay}))
    assert any(fault.file.endswith("A.es.yaml") and "gives the answer away" in fault.what for fault in report.faults)


@pytest.mark.parametrize(
    ("key", "text", "stands"),
    [
        ("12", "It is 12.", True),
        ("12", "112 or 12.5 or 3/12 or 12:5", False),
        ("1/2", "Half is 1/2!", True),
        ("1/2", "11/2", False),
        ("tea", "Take Tea", True),
        ("tea", "steam", False),
    ],
)
def test_a_key_counts_as_told_only_when_it_stands_alone(key: str, text: str, *, stands: bool) -> None:
    assert stands_in(key, text) is stands


def test_the_shipped_content_is_proved() -> None:
    """Every item that comes with plbot holds in 200 versions."""
    from plbot.content import find_content  # noqa: PLC0415 # only this test needs the shipped folder

    assert [str(fault) for fault in check(find_content()).faults] == []
