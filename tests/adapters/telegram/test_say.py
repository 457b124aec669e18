"""Cards as Telegram gets them: within its limits, true to the letter, every button once, whatever stands in the card."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakes import telegram_limits
from tests.fakes.telegram_html import units
from tests.fakes.telegram_oracle import understand
from tests.fakes.telegram_people import PNG

from plbot.core.cards import (
    Card,
    Choice,
    Choices,
    Command,
    Commands,
    Field,
    Heading,
    Image,
    Literal,
    Options,
    Paragraph,
    Row,
    Rows,
)
from plbot.pictures import Picture
from plbot_telegram.commands import as_json
from plbot_telegram.keyboard import ButtonError, label
from plbot_telegram.limits import CAPTION_UNITS, ENTITIES, LABEL_LETTERS, TEXT_UNITS
from plbot_telegram.passages import clean, parts, plain, visible
from plbot_telegram.say import Capabilities, Payload, Photo, Rich, Wanted, Words, body, say, wanted

MID = "aBc4567890123456789012345678"
FORMULA = r"$\frac{x+1}{2y}$"
METHODS = {Words: "sendMessage", Rich: "sendRichMessage", Photo: "sendPhoto"}
HOSTILE = (
    *("<b>&_*", "</b>", "&amp;", "@all", "\x00", "\ud800", "\n", "\\", "**", "$", "$x^2$", FORMULA),
    *("\u05d0\u05d1\u0627", "👩‍👩‍👧‍👦", "e\u0301"),
)

texts = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(HOSTILE), max_size=8).map("".join),
    st.builds(lambda piece, n: piece * n, st.sampled_from(("ab ", "<&>", "👍", "**b** ", "\n", " ", "é", "$x^2$ ")), st.integers(1, 3000)),
)  # fmt: skip
blocks = st.one_of(
    st.builds(Paragraph, texts),
    st.builds(Heading, texts),
    st.builds(Literal, texts),
    st.builds(Image, st.sampled_from(("a.png", "b.svg")), texts),
    st.builds(Rows, st.lists(st.builds(Row, texts, texts), max_size=3).map(tuple)),
    st.builds(Options, st.lists(texts, max_size=4).map(tuple), st.booleans()),
    st.just(Field("Write", MID, 100)),
    st.just(Commands((Command("menu", "Menu"),))),
)
choices = st.builds(
    Choices,
    st.lists(st.builds(Choice, texts, st.just("answer:1")), min_size=1, max_size=8).map(tuple),
    st.just(MID),
    st.booleans(),
)
cards = st.builds(
    lambda shown, asked: Card((*shown, *([asked] if asked else []))), st.lists(blocks, max_size=4), st.none() | choices
)


def picture(want: Wanted) -> Picture:
    return Picture(PNG, "" if want.kind == "file" else "a fraction", f"key of {want.what}", 2, 2)


def with_pictures(card: Card, *, rich: bool = False) -> Capabilities:
    return Capabilities(rich, {want: picture(want) for want in wanted(card) if not rich or want.kind == "file"})


def wire(payload: Payload) -> tuple[str, Mapping[str, Any]]:
    """The call as it leaves, read by aiogram's models, unknown fields refused."""
    sent = {"chat_id": 1, **body(payload)}
    files = {"photo": ("picture.png", sent.pop("photo").input_file_content)} if "photo" in sent else {}
    name = METHODS[type(payload)]
    understand(name, sent, files)
    return name, sent


def shown(payloads: Sequence[Payload]) -> list[str]:
    """What people see of the text, held to Telegram's own limits."""
    seen = []
    for payload in payloads:
        _, sent = wire(payload)
        if "rich_message" in sent:
            seen.append("".join(_rich_text(sent["rich_message"]["blocks"])))
            continue
        source, longest = sent.get("text", sent.get("caption")), CAPTION_UNITS if "caption" in sent else TEXT_UNITS
        text, entities = telegram_limits.text(source, "HTML", None, longest)
        assert len(entities) <= ENTITIES
        assert visible(text) or isinstance(payload, Photo)
        seen.append(text)
    return seen


def _rich_text(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, list):
        return [text for piece in part for text in _rich_text(piece)]
    return [text for name in ("text", "expression", "cells") if name in part for text in _rich_text(part[name])]


def pressed(payloads: Sequence[Payload]) -> list[str]:
    return [button.callback_data for payload in payloads for row in payload.keyboard for button in row]


