"""What an admin sets in the environment, read once and refused with a sentence that says what to set."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

import msgspec

from plbot.adapters import ConfigError

OFFICIAL = "https://api.telegram.org"
_PORTS = (None, 443, 80, 88, 8443)  # where Telegram's own server calls a webhook (API setWebhook)
_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,256}", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)  # (API setWebhook, secret_token)


class Config(msgspec.Struct, frozen=True):
    """`webhook` is empty where we poll. Of `secrets` the first is told to Telegram; all are taken.

    `native`: formulas are drawn by the apps themselves where they can.
    """

    token: str
    api: str = OFFICIAL
    webhook: str = ""
    secrets: tuple[str, ...] = ()
    native: bool = True

    def __repr__(self) -> str:
        """Never the token: it opens every conversation of the bot."""
        return f"Config(api={self.api!r}, webhook={bool(self.webhook)})"

    @property
    def path(self) -> str:
        """Where the webhook is called on our side."""
        return urlsplit(self.webhook).path

    @property
    def bot_id(self) -> str:
        return self.token.partition(":")[0]


def read_config(environment: Mapping[str, str]) -> Config:
    """Read the variables PLBOT_TELEGRAM_... Raises ConfigError."""
    token = environment.get("PLBOT_TELEGRAM_TOKEN", "").strip()
    if not token:
        raise ConfigError(
            "PLBOT_TELEGRAM_TOKEN is not set. Ask @BotFather in Telegram for a bot (/newbot) and set it to the token you get."
        )
    if not _TOKEN.fullmatch(token):
        raise ConfigError(
            "PLBOT_TELEGRAM_TOKEN is not a token. One looks like 123456789:AAF-letters-and-digits, without spaces or "
            "quotes; @BotFather shows it again with /token."
        )
    api = _api(environment.get("PLBOT_TELEGRAM_API", "").strip() or OFFICIAL)
    webhook = _webhook(environment.get("PLBOT_TELEGRAM_WEBHOOK", "").strip(), api)
    secrets = _secrets(environment.get("PLBOT_TELEGRAM_SECRET", ""), token)
    return Config(token, api, webhook, secrets, _native(environment.get("PLBOT_TELEGRAM_NATIVE_MATHS", "")))


def _api(url: str) -> str:
    parts = _split(url)
    if parts is None or parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(
            f"PLBOT_TELEGRAM_API is not a base URL. Leave it out for {OFFICIAL}, or set it to that of your own Bot API "
            "server, for example http://localhost:8081; the token is added by plbot."
        )
    return url.rstrip("/")


def _webhook(url: str, api: str) -> str:
    if not url:
        return ""
    parts = _split(url)
    if parts is None or parts.scheme != "https" or not parts.hostname or parts.path in ("", "/"):
        raise ConfigError(
            "PLBOT_TELEGRAM_WEBHOOK is not a public https URL with a path. One looks like "
            "https://bot.school.example/telegram; leave it out to poll instead."
        )
    if api == OFFICIAL and parts.port not in _PORTS:
        raise ConfigError(f"PLBOT_TELEGRAM_WEBHOOK has port {parts.port}; Telegram calls only 443, 80, 88 and 8443.")
    return url


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here, because reading a bad one raises
    except ValueError:
        return None
    return parts


def _secrets(text: str, token: str) -> tuple[str, ...]:
    secrets = tuple(secret.strip() for secret in text.split(",") if secret.strip())
    if not all(_SECRET.fullmatch(secret) for secret in secrets):
        raise ConfigError(
            "PLBOT_TELEGRAM_SECRET may hold letters, digits, _ and - (at most 256 a secret); two may stand there, parted "
            "by a comma. Leave it out, and one is made from the token."
        )
    return secrets or (hmac.new(token.encode(), b"plbot telegram webhook", hashlib.sha256).hexdigest(),)


def _native(text: str) -> bool:
    match text.strip().casefold():
        case "" | "yes":
            return True
        case "no":
            return False
        case _:
            raise ConfigError(
                "PLBOT_TELEGRAM_NATIVE_MATHS is yes or no. Set it to no where old Telegram apps show that they need an "
                "update instead of a formula."
            )
