"""What Slack's refusals mean for a message, and for the app as a whole."""

from plbot.adapters import Invalid, Retry, SendOutcome, Throttled, Unreachable
from plbot_slack.limits import APP_SCOPE
from plbot_slack.transport import LostError, RefusedError

# methods/chat.postMessage, chat.update, conversations.open, views.publish: their tables of errors
_UNREACHABLE = frozenset(
    {"channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel", "user_disabled", "user_not_found"}
    | {"user_not_visible", "cannot_dm_bot", "restricted_action", "is_inactive"}
)
_PASSING = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})  # say it anew
_BLOCKS = frozenset({"invalid_blocks", "invalid_attachments", "invalid_arguments"})

_NEW_TOKEN = "Reinstall the app in your workspace (its page, Install App) and set PLBOT_SLACK_BOT_TOKEN anew."  # noqa: S105 # a sentence
NEW_LINE = (
    "Slack does not take PLBOT_SLACK_APP_TOKEN. Make a new app-level token (the app's page, Basic Information) with the "
    "permission " + APP_SCOPE + ", and set it anew."
)
_STOPS = {
    "invalid_auth": f"Slack does not know this token. {_NEW_TOKEN}",
    "not_authed": f"Slack does not know this token. {_NEW_TOKEN}",
    "token_revoked": f"The token was taken back. {_NEW_TOKEN}",
    "token_expired": f"The token has expired; plbot needs one without rotation. {_NEW_TOKEN}",
    "tokens_revoked": f"The token was taken back. {_NEW_TOKEN}",
    "account_inactive": f"The bot's account or its workspace was closed. {_NEW_TOKEN}",
    "app_uninstalled": f"The app was uninstalled. {_NEW_TOKEN}",
    "org_login_required": "The workspace is being moved into an organisation. Start again when that is done.",
    "not_allowed_token_type": f"The token is of another kind than the one asked for. {_NEW_TOKEN}",
    "missing_scope": "The app lacks a permission. Paste adapters/slack/manifest.yaml into its page (App Manifest) and reinstall it.",
    "messages_tab_disabled": "People cannot be written to: turn the Messages Tab on in the app's page (App Home).",
    **dict.fromkeys(
        ("access_denied", "no_permission", "ekm_access_denied", "team_access_not_granted"),
        "The workspace's rules forbid this to the app. Ask whoever runs the workspace to allow it (Manage Apps).",
    ),
}
_RESTS = {  # one verb is refused, others may go on
    "missing_scope", "messages_tab_disabled", "access_denied", "no_permission", "ekm_access_denied",
    "team_access_not_granted",
}  # fmt: skip


def outcome(error: RefusedError | LostError) -> SendOutcome:
    """What becomes of the message."""
    if isinstance(error, LostError):
        return Retry(f"ambiguous: {error.reason}" if error.ambiguous else error.reason)
    if error.after_ms:
        return Throttled(error.after_ms)
    if error.code in _UNREACHABLE:
        return Unreachable(error.code)
    if error.code in _STOPS or error.code in _PASSING:
        return Retry(error.code)
    return Invalid(error.code)


def is_fatal(code: str) -> bool:
    """Whether nothing goes on until an admin has mended something."""
    return code in _STOPS and code not in _RESTS


def remedy(code: str) -> str:
    """What to do about a refusal that concerns the whole app; empty where it does not."""
    return _STOPS.get(code, "")


def blames_blocks(code: str) -> bool:
    """Whether a picture that Slack cannot show yet may be the reason."""
    return code in _BLOCKS
