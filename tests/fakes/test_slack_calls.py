"""Who may call the fake of Slack, how fast, and with which files; and what happens when a test scripts its answers."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from tests.fakes.slack_app import Open, apps, refused


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    async with apps() as open_app:
        yield open_app


async def test_tokens_open_their_own_doors_only(opened: Open) -> None:
    app = await opened()
    web = app.web

    async def error(token: str, method: str = "auth.test") -> str:
        return str((await refused(web.api_call(method, headers={"Authorization": f"Bearer {token}"})))["error"])

    assert await error("xoxb-wrong") == "invalid_auth"
    assert await error(app.slack.app_token) == "not_allowed_token_type"
    assert await error("xapp-wrong", "apps.connections.open") == "invalid_auth"
    assert await error(app.slack.bot_token, "apps.connections.open") == "not_allowed_token_type"


async def test_a_scope_that_was_not_granted_is_named(opened: Open) -> None:
    app = await opened(scopes=("chat:write",))
    answer = await refused(app.web.users_info(user=app.slack.user("Ana").id))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")
    assert (await app.web.auth_test()).headers["x-oauth-scopes"] == "chat:write"


async def test_one_message_a_second_in_a_channel(opened: Open) -> None:
    """A second message within the second is refused and noted; another channel is not held up; the next second is free."""
    app = await opened(paced=True)
    ana, ben = app.slack.user("Ana").id, app.slack.user("Ben").id
    await app.web.chat_postMessage(channel=ana, text="1")
    with pytest.raises(SlackApiError) as error:
        await app.web.chat_postMessage(channel=ana, text="2")
    assert (error.value.response.status_code, error.value.response.headers["Retry-After"]) == (429, "1")
    await app.web.chat_postMessage(channel=ben, text="1")
    app.slack.clock.advance(1)
    await app.web.chat_postMessage(channel=ana, text="2")
    assert app.slack.violations == [f"chat.postMessage {ana}"]


async def test_fifty_changes_a_minute(opened: Open) -> None:
    app = await opened(paced=True)
    posted = await app.web.chat_postMessage(channel=app.slack.user("Ana").id, text="1")
    for n in range(50):
        await app.web.chat_update(channel=posted["channel"], ts=posted["ts"], text=str(n))
    again = app.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="51")
    assert (await refused(again))["error"] == "ratelimited"


async def test_slack_answers_as_it_was_scripted_and_then_as_itself(opened: Open) -> None:
    app = await opened()
    app.slack.script("auth.test", [(429, 7), "token_revoked", 500])
    assert [(await refused(app.web.auth_test()))["error"] for _ in range(3)] == [
        "ratelimited",
        "token_revoked",
        "internal_error",
    ]
    assert (await app.web.auth_test())["ok"]
    assert [call.status for call in app.slack.calls_of("auth.test")] == [429, 200, 500, 200]


@pytest.mark.parametrize(("answer", "said"), [("timeout", 0), ("drop", 0), ("lost", 1)])
async def test_an_answer_that_never_comes(opened: Open, answer: str, said: int) -> None:
    """The app cannot tell whether its message was posted: `lost` was, the others were not."""
    app = await opened()
    app.slack.script("chat.postMessage", [answer])
    call = asyncio.ensure_future(app.web.chat_postMessage(channel=app.slack.user("Ana").id, text="hello"))
    await app.slack.until(lambda: bool(app.slack.calls_of("chat.postMessage")), "the call")
    if answer == "drop":
        with pytest.raises(aiohttp.ClientError):
            await call
    call.cancel()
    assert len(app.slack.user("Ana").messages) == said


async def test_a_revoked_token_opens_nothing(opened: Open) -> None:
    app = await opened()
    await app.slack.revoke()
    assert app.kinds() == ["tokens_revoked"]
    assert (await refused(app.web.auth_test()))["error"] == "token_revoked"


async def test_after_the_app_was_removed_it_hears_nothing(opened: Open) -> None:
    app = await opened()
    await app.slack.uninstall()
    await app.slack.user("Ana").types("anybody there?")
    assert app.kinds() == ["app_uninstalled"]
    assert (await refused(app.web.auth_test()))["error"] == "account_inactive"


# files


async def test_a_picture_is_uploaded_and_shown_with_its_words(opened: Open) -> None:
    app = await opened()
    uploaded = await app.web.files_upload_v2(filename="wall.png", content=b"png", title="The wall", alt_txt="a wall")
    picture = {"type": "image", "alt_text": "3 of 4 done", "slack_file": {"id": uploaded["file"]["id"]}}
    ana = app.slack.user("Ana")
    await app.web.chat_postMessage(channel=ana.id, text="your wall", blocks=[picture])
    assert (await ana.hears()).pictures == ("3 of 4 done",)


async def test_a_picture_that_slack_still_processes_is_refused_for_a_while(opened: Open) -> None:
    app = await opened()
    app.slack.files.slow = 1
    uploaded = await app.web.files_upload_v2(filename="wall.png", content=b"png")
    picture = {"type": "image", "alt_text": "a wall", "slack_file": {"id": uploaded["file"]["id"]}}
    ana = app.slack.user("Ana")
    answer = await refused(app.web.chat_postMessage(channel=ana.id, text="your wall", blocks=[picture]))
    assert "invalid slack file" in str(answer["errors"])
    assert (await app.web.chat_postMessage(channel=ana.id, text="your wall", blocks=[picture]))["ok"]


async def test_a_photo_of_a_person_is_given_to_who_shows_the_token(opened: Open) -> None:
    app = await opened()
    await app.slack.user("Ana").sends_photo(content=b"\x89PNG", text="my work")
    event = app.heard[0]["event"]
    url = event["files"][0]["url_private"]
    assert (event["subtype"], event["text"]) == ("file_share", "my work")
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            assert "Sign in" in await answer.text()
        async with session.get(url, headers={"Authorization": f"Bearer {app.slack.bot_token}"}) as answer:
            assert await answer.read() == b"\x89PNG"
