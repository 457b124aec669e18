"""Whatever two students and a teacher do, in any order: nothing breaks, everyone is answered, and everyone has a way on."""

import os
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.stage import Stage
from tests.wander import Act, acts, perform, room_of, started

from plbot.core import scenes as s
from plbot.core.cards import Owed
from plbot.core.events import Inbound
from plbot.core.opening import open_person
from plbot.core.records import Admit, Person
from plbot.core.standing import fold
from plbot.limits import limits

LONGEST_MESSAGE = 4_096  # characters: Telegram's limit, the smallest of the platforms
MOST_BUTTONS = 40  # a longer list is not read on a phone
LONGEST_VALUE = 64  # bytes of a button's value: Telegram's limit
DOORS: tuple[Admit, ...] = ("open", "approve")
TYPED = (s.AskingCode, s.AskingName, s.KnockingAtDoor)  # scenes that wait for words and have no buttons
ASKS_NOTHING = ("reaction", "edited", "blocked")


def check_answered(stage: Stage, act: Act, inbound: Inbound, said: Sequence[Owed]) -> None:
    """Words and presses are answered, or went to the class; whoever did something has buttons or is asked to type."""
    person = stage.person(act.who)
    if inbound.kind not in ASKS_NOTHING:
        assert said, f"nobody said anything to {inbound}"
    if inbound.kind not in ASKS_NOTHING and not said[0].revises:
        assert any(owed.card.to_text().strip() for owed in said)
    mine = [owed for owed in said if owed.to == person.id]
    if mine and not isinstance(person.scene, TYPED):
        assert person.asked, f"{act.who} was asked nothing in {person.scene}"
        assert person.asked.choices, f"{act.who} has no way on in {person.scene}"


def check_message(owed: Owed) -> None:
    assert len(owed.card.to_text()) <= LONGEST_MESSAGE
    choices = owed.card.choices
    if choices:
        assert len(choices.choices) <= MOST_BUTTONS
        assert all(choice.label.strip() for choice in choices.choices)
        assert len(f"{choices.mid}:{len(choices.choices)}".encode()) <= LONGEST_VALUE


def check_person(stage: Stage, person: Person) -> None:
    """What is stored opens again, is small, and follows from the facts."""
    stored = msgspec.json.encode(person)
    assert open_person(stored) == person
    assert len(msgspec.json.encode(person.scene)) <= limits.scene_bytes
    assert fold((kept.fact, kept.at) for kept in stage.facts.get(person.id, [])) == person.standings


def never_stranded(doings: list[Act], admit: Admit, *, joined: bool) -> None:
    stage = started(admit=admit, joined=joined)
    for act in doings:
        before = len(stage.said)
        done = perform(stage, act)
        if done:
            check_answered(stage, act, *done)
        for owed in stage.said[before:]:
            check_message(owed)
        for person in stage.everybody():
            check_person(stage, person)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts, st.sampled_from(DOORS), st.booleans())
def test_nobody_is_ever_stranded(doings: list[Act], admit: Admit, joined: bool) -> None:
    """Any words, presses and jumps of time in any order: an answer, a way on, and a record that follows from its facts."""
    never_stranded(doings, admit, joined=joined)


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "5000")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(acts, st.sampled_from(DOORS), st.booleans())
def test_nobody_is_ever_stranded_in_a_long_run(doings: list[Act], admit: Admit, joined: bool) -> None:
    """The same, long enough to meet what happens once in a thousand conversations (FUZZ_EXAMPLES of them)."""
    never_stranded(doings, admit, joined=joined)


# what a long list could do


def fill_binder() -> Owed:
    stage = started(admit="open", joined=True)
    for _ in range(limits.binder_read):
        for text in ("binder", "add my own evidence", "w" * limits.sentence_longest):
            stage.write("ana", text)
    stage.write("ana", "binder")
    return stage.to("ana")[-1]


def fill_board() -> Owed:
    stage = started(admit="approve", joined=False)
    code = room_of(stage).code
    students = [f"student-{number}" for number in range(6)]
    for who in students:
        for text in (code, f"{who} with a very long name indeed"):
            stage.write(who, text)
    stage.tap("ms-li", "approve_all")
    for who in students:
        for text in ("skip", "skip"):
            stage.write(who, text)
        for standard in ("6.RP.A.1", "6.RP.A.2", "6.RP.A.3"):
            for text in ("path", standard, "reassess", "s" * limits.sentence_longest, "menu"):
                stage.write(who, text)
    for number in range(6):
        for text in (code, f"newcomer {number}"):
            stage.write(f"newcomer-{number}", text)
    return stage.to("ms-li")[-1]


def test_a_binder_full_of_long_evidence_fits_into_one_message() -> None:
    """Whoever writes a lot can still read the own binder."""
    check_message(fill_binder())


def test_a_board_on_a_busy_day_fits_into_one_message() -> None:
    """The busiest day is the day on which the board must not fail."""
    check_message(fill_board())


def test_typed_words_are_answered_below_them() -> None:
    """Who types looks below what they typed, not at a message further up."""
    stage = started(admit="open", joined=False)
    for text in (room_of(stage).code, "Ana"):
        stage.write("ana", text)
    stage.tap("ana", "interest:1")
    assert not stage.write("ana", "jazz")[-1].revises


def test_nobody_waits_for_a_class_they_left() -> None:
    """Who left and came back is not told to wait for a request that no board shows."""
    stage = started(admit="open", joined=True)
    for text in ("what a ratio says", "reassess", "yes", "settings", "leave room 12", "yes", room_of(stage).code):
        stage.write("ana", text)
    assert not room_of(stage).requests
    assert stage.person("ana").standing("6.RP.A.1").state != "requested"


def test_a_recorded_result_ends_the_form_under_way() -> None:
    """What the teacher recorded is not followed by a second verdict from questions that no longer count."""
    stage = started(admit="open", joined=True)
    for text in ("what a ratio says", "reassess", "yes"):
        stage.write("ana", text)
    stage.tap("ms-li", "approve")
    stage.tap("ana", "reassess")
    for text in ("menu", "Room 12", "record a result", "ana", "6.RP.A.1", "mastered"):
        stage.write("ms-li", text)
    stage.write("ana", "no idea")
    assert not isinstance(stage.person("ana").scene, s.Reassessing)


def test_a_goal_that_is_tapped_is_kept() -> None:
    """A tap on a goal is worth as much as a typed one, and leads on."""
    stage = started(admit="open", joined=False)
    for text in (room_of(stage).code, "Ana", "skip"):
        stage.write("ana", text)
    stage.tap("ana", "goal_ahead")
    assert [kept.text for kept in stage.facts_of("ana")][-1] == "Get ahead"
    assert isinstance(stage.person("ana").scene, s.OfferingPlacement)
