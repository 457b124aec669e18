"""At night nothing reaches a student that they did not just ask for; in the morning it is all there, once."""

import msgspec
import pytest
from tests.stage import Stage
from tests.wander import room_of, started

from plbot.core import consent_letters as c
from plbot.core import letters as n
from plbot.core.events import Inbound
from plbot.core.wall_letters import Cheer
from plbot.limits import HOUR, Policy

KNOWN = "6.RP.A.1"


def asked() -> Stage:
    """Ana has asked to be assessed, in daylight."""
    stage = started(admit="open", joined=True)
    for text in (f"practise {KNOWN}", "1:2", "reassess", "send it", "skip"):
        stage.write("ana", text)
    return stage


def at_night(stage: Stage) -> int:
    """23:00. How many messages Ana has so far."""
    stage.advance(15 * HOUR)
    return len(stage.to("ana"))


@pytest.mark.parametrize(
    ("tap", "words"),
    [("approve", "You may be assessed"), ("approve_week", "You may be assessed"), ("decline", "practise")],
)
def test_what_the_teacher_decides_at_night_arrives_in_the_morning(tap: str, words: str) -> None:
    stage = asked()
    before = at_night(stage)
    stage.tap("ms-li", tap)
    assert len(stage.to("ana")) == before
    stage.advance(9 * HOUR)
    new = [owed.card.to_text() for owed in stage.to("ana")[before:]]
    assert [words in text for text in new] == [True]


def test_a_request_taken_back_before_the_morning_is_not_approved_any_more() -> None:
    stage = asked()
    at_night(stage)
    stage.tap("ms-li", "approve")
    ana = stage.person("ana")
    standing = msgspec.structs.replace(ana.standing(KNOWN), state="practising", asked="")
    stage.docs[ana.id] = msgspec.json.encode(msgspec.structs.replace(ana, standings={KNOWN: standing}))
    before = len(stage.to("ana"))
    stage.advance(9 * HOUR)
    assert not any("may be assessed" in owed.card.to_text() for owed in stage.to("ana")[before:])


def test_what_a_student_just_asked_for_is_answered_at_any_hour() -> None:
    """`You wait` answers what was pressed a moment ago."""
    stage = asked()
    at_night(stage)
    for text in (f"practise {KNOWN}", "1:2", "reassess", "send it"):
        stage.write("ben", text)
    assert any("1 request is before yours" in owed.card.to_text() for owed in stage.to("ben"))


def test_who_is_let_in_at_night_hears_it_in_the_morning() -> None:
    stage = started(admit="approve", joined=False)
    stage.write("ana", stage.classroom(next(id_ for id_ in stage.docs if id_.startswith("c"))).code)
    stage.write("ana", "Ana")
    before = at_night(stage)
    stage.tap("ms-li", "approve")
    assert len(stage.to("ana")) == before
    stage.advance(9 * HOUR)
    assert len(stage.to("ana")) > before
    assert stage.person("ana").learns_in


@pytest.mark.parametrize(
    "change", [n.ChangeClass(policy=Policy(attempts_a_day=3)), c.SetsConsent(None)], ids=["policy", "consent"]
)
def test_what_changes_in_the_night_in_which_somebody_was_let_in_holds_for_them_too(
    change: n.ChangeClass | c.SetsConsent,
) -> None:
    """They come in as the class is in the morning, not as it was when the teacher said yes."""
    stage = started(admit="approve", joined=False)
    room = room_of(stage)
    for text in (room.code, "Ana"):
        stage.write("ana", text)
    at_night(stage)
    stage.tap("ms-li", "approve")
    stage.letters.append((stage.now, 0, room.id, change))
    stage.settle()
    stage.advance(9 * HOUR)
    (membership,) = stage.person("ana").memberships
    assert membership == room_of(stage).membership("student")


def test_nobody_is_welcomed_to_a_class_whose_consent_was_taken_back_in_the_night() -> None:
    stage = started(admit="approve", joined=False)
    room = room_of(stage)
    for text in (room.code, "Ana"):
        stage.write("ana", text)
    before = at_night(stage)
    stage.tap("ms-li", "approve")
    stage.letters.append((stage.now, 0, room.id, c.SetsConsent(None)))
    stage.settle()
    stage.advance(9 * HOUR)
    told = [owed.card.to_text() for owed in stage.to("ana")[before:] if owed.lane != "home"]
    assert [text.partition(".")[0] for text in told] == [
        "Nobody has agreed that I may keep what your class learns, so I keep nothing new"
    ]
    assert stage.facts_of("ana") == []


def test_a_cheer_for_what_was_reached_at_night_comes_in_the_morning() -> None:
    stage = started(admit="open", joined=True)
    room = stage.classroom(next(id_ for id_ in stage.docs if id_.startswith("c")))
    ana = stage.person("ana").id
    listening = msgspec.structs.replace(room, listeners=(stage.person("ben").id,))
    stage.docs[room.id] = msgspec.json.encode(listening)
    stage.advance(15 * HOUR)
    before = len(stage.to("ben"))
    stage.letters.append((stage.now, 0, room.id, Cheer(ana, "Ana")))
    stage.settle()
    assert len(stage.to("ben")) == before
    stage.advance(9 * HOUR)
    assert len(stage.to("ben")) == before + 1


def test_a_goal_that_is_reached_at_night_is_told_in_the_morning() -> None:
    stage = started(admit="open", joined=True)
    room = stage.classroom(next(id_ for id_ in stage.docs if id_.startswith("c")))
    stage.write("ben", "menu")
    stage.docs[room.id] = msgspec.json.encode(msgspec.structs.replace(room, listeners=(stage.person("ben").id,)))
    for text in ("menu", "Room 12", "our goal this month", "1"):
        stage.write("ms-li", text)
    before = len(stage.to("ben"))
    stage.advance(15 * HOUR)
    for text in ("menu", "Room 12", "record a result", "ana", KNOWN, "mastered"):
        stage.write("ms-li", text)
    assert len(stage.to("ben")) == before
    stage.advance(9 * HOUR)
    assert len(stage.to("ben")) == before + 1


def test_nothing_of_a_night_wakes_a_student_who_did_nothing() -> None:
    """Whatever the teacher taps then."""
    stage = asked()
    before = at_night(stage)
    for owed in list(stage.to("ms-li")):
        for number in range(1, len(owed.card.choices.choices) + 1 if owed.card.choices else 1):
            if owed.card.choices:
                stage.hear(Inbound("", "stage:ms-li", "choice", choice=f"{owed.card.choices.mid}:{number}"))
    assert [owed for owed in stage.to("ana")[before:] if not owed.revises] == []
