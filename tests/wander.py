"""What two students and a teacher might do on a stage, for tests that let them do it in any order."""

from typing import NamedTuple

from hypothesis import strategies as st
from tests import replies
from tests.stage import Stage

from plbot.core import scenes as s
from plbot.core.cards import Owed
from plbot.core.events import Inbound, InboundKind
from plbot.core.questions import Question
from plbot.core.records import Admit, Classroom
from plbot.limits import DAY, MINUTE

PEOPLE = ("ana", "ben", "ms-li")


class Act(NamedTuple):
    """Somebody does something; `number` picks among what there is, `text` is what is typed."""

    who: str
    do: str
    number: int = 0
    text: str = ""


DOING = (
    *("press",) * 14, *("right",) * 14, *("miss",) * 3, *("mistake",) * 2, *("word",) * 5, *("text",) * 3,
    "old", "elses", "garbage", "event", "wait", "number",
)  # fmt: skip
WORDS = (
    "menu", "help", "stop", "stuck", "why", "next", "path", "binder", "settings", "goal", "interests", "practise", "check",
    "learn", "ready", "reassess", "hint", "done", "back", "skip", "yes", "no", "board", "mastered", "start", "join", "<code>",
    "<teacher-code>", "Ana", "6.RP.A.1", "6.RP.A.2", "1", "2", "1 3", "2:3", "1/2", "1b 2a", "0", "-1", "???", "اسم", "七", "$$",
    "**b**", "{{x}}",
)  # fmt: skip
KINDS: tuple[InboundKind, ...] = (
    "photo", "file", "join", "home", "reaction", "edited", "blocked", "unblocked",
)  # fmt: skip
WAITS = (MINUTE, 20 * MINUTE, DAY, 8 * DAY, 181 * DAY)
RARELY = 54  # of the numbers up to 60
GARBAGE = ("", ":", "x:1", "0123456789deadbeef:1", "::::", "a:99999", "a:-1", "a:٣", "\x00:1", "b" * 300)

acts = st.lists(
    st.builds(
        Act,
        st.sampled_from(PEOPLE[:1] * 5 + PEOPLE[1:] * 2),
        st.sampled_from(DOING),
        st.integers(0, 60),
        st.text(max_size=60) | st.text(min_size=1, max_size=4).map(lambda text: text * 700),
    ),
    min_size=20,
    max_size=80,
)


def started(*, admit: Admit, joined: bool) -> Stage:
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
    """A button that this person was shown; the one that leaves the class only now and then, or nobody learns anything."""
    shown = [choices for owed in stage.to(who) if (choices := owed.card.choices)]
    if not shown:
        return ""
    choices = shown[-1] if newest else shown[number % len(shown)]
    places = [place for place, choice in enumerate(choices.choices, 1) if choice.intent != "leave" or number > RARELY]
    return f"{choices.mid}:{places[number % len(places)]}"


def answer(stage: Stage, act: Act) -> str:
    """What fits the question before them; the class's code where that is asked, else the typed text."""
    known = f"stage:{act.who}" in stage.addresses
    scene = stage.person(act.who).scene if known else s.AskingCode()
    question = getattr(scene, "question", None)
    if not isinstance(question, Question):
        return room_of(stage).code if isinstance(scene, s.AskingCode) and act.do == "right" else act.text
    ways = {"right": replies.right, "miss": replies.missed, "mistake": replies.mistaken}
    return ways[act.do](question)


def word(stage: Stage, act: Act) -> str:
    if act.do == "number":
        return str(act.number)
    said = WORDS[act.number % len(WORDS)]
    room = room_of(stage)
    codes = {"<code>": room.code, "<teacher-code>": room.teacher_code}
    return codes.get(said, said)


def room_of(stage: Stage) -> Classroom:
    return next(stage.classroom(doc) for doc in stage.docs if doc.startswith("c"))
