"""How the adapter is, in sentences that say what an admin can do."""

from telegram.error import Conflict, TelegramError

from plbot.adapters import Health
from plbot_telegram.outcomes import reason
from plbot_telegram.transport import NotSentError, SlowDownError, TokenRefusedError, UnknownMethodError

STARTING = Health("starting")
READY = Health("ready")
STOPPED = Health("stopped", "It was told to stop.")
REFUSED = (
    "Telegram refuses the token. Ask @BotFather for the bot's current one (/token), set PLBOT_TELEGRAM_TOKEN to it and "
    "start again. What is owed is kept."
)
UNKNOWN_BOT = (
    "There is no such bot at PLBOT_TELEGRAM_API, or no Bot API server. Check that base URL and PLBOT_TELEGRAM_TOKEN, and "
    "start again. What is owed is kept."
)


def troubled(error: TelegramError) -> Health:
    """What it waits for."""
    match error:
        case Conflict() if "webhook" in error.message.casefold():
            return Health(
                "waiting",
                "Telegram sends this bot's updates to a webhook that another program set. Stop that program, or set "
                "PLBOT_TELEGRAM_WEBHOOK; a restart of plbot takes the webhook away.",
            )
        case Conflict():
            return Health(
                "waiting",
                "Another program polls Telegram with the same token. Stop it, or give each program a bot of its own.",
            )
        case SlowDownError():
            return Health("waiting", "Telegram asks to wait; plbot goes on by itself.")
        case NotSentError():
            return Health(
                "waiting",
                "Telegram cannot be reached. Check this machine's network and PLBOT_TELEGRAM_API; plbot keeps trying.",
            )
        case TokenRefusedError():
            return Health("stopped", REFUSED)
        case UnknownMethodError():
            return Health("waiting", UNKNOWN_BOT)
        case _:
            return Health("waiting", f"Telegram answers with an error ({reason(error)}); plbot keeps trying.")
