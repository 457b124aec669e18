"""What Telegram says when it does not do what was asked, in its own words."""

from collections.abc import Mapping


class RefusedError(Exception):
    """An answer with `ok: false`. `parameters` are what Telegram adds for programs to read."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        parameters = {"parameters": dict(self.parameters)} if self.parameters else {}
        return {"ok": False, "error_code": self.code, "description": self.description, **parameters}


def bad(words: str) -> RefusedError:
    return RefusedError(400, f"Bad Request: {words}")


def forbidden(words: str) -> RefusedError:
    return RefusedError(403, f"Forbidden: {words}")


def conflict(words: str) -> RefusedError:
    return RefusedError(409, f"Conflict: {words}")


def flood(seconds: int) -> RefusedError:
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(chat_id: int) -> RefusedError:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return RefusedError(400, words, {"migrate_to_chat_id": chat_id})


UNAUTHORIZED = "Unauthorized"
NO_METHOD = "Not Found: method not found"
BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
NOT_STARTED = "bot can't initiate conversation with a user"
TO_A_BOT = "bot can't send messages to bots"
NO_CHAT = "chat not found"
EMPTY_TEXT = "message text is empty"
LONG_TEXT = "message is too long"
LONG_CAPTION = "message caption is too long"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
NO_EDIT = "message to edit not found"
NOT_OURS = "message can't be edited"
STALE_QUERY = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
HOOK_TAKES_OVER = "terminated by setWebhook request"
HOOK_IS_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def kicked(kind: str) -> RefusedError:
    return forbidden(f"bot was kicked from the {kind} chat")
