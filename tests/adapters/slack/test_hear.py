"""What Slack sends, and what it means: every kind, over either way in; and what never counts as a person."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plbot.core.events import Inbound
from plbot_slack.forms import WORDS, WRITTEN, Form, carried, read_form, view
from plbot_slack.hear import Gone, Opens, hear
from plbot_slack.wording import escaped, typed

Body = dict[str, Any]
WHO = "slack:T1:U1"
BOT = "A1:T1"


def event(**inside: Any) -> Body:
    return {
        "type": "event_callback", "api_app_id": "A1", "team_id": "T1", "event_id": "Ev1", "event_time": 1_757_000_000,
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        "event": {"user": "U1", "event_ts": "1757000000.123400", **inside},
    }  # fmt: skip


def dm(**inside: Any) -> Body:
    return event(**{"type": "message", "channel": "D1", "channel_type": "im", "ts": "1757000000.123400", **inside})


def interaction(kind: str, **inside: Any) -> Body:
    return {
        "type": kind, "api_app_id": "A1", "team": {"id": "T1", "domain": "school"}, "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "12.34.abc", **inside,
    }  # fmt: skip


def pressed(action_id: str, value: str, channel: str = "D1") -> Body:
    action = {"type": "button", "action_id": action_id, "value": value, "action_ts": "1757000001.5"}
    return interaction("block_actions", channel={"id": channel}, actions=[action])


def command(text: str, channel: str = "D1", word: str = "/plbot") -> Body:
    return {
        "command": word, "text": text, "api_app_id": "A1", "team_id": "T1", "user_id": "U1", "channel_id": channel,
        "trigger_id": "12.34.abc", "response_url": "https://hooks.slack.com/commands/1",
    }  # fmt: skip


def written(text: str | None, mid: str = "mid", callback: str = WRITTEN) -> Body:
    values = {WRITTEN: {WRITTEN: {"type": "plain_text_input", "value": text}}}
    frame = {"callback_id": callback, "private_metadata": mid, "state": {"values": values}}
    return interaction("view_submission", view=frame)


def inbound(body: Mapping[str, Any]) -> Inbound:
    heard = hear(body)
    assert isinstance(heard, Inbound)
    return heard


AT = 1_757_000_000_123
FILES = [{"mimetype": "image/png"}]
HEARD = {
    "words in private": (dm(text="3/4"), Inbound("Ev1", WHO, "text", AT, "3/4", "", BOT)),
    "words sent to the channel from a thread": (
        dm(text="ja", subtype="thread_broadcast"), Inbound("Ev1", WHO, "text", AT, "ja", "", BOT),
    ),
    "a photo": (dm(text="look", subtype="file_share", files=FILES), Inbound("Ev1", WHO, "photo", AT, bot=BOT)),
    "another file": (
        dm(subtype="file_share", files=[{"mimetype": "application/pdf"}]), Inbound("Ev1", WHO, "file", AT, bot=BOT),
    ),
    "a file that Slack says nothing of": (dm(subtype="file_share", files=[{}]), Inbound("Ev1", WHO, "file", AT, bot=BOT)),
    "words that were changed": (
        dm(user=None, subtype="message_changed", message={"user": "U1", "text": "4"}, previous_message={"text": "3"}),
        Inbound("Ev1", WHO, "edited", AT, "4", "", BOT),
    ),
    "the home tab": (event(type="app_home_opened", tab="home", channel="D1"), Inbound("Ev1", WHO, "home", AT, bot=BOT)),
    "the messages tab": (
        event(type="app_home_opened", tab="messages", channel="D1"), Inbound("Ev1", WHO, "join", AT, bot=BOT),
    ),
    "a reaction to us": (
        event(type="reaction_added", reaction="tada", item_user="UBOT"), Inbound("Ev1", WHO, "reaction", AT, bot=BOT),
    ),
    "a mention in a channel": (
        event(type="app_mention", text="<@UBOT>: what is <@U2> doing?", channel="C1"),
        Inbound("Ev1", WHO, "text", AT, "what is @U2 doing?", "", BOT, "slack:T1:C1"),
    ),
    "nothing but a mention": (
        event(type="app_mention", text="<@UBOT>", channel="C1"),
        Inbound("Ev1", WHO, "text", AT, "menu", "", BOT, "slack:T1:C1"),
    ),
    "a press": (pressed("choice-0", "mid:2"), Inbound("12.34.abc", WHO, "choice", 1_757_000_001_500, "", "mid:2", BOT)),
    "a press on the home tab": (
        interaction("block_actions", view={"type": "home"}, actions=[{"action_id": "choice-3", "value": "mid:4"}]),
        Inbound("12.34.abc", WHO, "choice", 0, "", "mid:4", BOT),
    ),
    "a press in a channel": (
        pressed("choice-0", "mid:2", "C1"),
        Inbound("12.34.abc", WHO, "choice", 1_757_000_001_500, "", "mid:2", BOT, "slack:T1:C1"),
    ),
    "a form that was filled in": (
        written("because 3 < 4 &lt;"), Inbound("12.34.abc", WHO, "text", 0, "because 3 < 4 &lt;", "mid", BOT),
    ),
    "a form that was left empty": (written(None), Inbound("12.34.abc", WHO, "text", 0, "", "mid", BOT)),
    "a command": (command("practise 4.NF.1"), Inbound("12.34.abc", WHO, "text", 0, "practise 4.NF.1", "", BOT)),
    "a command alone": (command(" "), Inbound("12.34.abc", WHO, "text", 0, "menu", "", BOT)),
    "a command in a channel": (
        command("help", "C1"), Inbound("12.34.abc", WHO, "text", 0, "help", "", BOT, "slack:T1:C1"),
    ),
    "the shortcut": (
        interaction("shortcut", callback_id="plbot_menu"), Inbound("12.34.abc", WHO, "text", 0, "menu", "", BOT),
    ),
    "the shortcut at a message": (
        interaction("message_action", callback_id="plbot_help", channel={"id": "C1"}, message={"text": "private"}),
        Inbound("12.34.abc", WHO, "text", 0, "help", "", BOT),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "meant"), HEARD.values(), ids=HEARD)
def test_what_people_do_is_understood(body: Body, meant: Inbound) -> None:
    assert hear(body) == meant


OTHERS = {
    "our own message": dm(user="UBOT", text="hello"),
    "our own message, as Slack marks it": dm(bot_id="B1", text="hello"),
    "another bot": dm(user=None, subtype="bot_message", bot_id="B2", text="hello"),
    "Slack's own bot": dm(user="USLACKBOT", text="hello"),
    "our own message, changed": dm(
        user=None, subtype="message_changed", message={"user": "UBOT", "bot_id": "B1", "text": "x"}
    ),
    "a link that Slack unfolded": dm(
        user=None, subtype="message_changed", message={"user": "U1", "text": "x"}, previous_message={"text": "x"}
    ),
    "a message that was deleted": dm(subtype="message_deleted", previous_message={"user": "U1", "text": "x"}),
    "somebody joins a channel": event(type="message", subtype="channel_join", channel="C1", channel_type="channel"),
    "a channel's talk": event(type="message", channel="C1", channel_type="channel", text="no business of ours"),
    "a group's talk": event(type="message", channel="G1", channel_type="mpim", text="no business of ours"),
    "a mention by a bot": event(type="app_mention", user="U9", bot_id="B9", text="<@UBOT> hi", channel="C1"),
    "a reaction to somebody": event(type="reaction_added", reaction="tada", item_user="U2"),
    "another tab": event(type="app_home_opened", tab="about"),
    "somebody new in the workspace": event(type="team_join", user={"id": "U7"}),
    "tokens of people, not ours": event(type="tokens_revoked", tokens={"oauth": ["U1"], "bot": []}),
    "another app's form": written("x", callback="other"),
    "another button": pressed("link-1", "https://example.com"),
    "a button whose value is not ours": pressed("write-0", "nonsense"),
    "another command": command("x", word="/other"),
    "another shortcut": interaction("shortcut", callback_id="other"),
    "a form that was closed": interaction("view_closed", view={"callback_id": WRITTEN}),
    "nothing": {},
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
def test_what_is_not_our_business_is_not_heard(body: Body) -> None:
    assert hear(body) is None


def test_the_button_that_asks_for_words_opens_a_form_at_once() -> None:
    """The press carries all that the form needs; the desk is not asked."""
    form = Form("mid", 280, "Your goal")
    assert hear(pressed("write-3", carried(form))) == Opens(WHO, "12.34.abc", form)


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ({"type": "app_uninstalled"}, "app_uninstalled"),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, "tokens_revoked"),
    ],
)
def test_being_sent_away_is_noticed(inside: Body, reason: str) -> None:
    assert hear(event(**inside)) == Gone(reason)


def test_the_same_request_again_is_the_same_event() -> None:
    """A retry is never dropped here; the desk knows it by its id, whatever Slack adds on the way."""
    first = dm(text="3")
    assert inbound(first).event_id == inbound({**first, "retry_attempt": 2}).event_id
    nameless = {key: value for key, value in command("help").items() if key != "trigger_id"}
    assert inbound(nameless).event_id == inbound(dict(reversed(nameless.items()))).event_id
    assert inbound(nameless).event_id != inbound({**nameless, "text": "menu"}).event_id


def test_one_person_is_one_address_wherever_they_act() -> None:
    everywhere = [body for body, _ in HEARD.values()]
    assert {inbound(body).who for body in everywhere} == {WHO}
    assert {inbound(body).bot for body in everywhere} == {BOT}


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("3 &lt; 4 &amp;&amp; 5 &gt; 4", "3 < 4 && 5 > 4"),
        ("&amp;lt;", "&lt;"),
        ("see <http://x.org/a?b=1&amp;c=2>", "see http://x.org/a?b=1&c=2"),
        ("<http://x.org|x.org>", "x.org"),
        ("<mailto:a@b.org|a@b.org>", "a@b.org"),
        ("<@U1> and <@U2|ana>", "@U1 and @ana"),
        ("<#C1|maths>", "#maths"),
        ("<!here> <!channel> <!subteam^S1|@teachers>", "@here @channel @teachers"),
        ("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
        ("1 <2> 3", "1 <2> 3"),
        ("*3* _4_ ~5~ `6`", "*3* _4_ ~5~ `6`"),
    ],
)
def test_people_are_read_as_they_typed(sent: str, meant: str) -> None:
    assert typed(sent) == meant


@given(st.text())
def test_what_slack_escapes_comes_back_to_the_letter(text: str) -> None:
    assert typed(escaped(text)) == text


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["U1", "im", "message", "1.2"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([*(body for body, _ in HEARD.values()), *OTHERS.values()]), st.data())
def test_no_request_makes_us_stumble(body: Body, data: st.DataObject) -> None:
    """Whatever stands where something else should: it is heard, or it is not."""
    bent = {**body, data.draw(st.sampled_from([*body, "x"])): data.draw(SCRAPS)}
    if isinstance(event := bent.get("event"), dict):
        bent["event"] = {**event, data.draw(st.sampled_from([*event, "x"])): data.draw(SCRAPS)}
    hear(bent)


@given(st.text(max_size=300), st.text(max_size=40), st.integers(0, 10**6))
def test_a_form_survives_its_button(label: str, mid: str, longest: int) -> None:
    form = read_form(carried(Form(mid.encode(errors="replace").decode(), longest, label)))
    assert form
    assert form.longest == longest
    shown = view(form, dict.fromkeys(WORDS, "word"))
    assert shown["private_metadata"] == form.mid
    assert 1 <= shown["blocks"][0]["element"]["max_length"] <= 3_000
