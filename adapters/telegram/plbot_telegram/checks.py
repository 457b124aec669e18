"""What may be amiss between Telegram and us: looked at on request, changed never."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec
from telegram.error import TelegramError

from plbot_telegram.client import Client
from plbot_telegram.config import Config
from plbot_telegram.health import REFUSED, UNKNOWN_BOT, troubled
from plbot_telegram.limits import PENDING_MANY, RECENT_SECONDS, SKEW_SECONDS
from plbot_telegram.transport import TokenRefusedError, Transport, UnknownMethodError


class _WebhookInfo(msgspec.Struct):
    """What Telegram says about the webhook (API WebhookInfo)."""

    url: str = ""
    pending_update_count: int = 0
    last_error_date: int = 0
    last_error_message: str = ""


async def check(client: Client, transport: Transport, config: Config) -> list[str]:
    """Everything found, each with how to mend it."""
    try:
        await client.call("getMe", {})
        info = _info(await client.call("getWebhookInfo", {}))
    except TokenRefusedError:
        return [REFUSED]
    except UnknownMethodError:
        return [UNKNOWN_BOT]
    except TelegramError as error:
        return [troubled(error).why]
    return [*_webhook(info, config), *_pending(info), *_clock(transport.skew())]


def _info(answer: Any) -> _WebhookInfo:
    try:
        return msgspec.convert(answer, _WebhookInfo)
    except msgspec.ValidationError:
        raise TelegramError("an answer that is not Telegram's") from None


def _webhook(info: _WebhookInfo, config: Config) -> Iterator[str]:
    if info.url and not config.webhook:
        yield (
            "A webhook is set, but plbot is configured to poll. Set PLBOT_TELEGRAM_WEBHOOK to use it; or start plbot serve, "
            "which takes it away, and stop whatever sets it again."
        )
    if config.webhook and not info.url:
        yield "No webhook is set at Telegram. plbot serve sets it when it starts: start it, and look again."
    if config.webhook and info.url and info.url != config.webhook:
        yield (
            "Telegram's webhook is another URL than PLBOT_TELEGRAM_WEBHOOK. Restart plbot serve; if it changes back, "
            "another program uses the same token."
        )
    if info.url and info.last_error_message and time.time() - info.last_error_date < RECENT_SECONDS:
        yield (
            f"Telegram could not deliver to the webhook within the last hour: {info.last_error_message}. Check that the URL "
            "is reachable from outside with a valid certificate, and that plbot serve runs behind it."
        )


def _pending(info: _WebhookInfo) -> Iterator[str]:
    if info.pending_update_count >= PENDING_MANY:
        yield (
            f"{info.pending_update_count} messages wait at Telegram. Check that plbot serve runs, and that its database "
            "takes what it hears."
        )


def _clock(skew: float | None) -> Iterator[str]:
    if skew is not None and abs(skew) > SKEW_SECONDS:
        way = "ahead of" if skew > 0 else "behind"
        yield f"This machine's clock is {abs(skew):.0f} seconds {way} Telegram's. Turn on time synchronization (NTP)."
