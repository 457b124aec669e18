"""The sentences: each one exists, is used, is short and kind, and can be read by a child of ten."""

import ast
import inspect
import re
import sys
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import Environment, nodes
from tests import reading

from plbot import words
from plbot.core.scenes import Scene
from plbot.dialogues import doors
from plbot.limits import limits

FOLDER = reading.SRC / "plbot" / "words"
MOST_WORDS = 60  # a message that fits on a phone without scrolling, with its buttons
HARDEST = 7.0  # grade of the hardest single message (Flesch-Kincaid): one long word in a short sentence
AVERAGE = 4.0  # grade on average: children of ten are in grade 4
ENOUGH = 8  # words below which a reading level says nothing
UNKIND = re.compile(
    r"\b(wrong\w*|fail\w*|incorrect\w*|bad|stupid|dumb|lazy|mistakes?|errors?|invalid)\b", re.IGNORECASE
)
ALLOWED_SIGNS = frozenset("✓→“”\u2019…")  # stand beside words, never alone

Message = tuple[str, str, str]


@lru_cache
def phrasebook() -> words.Phrasebook:
    return words.load()


@lru_cache
def longest() -> dict[Message, str]:
    """The longest text that each message may become, with `Sam` wherever a name, a title or a number stands."""
    found: dict[Message, str] = {}
    environment = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701 # plain text
    for file in sorted(FOLDER.rglob("*.j2")):
        language, _, dialogue = file.relative_to(FOLDER).with_suffix("").as_posix().partition("/")
        for block in environment.parse(file.read_text()).find_all(nodes.Block):
            found[language, dialogue, block.name] = " ".join(_longest(block.body).split())
    return found


def _longest(body: Sequence[nodes.Node]) -> str:
    return "".join(_text(node) for node in body)


def _text(node: nodes.Node) -> str:
    match node:
        case nodes.TemplateData(data=str(data)):
            return data
        case nodes.Output(nodes=inner):
            return _longest(inner)
        case nodes.If():
            branches = [node.body, *(other.body for other in node.elif_), node.else_]
            return max((_longest(branch) for branch in branches), key=lambda text: len(text.split()))
        case nodes.For(body=body):
            return _longest(body)
        case nodes.Filter(name="counted", args=[nodes.Const(), nodes.Const(value=str(many))]):
            return f"12 {many}"
        case nodes.Filter(name="listed"):
            return "Sam and Sam"
        case _:
            return "Sam"


def to_students() -> dict[Message, str]:
    """What a student may read: all but the teacher's dialogues and the words that are typed."""
    return {key: text for key, text in longest().items() if not key[1].startswith(("teacher/", "commands"))}


def english() -> set[tuple[str, str]]:
    found = {(dialogue, block) for language, dialogue, block in phrasebook().messages() if language == "en"}
    return {pair for pair in found if pair[0] != "commands"}


# all of it is there, and all of it is needed


def test_every_sentence_that_the_code_says_exists_in_english() -> None:
    assert reading.said() - english() == set()


def test_every_english_sentence_is_said_somewhere() -> None:
    assert english() - reading.said() == set()


def test_another_language_says_nothing_that_english_does_not() -> None:
    """A block under another name would never be heard."""
    there = {(dialogue, block) for _, dialogue, block in phrasebook().messages()}
    here = {(dialogue, block) for language, dialogue, block in phrasebook().messages() if language == "en"}
    assert there == here


def test_help_has_an_answer_in_every_scene() -> None:
    scenes = {str(scene.__struct_config__.tag).replace("-", "_") for scene in get_args(Scene)}
    assert {block for dialogue, block in english() if dialogue == "help"} == scenes


def test_every_global_word_does_something() -> None:
    cases = ast.walk(ast.parse(inspect.getsource(doors.command)))
    known = {ast.literal_eval(case.value) for case in cases if isinstance(case, ast.MatchValue)}
    known |= {*doors._ROOMS, *doors._STANDARD_ROOMS}
    assert {block for _, dialogue, block in phrasebook().messages() if dialogue == "commands"} - known == set()


