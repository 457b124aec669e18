"""How the fake of Slack brings events: acknowledged within 3 seconds, or again; over websockets and over signed HTTP."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.socket_mode.response import SocketModeResponse
from tests.fakes.slack_app import App, Open, apps, refused


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    async with apps() as open_app:
        yield open_app


async def heard(app: App, n: int) -> None:
    await app.slack.until(lambda: len(app.heard) >= n, f"{n} things heard")


async def seconds_pass(app: App, seconds: float) -> None:
    """Time passes, and everybody who waited for it has had a turn."""
    app.slack.clock.advance(seconds)
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_an_event_that_is_not_acknowledged_comes_again(opened: Open, mode: str) -> None:
    """At once, after a minute, after five more; the same event id; then Slack gives it up and says nothing."""
    app = await opened(mode=mode, deaf=4)
    sent = app.slack.user("Ana").types("hello")
    for n, wait in enumerate((3, 63, 303, 3), 1):
        await heard(app, n)
        await seconds_pass(app, 3)
        await seconds_pass(app, wait)
    await sent
    assert len({event["event_id"] for event in app.heard}) == 1
    assert (len(app.heard), app.slack.lost) == (4, [sent])


async def test_over_a_websocket_a_retry_says_which_it_is(opened: Open) -> None:
    app = await opened(deaf=1)
    sent = app.slack.user("Ana").types("hello")
    await heard(app, 1)
    await seconds_pass(app, 3)
    await sent
    assert [(r.retry_attempt, r.retry_reason) for r in app.requests] == [(0, ""), (1, "timeout")]
    assert app.slack.lost == []


async def test_over_http_a_retry_says_which_it_is_and_why(opened: Open) -> None:
    app = await opened(mode="http", deaf=1)
    await app.slack.user("Ana").types("hello")
    headers = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h in app.headers]
    assert headers == [(None, None), ("1", "http_error")]


async def test_before_three_seconds_nothing_comes_again(opened: Open) -> None:
    app = await opened(deaf=1)
    sent = app.slack.user("Ana").types("hello")
    await heard(app, 1)
    await seconds_pass(app, 2.5)
    assert (len(app.heard), sent.settled.is_set()) == (1, False)
    await app.socket.send_socket_mode_response(SocketModeResponse(app.requests[0].envelope_id))
    await sent
    assert app.slack.office.retries == 0


async def test_when_nobody_listens_at_the_url_slack_tries_again(opened: Open) -> None:
    app = await opened(mode="http", retry_seconds=(0.0,))
    app.slack.events_url = "http://127.0.0.1:9/slack/events"
    sent = await app.slack.user("Ana").types("hello")
    assert [attempt.failed for attempt in sent.attempts] == ["connection_failed"] * 2


async def test_a_press_that_is_not_acknowledged_does_not_come_again(opened: Open) -> None:
    """Slack tells the person that the app did not answer."""
    app = await opened(deaf=1)
    ana = app.slack.user("Ana")
    sent = ana.commands("/plbot", "menu")
    await heard(app, 1)
    await seconds_pass(app, 3)
    await sent
    assert (len(app.heard), app.slack.unacked, ana.errors) == (1, [sent], ["operation_timeout"])


async def test_an_event_goes_to_one_of_several_websockets(opened: Open) -> None:
    first = await opened()
    second = await opened(first.slack)
    ana = first.slack.user("Ana")
    for n in range(10):
        await ana.types(str(n))
    assert len(first.heard) + len(second.heard) == 10
    assert first.heard
    assert second.heard


async def test_slack_refreshes_a_websocket_and_the_app_moves_over(opened: Open) -> None:
    """The client opens a new one and closes the old one; what is said meanwhile is not lost."""
    app = await opened()
    await app.slack.disconnect()
    sent = app.slack.user("Ana").types("hello")
    await sent
    assert (app.slack.sockets.opened, len(app.slack.lost)) == (2, 0)
    assert [event["event_id"] for event in app.heard] == [sent.event_id]


async def test_what_was_on_a_broken_websocket_comes_again_on_the_next(opened: Open) -> None:
    app = await opened(deaf=1)
    sent = app.slack.user("Ana").types("hello")
    await heard(app, 1)
    app.slack.cut()
    await sent
    assert [(request.retry_attempt, request.payload["event_id"]) for request in app.requests] == [
        (0, sent.event_id),
        (1, sent.event_id),
    ]


async def test_an_event_waits_a_while_for_an_app_that_is_just_starting(opened: Open) -> None:
    app = await opened()
    app.slack.cut()
    sent = app.slack.user("Ana").types("hello")
    await sent
    assert app.kinds() == ["message"]


async def test_a_websocket_url_is_good_once(opened: Open) -> None:
    app = await opened()
    url = (await app.web.apps_connections_open(app_token=app.slack.app_token))["url"]
    async with app.session.ws_connect(url) as link:
        assert (await link.receive_json())["type"] == "hello"
    async with app.session.get(url.replace("ws:", "http:")) as answer:
        assert answer.status == 404


async def test_the_eleventh_websocket_is_sent_away(opened: Open) -> None:
    app = await opened()

    async def one_more() -> aiohttp.ClientWebSocketResponse:
        return await app.session.ws_connect((await app.web.apps_connections_open(app_token=app.slack.app_token))["url"])

    links = [await one_more() for _ in range(10)]
    last = await links[-1].receive_json()
    assert (last["type"], last["reason"]) == ("disconnect", "too_many_websockets")
    for link in links:
        await link.close()


async def test_over_http_slack_opens_no_websockets(opened: Open) -> None:
    app = await opened(mode="http")
    answer = await refused(app.web.apps_connections_open(app_token=app.slack.app_token))
    assert answer["error"] == "socket_mode_not_enabled"


async def test_the_signature_convinces_slacks_own_verifier_and_a_forged_one_does_not(opened: Open) -> None:
    app = await opened(mode="http")
    assert await app.slack.verify_url()
    assert await app.slack.forge(secret="a guess") == 401  # noqa: S106 # it is meant to be wrong
    assert await app.slack.forge(age=400) == 401
    assert await app.slack.forge(unsigned=True) == 401
    assert (await app.slack.user("Ana").types("hello")).acked


async def test_the_same_event_can_come_twice(opened: Open) -> None:
    """Slack brings an event again whose acknowledgement got lost."""
    app = await opened()
    sent = await app.slack.user("Ana").types("hello")
    await app.slack.again(sent)
    assert [event["event_id"] for event in app.heard] == [sent.event_id] * 2


async def test_only_what_the_app_subscribed_to_is_told(opened: Open) -> None:
    app = await opened(events=("app_mention",))
    ana = app.slack.user("Ana")
    room = app.slack.channel("room-12", [ana])
    await ana.types("hello")
    await ana.mentions(room, "hello")
    assert app.kinds() == ["app_mention"]
    assert app.heard[0]["event"]["text"] == "<@U0PLBOT> hello"


async def test_people_come_go_edit_delete_and_react(opened: Open) -> None:
    app = await opened()
    ana, room = app.slack.user("Ana"), app.slack.channel("room-12")
    await ana.joins(room)
    await ana.types("helo", room)
    await ana.edits("hello")
    await ana.deletes()
    await ana.leaves(room)
    posted = await app.web.chat_postMessage(channel=ana.id, text="well done")
    await ana.reacts("tada")
    await app.slack.office.settled()
    told = [(heard["event"]["type"], heard["event"].get("subtype")) for heard in app.heard]
    assert told[:5] == [
        ("member_joined_channel", None),
        ("message", None),
        ("message", "message_changed"),
        ("message", "message_deleted"),
        ("member_left_channel", None),
    ]
    reaction = next(heard["event"] for heard in app.heard if heard["event"]["type"] == "reaction_added")
    assert (reaction["reaction"], reaction["item"]["ts"]) == ("tada", posted["ts"])


async def test_other_bots_are_heard_as_bots(opened: Open) -> None:
    app = await opened()
    quiz = app.slack.other_bot("Quiz")
    await quiz.types("ding", app.slack.channel("room-12", [quiz]))
    assert app.heard[0]["event"]["bot_id"] != (await app.web.auth_test())["bot_id"]
