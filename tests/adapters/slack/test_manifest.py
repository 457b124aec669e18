"""The app that the manifest makes is the app that plbot expects: what it may, what it hears, what people can open."""

from pathlib import Path
from typing import Any

import yaml
from tests.adapters.slack.test_hear import HEARD, Body

from plbot_slack.hear import COMMAND, SHORTCUTS, Gone, hear
from plbot_slack.limits import SCOPES

MANIFEST = Path(__file__).parents[3] / "adapters" / "slack" / "manifest.yaml"


def manifest() -> dict[str, Any]:
    read = yaml.safe_load(MANIFEST.read_text())
    assert isinstance(read, dict)
    return read


def test_it_asks_for_what_we_use_and_for_no_more() -> None:
    assert manifest()["oauth_config"] == {"scopes": {"bot": sorted(SCOPES)}}


def test_every_scope_says_why() -> None:
    lines = [line for line in MANIFEST.read_text().splitlines() if line.strip(" -").startswith(SCOPES)]
    assert len(lines) == len(SCOPES)
    assert all("#" in line for line in lines)


def test_every_event_it_subscribes_to_is_understood() -> None:
    """Each is heard by us in some form; those that nobody sends with words are tried here."""
    bodies = [body for body, _ in HEARD.values()]
    kinds = {_subscription(body) for body in bodies if body.get("type") == "event_callback"}
    leaving: list[Body] = [
        {"type": "event_callback", "event": {"type": "app_uninstalled"}},
        {"type": "event_callback", "event": {"type": "tokens_revoked", "tokens": {"bot": ["U"]}}},
    ]
    assert all(isinstance(hear(body), Gone) for body in leaving)
    kinds |= {_subscription(body) for body in leaving}
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert set(subscribed) - kinds == set()
    assert subscribed == sorted(subscribed)


def _subscription(body: Body) -> str:
    event = body["event"]
    return f"message.{event['channel_type']}" if event["type"] == "message" else event["type"]


def test_what_people_can_open_is_understood() -> None:
    features = manifest()["features"]
    assert {each["callback_id"] for each in features["shortcuts"]} == set(SHORTCUTS)
    assert [each["command"] for each in features["slash_commands"]] == [COMMAND]
    assert features["bot_user"]["always_online"]
    home = features["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (
        True,
        True,
        False,
    )


def test_it_fits_what_slack_takes() -> None:
    """https://docs.slack.dev/reference/app-manifest: names and descriptions have lengths, too."""
    read = manifest()
    assert len(read["display_information"]["name"]) <= 35
    assert len(read["display_information"]["description"]) <= 140
    for shortcut in read["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert read["settings"]["socket_mode_enabled"]
    assert read["settings"]["interactivity"]["is_enabled"]
