"""Whatever two students and a teacher do, in any order: nothing breaks, everyone is answered, and everyone has a way on."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests import replies
from tests.schoolhouse import CONTENT, Schoolhouse
from tests.stage import Stage

from plbot.core import scenes as s
from plbot.core.cards import Owed
from plbot.core.events import Inbound, InboundKind
from plbot.core.opening import open_person
from plbot.core.questions import Question
from plbot.core.records import Person
from plbot.core.standing import fold
from plbot.limits import DAY, MINUTE, limits
from plbot.storage.memory import MemoryStore
from plbot.storage.store import Store

LONGEST_MESSAGE = 4_096  # characters: Telegram's limit, the smallest of the platforms
MOST_BUTTONS = 40  # a longer list is not read on a phone
LONGEST_VALUE = 64  # bytes of a button's value: Telegram's limit
PEOPLE = ("ana", "ben", "ms-li")
TYPED = (s.AskingCode, s.AskingName, s.KnockingAtDoor)  # scenes that wait for words and have no buttons
ASKS_NOTHING = ("reaction", "edited", "blocked")


class Act(NamedTuple):
    """Somebody does something; `number` picks among what there is, `text` is what is typed."""

    who: str
    do: str
    number: int = 0
    text: str = ""


DOING = (
    *("press",) * 14, *("right",) * 6, *("miss",) * 3, *("mistake",) * 2, *("word",) * 5, *("text",) * 3,
    "old", "elses", "garbage", "event", "wait", "number",
)  # fmt: skip
WORDS = (
    "menu help stop why next path binder settings goal interests practise check learn ready reassess hint done back skip yes no "
    "board mastered start join <code> <teacher-code> Ana 6.RP.A.1 6.RP.A.2 1 2 1,3 2:3 1/2 1b,2a 0 -1 ??? اسم 七 $$ **b** {{x}}"
).split()
KINDS: tuple[InboundKind, ...] = (
    "photo", "file", "join", "home", "reaction", "edited", "blocked", "unblocked",
)  # fmt: skip
WAITS = (MINUTE, 20 * MINUTE, DAY, 8 * DAY, 181 * DAY)
GARBAGE = ("", ":", "x:1", "0123456789deadbeef:1", "::::", "a:99999", "a:-1", "a:٣", "\x00:1", "b" * 300)

acts = st.lists(
    st.builds(
        Act,
        st.sampled_from(PEOPLE[:1] * 5 + PEOPLE[1:] * 2),
        st.sampled_from(DOING),
        st.integers(0, 60),
        st.text(max_size=60) | st.text(min_size=1, max_size=4).map(lambda text: text * 700),
    ),
    max_size=45,
)


def started(*, admit: str, joined: bool) -> Stage:
    """A class with its teacher; `joined`: two students are in it, past the welcome."""
    stage = Stage()
    room = stage.found_class(admit=admit)
    stage.write("ms-li", room.teacher_code)
    for who in PEOPLE[:2] if joined else ():
        for text in (room.code, who, "skip", "skip"):
            stage.write(who, text)
        if admit == "approve":
            stage.tap("ms-li", "approve")
            stage.write(who, "skip")
            stage.write(who, "skip")
    return stage


def perform(stage: Stage, act: Act) -> tuple[Inbound, list[Owed]] | None:
    """Do it; what was done and what was said to anyone. None where time passed."""
    if act.do == "wait":
        stage.advance(WAITS[act.number % len(WAITS)])
        return None
    inbound = meant(stage, act)
    return inbound, stage.hear(inbound)


def meant(stage: Stage, act: Act) -> Inbound:
    who = f"stage:{act.who}"
    value = ""
    match act.do:
        case "press":
            value = pressed(stage, act.who, act.number, newest=True)
        case "old":
            value = pressed(stage, act.who, act.number, newest=False)
        case "elses":
            value = pressed(stage, PEOPLE[(PEOPLE.index(act.who) + 1) % len(PEOPLE)], act.number, newest=True)
        case "garbage":
            return Inbound("", who, "choice", choice=(*GARBAGE, act.text)[act.number % (len(GARBAGE) + 1)])
        case "event":
            return Inbound("", who, KINDS[act.number % len(KINDS)])
        case "right" | "miss" | "mistake":
            return Inbound("", who, "text", text=answer(stage, act))
        case "word" | "number":
            return Inbound("", who, "text", text=word(stage, act))
    return Inbound("", who, "choice", choice=value) if value else Inbound("", who, "text", text=act.text)


def pressed(stage: Stage, who: str, number: int, *, newest: bool) -> str:
    shown = [choices for owed in stage.to(who) if (choices := owed.card.choices)]
    if not shown:
        return ""
    choices = shown[-1] if newest else shown[number % len(shown)]
    return f"{choices.mid}:{number % len(choices.choices) + 1}"


def answer(stage: Stage, act: Act) -> str:
    """What fits the question before them; the typed text where there is none."""
    known = f"stage:{act.who}" in stage.addresses
    question = getattr(stage.person(act.who).scene, "question", None) if known else None
    if not isinstance(question, Question):
        return act.text
    ways = {"right": replies.right, "miss": replies.missed, "mistake": replies.mistaken}
    return ways[act.do](question)


def word(stage: Stage, act: Act) -> str:
    if act.do == "number":
        return str(act.number)
    said = WORDS[act.number % len(WORDS)]
    room = next(stage.classroom(doc) for doc in stage.docs if doc.startswith("c"))
    codes = {"<code>": room.code, "<teacher-code>": room.teacher_code}
    return codes.get(said, said.replace(",", " "))


# what must hold


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


def never_stranded(doings: list[Act], admit: str, *, joined: bool) -> None:
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts, st.sampled_from(["open", "approve"]), st.booleans())
def test_nobody_is_ever_stranded(doings: list[Act], admit: str, joined: bool) -> None:
    """Any words, presses and jumps of time in any order: an answer, a way on, and a record that follows from its facts."""
    never_stranded(doings, admit, joined=joined)


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts, st.sampled_from(["open", "approve"]), st.booleans())
def test_nobody_is_ever_stranded_in_a_long_run(doings: list[Act], admit: str, joined: bool) -> None:
    """The same, long enough to meet what happens once in a thousand conversations."""
    never_stranded(doings, admit, joined=joined)