def letters(text: str) -> str:
    """All that can be seen of a text: spaces at the ends of messages come and go."""
    return "".join(sign for sign in clean(text) if visible(sign))


@settings(max_examples=100, deadline=None)
@given(cards)
def test_a_card_arrives_to_the_letter_in_messages_that_telegram_takes(card: Card) -> None:
    said = say(card, Capabilities())
    told = "".join(block.to_text() for block in card.blocks if not isinstance(block, Choices))
    seen = letters("".join(shown(said)))
    assert seen.startswith(letters(told))
    if card.choices is None:
        assert seen == (letters(told) or "…")


@settings(max_examples=100, deadline=None)
@given(cards, st.booleans())
def test_every_form_of_a_card_is_within_the_limits_and_has_each_button_once(card: Card, rich: bool) -> None:
    said = say(card, with_pictures(card, rich=rich))
    assert said
    shown(said)
    for payload in said:
        if payload.keyboard:
            _, sent = wire(payload)
            assert all(row and len(row) <= 3 for row in sent["reply_markup"]["inline_keyboard"])
            assert all(visible(button["text"]) for row in sent["reply_markup"]["inline_keyboard"] for button in row)
    assert pressed(said) == [f"{MID}:{n}" for n in range(1, 1 + len(card.choices.choices if card.choices else ()))]


