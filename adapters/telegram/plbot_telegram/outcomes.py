"""What a failed try means: wait, try again, give the address up, or never try this message again."""

import re

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError, TimedOut

from plbot.adapters import Invalid, Moved, Retry, SendOutcome, Throttled, Unreachable
from plbot.ledger import where
from plbot_telegram.hear import address
from plbot_telegram.transport import (
    AmbiguousError,
    NotSentError,
    ServerTroubleError,
    SlowDownError,
    TokenRefusedError,
    UnknownMethodError,
)

_LEFT = (  # what Telegram's 403 says, and our word for it
    ("blocked", "blocked"),
    ("deactivated", "deactivated"),
    ("kicked", "kicked"),
    ("deleted", "deleted"),
    ("initiate", "never started"),
    ("not a member", "not a member"),
)
_NO_CHAT = (  # what a 400 says when not the message is wrong, but whom it is for
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "chat_id_invalid",
    "have no rights",
    "not enough rights",
    "need administrator rights",
    "chat_write_forbidden",
    "user_is_blocked",
    "input_user_deactivated",
    "group chat was deactivated",
)
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message to be edited")
_QUOTES = re.compile(r"[^A-Za-z_ '-].*", re.DOTALL)  # from the first sign on that may begin a quotation of ours
_REASON = 80  # letters of Telegram's reason: its own words come first


def outcome(error: TelegramError) -> SendOutcome:
    """What delivery is told."""
    match error:
        case SlowDownError(after_ms=after_ms):
            return Throttled(after_ms)
        case ChatMigrated(new_chat_id=new):
            return Moved(address(new))
        case Forbidden():
            said = error.message.casefold()
            return Unreachable(next((ours for theirs, ours in _LEFT if theirs in said), "forbidden"))
        case BadRequest() if about_chat(error):
            return Unreachable("chat not found")
        case BadRequest():
            return Invalid(reason(error))
        case AmbiguousError():
            return Retry(f"{error.message} (ambiguous)")
        case TimedOut() | NotSentError() | TokenRefusedError() | UnknownMethodError():
            return Retry(error.message)
        case ServerTroubleError():
            return Retry(f"{error.message} (ambiguous)")
        case _:
            return Retry(where(error))


def reason(error: TelegramError) -> str:
    """Telegram's reason, up to where it might quote what we sent."""
    return _QUOTES.sub("", error.message)[:_REASON].strip()


def about_chat(error: TelegramError) -> bool:
    """Whether not the message is refused, but whom it is for."""
    return _says(error, _NO_CHAT)


def is_gone(error: TelegramError) -> bool:
    """Whether the message to change is not there any more, or too old."""
    return _says(error, _GONE)


def is_same(error: TelegramError) -> bool:
    """Whether the message already says exactly this."""
    return _says(error, ("message is not modified",))


def is_stale_file(error: TelegramError) -> bool:
    """Whether a picture's file id is not known any more."""
    return _says(error, ("wrong file identifier", "wrong remote file", "file reference", "invalid file"))


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    said = error.message.casefold()
    return isinstance(error, BadRequest) and any(word in said for word in words)
