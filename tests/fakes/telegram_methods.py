"""What a bot may ask for: messages. Each function is one method, given its arguments as the Bot API documents them."""

from collections.abc import Callable
from typing import Any, TypeVar

from tests.fakes import telegram_limits as limits
from tests.fakes import telegram_refusals as words
from tests.fakes import telegram_rich as rich
from tests.fakes.aiogram_models import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from tests.fakes.aiogram_models import methods as m
from tests.fakes.telegram_chats import Chat, Look, Photo, Wire
from tests.fakes.telegram_oracle import Files, Method, plain
from tests.fakes.telegram_refusals import bad
from tests.fakes.telegram_world import Toast, World

A = TypeVar("A", bound=Method)
Verb = Callable[[World, Any, Files], Any]
VERBS: dict[str, Verb] = {}
ACTIONS_TEXT = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location"
    " record_video_note upload_video_note"
)
ACTIONS = frozenset(ACTIONS_TEXT.split())
REACTIONS = frozenset(
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡"
)


def verb(model: type[A]) -> Callable[[Callable[[World, A, Files], Any]], Callable[[World, A, Files], Any]]:
    """Register what answers this method."""

    def keep(do: Callable[[World, A, Files], Any]) -> Callable[[World, A, Files], Any]:
        VERBS[str(model.__api_method__).lower()] = do
        return do

    return keep


# saying


@verb(m.SendMessage)
def send_message(world: World, call: m.SendMessage, _: Files) -> Wire:
    chat = world.open_chat(call.chat_id)
    look = _text_look(call.text, call)
    return _say(world, chat, call, look)


@verb(m.SendPhoto)
def send_photo(world: World, call: m.SendPhoto, files: Files) -> Wire:
    chat = world.open_chat(call.chat_id)
    text, entities = limits.text(call.caption or "", _mode(call), call.caption_entities, limits.CAPTION)
    photo = _photo(world, call.photo, files)
    return _say(world, chat, call, Look(text, entities, photo, keyboard=_keyboard(call.reply_markup)))


@verb(m.SendRichMessage)
def send_rich_message(world: World, call: m.SendRichMessage, files: Files) -> Wire:
    chat = world.open_chat(call.chat_id)
    text, shown = rich.read(call.rich_message, _taker(world, files))
    return _say(world, chat, call, Look(text, rich=shown, keyboard=_keyboard(call.reply_markup)))


@verb(m.SendChatAction)
def send_chat_action(world: World, call: m.SendChatAction, _: Files) -> bool:
    if call.action not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat = world.open_chat(call.chat_id)
    chat.actions.append(call.action)
    world.bell.ring()
    return True


# changing what was said


@verb(m.EditMessageText)
def edit_message_text(world: World, call: m.EditMessageText, files: Files) -> Wire:
    post = world.own_post(_edited_chat(world, call.chat_id), call.message_id)
    if post.look.photo:
        raise bad("there is no text in the message to edit")
    if call.rich_message and world.rich:
        text, shown = rich.read(call.rich_message, _taker(world, files))
        return _change(world, post.chat, post.id, Look(text, rich=shown, keyboard=_keyboard(call.reply_markup)))
    return _change(world, post.chat, post.id, _text_look(call.text or "", call))


@verb(m.EditMessageCaption)
def edit_message_caption(world: World, call: m.EditMessageCaption, _: Files) -> Wire:
    post = world.own_post(_edited_chat(world, call.chat_id), call.message_id)
    if not post.look.photo:
        raise bad("there is no caption in the message to edit")
    text, entities = limits.text(call.caption or "", _mode(call), call.caption_entities, limits.CAPTION)
    return _change(
        world, post.chat, post.id, Look(text, entities, post.look.photo, keyboard=_keyboard(call.reply_markup))
    )


@verb(m.EditMessageMedia)
def edit_message_media(world: World, call: m.EditMessageMedia, files: Files) -> Wire:
    post = world.own_post(_edited_chat(world, call.chat_id), call.message_id)
    if not isinstance(call.media, InputMediaPhoto):
        raise bad("this stand-in changes photos only")
    media = call.media
    text, entities = limits.text(media.caption or "", _mode(media), media.caption_entities, limits.CAPTION)
    photo = _photo(world, media.media, files)
    return _change(world, post.chat, post.id, Look(text, entities, photo, keyboard=_keyboard(call.reply_markup)))


@verb(m.EditMessageReplyMarkup)
def edit_message_reply_markup(world: World, call: m.EditMessageReplyMarkup, _: Files) -> Wire:
    post = world.own_post(_edited_chat(world, call.chat_id), call.message_id)
    old = post.look
    look = Look(old.text, old.entities, old.photo, old.rich, _keyboard(call.reply_markup))
    return _change(world, post.chat, post.id, look)


