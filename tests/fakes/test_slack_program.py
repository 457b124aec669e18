"""The fake of Slack as a program of its own: other programs come and go, and it remembers."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from tests.fakes.slack_workspace import Json

HERE = Path(__file__).parent


@asynccontextmanager
async def program(*options: str) -> AsyncIterator[Json]:
    """The program, running; gives the line it started with."""
    command = (sys.executable, str(HERE / "slack.py"), "--port", "0", *options)
    running = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert running.stdout
    yield json.loads(await running.stdout.readline())
    running.terminate()
    assert await running.wait() == 0


async def test_another_program_drives_it_and_an_event_waits_for_its_app() -> None:
    """Ana writes while no app is there; the app that comes then is told, answers, and Ana's screen shows it."""
    async with program() as slack, aiohttp.ClientSession() as session:
        control = f"http://127.0.0.1:{slack['port']}/control"

        async def post(path: str, **asked: Any) -> Json:
            async with session.post(f"{control}/{path}", json=asked) as answer:
                return dict(await answer.json())

        sent = await post("do", who="Ana", verb="types", args=["hello"])
        web = AsyncWebClient(slack["bot_token"], base_url=slack["url"], session=session)
        url = (await web.apps_connections_open(app_token=slack["app_token"]))["url"]
        async with session.ws_connect(url) as link:
            assert (await link.receive_json())["type"] == "hello"
            envelope = await link.receive_json()
            assert envelope["payload"]["event_id"] == sent["event_id"]
            await link.send_json({"envelope_id": envelope["envelope_id"]})
            await web.chat_postMessage(channel=envelope["payload"]["event"]["channel"], text="Hello, Ana")
            async with session.get(f"{control}/person/Ana") as answer:
                assert [seen["text"] for seen in (await answer.json())["messages"]] == ["Hello, Ana"]
            async with session.get(f"{control}/state") as answer:
                state = await answer.json()
            assert (state["objections"], state["links"], state["deliveries"][0]["attempts"]) == ([], 1, 1)
        await post("slack", verb="channel", args=["room-12", [{"user": "Ana"}]])
        mentioned = await post("do", who="Ana", verb="mentions", args=[{"channel": "room-12"}, "#hi"])
        assert mentioned["event_id"]
        refused = await post("do", who="Ana", verb="presses", args=["Go"])
        assert "no button 'Go'" in refused["error"]
