"""What a bot may ask for: who it is, who others are, and what stands in its menu."""

from typing import Any

from tests.fakes import telegram_limits as limits
from tests.fakes.aiogram_models import methods as m
from tests.fakes.telegram_chats import Wire
from tests.fakes.telegram_methods import verb
from tests.fakes.telegram_oracle import Files, plain
from tests.fakes.telegram_people import Group
from tests.fakes.telegram_refusals import bad
from tests.fakes.telegram_world import World

WORDS = {"name": 64, "description": 512, "short_description": 120}  # the longest of each, telegram.constants.Bot*Limit
DEFAULT_MENU: Wire = {"type": "commands"}


@verb(m.GetMe)
def get_me(world: World, _: m.GetMe, __: Files) -> Wire:
    return world.me | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}


@verb(m.GetChat)
def get_chat(world: World, call: m.GetChat, _: Files) -> Wire:
    chat = world.chat(call.chat_id)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
    )
    return chat.wire() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


@verb(m.GetChatMember)
def get_chat_member(world: World, call: m.GetChatMember, _: Files) -> Wire:
    chat = world.open_chat(call.chat_id)
    members = {person.id: person for person in chat.members} if isinstance(chat, Group) else {}
    if call.user_id not in members:
        raise bad("user not found")
    status = "creator" if call.user_id == next(iter(members)) else "member"
    extra = {"is_anonymous": False} if status == "creator" else {}
    return {"user": members[call.user_id].wire_user(), "status": status, **extra}


@verb(m.SetMyCommands)
def set_my_commands(world: World, call: m.SetMyCommands, _: Files) -> bool:
    limits.commands(call.commands)
    place = _place(world, call)
    if call.commands:
        world.commands[place] = plain(call.commands)
    else:
        world.commands.pop(place, None)
    return True


@verb(m.DeleteMyCommands)
def delete_my_commands(world: World, call: m.DeleteMyCommands, _: Files) -> bool:
    world.commands.pop(_place(world, call), None)
    return True


@verb(m.GetMyCommands)
def get_my_commands(world: World, call: m.GetMyCommands, _: Files) -> list[Wire]:
    return world.commands.get(_place(world, call), [])


def _place(world: World, call: m.SetMyCommands | m.DeleteMyCommands | m.GetMyCommands) -> tuple[str, str]:
    """Where commands hold: a scope (a kind of chat, one chat, one member), and a language."""
    scope = plain(call.scope) if call.scope else {"type": "default"}
    if "chat_id" in scope:
        world.chat(scope["chat_id"])
    return ":".join(str(value) for value in scope.values()), _language(call.language_code)


def _language(code: str | None) -> str:
    if code and not (len(code) == 2 and code.isascii() and code.islower()):  # ISO 639-1
        raise bad("invalid language code specified")
    return code or ""


@verb(m.SetMyName)
def set_my_name(world: World, call: m.SetMyName, _: Files) -> bool:
    return _set_words(world, "name", call.name, call.language_code)


@verb(m.SetMyDescription)
def set_my_description(world: World, call: m.SetMyDescription, _: Files) -> bool:
    return _set_words(world, "description", call.description, call.language_code)


@verb(m.SetMyShortDescription)
def set_my_short_description(world: World, call: m.SetMyShortDescription, _: Files) -> bool:
    return _set_words(world, "short_description", call.short_description, call.language_code)


@verb(m.GetMyName)
def get_my_name(world: World, call: m.GetMyName, _: Files) -> Wire:
    return {"name": world.words.get(("name", _language(call.language_code)), world.me["first_name"])}


@verb(m.GetMyDescription)
def get_my_description(world: World, call: m.GetMyDescription, _: Files) -> Wire:
    return {"description": world.words.get(("description", _language(call.language_code)), "")}


@verb(m.GetMyShortDescription)
def get_my_short_description(world: World, call: m.GetMyShortDescription, _: Files) -> Wire:
    return {"short_description": world.words.get(("short_description", _language(call.language_code)), "")}


def _set_words(world: World, kind: str, text: str | None, language: str | None) -> bool:
    if len(text or "") > WORDS[kind]:
        raise bad(f"BOT_{kind.upper()}_TOO_LONG")
    world.words[kind, _language(language)] = text or ""
    return True


@verb(m.SetChatMenuButton)
def set_chat_menu_button(world: World, call: m.SetChatMenuButton, _: Files) -> bool:
    if call.chat_id is not None and world.chat(call.chat_id).kind != "private":
        raise bad("chat_id must be of a private chat")
    world.menus[call.chat_id or 0] = plain(call.menu_button) if call.menu_button else DEFAULT_MENU
    return True


@verb(m.GetChatMenuButton)
def get_chat_menu_button(world: World, call: m.GetChatMenuButton, _: Files) -> Any:
    return world.menus.get(call.chat_id or 0, world.menus.get(0, DEFAULT_MENU))
