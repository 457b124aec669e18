"""Who is let in at all: what Slack signed itself, and an environment that fits together."""

import pytest
from slack_sdk.signature import SignatureVerifier

from plbot.adapters import ConfigError
from plbot_slack.config import read_config
from plbot_slack.signature import is_slacks, signed

NOW = 1_757_000_000
SECRETS = ("old one", "new one")


def headers(secret: str = SECRETS[1], body: bytes = b"{}", age: int = 0) -> dict[str, str]:
    stamp = str(NOW - age)
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": signed(body, stamp, secret)}


@pytest.mark.parametrize("secret", SECRETS)
def test_while_a_secret_is_changed_both_are_good(secret: str) -> None:
    assert is_slacks(b"{}", headers(secret), SECRETS, NOW)


def test_the_signature_is_slacks_own() -> None:
    """The library that Slack gives out signs alike."""
    theirs = SignatureVerifier("new one").generate_signature(timestamp=str(NOW), body="a=1")
    assert headers(body=b"a=1")["x-slack-signature"] == theirs


@pytest.mark.parametrize(
    "given",
    [
        headers("another"),
        headers(age=301),
        headers(age=-301),
        headers(body=b"{ }"),
        {},
        {"x-slack-signature": headers()["x-slack-signature"]},
        {**headers(), "x-slack-signature": ""},
        {**headers(), "x-slack-signature": "v0=é\udcff"},
        {**headers(), "x-slack-request-timestamp": ""},
        {**headers(), "x-slack-request-timestamp": "soon"},
        {**headers(), "x-slack-request-timestamp": "\uff11\uff17\uff15\uff17" + "\uff10" * 6},
        {**headers(), "x-slack-request-timestamp": "1e9"},
        {**headers(), "x-slack-request-timestamp": "9" * 5_000},
    ],
)
def test_what_slack_did_not_sign_is_not_let_in(given: dict[str, str]) -> None:
    assert not is_slacks(b"{}", given, SECRETS, NOW)


GOOD = {"PLBOT_SLACK_BOT_TOKEN": "xoxb-secret-1", "PLBOT_SLACK_APP_TOKEN": "xapp-secret-2"}


def test_the_environment_chooses_the_way_in() -> None:
    """Socket Mode wins where both are set; two secrets may be good at a time."""
    both = GOOD | {"PLBOT_SLACK_SIGNING_SECRET": "one, two"}
    assert (read_config(both).app_token, read_config(both).secrets) == ("xapp-secret-2", ())
    over_http = read_config({key: value for key, value in both.items() if "APP" not in key})
    assert over_http.secrets == ("one", "two")
    assert over_http.api == "https://slack.com/api/"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"PLBOT_SLACK_BOT_TOKEN": ""}, "PLBOT_SLACK_BOT_TOKEN"),
        ({"PLBOT_SLACK_BOT_TOKEN": "xapp-secret-3"}, "PLBOT_SLACK_BOT_TOKEN"),
        ({"PLBOT_SLACK_APP_TOKEN": "xoxb-secret-3"}, "PLBOT_SLACK_APP_TOKEN"),
        ({"PLBOT_SLACK_APP_TOKEN": ""}, "PLBOT_SLACK_SIGNING_SECRET"),
        ({"PLBOT_SLACK_API": "http://slack.example/secret-3/"}, "PLBOT_SLACK_API"),
    ],
)
def test_a_wrong_environment_says_what_to_set_and_no_secret(changes: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named) as error:
        read_config(GOOD | changes)
    assert "secret-" not in str(error.value)
    assert "secret-" not in repr(read_config(GOOD))