def test_a_hundred_thousand_signs_come_in_messages_that_end_with_a_word() -> None:
    text = "whole words only " * 6000
    said = say(Card((Literal(text), Choices((Choice("ok", "ok"),), MID))), Capabilities())
    seen = shown(said)
    assert "".join(piece + " " for piece in seen).split() == text.split()
    assert len(seen) == -(-len(text) // TEXT_UNITS)
    assert [bool(payload.keyboard) for payload in said] == [*[False] * (len(said) - 1), True]


def test_signs_outside_the_first_plane_count_twice_and_families_stay_together() -> None:
    family = "👩‍👩‍👧‍👦"
    pieces = ["".join(run.text for run in part) for part in parts([plain(family * 1000)], TEXT_UNITS)]
    assert all(units(piece) <= TEXT_UNITS for piece in pieces)
    assert all(piece.count(family) * len(family) == len(piece) for piece in pieces)


def test_more_than_a_hundred_marks_go_on_in_the_next_message_because_telegram_drops_them() -> None:
    said = say(Card((Paragraph("**b** x " * 150),)), Capabilities())
    assert [payload.html.count("<b>") for payload in said if isinstance(payload, Words)] == [100, 50]


def test_a_name_is_shown_as_it_is_and_marks_become_bold() -> None:
    said = say(Card((Literal("**Ana** <i>&_$x$"), Paragraph("**now** *and* $x^2$"))), Capabilities())
    assert said == (Words("**Ana** &lt;i&gt;&amp;_$x$\n\n<b>now</b> <i>and</i> x²"),)


def test_options_are_numbered_and_labels_are_only_on_the_buttons() -> None:
    card = Card((Options(("one", "two")), Choices((Choice("one", "answer:1"), Choice("two", "answer:2")), MID)))
    said = say(card, Capabilities())
    assert shown(said) == ["1. one\n2. two"]
    assert [[button.text for button in row] for row in said[0].keyboard] == [["one", "two"]]


def test_short_labels_stand_side_by_side_and_long_ones_alone() -> None:
    asked = ("yes", "no", "maybe", "later", "twelve letters and more", "menu")
    said = say(Card((Choices(tuple(Choice(name, "x") for name in asked), MID),)), Capabilities())
    assert [len(row) for row in said[0].keyboard] == [3, 1, 1, 1]


def test_a_label_too_long_for_a_button_stands_in_the_text() -> None:
    long = "the answer that explains itself at length, and then goes on for a while"
    said = say(Card((Paragraph("Pick."), Choices((Choice(long, "a"), Choice("no", "b")), MID))), Capabilities())
    assert shown(said) == [f"Pick.\n\n1. {long}\n\n2. no"]
    assert len(said[0].keyboard[0][0].text) <= LABEL_LETTERS


def test_more_than_a_hundred_buttons_go_under_a_second_message() -> None:
    said = say(Card((Choices(tuple(Choice(f"n{n}", "x") for n in range(150)), MID),)), Capabilities())
    assert [sum(map(len, payload.keyboard)) for payload in said] == [100, 50]
    assert shown(said)[-1] == "101–150"  # noqa: RUF001 # a range


def test_a_button_whose_value_telegram_would_refuse_is_a_mistake_of_ours() -> None:
    with pytest.raises(ButtonError):
        say(Card((Choices((Choice("x", "x"),), "m" * 64),)), Capabilities())


@pytest.mark.parametrize("blank", ["", " ", "\u2800", "\x00\n", "\u200b"])
def test_a_blank_label_shows_its_number_and_a_blank_card_shows_something(blank: str) -> None:
    assert label(blank, 3) == "3"
    assert shown(say(Card((Literal(blank),)), Capabilities())) == ["…"]


def test_a_picture_carries_the_text_and_what_it_shows_in_words() -> None:
    card = Card((Paragraph("Look:"), Image("a.png", "two thirds shaded"), Choices((Choice("ok", "ok"),), MID)))
    (said,) = say(card, with_pictures(card))
    assert isinstance(said, Photo)
    assert shown([said]) == ["Look:\n\ntwo thirds shaded"]
    assert said.keyboard


def test_without_its_picture_the_words_say_that_there_is_one() -> None:
    assert shown(say(Card((Image("a.png", "two thirds shaded"),)), Capabilities())) == ["[Picture: two thirds shaded]"]


def test_a_text_too_long_for_a_caption_follows_its_picture() -> None:
    card = Card((Paragraph("word " * 300), Image("a.png", "two thirds")))
    first, second = say(card, with_pictures(card))
    assert isinstance(first, Photo)
    assert shown([first, second]) == ["two thirds", ("word " * 300).strip()]


def test_a_formula_that_one_line_does_not_show_is_drawn_and_said_in_words() -> None:
    card = Card((Paragraph(f"Work out {FORMULA}."),))
    (said,) = say(card, with_pictures(card))
    assert isinstance(said, Photo)
    assert shown([said]) == ["Work out (x + 1)/(2y).\n\na fraction"]
    assert say(Card((Paragraph("$x^2$"),)), with_pictures(Card((Paragraph("$x^2$"),)))) == (Words("x²"),)


def test_maths_is_native_where_the_server_knows_rich_messages() -> None:
    table = Rows((Row("Area", "$x^2$"),))
    (said,) = say(
        Card((Paragraph(f"So {FORMULA}\n- **b**"), Options((r"$45\degree$",)), table)), Capabilities(rich=True)
    )
    _, sent = wire(said)
    assert sent["rich_message"] == {
        "skip_entity_detection": True,
        "blocks": [
            {"type": "paragraph", "text": ["So ", {"type": "mathematical_expression", "expression": FORMULA.strip("$")}]},
            {"type": "paragraph", "text": ["- ", {"type": "bold", "text": "b"}]},
            {"type": "paragraph", "text": ["1. ", {"type": "mathematical_expression", "expression": r"45^{\circ}"}]},
            {"type": "table", "is_compact": True, "cells": [[
                {"align": "left", "valign": "top", "is_header": True, "text": "Area"},
                {"align": "left", "valign": "top", "text": {"type": "mathematical_expression", "expression": "x^2"}},
            ]]},
        ],
    }  # fmt: skip


def test_a_card_without_maths_stays_a_plain_message_that_old_apps_show() -> None:
    assert say(Card((Paragraph("**hi**"),)), Capabilities(rich=True)) == (Words("<b>hi</b>"),)


def test_a_rich_message_in_arabic_runs_from_right_to_left() -> None:
    (said,) = say(Card((Paragraph("مرحبا $x$"),)), Capabilities(rich=True))
    assert wire(said)[1]["rich_message"]["is_rtl"]


def test_commands_are_listed_in_the_letters_that_telegram_takes() -> None:
    given = (Command("my path", "Path"), Command("menü", "Menu"), Command("menu", "x" * 300), Command("menu", "again"))
    assert as_json(given) == [
        {"command": "my_path", "description": "Path"},
        {"command": "menu", "description": "x" * 256},
    ]


def test_the_hostile_texts_are_what_they_claim_to_be() -> None:
    """Half a character, a control sign, right-to-left letters and a joined emoji are among what cards are tried with."""
    kinds = {unicodedata.category(sign) for text in HOSTILE for sign in text}
    assert {"Cs", "Cc", "Cf", "Mn", "So"} <= kinds
