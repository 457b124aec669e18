"""What passes between two students, and what is taken out on the way."""
# ruff: noqa: RUF001 - look-alikes are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plbot.core.redact import redact
from plbot.limits import limits

GAP = "[out]"

SUMS = [
    "it is 3:4, not 4:3", "12/5 = 2.4", "0.75 of it", "call it x", "0.3333333333", "1,000,000 people", "1 000 000",
    "3 6 9 12 15 18 21", "5, 10, 15, 20, 25", "the data: 12, 7, 30, 22", "x² + 2x", "½ of 24", "(3 + 4) * 5 = 35",
    "look at the dot", "Yes. No. Maybe.", "2.5 km at 3.20 each", "5 @ 3 dollars", "one two three four five six seven eight",
    "what do you get at 10:30?", "read it. come back", "12-5-3", "3.14159", "100000000", "1+1+1+1+1+1+1+1", "i am on it",
]  # fmt: skip

CONTACTS = [
    "https://example.com/a", "http : // example.com", "www.example.com", "go to example.com", "example . com", "example dot com",
    "t.me/ana", "discord.gg/abc", "youtu.be/xyz", "ана.com",
    "ana@mail.org", "ana @ mail . org", "ana at mail dot org", "ana (at) mail (dot) org", "ana[at]mail[dot]org", "ana gmail",
    "ana arroba mail punto es", "ＡＮＡ＠ｍａｉｌ．ｏｒｇ", "ana@ma\u200bil.o\u200brg",
    "0791234567", "+34 612 345 678", "612 345 678", "(555) 123-4567", "555.123.4567", "0 7 9 1 2 3 4 5 6 7", "06 12 34 56 78",
    "٠٧٩١٢٣٤٥٦٧", "０７９１２３４５６７", "①②⑧④⑤⑨⑦①",
    "0\u200b7\u200b9\u200b1\u200b2\u200b3\u200b4\u200b5", "0-7-9-1-2-3-4-5", "0*7*9*1*2*3*4*5",
    "1️⃣5️⃣3️⃣4️⃣2️⃣6️⃣7️⃣9️⃣", "zero seven nine one two three four five", "cero siete nueve uno dos tres cuatro", "0,7,9,1,2,3,4,5,6,7",
    "0.7912345678", "@ana_21", "@ ana_21", "＠ana", "ana#1234", "my insta is ana_21", "add me on snap ana21",
]  # fmt: skip


@pytest.mark.parametrize("text", SUMS)
def test_maths_and_plain_talk_pass_unchanged(text: str) -> None:
    assert redact(text, GAP) == (text, 0)


@pytest.mark.parametrize("text", CONTACTS)
def test_ways_to_meet_elsewhere_are_taken_out(text: str) -> None:
    found = redact(f"hey {text}", GAP)
    assert found.taken >= 1
    assert GAP in found.text
    assert text not in found.text


def test_what_stands_around_it_passes() -> None:
    assert redact("try 3:4 first, then call 0791234567 ok", GAP).text == f"try 3:4 first, then call {GAP} ok"


def test_several_pieces_are_counted() -> None:
    assert redact("ana@mail.org or @ana_21", GAP).taken == 2


def test_signs_that_nobody_sees_do_not_pass() -> None:
    assert redact("a\u202eb\u200bc\x00d", GAP).text == "abcd"


@given(st.text(max_size=300))
def test_whatever_is_typed_comes_out_clean_the_second_time(text: str) -> None:
    """What was let through would be let through again: nothing appears because something else was taken out."""
    once = redact(text, "…").text
    assert len(once) <= len(text) * 3 + 3
    assert not any(sign in once for sign in "\u200b\u202e\x00")


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["a.", "0 ", "@", "a-", "one ", "at dot ", "1.", "www", "a@a."])
def test_long_hostile_text_is_read_in_no_time(piece: str) -> None:
    redact((piece * 1_000)[: limits.text_longest], GAP)
