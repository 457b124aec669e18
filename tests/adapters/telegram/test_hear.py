"""What Telegram's updates mean to us: every kind of update, as the Bot API words it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from plbot.core.events import Inbound
from plbot_telegram.ears import read
from plbot_telegram.hear import Me, hear, moments

ME = Me(999, "PlbotBot")
ANA = {"id": 5, "is_bot": False, "first_name": "Ana"}
OTHER_BOT = {"id": 6, "is_bot": True, "first_name": "Other"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Ana"}
RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)
GROUP = {"id": -77, "type": "group", "title": "7a"}
SUPERGROUP = {"id": -1001, "type": "supergroup", "title": "7a"}
DATE = 1_700_000_000

Wire = dict[str, Any]


def message(chat: Wire = PRIVATE, by: Wire | None = ANA, **more: Any) -> Wire:
    sender = {"from": by} if by else {}
    return {"message_id": 10, "date": DATE, "chat": chat, **sender, **more}


def heard(at: int = 0, **update: Any) -> Inbound | None:
    return hear(Update.de_json({"update_id": 42, **update}, None), ME, at)


def test_a_text_is_heard_whole_with_who_when_and_which_bot() -> None:
    said = heard(message=message(text="1/2 < 3\n& more"))
    assert said == Inbound("42", "telegram:5", "text", DATE * 1000, "1/2 < 3\n& more", bot="999")


@pytest.mark.parametrize(
    ("text", "kind", "means"),
    [
        ("/start", "join", ""),
        ("/start ABC-12", "join", "ABC-12"),
        ("/START@plbotbot x", "join", "x"),
        ("/menu", "text", "menu"),
        ("/menu@PLBOTBOT  now please", "text", "menu now please"),
        ("/my_path", "text", "my path"),
        ("/2", "text", "2"),
        ("/ two", "text", "/ two"),
        ("1/2", "text", "1/2"),
        ("/весь путь", "text", "/весь путь"),
        ("/path\nof mine", "text", "path of mine"),
    ],
)
def test_a_command_is_the_word_behind_its_slash(text: str, kind: str, means: str) -> None:
    said = heard(message=message(text=text))
    assert said
    assert (said.kind, said.text) == (kind, means)


def test_a_command_for_another_bot_is_not_ours() -> None:
    assert heard(message=message(text="/menu@OtherBot")) is None
    assert heard(message=message(text="/menu@OtherBot", chat=GROUP)) is None


def test_a_press_carries_its_button_and_takes_its_moment_from_the_update_before() -> None:
    query = {"id": "1", "from": ANA, "chat_instance": "1", "data": "mid:2", "message": message()}
    assert heard(at=77, callback_query=query) == Inbound("42", "telegram:5", "choice", 77, choice="mid:2", bot="999")
    assert heard(callback_query=query | {"message": message(chat=GROUP)}) == Inbound(
        "42", "telegram:5", "choice", choice="mid:2", bot="999", where="telegram:-77"
    )


def test_a_press_on_a_message_too_old_to_be_shown_is_still_heard() -> None:
    query = {"id": "1", "from": ANA, "chat_instance": "1", "data": "mid:2"}
    said = heard(callback_query=query | {"message": {"chat": PRIVATE, "message_id": 3, "date": 0}})
    assert said
    assert said.choice == "mid:2"


@pytest.mark.parametrize("lacks", ["data", "message"])
def test_a_press_without_data_or_message_says_nothing(lacks: str) -> None:
    query: Wire = {"id": "1", "from": ANA, "chat_instance": "1", "data": "mid:2", "message": message()}
    del query[lacks]
    assert heard(callback_query=query) is None


SIZE = {"file_id": "f", "file_unique_id": "u", "width": 2, "height": 2}
FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTOS: list[Wire] = [
    {"photo": [SIZE]},
    {"photo": [SIZE], "caption": "/menu"},
    {"video": SIZE | {"duration": 1}},
    {"video_note": FILE | {"length": 1, "duration": 1}},
    {"animation": SIZE | {"duration": 1}},
    {"sticker": SIZE | {"type": "regular", "is_animated": False, "is_video": False}},
]
FILES: list[Wire] = [
    {"voice": FILE | {"duration": 1}},
    {"audio": FILE | {"duration": 1}},
    {"document": FILE},
    {"contact": {"phone_number": "1", "first_name": "Ben"}},
    {"location": {"latitude": 1.0, "longitude": 2.0}},
    {"dice": {"emoji": "🎲", "value": 3}},
    {"rich_message": {"blocks": []}},
]


@pytest.mark.parametrize("what", PHOTOS, ids=lambda what: next(iter(what)))
def test_what_is_looked_at_is_a_photo_even_with_a_caption(what: Wire) -> None:
    said = heard(message=message(**what))
    assert said
    assert (said.kind, said.text) == ("photo", "")


@pytest.mark.parametrize("what", FILES, ids=lambda what: next(iter(what)))
def test_anything_else_that_is_sent_is_a_file(what: Wire) -> None:
    said = heard(message=message(**what))
    assert said
    assert said.kind == "file"


def test_an_edited_message_is_no_new_answer() -> None:
    said = heard(edited_message=message(text="3/4", edit_date=DATE + 5))
    assert said == Inbound("42", "telegram:5", "edited", (DATE + 5) * 1000, "3/4", bot="999")


def test_a_reaction_is_heard_when_given_and_not_when_taken_back() -> None:
    thumb = [{"type": "emoji", "emoji": "👍"}]
    reaction = {"chat": PRIVATE, "message_id": 3, "user": ANA, "date": DATE, "old_reaction": [], "new_reaction": thumb}
    said = heard(message_reaction=reaction)
    assert said
    assert (said.kind, said.who) == ("reaction", "telegram:5")
    assert heard(message_reaction=reaction | {"new_reaction": [], "old_reaction": thumb}) is None


@pytest.mark.parametrize(("status", "kind"), [("kicked", "blocked"), ("member", "unblocked")])
def test_blocking_and_coming_back_are_heard(status: str, kind: str) -> None:
    new: Wire = {"status": status, "user": {"id": 999, "is_bot": True, "first_name": "p"}}
    new |= {"until_date": 0} if status == "kicked" else {}
    change = {"chat": PRIVATE, "from": ANA, "date": DATE, "old_chat_member": new, "new_chat_member": new}
    said = heard(my_chat_member=change)
    assert said
    assert (said.kind, said.at) == (kind, DATE * 1000)


@pytest.mark.parametrize(
    ("status", "gone"), [("kicked", True), ("left", True), ("member", False), ("administrator", False)]
)
def test_being_put_out_of_a_group_is_heard_of_the_group(status: str, *, gone: bool) -> None:
    new: Wire = {"status": status, "user": {"id": 999, "is_bot": True, "first_name": "p"}}
    new |= {"until_date": 0} if status == "kicked" else {}
    new |= dict.fromkeys(RIGHTS, False) if status == "administrator" else {}
    change = {"chat": GROUP, "from": ANA, "date": DATE, "old_chat_member": new, "new_chat_member": new}
    said = heard(my_chat_member=change)
    told = Inbound("42", f"telegram:{GROUP['id']}", "blocked", DATE * 1000, bot="999")
    assert said == (told if gone else None)


def test_a_group_that_moved_tells_both_addresses() -> None:
    by_nobody = message(chat=GROUP, by=None, migrate_to_chat_id=-1001)
    assert heard(message=by_nobody) == Inbound("42", "telegram:-77", "moved", DATE * 1000, "telegram:-1001", bot="999")
    assert heard(message=message(chat=SUPERGROUP, migrate_from_chat_id=-77)) is None


def test_in_a_group_only_commands_to_us_and_here_are_heard() -> None:
    def text(words: str) -> tuple[str, str] | None:
        said = heard(message=message(chat=SUPERGROUP, text=words))
        return (said.text, said.where) if said else None

    assert text("/here") == ("here", "telegram:-1001")
    assert text("/menu@PlbotBot") == ("menu", "telegram:-1001")
    assert text("/menu") is None
    assert text("hello all") is None
    assert heard(message=message(chat=GROUP, photo=[SIZE])) is None
    assert heard(edited_message=message(chat=GROUP, text="/here")) is None


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(by=OTHER_BOT, text="/here", chat=GROUP)},
        {"message": message(by={"id": 999, "is_bot": True, "first_name": "plbot"}, text="hello")},
        {"message": message(by=None, text="/here", chat=GROUP)},
        {"channel_post": message(by=None, text="hi", chat={"id": -9, "type": "channel"})},
        {"message": message(pinned_message=message(text="x"))},
        {"message": message(new_chat_title="7b", chat=GROUP)},
        {"poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": [], "user": ANA}},
        {"something_new": {"of": "next year"}},
    ],
)
def test_bots_channels_and_service_messages_are_not_ours_to_hear(update: Wire) -> None:
    assert heard(**update) is None


def test_a_press_is_as_late_as_the_dated_update_before_it_in_the_batch() -> None:
    query = {"id": "1", "from": ANA, "chat_instance": "1", "data": "m:1", "message": message()}
    wires: list[Wire] = [
        {"update_id": 1, "callback_query": query},
        {"update_id": 2, "message": message(text="hi")},
        {"update_id": 3, "callback_query": query},
        {"update_id": 4, "callback_query": query},
        {"update_id": 5, "message": message(text="hi") | {"date": DATE + 9}},
        {"update_id": 6, "callback_query": query},
    ]
    updates = [Update.de_json(wire, None) for wire in wires]
    late = (DATE + 9) * 1000
    assert list(moments(updates)) == [0, DATE * 1000, DATE * 1000, DATE * 1000, late, late]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "chat", "from", "date"]), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["update_id", "message", "callback_query", "my_chat_member"]), JSON) | JSON)
def test_an_update_that_makes_no_sense_is_skipped_and_harms_nobody(raw: object) -> None:
    """It is read as nothing, or heard as nothing; it never raises, so it cannot hold up the batch."""
    update = read(raw)
    if update:
        assert update.update_id == raw["update_id"]  # type: ignore[index] # only a mapping is read as an update