def test_no_global_word_has_two_meanings() -> None:
    """In one language: `stop` cannot be both a pause and the menu. English words count in every language."""
    typed: dict[str, list[tuple[str, str]]] = {language: [] for language in phrasebook().languages}
    for (language, dialogue, block), text in longest().items():
        if dialogue == "commands":
            typed[language] += [(word.strip().casefold(), block) for word in text.split(",")]
    for language, own in typed.items():
        meanings: dict[str, set[str]] = {}
        for word, block in [*own, *typed["en"]]:
            meanings.setdefault(word, set()).add(block)
        assert {word: blocks for word, blocks in meanings.items() if len(blocks) > 1} == {}, language
        assert [word for word, times in Counter(word for word, _ in own).items() if times > 1] == [], language


# it is short, kind and easy to read


def test_nothing_a_student_reads_is_unkind() -> None:
    """A miss is `not yet`."""
    assert {key: found.group() for key, text in to_students().items() if (found := UNKIND.search(text))} == {}


def test_every_message_is_short() -> None:
    lengths = {key: len(text.split()) for key, text in longest().items()}
    assert {key: length for key, length in lengths.items() if length > MOST_WORDS} == {}


def test_every_button_whose_label_is_fixed_fits_beside_another() -> None:
    fixed = {
        (language, dialogue, block): text
        for (language, dialogue, block), text in longest().items()
        if dialogue == "labels" and "{" not in _source(language, dialogue, block)
    }
    assert fixed
    assert {key: text for key, text in fixed.items() if len(text) > limits.button_longest} == {}


def _source(language: str, dialogue: str, block: str) -> str:
    page = (FOLDER / language / f"{dialogue}.j2").read_text()
    found = re.search(rf"{{% block {block} %}}(.*?){{% endblock %}}", page, re.DOTALL)
    assert found, block
    return found.group(1)


def test_no_sign_stands_in_the_place_of_words() -> None:
    """A picture sign may stand beside words; read aloud, or on an old phone, the words must be enough."""
    for key, text in longest().items():
        assert any(sign.isalpha() for sign in text), key
        odd = {sign for sign in text if ord(sign) > 0x2000 and sign not in ALLOWED_SIGNS}  # where signs begin
        assert odd == set(), key


@pytest.mark.parametrize("language", ["en"])
def test_a_child_of_ten_can_read_it(language: str) -> None:
    """The usual formula knows English only. It counts long sentences and long words, nothing more."""
    grades = {
        key: grade(text) for key, text in to_students().items() if key[0] == language and len(text.split()) >= ENOUGH
    }
    assert {key: round(level, 1) for key, level in grades.items() if level > HARDEST} == {}
    assert sum(grades.values()) / len(grades) <= AVERAGE


def grade(text: str) -> float:
    """The school grade that a text asks for (Flesch and Kincaid, 1975)."""
    said = re.sub(r"[*`#]", "", text)
    found = re.findall(r"[A-Za-z']+|\d+", said)
    sentences = max(1, len(re.findall(r"[.!?](?=\s|$)|:$", said)))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, less the silent e and the silent -ed at the end."""
    small = word.casefold().replace("'", "")
    groups = len(re.findall(r"[aeiouy]+", small))
    silent = re.search(r"[^aeiouylr]e$|[^aeiouytd]ed$|[^aeiouyszxc]es$|(?<=[aeiou])re$", small)
    return max(1, groups - bool(silent))


def test_the_syllable_counter_is_right_about_common_words() -> None:
    known = {
        "yes": 1,
        "name": 1,
        "asked": 1,
        "here": 1,
        "more": 1,
        "hints": 1,
        "wanted": 2,
        "question": 2,
        "teacher": 2,
    }
    known |= {"ready": 2, "practise": 2, "answered": 2, "little": 2, "table": 2, "ability": 4, "celebration": 4}
    assert {word: syllables(word) for word in known} == known


def test_what_is_kept_compiled_is_no_language_and_says_what_the_templates_say_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    template = tmp_path / "en" / "greet.j2"
    template.parent.mkdir()
    template.write_text("{% block hello %}Hi, {{ name }}{% endblock %}")
    assert words.Phrasebook(tmp_path).say("en", "greet", "hello", {"name": "Ana"}) == "Hi, Ana"
    assert list((tmp_path / "__pycache__").iterdir())

    template.write_text("{% block hello %}Hello, {{ name }}{% endblock %}")
    changed = words.Phrasebook(tmp_path)
    assert changed.languages == ("en",)
    assert changed.say("en", "greet", "hello", {"name": "Ana"}) == "Hello, Ana"
