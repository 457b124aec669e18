"""The fake of Slack is as strict as Slack: held against slack_sdk's own client, which knows nothing of it."""

from collections.abc import AsyncIterator

import pytest
from tests.fakes.slack_app import Open, actions, apps, button, modal, refused, section, words
from tests.fakes.slack_workspace import Json


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    async with apps() as open_app:
        yield open_app


# talking


async def test_a_greeting_reaches_the_app_and_its_answer_the_person(opened: Open) -> None:
    """A person writes, the app hears it as Slack tells it, answers with blocks, and the person sees words and buttons."""
    app = await opened()
    ana = app.slack.user("Ana")
    await ana.types("hi <b> & https://school.example")
    event = app.heard[0]["event"]
    assert (event["channel_type"], event["text"]) == ("im", "hi &lt;b&gt; &amp; <https://school.example>")
    blocks = [section("Hello *you* &lt;3"), actions(button("Start", "m:1"), button("Stop", "m:2"))]
    await app.web.chat_postMessage(channel=event["channel"], text="Hello", blocks=blocks)
    seen = await ana.hears()
    assert (seen.text, seen.buttons, seen.fallback) == ("Hello *you* <3", ("Start", "Stop"), "Hello")
    assert app.slack.objections == []


async def test_a_message_is_changed_in_place(opened: Open) -> None:
    app = await opened()
    ana = app.slack.user("Ana")
    posted = await app.web.chat_postMessage(channel=ana.id, text="one", blocks=[section("one")])
    await app.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="two", blocks=[section("two")])
    assert [(seen.text, seen.edits) for seen in ana.messages] == [("two", 1)]


async def test_the_app_hears_its_own_messages_too(opened: Open) -> None:
    """Slack sends an app's own messages back to it, with its bot_id."""
    app = await opened()
    await app.web.chat_postMessage(channel=app.slack.user("Ana").id, text="hello")
    await app.slack.office.settled()
    assert app.heard[0]["event"]["bot_id"] == (await app.web.auth_test())["bot_id"]


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.update", {"channel": "{dm}", "ts": "1.1", "text": "x"}, "message_not_found"),
        ("chat.update", {"channel": "{user}", "ts": "1.1", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "{dm}"}, "no_text"),
        ("chat.postMessage", {"channel": "{dm}", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postEphemeral", {"channel": "{dm}", "user": "U404", "text": "x"}, "user_not_in_channel"),
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("chat.meMessage", {"channel": "{dm}", "text": "x"}, "unknown_method"),
        ("views.open", {"trigger_id": "1.2.3", "view": modal(words())}, "invalid_trigger_id"),
        ("views.update", {"view_id": "V404", "view": modal(words())}, "not_found"),
    ],
)
async def test_slack_says_what_it_does_not_find(opened: Open, method: str, args: Json, error: str) -> None:
    app = await opened()
    ana = app.slack.user("Ana")
    dm = (await app.web.conversations_open(users=ana.id))["channel"]["id"]
    given = {key: {"{dm}": dm, "{user}": ana.id}.get(str(value), value) for key, value in args.items()}
    assert (await refused(app.web.api_call(method, json=given)))["error"] == error


# what Slack refuses of a message

