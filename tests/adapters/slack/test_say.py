"""A card on Slack: whatever it holds, Slack takes it, every choice has its one button, and nobody's name is read as a mark."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as Model
from slack_sdk.models.views import View

from plbot.core import cards
from plbot.core.cards import Card
from plbot_slack.blocks import Capabilities, Held
from plbot_slack.forms import WORDS, Form, carried, read_form, view
from plbot_slack.hear import Opens, hear
from plbot_slack.limits import FALLBACK, MESSAGE_BLOCKS, VIEW_BLOCKS
from plbot_slack.say import Payload, home, say

Block = dict[str, Any]

HOSTILE = (
    "<!channel> *_~`", "@here @channel", "<@U1|ana>", "& < > &amp;", "https://evil.example <https://evil.example|click>",
    "אבג \u202e mixed", "\x00\x07\ud800", ":smile: :tada:", "> quote\n- list\n1. one", "**bold**in**side**words",
    "$x^2$ and $\\frac{1}{2}$", "$5 and $6", "```code```", "\n\n", " ", "👩‍👩‍👧‍👦" * 40, "",
)  # fmt: skip
LONG = "three thousand words, or so; " * 3_500  # 100,000 characters

words = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=200), st.lists(st.sampled_from(HOSTILE), max_size=6).map(" ".join),
    st.sampled_from([LONG[:4_000], "😀" * 1_600, "x" * 3_100, "**a** " * 400]),
)  # fmt: skip
mids = st.text("0123456789abcdef", min_size=1, max_size=18)
choices = st.builds(cards.Choice, words, st.sampled_from(["menu", "answer:2", "hint"]))
pictures = st.sampled_from(["a.png", "b.png"])
BLOCKS = st.one_of(
    st.builds(cards.Paragraph, words),
    st.builds(cards.Heading, words),
    st.builds(cards.Literal, words),
    st.builds(cards.Image, pictures, words),
    st.builds(cards.Rows, st.lists(st.builds(cards.Row, words, words), max_size=4).map(tuple)),
    st.builds(cards.Options, st.lists(words, max_size=6).map(tuple), st.booleans()),
    st.builds(cards.Field, words, mids, st.integers(1, 5_000)),
    st.builds(cards.Commands, st.just((cards.Command("menu", "shows the menu"),))),
)
CARDS = st.builds(
    lambda blocks, asked: Card((*blocks, *asked)),
    st.lists(BLOCKS, max_size=8),
    st.lists(
        st.builds(cards.Choices, st.lists(choices, min_size=1, max_size=60).map(tuple), mids, st.booleans()), max_size=2
    ),
)
CAN = Capabilities({"a.png": Held("F0000001", "a")}, {r"\frac{1}{2}": Held("F0000002", "one half")})


def refused(blocks: list[Block], most: int, largest: int) -> list[str]:
    """What Slack would refuse: what its own models say, and what they forget to look at."""
    found = []
    for block, model in zip(blocks, Model.parse_all(blocks), strict=True):
        model.validate_json()
        assert model.to_dict().keys() == block.keys(), "a field that Slack does not know"
    actions = [element["action_id"] for element in elements(blocks)]
    found += ["the same action id twice"] if len(set(actions)) != len(actions) else []
    found += ["too many blocks"] if len(blocks) > most else []
    found += ["no blocks"] if not blocks else []
    found += [f"empty text in {block['type']}" for block in blocks for text in written([block]) if not text]
    found += ["too much of it"] if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > largest else []
    return found


def elements(blocks: list[Block]) -> list[Block]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


def written(node: object) -> Iterator[str]:
    """Every text that is shown, with its kind looked at."""
    if isinstance(node, list):
        for part in node:
            yield from written(part)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            assert node["type"] in ("plain_text", "text"), "only literal text, which Slack reads no marks in"
            assert node["type"] == "text" or node["emoji"] is False
            yield node["text"]
        assert node.get("type") not in ("link", "user", "usergroup", "broadcast", "channel", "emoji")
        for part in node.values():
            yield from written(part)


def pressed(payloads: list[Payload]) -> list[object]:
    """What each button of a message says to us when it is pressed."""
    frame = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "1"}
    return [hear({**frame, "actions": [element]}) for payload in payloads for element in elements(payload.blocks)]


def asked(card: Card) -> list[str]:
    shown = [block for block in card.blocks if isinstance(block, cards.Choices)]
    return [f"{block.mid}:{n}" for block in shown for n in range(1, len(block.choices) + 1)]


@settings(deadline=None, max_examples=60)
@given(CARDS, st.sampled_from([CAN, Capabilities()]))
@example(Card(()), CAN)
@example(Card((cards.Options(tuple(HOSTILE)), cards.Literal(LONG))), CAN)
@example(Card(tuple(cards.Paragraph(f"{n}") for n in range(130))), CAN)
@example(Card((cards.Choices(tuple(cards.Choice("😀" * 3_000, "menu") for _ in range(60)), "mid"),)), CAN)
@example(Card((cards.Paragraph("x" * 100_000), cards.Paragraph("**a** " * 20_000))), CAN)
def test_slack_takes_every_card(card: Card, can: Capabilities) -> None:
    payloads = say(card, can)
    for payload in payloads:
        assert refused(payload.blocks, MESSAGE_BLOCKS, 13_200) == []
        assert 0 < len(payload.text) <= FALLBACK
    shown = home(card, can)
    View(**shown).validate_json()
    assert refused(shown["blocks"], VIEW_BLOCKS, 250_000) == []


@settings(deadline=None, max_examples=50)
@given(CARDS)
def test_each_choice_has_exactly_one_button_and_each_question_for_words_one_form(card: Card) -> None:
    said = pressed(say(card))
    assert [heard.choice for heard in said if not isinstance(heard, Opens)] == asked(card)  # type: ignore[attr-defined] # else it fails
    forms = [heard.form.mid for heard in said if isinstance(heard, Opens)]
    assert forms == [block.mid for block in card.blocks if isinstance(block, cards.Field)]


@settings(deadline=None, max_examples=50)
@given(CARDS)
def test_no_text_becomes_a_mention_a_link_or_a_mark(card: Card) -> None:
    """In blocks every text is literal; in the plain words beside them what Slack would read is escaped."""
    for payload in say(card):
        assert list(written(payload.blocks))
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", payload.text)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.builds(cards.Paragraph, st.text("abc 1 \n", max_size=4_000)), max_size=20))
def test_nothing_of_a_long_message_is_lost(paragraphs: list[cards.Paragraph]) -> None:
    shown = "".join(text for payload in say(Card(tuple(paragraphs))) for text in written(payload.blocks))
    assert shown.split() == "".join(block.text for block in paragraphs if block.text.strip()).split()


def test_more_choices_than_one_message_holds_are_all_there() -> None:
    card = Card((cards.Choices(tuple(cards.Choice(f"{n}", "menu") for n in range(2_600)), "mid"),))
    assert [heard.choice for heard in pressed(say(card))] == asked(card)  # type: ignore[attr-defined] # else it fails


def test_a_long_message_goes_on_in_a_further_one_and_the_buttons_stand_below_the_last() -> None:
    asks = cards.Choices((cards.Choice("Go on", "next"),), "mid")
    payloads = say(Card((asks, cards.Paragraph(LONG))))
    assert len(payloads) > 1
    assert [len(elements(payload.blocks)) for payload in payloads] == [0] * (len(payloads) - 1) + [1]


def test_a_small_card_looks_as_meant() -> None:
    """A heading, prose with bold inside a word and maths, numbered options, rows, and buttons with their values."""
    card = Card(
        (
            cards.Heading("Fractions"),
            cards.Paragraph("Which is **half** of $x^2$?"),
            cards.Options(("$1/2$", "2")),
            cards.Rows((cards.Row("Right", "3 of **4**"),)),
            cards.Literal("*Ana* <!here>"),
            cards.Choices((cards.Choice("$x^2$", "answer:1"), cards.Choice("Hint", "hint")), "mid", numbered=False),
        )
    )
    (payload,) = say(card)
    head, prose, options, rows, literal, actions = payload.blocks
    assert head == {"type": "header", "text": {"type": "plain_text", "text": "Fractions", "emoji": False}}
    assert prose["elements"][0]["elements"] == [
        {"type": "text", "text": "Which is "},
        {"type": "text", "text": "half", "style": {"bold": True}},
        {"type": "text", "text": " of "},
        {"type": "text", "text": "x²"},
        {"type": "text", "text": "?"},
    ]
    assert "".join(written(options)) == "1. 1/2\n2. 2"
    assert "".join(written(rows)) == "Right: 3 of 4"
    assert list(written(literal)) == ["*Ana* <!here>"]
    first, second = actions["elements"]
    assert (first["text"]["text"], first["value"], first["accessibility_label"]) == ("x²", "mid:1", "x squared")
    assert (second["text"]["text"], second["value"]) == ("Hint", "mid:2")
    assert payload.text.startswith("Fractions\n\nWhich is half of x²?")
    assert payload.text.endswith("*Ana* &lt;!here&gt;\n\n[Hint]")


def test_a_label_that_does_not_fit_on_its_button_stands_above_it_in_full() -> None:
    """Slack lets not even a screen reader say more than 75 letters of a button."""
    whole = "Approve all who ask about " + "ratios and rates and percents, " * 3
    card = Card(
        (cards.Paragraph("Today"), cards.Choices((cards.Choice(whole, "menu"), cards.Choice("No", "no")), "mid"))
    )
    [payload] = say(card)
    assert list(written(payload.blocks)) == ["Today", f"1. {whole}\n2. No", f"{whole[:74]}…", "No"]
    assert payload.text == f"Today\n\n1. {whole}\n2. No"


def test_an_answer_that_does_not_fit_stands_among_the_options_already() -> None:
    answer = "the larger of the two, " * 5
    shown = cards.Choices((cards.Choice(answer, "answer:1"),), "mid", numbered=False)
    [payload] = say(Card((cards.Options((answer,)), shown)))
    assert "".join(written(payload.blocks)).count(answer) == 1


def test_pictures_are_shown_where_slack_holds_them_and_told_where_not() -> None:
    card = Card((cards.Image("a.png", "a pie, half eaten"), cards.Paragraph(r"That is $\frac{1}{2}$.")))
    shown = say(card, CAN)[0]
    assert [block["type"] for block in shown.blocks] == ["image", "rich_text", "image"]
    assert [block["alt_text"] for block in shown.blocks if block["type"] == "image"] == [
        "a pie, half eaten",
        "one half",
    ]
    told = say(card)[0]
    assert next(written(told.blocks)) == "[Picture: a pie, half eaten]"
    assert shown.text == told.text


@given(words, mids, st.integers(1, 5_000))
def test_slack_takes_every_form(label: str, mid: str, longest: int) -> None:
    """It has a title, an input and a way to send; the words beside come from `words/`, however long they are."""
    form = read_form(carried(Form(mid, longest, label)))
    assert form
    shown = view(form, dict.fromkeys(WORDS, "Write your answer here, please, and take your time"))
    View(**shown).validate_json()
    Model.parse_all(shown["blocks"])[0].validate_json()
    assert shown["submit"]
    assert shown["blocks"][0]["element"]["multiline"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00"])
def test_a_choice_without_words_can_still_be_pressed(text: str) -> None:
    (payload,) = say(Card((cards.Choices((cards.Choice(text, "menu"),), "mid"),)))
    assert elements(payload.blocks)[0]["text"]["text"] == "…"
