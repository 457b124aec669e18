"""Names and codes as people type them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plbot.core.names import as_code, new_code, tidy_name, tidy_words
from plbot.limits import limits


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ana", "Ana"),
        ("  Ana   Maria ", "Ana Maria"),
        ("Zoë", "Zoë"),
        ("李娜", "李娜"),
        ("O'Neil-Smith", "O'Neil-Smith"),
        ("Art & Music #2", "Art & Music #2"),
        ("Ana\u202e\u200b", "Ana"),
        ("<b>Ana</b>", "bAna/b"),
        ("$5", "5"),
        ("", ""),
        ("   ", ""),
        ("...", ""),
        ("\x00", ""),
        ("a" * 41, ""),
        ("a" * 5_000, ""),
    ],
)
def test_a_name_is_shown_without_marks_or_invisible_signs(typed: str, name: str) -> None:
    assert tidy_name(typed) == name


@given(st.text(max_size=300))
def test_a_name_never_carries_markup_or_a_line_break(text: str) -> None:
    name = tidy_name(text)
    assert len(name) <= limits.name_longest
    assert not set(name) & set("<>$*_`\n\r\x00@")


def test_a_code_is_read_however_it_is_written() -> None:
    code = new_code(Random(1))
    assert as_code(f" {code[:4].lower()}-{code[4:]} ") == code
    assert as_code(code[:-1]) == ""
    assert as_code(code[:-1] + "0") == ""


def test_codes_are_drawn_from_thirty_one_signs_that_nobody_mistakes() -> None:
    assert len(set(limits.code_letters)) == 31
    assert not set(limits.code_letters) & set("01O2I")


def test_a_sentence_keeps_its_words_and_loses_control_signs() -> None:
    assert tidy_words("I read\x00 it \u202etwice\n ok", 100) == "I read it twice ok"
    assert len(tidy_words("word " * 1_000, 50)) <= 50
