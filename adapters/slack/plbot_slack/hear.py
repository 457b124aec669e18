"""Their words into ours: what Slack sends, over HTTP or its socket, becomes something heard. Most of it is not for us."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from plbot.core.events import Inbound, InboundKind
from plbot_slack.forms import WRITTEN, Form, read_form
from plbot_slack.wording import typed, without_mention

PLATFORM = "slack"
CHOICE = "choice-"  # action_id of a button that is a choice begins so
WRITE = "write-"  # and of one that opens a form so
SHORTCUTS: Mapping[str, str] = {"plbot_menu": "menu", "plbot_help": "help"}  # callback_id -> the word it stands for
COMMAND = "/plbot"
_SECOND = 1_000
_SPOKEN = ("", "file_share", "thread_broadcast", "me_message")  # subtypes of a message that a person wrote


class Opens(msgspec.Struct, frozen=True):
    """Somebody pressed the button that asks for words: a form is to open at once. The desk need not know."""

    who: str
    trigger: str
    form: Form


class Gone(msgspec.Struct, frozen=True):
    """The app was uninstalled, or its token taken back: nothing more can be heard or said."""

    reason: str


Heard = Inbound | Opens | Gone | None


def hear(body: Mapping[str, Any]) -> Heard:
    """Understand one request of Slack's; None for what is not our business. Messages of bots, ours too, never are."""
    match body.get("type"):
        case "event_callback":
            return _event(body)
        case "block_actions":
            return _pressed(body)
        case "view_submission":
            return _written(body)
        case "shortcut" | "message_action":
            word = SHORTCUTS.get(_word(body, "callback_id"), "")
            return _inbound(body, "text", text=word) if word else None
        case None if body.get("command") == COMMAND:
            return _command(body)
    return None


# the Events API


def _event(body: Mapping[str, Any]) -> Heard:
    event = body.get("event")
    if not isinstance(event, Mapping):
        return None
    match event.get("type"):
        case "message":
            return _message(body, event)
        case "app_mention":
            return _mention(body, event)
        case "app_home_opened":
            tab = event.get("tab")
            kind: InboundKind = "home" if tab == "home" else "join"
            return _inbound(body, kind) if tab in ("home", "messages") else None
        case "reaction_added":
            return _inbound(body, "reaction") if event.get("item_user") == _ourselves(body) else None
        case "app_uninstalled":
            return Gone("app_uninstalled")
        case "tokens_revoked":
            return Gone("tokens_revoked") if _at(event, "tokens", "bot") else None
    return None


def _message(body: Mapping[str, Any], event: Mapping[str, Any]) -> Inbound | None:
    """In private everything is for us; in channels only what mentions us, and that comes as an event of its own."""
    if event.get("channel_type") != "im":
        return None
    if event.get("subtype") == "message_changed":
        return _changed(body, event)
    if (event.get("subtype") or "") not in _SPOKEN or not _by_person(body, event):
        return None
    if files := event.get("files"):
        return _inbound(body, _kind_of(files))
    return _inbound(body, "text", text=typed(_word(event, "text")))


def _changed(body: Mapping[str, Any], event: Mapping[str, Any]) -> Inbound | None:
    """Only a person's new words: Slack also reports our own edits, and links that it unfolded."""
    message, before = event.get("message"), event.get("previous_message")
    if not isinstance(message, Mapping) or not _by_person(body, message):
        return None
    if isinstance(before, Mapping) and before.get("text") == message.get("text"):
        return None
    return _inbound(body, "edited", user=_word(message, "user"), text=typed(_word(message, "text")))


def _mention(body: Mapping[str, Any], event: Mapping[str, Any]) -> Inbound | None:
    if not _by_person(body, event):
        return None
    text = typed(without_mention(_word(event, "text"), _ourselves(body)))
    return _inbound(body, "text", text=text or SHORTCUTS["plbot_menu"], where=_where(body, _word(event, "channel")))