@verb(m.DeleteMessage)
def delete_message(world: World, call: m.DeleteMessage, _: Files) -> bool:
    chat = world.chat(call.chat_id)
    post = world.post(chat, call.message_id, "message to delete not found")
    if world.now() - post.at > 48 * 3600 or (chat.kind != "private" and post.sender["id"] != world.me["id"]):
        raise bad("message can't be deleted")
    post.deleted = True
    world.bell.ring()
    return True


@verb(m.SetMessageReaction)
def set_message_reaction(world: World, call: m.SetMessageReaction, _: Files) -> bool:
    post = world.post(world.open_chat(call.chat_id), call.message_id, "message to react not found")
    emoji = [str(plain(reaction)["emoji"]) for reaction in call.reaction or () if reaction.type == "emoji"]
    if len(emoji) > 1 or any(sign.removesuffix("\ufe0f") not in REACTIONS for sign in emoji):
        raise bad("REACTIONS_TOO_MANY" if len(emoji) > 1 else "REACTION_INVALID")
    post.reactions = emoji
    world.bell.ring()
    return True


@verb(m.AnswerCallbackQuery)
def answer_callback_query(world: World, call: m.AnswerCallbackQuery, _: Files) -> bool:
    if len(call.text or "") > limits.TOAST:
        raise bad("MESSAGE_TOO_LONG")
    world.answer(call.callback_query_id, Toast(call.text or "", bool(call.show_alert)))
    return True


@verb(m.GetFile)
def get_file(world: World, call: m.GetFile, _: Files) -> Wire:
    if call.file_id not in world.files:
        raise bad("invalid file_id")
    photo = world.files[call.file_id]
    told = {"file_id": photo.file_id, "file_unique_id": photo.file_id[-12:], "file_size": len(photo.data)}
    return told | {"file_path": f"photos/{photo.file_id}"}


# parts


def _text_look(source: str, call: m.SendMessage | m.EditMessageText) -> Look:
    text, entities = limits.text(source, _mode(call), call.entities, limits.TEXT)
    if not text:
        raise bad(words.EMPTY_TEXT)
    return Look(text, entities, keyboard=_keyboard(call.reply_markup))


def _mode(call: Any) -> str | None:
    return call.parse_mode if isinstance(call.parse_mode, str) else None


def _keyboard(markup: object) -> list[list[Wire]]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return []
    limits.keyboard(markup)
    rows: list[list[Wire]] = plain(markup)["inline_keyboard"]
    return [row for row in rows if row]


def _photo(world: World, given: object, files: Files) -> Photo:
    """A picture that was uploaded with the call, or one that Telegram has."""
    if isinstance(given, BufferedInputFile):
        return world.store(given.data, limits.photo(given.data))
    name = str(given)
    if name.startswith("attach://"):
        if name.removeprefix("attach://") not in files:
            raise bad("there is no photo in the request")
        data = files[name.removeprefix("attach://")][1]
        return world.store(data, limits.photo(data))
    if name not in world.files:
        raise bad("wrong file identifier/HTTP URL specified")
    return world.files[name]


def _taker(world: World, files: Files) -> Callable[[object], Wire]:
    """What takes a picture in a rich message and tells of it."""
    return lambda given: _photo(world, given, files).wire()


def _say(world: World, chat: Chat, call: m.SendMessage | m.SendPhoto | m.SendRichMessage, look: Look) -> Wire:
    more: Wire = {"message_thread_id": call.message_thread_id} if call.message_thread_id else {}
    if call.reply_parameters:
        more |= _reply(chat, call.reply_parameters)
    world.speak(chat)
    return chat.put(world.me, world.now(), look, more, ours=True).wire()


def _reply(chat: Chat, to: ReplyParameters) -> Wire:
    post = chat.posts.get(to.message_id or 0)
    if post and not post.deleted:
        return {"reply_to_message": post.wire()}
    if to.allow_sending_without_reply is True:
        return {}
    raise bad("message to be replied not found")


def _edited_chat(world: World, chat_id: int | str | None) -> Chat:
    """Telegram lets a bot edit where the person blocked it, but not where the account or the chat is gone."""
    chat = world.chat("" if chat_id is None else chat_id)
    return chat if world.shut.get(chat.id) == "blocked" else world.open_chat(chat.id)


def _change(world: World, chat: Chat, message_id: int, look: Look) -> Wire:
    post = chat.posts[message_id]
    world.speak(chat)
    if look == post.look:
        raise bad(words.NOT_MODIFIED)
    post.change(look)
    world.bell.ring()
    return post.wire()
