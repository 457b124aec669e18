"""Standings grow from facts alone, and what was stored by a released version still opens."""

import json
from pathlib import Path

import msgspec
import pytest

from plbot.core import facts as f
from plbot.core import scenes as s
from plbot.core.letters import AnyNote
from plbot.core.opening import open_person
from plbot.core.records import Classroom, Person
from plbot.core.standing import Standing, fold
from plbot.core.states import TABLE, after

RELEASED = sorted((Path(__file__).parent.parent / "released").glob("*.jsonl"))


def stored() -> list[tuple[str, str, str]]:
    return [
        (file.stem, entry["kind"], json.dumps(entry["doc"]))
        for file in RELEASED
        for entry in map(json.loads, file.read_text().splitlines())
    ]


@pytest.mark.parametrize(("version", "kind", "doc"), stored())
def test_what_a_released_version_stored_opens_today(version: str, kind: str, doc: str) -> None:
    match kind:
        case "person":
            person = open_person(doc.encode())
            wanted = json.loads(doc)["scene"]["scene"]
            assert person.scene.__struct_config__.tag == wanted, f"{version}: the scene '{wanted}' was lost"
        case "class":
            msgspec.json.decode(doc, type=Classroom)
        case "fact":
            msgspec.json.decode(doc, type=f.AnyFact)
        case "letter":
            msgspec.json.decode(doc, type=AnyNote)


def test_the_stored_examples_of_this_version_show_every_scene() -> None:
    shown = {json.loads(doc)["scene"]["scene"] for _, kind, doc in stored() if kind == "person"}
    assert shown == {scene.__struct_config__.tag for scene in s.Scene.__args__}


def test_a_scene_that_is_gone_wakes_in_the_menu_with_everything_earned() -> None:
    person = Person("p1", "Ana", standings={"X.1": Standing("mastered", mastered_at=5)})
    doc = json.loads(msgspec.json.encode(person)) | {"scene": {"scene": "a-scene-of-long-ago", "x": 1}}
    woken = open_person(json.dumps(doc).encode())
    assert woken.scene == s.AtMenu()
    assert woken.standings["X.1"].mastered_at == 5


def test_an_unknown_field_is_dropped_and_a_new_one_has_its_default() -> None:
    doc = {"id": "p1", "scene": {"scene": "learning", "standard": "X.1", "mood": "fine"}, "shoe_size": 41}
    assert open_person(json.dumps(doc).encode()).scene == s.Learning("X.1")


def test_facts_about_one_standard_leave_others_alone() -> None:
    standings = fold([(f.Answered("A", "i", right=True), 1), (f.Mastered("B"), 2)])
    assert standings["A"].right == 1
    assert standings["B"].state == "mastered"
    assert standings["B"].right == 0


def test_a_form_counts_one_attempt_and_a_not_yet_starts_the_evidence_anew() -> None:
    told = [
        f.FormStarted("A"),
        f.Answered("A", "i", 1, "reassess"),
        f.FormEnded("A", 0, 1),
        f.NotYet("A", missed=(f.Missed("i", ""),)),
    ]
    standing = fold([(fact, at) for at, fact in enumerate(told)])["A"]
    assert (standing.attempts, standing.not_yets, standing.window) == (1, 1, ())
    assert standing.missed == (f.Missed("i", ""),)
    assert standing.relearning


def test_first_mastery_stays_whatever_comes_after() -> None:
    standing = fold([(f.Mastered("A"), 10), (f.Answered("A", "i", right=False), 20), (f.Mastered("A", "paper"), 30)])[
        "A"
    ]
    assert standing.mastered_at == 10
    assert standing.state == "mastered"


def test_a_teachers_not_yet_opens_the_loop_again_and_leaves_the_first_mastery() -> None:
    """The mark stays; only one that no adult had said yes to is taken back."""
    kept = fold([(f.Mastered("A"), 10), (f.NotYet("A", "paper"), 20)])["A"]
    assert (kept.state, kept.mastered_at, kept.relearning) == ("learning", 10, True)
    alone = (f.AskedToReassess("A", "r1"), f.Approved("A", "r1", provisional=True), f.Mastered("A"))
    taken = fold((fact, 10) for fact in (*alone, f.NotYet("A", "paper")))["A"]
    assert (taken.mastered_at, taken.provisional) == (0, False)
    confirmed = fold((fact, 10) for fact in (*alone, f.Confirmed("A"), f.NotYet("A", "paper")))["A"]
    assert confirmed.mastered_at == 10


def test_a_not_yet_after_mastery_is_the_first_of_its_own() -> None:
    """Two not yets lead to a talk with the teacher; those from before it was mastered are over, but for when to look back."""
    way = [(f.NotYet("A"), 1), (f.Mastered("A"), 2)]
    assert fold(way)["A"].not_yets == 1
    assert fold([*way, (f.NotYet("A", "paper"), 3)])["A"].not_yets == 1
    alone = [(f.NotYet("A"), 1), (f.Approved("A", "r1", provisional=True), 2), (f.Mastered("A"), 3)]
    assert fold([*alone, (f.NotYet("A", "paper"), 4)])["A"].not_yets == 2


def test_every_state_that_can_be_reached_has_a_way_on_or_is_mastered() -> None:
    assert all(row or state == "mastered" for state, row in TABLE.items())
    assert after("mastered", f.Answered("A")) == "mastered"


def test_facts_hold_no_free_text() -> None:
    """Every text field of a fact is a code, an id or one of a few words; words of people lie elsewhere."""
    allowed = {
        "standard",
        "kind",
        "classroom",
        "role",
        "mode",
        "item",
        "use",
        "mistake",
        "request",
        "by",
        "how",
        "when",
        "tap",
        "at",
        "what",
        "session",
    }
    for fact in f.AnyFact.__args__:
        texts = {field.name for field in msgspec.structs.fields(fact) if field.type is str}
        assert texts <= allowed, f"{fact.__name__} has the text {texts - allowed}"