LONG_MENU = [actions(*(button(str(n), str(n)) for n in range(26)))]
IMAGE: Json = {"type": "image", "alt_text": "a wall", "slack_file": {"id": "F404"}}


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        ([section("x" * 3001)], "3000"),
        ([section("")], "more than 0 characters"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "150"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "plain_text"),
        ([section("x")] * 51, "no more than 50"),
        (LONG_MENU, "25"),
        ([actions()], "no less than 1"),
        ([actions(button("x" * 76, "a"))], "75"),
        ([actions(button("x", "a" * 2001, "b"))], "2000"),
        ([actions(button("x", "a", "a" * 256))], "255"),
        ([actions(button("x", "1", "same"), button("y", "2", "same"))], "already exists"),
        ([section("a") | {"block_id": "b"}, section("b") | {"block_id": "b"}], "used twice"),
        ([section("a") | {"verbatim": True}], "additional property: verbatim"),
        ([actions(button("x", "a") | {"colour": "red"})], "additional property: colour"),
        ([{"type": "sektion", "text": "x"}], "unsupported type: sektion"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}], "emoji"),
        ([{"type": "section", "text": "x"}], "must provide an object"),
        ([IMAGE], "invalid slack file"),
        ([{"type": "image", "image_url": "https://x.example/a.png"}], "alt_text"),
        ([{"type": "context", "elements": [button("x", "a")]}], "unsupported type: button"),
        ([actions({"type": "plain_text_input", "action_id": "a"})], "unsupported type: plain_text_input"),
        ([{"type": "markdown", "text": "x" * 12_001}], "12000"),
    ],
)
async def test_blocks_that_slack_refuses_are_refused_and_noted(opened: Open, blocks: list[Json], says: str) -> None:
    """The answer has Slack's form, and the test of the app fails by its objections."""
    app = await opened()
    answer = await refused(app.web.chat_postMessage(channel=app.slack.user("Ana").id, text="x", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    assert any(says in message for message in answer["response_metadata"]["messages"])
    assert any(says in objection.says for objection in app.slack.objections)
    assert app.slack.user("Ana").messages == []


@pytest.mark.parametrize(
    ("text", "blocks", "says"),
    [
        ("", [section("hello")], "fallback"),
        ("hello", [actions(button("x", "1", "go")), actions(button("y", "2", "go"))], "two blocks"),
        ("2 < 3", [], "not escaped"),
        ("x", [section("bread & butter")], "not escaped"),
    ],
)
async def test_carelessness_passes_slack_but_not_the_test(
    opened: Open, text: str, blocks: list[Json], says: str
) -> None:
    app = await opened()
    args = {"channel": app.slack.user("Ana").id, "text": text, "blocks": blocks}
    await app.web.api_call("chat.postMessage", json=args)  # the client's own method would warn, and warnings are errors
    assert [says in objection.says for objection in app.slack.objections] == [True]


@pytest.mark.parametrize(
    ("text", "blocks", "whom"),
    [
        ("<!here> look", [], ["here"]),
        ("hi", [section("dear <!channel>")], ["channel"]),
        ("hi", [{"type": "section", "text": {"type": "mrkdwn", "text": "@everyone"}}], ["everyone"]),
        ("&lt;!here&gt; @here", [section("@here")], []),
        ("hi", [{"type": "section", "text": {"type": "plain_text", "text": "<!here>"}}], []),
    ],
)
async def test_a_message_that_would_wake_people_up_is_noted(
    opened: Open, text: str, blocks: list[Json], whom: list[str]
) -> None:
    app = await opened()
    await app.web.chat_postMessage(channel=app.slack.user("Ana").id, text=text, blocks=blocks)
    assert [ping.whom for ping in app.slack.pings] == whom


async def test_many_blocks_that_are_long_together_are_refused(opened: Open) -> None:
    """Each block is short enough; the message is not."""
    app = await opened()
    answer = await refused(
        app.web.chat_postMessage(channel=app.slack.user("Ana").id, text="x", blocks=[section("x" * 2900)] * 5)
    )
    assert answer["error"] == "msg_blocks_too_long"


async def test_a_misspelt_argument_is_noted(opened: Open) -> None:
    app = await opened()
    args = {"channel": app.slack.user("Ana").id, "text": "x", "tread_ts": "1.1"}
    await app.web.api_call("chat.postMessage", json=args)
    assert [objection.says for objection in app.slack.objections] == ["unknown argument: tread_ts"]


async def test_words_alone_do_not_take_the_buttons_off(opened: Open) -> None:
    """Slack answers ok and goes on showing the old blocks, until it is given an empty list of them."""
    app = await opened()
    ana = app.slack.user("Ana")
    posted = await app.web.chat_postMessage(channel=ana.id, text="one", blocks=[actions(button("Go", "m:1"))])
    await app.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="over")
    assert ana.messages[0].buttons == ("Go",)
    assert "old ones" in app.slack.objections[0].says
    await app.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="over", blocks=[])
    assert not ana.messages[0].buttons


async def test_who_has_left_school_can_be_written_to_and_does_not_read_it(opened: Open) -> None:
    """Slack posts into the conversation of a deactivated account without a word; only opening it says so."""
    app = await opened()
    ana = app.slack.user("Ana")
    await ana.goes_away()
    assert app.heard[-1]["event"]["user"]["deleted"]
    assert (await app.web.chat_postMessage(channel=ana.id, text="hello"))["ok"]
    assert (await refused(app.web.conversations_open(users=ana.id)))["error"] == "user_disabled"
