"""What the environment's variables say about Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from plbot.adapters import ConfigError

_BOT = "PLBOT_SLACK_BOT_TOKEN"
_APP = "PLBOT_SLACK_APP_TOKEN"
_SECRET = "PLBOT_SLACK_SIGNING_SECRET"  # noqa: S105 # the variable's name
_API = "PLBOT_SLACK_API"
_SLACK = "https://slack.com/api/"
_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, repr=False)
class Config:
    """Tokens and secrets; never shown. `app_token` is empty over HTTP, `secrets` empty in Socket Mode."""

    bot_token: str
    app_token: str
    secrets: tuple[str, ...]
    api: str


def read_config(environment: Mapping[str, str]) -> Config:
    """Read the variables. Raises ConfigError with what to set; a value is never repeated."""
    bot = _token(environment, _BOT, "xoxb-", "OAuth & Permissions, 'Bot User OAuth Token'")
    if not bot:
        raise ConfigError(
            f"{_BOT} is missing. Copy it from your app's page: OAuth & Permissions, 'Bot User OAuth Token'."
        )
    app = _token(environment, _APP, "xapp-", "Basic Information, 'App-Level Tokens'")
    secrets = tuple(part.strip() for part in environment.get(_SECRET, "").split(",") if part.strip())
    if not app and not secrets:
        raise ConfigError(
            f"Slack has no way to reach this bot. Set {_APP} (Socket Mode: no public address is needed; make one under "
            f"Basic Information, 'App-Level Tokens'), or {_SECRET} (HTTP: Basic Information, 'Signing Secret')."
        )
    return Config(bot, app, () if app else secrets, _api(environment.get(_API, "").strip() or _SLACK))


def _token(environment: Mapping[str, str], name: str, start: str, place: str) -> str:
    token = environment.get(name, "").strip()
    if token and not (token.startswith(start) and token.isascii() and token.isprintable()):
        raise ConfigError(f"{name} holds something else: it begins with {start} and stands under {place}.")
    return token


def _api(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise ConfigError(f"{_API} must begin with https:// (or be on this machine): the token goes there.")
    return address if address.endswith("/") else f"{address}/"