def _by_person(body: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    user = message.get("user")
    is_bot = message.get("bot_id") or message.get("subtype") == "bot_message"
    return bool(user) and not is_bot and user not in ("USLACKBOT", _ourselves(body))


def _ourselves(body: Mapping[str, Any]) -> str:
    """The bot's own user."""
    authorizations = body.get("authorizations")
    if not isinstance(authorizations, list):
        return ""
    bots = (each for each in authorizations if isinstance(each, Mapping) and each.get("is_bot"))
    return next((_word(bot, "user_id") for bot in bots), "")


def _kind_of(files: object) -> InboundKind:
    first = files[0] if isinstance(files, list) else None
    is_image = isinstance(first, Mapping) and _word(first, "mimetype").startswith("image/")
    return "photo" if is_image else "file"


# presses, forms and commands


def _pressed(body: Mapping[str, Any]) -> Inbound | Opens | None:
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(action, Mapping):
        return None
    name, value = _word(action, "action_id"), _word(action, "value")
    if name.startswith(CHOICE):
        return _inbound(body, "choice", choice=value, where=_where(body, _word(body, "channel", "id")))
    form = read_form(value) if name.startswith(WRITE) else None
    who = _who(body, "")
    return Opens(who, _word(body, "trigger_id"), form) if form and who else None


def _written(body: Mapping[str, Any]) -> Inbound | None:
    """What was written into a form is typed words, with the question they answer."""
    if _word(body, "view", "callback_id") != WRITTEN:
        return None
    text = _word(body, "view", "state", "values", WRITTEN, WRITTEN, "value")
    return _inbound(body, "text", text=text, choice=_word(body, "view", "private_metadata"))


def _command(body: Mapping[str, Any]) -> Inbound | None:
    text = typed(_word(body, "text")).strip() or SHORTCUTS["plbot_menu"]
    return _inbound(body, "text", text=text, where=_where(body, _word(body, "channel_id")))


# who, where, when


def _inbound(
    body: Mapping[str, Any], kind: InboundKind, *, user: str = "", text: str = "", choice: str = "", where: str = ""
) -> Inbound | None:
    who = _who(body, user)
    if not who:
        return None
    bot = f"{_word(body, 'api_app_id')}:{_team(body)}"
    return Inbound(_event_id(body), who, kind, _moment(body), text, choice, bot, where)


def _who(body: Mapping[str, Any], user: str) -> str:
    user = user or _word(body, "event", "user") or _word(body, "user", "id") or _word(body, "user_id")
    return f"{PLATFORM}:{_team(body)}:{user}" if user else ""


def _team(body: Mapping[str, Any]) -> str:
    """The workspace; a form that was opened across an organisation has none, only the person's."""
    return _word(body, "team_id") or _word(body, "team", "id") or _word(body, "user", "team_id")


def _where(body: Mapping[str, Any], channel: str) -> str:
    """The address of a channel or group; empty in private."""
    return "" if not channel or channel.startswith("D") else f"{PLATFORM}:{_team(body)}:{channel}"


def _event_id(body: Mapping[str, Any]) -> str:
    """The same at each redelivery. Outside the Events API it is the trigger, which is new for each press."""
    known = _word(body, "event_id") or _word(body, "trigger_id")
    return known or blake2b(msgspec.json.encode(body, order="sorted"), digest_size=16).hexdigest()


def _moment(body: Mapping[str, Any]) -> int:
    """When it happened, in ms; 0 where Slack does not say."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    stamp = _word(first, "action_ts") or _word(body, "event", "event_ts") or _word(body, "event", "ts")
    seconds, _, rest = stamp.partition(".")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= len("9999999999")):
        return 0
    thousandths = rest[:3].ljust(3, "0")
    is_number = thousandths.isascii() and thousandths.isdecimal()
    return int(seconds) * _SECOND + (int(thousandths) if is_number else 0)


def _at(body: object, *path: str) -> object:
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body


def _word(body: object, *path: str) -> str:
    """The text that stands there; empty where there is none."""
    found = _at(body, *path)
    return found if isinstance(found, str) else ""
