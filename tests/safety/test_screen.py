"""The screen finds what is dangerous however it is dressed up, lets ordinary talk pass, and is quick with anything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety.sets import rows

from plbot.core.screen.lists import ListError, read_list
from plbot.core.screen.look import Screen
from plbot.safety import LANGUAGES, phrases, screen

LOOK = screen().look


@pytest.mark.parametrize(
    ("part", "of_all", "found", "false"),
    [
        ("tune", 100, 0.9, 3),
        ("report", 4, 0.94, 6),
        pytest.param("tune", 10, 0.92, 2, marks=pytest.mark.slow),
        pytest.param("report", 1, 0.94, 5, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_is_found_and_ordinary_talk_passes(
    part: str, of_all: int, found: float, false: int, language: str
) -> None:
    """What was learned from says little about strangers' words; what is reported (docs/safety.md) does. Neither may get worse.

    `of_all`: each how-manieth text is looked at.
    """
    dangers, ordinary = (rows(part, f"{name}-{language}")[::of_all] for name in ("danger", "ordinary"))
    assert sum(LOOK(text) is None for _, text in dangers) <= (1 - found) * len(dangers)
    assert sum(LOOK(text) is not None for _, text in ordinary) <= false * len(ordinary) / 1000


@pytest.mark.parametrize(("part", "other"), [("report", "tune"), ("report", "settle"), ("settle", "tune")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_set_holds_other_words(part: str, other: str, language: str) -> None:
    """What is reported was never tuned on, and what the thresholds are settled with was not either."""
    names = (f"danger-{language}", f"ordinary-{language}")
    mine, theirs = ({text.casefold() for name in names for _, text in rows(each, name)} for each in (part, other))
    assert mine
    assert len(mine & theirs) == 0  # counted only: no message of a test shows what is reported


@pytest.mark.parametrize(
    "text",
    [
        "I want to KILL myself", "k i l l  m y s e l f", "k1ll mys3lf", "kiiilll myselffff", "k.i.l.l myself", "killmyself",
        "\uff29 \uff57\uff41\uff4e\uff54 \uff54\uff4f \uff44\uff49\uff45",
        "\u0456 w\u0430nt t\u043e d\u0456\u0435", "k\u200bill my\u200dself",
        "i want to d\u0336i\u0336e\u0336", "su1c1de", "$uicide",
        "i want to kill mysef", "quiero m0rir", "m e q u i e r o m a t a r", "me quiero suicidar", "a" * 1_950 + " i want to die",
        "hello " * 500 + "i want to die", "i like maths i want to kill myself", "hello there i like maths. i want to kill myself",
    ],
)  # fmt: skip
def test_danger_is_found_however_it_is_dressed_up(text: str) -> None:
    found = LOOK(text)
    assert found is not None
    assert found.severity == "S1"


@pytest.mark.parametrize(
    "text",
    [
        "this problem is killing me", "kill two birds with one stone", "one die shows 4", "shoot, wrong again", "3:4", "x = 12",
        "romeo kills himself", "the soldiers were shot", "i could die of laughing", "i ran 5 kms", "assume x is 4", "class", "Ana",
        "mi papá me va a matar si repruebo", "me toca a mí", "un cono de helado", "",
    ],
)  # fmt: skip
def test_ordinary_talk_passes(text: str) -> None:
    assert LOOK(text) is None


@pytest.mark.parametrize(
    ("of_the_writer", "of_the_world"),
    [
        ("i think i have depression", "the great depression began in 1929"),
        ("can you help me, i am being bullied", "we made a poster about bullying"),
        ("i thought about suicide", "suicide in romeo and juliet"),
        ("tengo depresi\u00f3n", "la depresi\u00f3n del terreno"),
        ("me hacen bullying", "semana contra el bullying"),
    ],
)
def test_a_word_of_danger_counts_where_it_is_about_somebody_near(of_the_writer: str, of_the_world: str) -> None:
    assert LOOK(of_the_writer) is not None
    assert LOOK(of_the_world) is None


@pytest.mark.parametrize(
    "text", ["me yamaron gorda", "me akosan en la eskuela", "kisiera estar muerta", "me tome muxas pastiyas"]
)
def test_spanish_is_heard_as_it_sounds(text: str) -> None:
    """Children write as they speak."""
    assert LOOK(text) is not None


@pytest.mark.parametrize("text", ["i don't want to die", "i would never kill myself", "no quiero morir"])
def test_a_danger_that_is_denied_is_a_worry(text: str) -> None:
    found = LOOK(text)
    assert found is not None
    assert found.severity == "S2"


@settings(deadline=None)  # a busy machine says nothing about the screen
@given(st.text(max_size=400))
def test_any_text_can_be_looked_at(text: str) -> None:
    LOOK(text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["kill ", "i ", "a", "want to ", "1l|!", "k*ll ", "'", "die kill ", "\u202eeid ", "((((", "\0", "ñ"]
)
def test_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    """A hundred thousand characters of anything are looked at within moments."""
    LOOK((piece * 100_000)[:100_000])


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    [
        "my dad hit me ",
        "i want to kill ",
        "k i l l ",
        "quiero matar a todos ",
        "f*** ",
        "aab1|! ",
        "i me my he she you not ",
    ],
)
def test_a_message_as_long_as_may_be_is_looked_at_a_hundred_times_within_moments(piece: str) -> None:
    """Texts that begin many phrases and end none."""
    for _ in range(100):
        LOOK((piece * 2_000)[:2_000])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_matched(language: str) -> None:
    """Each line compiles, and says what severity and kind it has."""
    each = phrases(language)
    assert all(entry.phrase.pattern for entry in each.entries)
    assert {entry.severity for entry in each.entries} == {"S1", "S2", "S3"}


def test_a_list_names_all_its_faults_with_their_lines() -> None:
    with pytest.raises(ListError) as told:
        read_list("xx", "[S1 abuse]\nhe (hits me\n{nobody} hurts\n[maybe] ..\nshe hits me\n")
    assert [line.split(":")[0] for line in str(told.value).splitlines()] == ["xx, line 2", "xx, line 3", "xx, line 4"]


def test_a_phrase_may_name_the_end_of_a_sentence() -> None:
    only = Screen([read_list("xx", "[S1 self-harm]\ngame over . (bye|cut* it)\n")])
    assert only.look("Game over. Bye!") is not None
    assert only.look("game over\ncutting it") is not None
    assert only.look("game over bye") is None


def test_pictures_are_words() -> None:
    """A list names them `picturegun`; a letter before a number is a question, not leetspeak."""
    only = Screen([read_list("xx", "[S1 violence]\npicturegun (you|qio)\n")])
    assert only.look("\U0001f52byou") is not None
    assert only.look("\U0001f52b q10") is None


@pytest.mark.parametrize("line", ["(a|b", "a|b)", "[a b)", "(a|{no})", "a ** b", "(a *)"])
def test_a_phrase_with_a_fault_is_named(line: str) -> None:
    with pytest.raises(ListError, match="line 2"):
        read_list("xx", f"[S1 abuse]\nword {line}\n")


def test_a_finding_names_the_line_that_found_it() -> None:
    only = Screen([read_list("xx", "[S2 distress]\nso [very] sad\n[pass]\nsad .. triangle\n")])
    found = only.look("I am SO very sad.")
    assert found is not None
    assert (found.severity, found.kind, found.line) == ("S2", "distress", "so [very] sad")
    assert only.look("so sad a triangle") is None
