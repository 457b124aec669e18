"""Their words into ours: one update becomes something heard, or nothing."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, MessageReactionUpdated, Update, User

from plbot.core.events import Inbound, InboundKind
from plbot_telegram.limits import SECOND

PLATFORM = "telegram"

_PHOTOS = ("photo", "video", "video_note", "animation", "sticker", "live_photo", "paid_media", "story")
_SENT = ("voice", "audio", "document", "contact", "location", "venue", "poll", "dice", "game", "invoice")
_FILES = (*_SENT, "checklist", "rich_message")
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL | re.ASCII)


class Me(NamedTuple):
    """The bot itself, as Telegram introduces it."""

    id: int
    username: str


class _Command(NamedTuple):
    """`/menu@bot rest`: `bot` is empty where none is named."""

    word: str
    bot: str
    rest: str

    @property
    def text(self) -> str:
        return f"{self.word.replace('_', ' ')} {self.rest}".strip()


def hear(update: Update, me: Me, at: int = 0) -> Inbound | None:
    """Read one update; None for what is not ours to hear. `at` is the moment given to what carries none."""
    heard = _heard(update, me)
    if heard is None:
        return None
    kind, who, where, text = heard
    said = {"choice": text} if kind == "choice" else {"text": text}
    moment = moment_of(update) or at
    return Inbound(str(update.update_id), who, kind, moment, bot=str(me.id), where=where, **said)


def moment_of(update: Update) -> int:
    """When it happened, in ms; 0 for a press, of which Telegram does not say."""
    dated = update.message or update.edited_message or update.message_reaction or update.my_chat_member
    if dated is None:
        return 0
    date = dated.edit_date if isinstance(dated, Message) and dated.edit_date else dated.date
    return int(date.timestamp() * SECOND)


def moments(updates: Iterable[Update]) -> Iterator[int]:
    """When each happened; a press as late as the dated update before it, because they come in order; else 0."""
    last = 0
    for update in updates:
        last = moment_of(update) or last
        yield last


def address(id_: int) -> str:
    """The address of a person or a group."""
    return f"{PLATFORM}:{id_}"


_Heard = tuple[InboundKind, str, str, str]  # kind, who, where, text or choice


def _heard(update: Update, me: Me) -> _Heard | None:
    if update.message:
        return _message(update.message, me)
    if update.edited_message:
        return _edited(update.edited_message)
    if update.callback_query:
        return _press(update.callback_query)
    if update.message_reaction:
        return _reaction(update.message_reaction)
    return _member(update.my_chat_member) if update.my_chat_member else None


def _message(message: Message, me: Me) -> _Heard | None:
    if message.migrate_to_chat_id:
        return "moved", address(message.chat.id), "", address(message.migrate_to_chat_id)
    if not (who := _person(message.from_user)):
        return None
    private = message.chat.type == Chat.PRIVATE
    command = _command(message.text or "")
    if command and not _for_us(command, me, private=private):
        return None
    where = "" if private else address(message.chat.id)
    if command:
        is_start = command.word.casefold() == "start"
        return ("join", who, where, command.rest) if is_start else ("text", who, where, command.text)
    return _plain(message, who) if private else None


def _plain(message: Message, who: str) -> _Heard | None:
    if message.text is not None:
        return "text", who, "", message.text
    if _has(message, _PHOTOS):
        return "photo", who, "", ""
    return ("file", who, "", "") if _has(message, _FILES) else None


def _has(message: Message, names: Iterable[str]) -> bool:
    """Whether any of these is in the message; what the library does not know yet lies apart."""
    return any(getattr(message, name, None) or name in message.api_kwargs for name in names)


def _command(text: str) -> _Command | None:
    found = _COMMAND.fullmatch(text.strip())
    return _Command(found[1], found[2] or "", (found[3] or "").strip()) if found else None


def _for_us(command: _Command, me: Me, *, private: bool) -> bool:
    """In a group other bots hear the same commands: only those that name us are ours, and /here."""
    if command.bot:
        return command.bot.casefold() == me.username.casefold()
    return private or command.word.casefold().startswith("here")


def _edited(message: Message) -> _Heard | None:
    who = _person(message.from_user)
    return ("edited", who, "", message.text or "") if who and message.chat.type == Chat.PRIVATE else None


def _press(query: CallbackQuery) -> _Heard | None:
    who = _person(query.from_user)
    if not who or not query.data or not query.message:
        return None
    chat = query.message.chat
    return "choice", who, "" if chat.type == Chat.PRIVATE else address(chat.id), query.data


def _reaction(reaction: MessageReactionUpdated) -> _Heard | None:
    """A reaction given in private; one taken back says nothing."""
    who = _person(reaction.user)
    given = who and reaction.new_reaction and reaction.chat.type == Chat.PRIVATE
    return ("reaction", who, "", "") if given else None


def _member(change: ChatMemberUpdated) -> _Heard | None:
    """Somebody blocked the bot or let it in again; a group put it out, which is told of the group and not of who did it."""
    status = change.new_chat_member.status
    if change.chat.type != Chat.PRIVATE:
        out = status in (ChatMember.BANNED, ChatMember.LEFT)
        return ("blocked", address(change.chat.id), "", "") if out else None
    who = _person(change.from_user)
    if not who:
        return None
    match status:
        case ChatMember.BANNED:
            return "blocked", who, "", ""
        case ChatMember.MEMBER:
            return "unblocked", who, "", ""
        case _:
            return None


def _person(user: User | None) -> str:
    """The person's address; empty for bots, us among them, and for nobody."""
    return "" if user is None or user.is_bot else address(user.id)
