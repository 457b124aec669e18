"""The stand-in for Telegram, asked by two libraries that know the real one: what a bot says, changes and sets up."""

import aiohttp
import pytest
import telegram as ptb
from telegram import error as ptb_errors
from tests.fakes.aiogram_models import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputRichBlockMathematicalExpression,
    InputRichBlockParagraph,
    InputRichBlockPhoto,
    InputRichMessage,
    MessageEntity,
    ReplyParameters,
    RichTextBold,
    exceptions,
)
from tests.fakes.telegram import PNG, TelegramFake
from tests.fakes.telegram_clients import buttons, client, other_client, refused

# saying


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  <b> </b>\n", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("𝄞" * 2049, "message is too long"),
        ("<b>x</i>", 'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("é<h1>x</h1>", 'can\'t parse entities: Unsupported start tag "h1" at byte offset 2'),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("1 < 2", "can't parse entities: Unclosed start tag at byte offset 2"),
        ("<i>.</i>" * 101, "entities too long"),
    ],
)
async def test_a_text_that_telegram_would_not_take_is_refused_in_its_words(
    fake: TelegramFake, bot: Bot, text: str, why: str
) -> None:
    ana = fake.user("Ana", started=True)
    assert await refused(bot.send_message(ana.id, text, parse_mode="HTML")) == f"Bad Request: {why}"
    assert ana.messages == []


async def test_half_a_sign_is_no_text(fake: TelegramFake) -> None:
    """What cutting a text in the middle of a pair of UTF-16 units leaves; JSON carries it, Telegram does not take it."""
    ana = fake.user("Ana", started=True)
    body = b'{"chat_id": %d, "text": "\\ud834"}' % ana.id
    headers = {"Content-Type": "application/json"}
    url = f"{fake.url}/bot{fake.token}/sendMessage"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, data=body) as answer:
        assert (await answer.json())["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_a_person_sees_text_without_tags_and_marks_where_they_belong(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana", started=True)
    await bot.send_message(ana.id, " 𝄞 <b>a &lt; b</b> &amp; <a href='https://x.org'>c</a>&nbsp;\n", parse_mode="HTML")
    post = (await ana.hears())[0]
    assert post.text == "𝄞 a < b & c&nbsp;"
    assert post.marked("bold") == ["a < b"]
    await bot.send_message(ana.id, "𝄞" * 2048, entities=[MessageEntity(type="bold", offset=0, length=4096)])
    assert (await ana.hears())[0].marked("bold") == ["𝄞" * 2048]


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "x", "url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ],
)
async def test_a_button_that_telegram_would_not_take_is_refused(
    fake: TelegramFake, bot: Bot, button: dict[str, str], why: str
) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton.model_validate(button)]])
    ana = fake.user("Ana", started=True)
    assert await refused(bot.send_message(ana.id, "hi", reply_markup=markup)) == f"Bad Request: {why}"


async def test_whom_a_bot_may_write_to(fake: TelegramFake, bot: Bot) -> None:
    ana, room = fake.user("Ana"), fake.group("Room 12", [fake.user("Ben")])
    assert await refused(bot.send_message(ana.id, "hi")) == "Forbidden: bot can't initiate conversation with a user"
    assert await refused(bot.send_message(99, "hi")) == "Bad Request: chat not found"
    ana.starts()
    await bot.send_message(ana.id, "hi")
    ana.blocks()
    assert await refused(bot.send_message(ana.id, "hi")) == "Forbidden: bot was blocked by the user"
    ana.starts()
    await bot.send_message(ana.id, "hi again")
    ana.deactivates()
    assert await refused(bot.send_message(ana.id, "hi")) == "Forbidden: user is deactivated"
    assert await refused(bot.send_message(fake.bot("Robot").id, "hi")) == "Forbidden: bot can't send messages to bots"
    room.kicks()
    assert await refused(bot.send_message(room.id, "hi")) == "Forbidden: bot was kicked from the group chat"
    assert [[*update][1] for update in fake.pending].count("my_chat_member") == 3


async def test_a_group_that_grew_says_its_new_address(fake: TelegramFake, bot: Bot) -> None:
    room = fake.group("Room 12", [fake.user("Ben")])
    grown = room.migrates()
    with pytest.raises(exceptions.TelegramMigrateToChat) as caught:
        await bot.send_message(room.id, "hi")
    assert caught.value.migrate_to_chat_id == grown.id
    await bot.send_message(grown.id, "hi")
    assert (await grown.hears())[0].text == "hi"


async def test_photos_are_real_pictures_uploaded_once(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana", started=True)
    sent = await bot.send_photo(ana.id, BufferedInputFile(PNG, "a.png"), caption="<b>A</b> point", parse_mode="HTML")
    assert sent.photo
    await bot.send_photo(ana.id, sent.photo[0].file_id)
    assert [post.photo for post in await ana.hears(2)] == [PNG, PNG]
    assert ana.messages[0].text == "A point"
    assert "caption is too long" in await refused(bot.send_photo(ana.id, sent.photo[0].file_id, caption="x" * 1025))
    assert "IMAGE_PROCESS_FAILED" in await refused(bot.send_photo(ana.id, BufferedInputFile(b"no picture", "a.png")))
    big = BufferedInputFile(PNG + bytes(10 * 1024 * 1024), "a.png")
    assert "too big for a photo" in await refused(bot.send_photo(ana.id, big))
    assert "wrong file identifier" in await refused(bot.send_photo(ana.id, "AgAC-unknown"))
    async with other_client(fake) as other:
        there = await other.send_photo(ana.id, PNG)
        assert await (await other.get_file(there.photo[0].file_id)).download_as_bytearray() == PNG


async def test_a_reply_wants_the_message_it_replies_to(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana")
    mine = ana.types("hello")
    sent = await bot.send_message(ana.id, "yes?", reply_parameters=ReplyParameters(message_id=mine.id))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "hello"
    ana.deletes(mine)
    gone = ReplyParameters(message_id=mine.id)
    assert (
        await refused(bot.send_message(ana.id, "yes?", reply_parameters=gone))
        == "Bad Request: message to be replied not found"
    )
    await bot.send_message(
        ana.id, "yes?", reply_parameters=gone.model_copy(update={"allow_sending_without_reply": True})
    )


async def test_rich_messages_where_the_server_knows_them(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana", started=True)
    photo = InputMediaPhoto(media=BufferedInputFile(PNG, "a.png"))
    message = InputRichMessage(
        blocks=[
            InputRichBlockParagraph(text=["Half is ", RichTextBold(text="this")]),
            InputRichBlockMathematicalExpression(expression="\\frac{1}{2}"),
            InputRichBlockPhoto(photo=photo),
        ]
    )
    sent = await bot.send_rich_message(ana.id, message, reply_markup=buttons("Go"))
    assert sent.rich_message
    kinds = [block.type for block in sent.rich_message.blocks]
    assert kinds == ["paragraph", "mathematical_expression", "photo"]
    post = (await ana.hears())[0]
    assert (post.text, post.buttons) == ("Half is this\n\\frac{1}{2}", ["Go"])
    await bot.edit_message_text(
        chat_id=ana.id, message_id=post.id, rich_message=InputRichMessage(html="<h1>Now</h1><p>this</p>")
    )
    assert (post.text, post.buttons, post.edits) == ("Now\nthis", [], 1)
    both = InputRichMessage(html="x", markdown="y")
    assert "exactly one" in await refused(bot.send_rich_message(ana.id, both))
    assert fake.objections == []


async def test_an_old_server_does_not_know_rich_messages() -> None:
    async with TelegramFake(rich=False) as fake, client(fake) as bot, other_client(fake) as other:
        ana = fake.user("Ana", started=True)
        message = InputRichMessage(html="x")
        assert await refused(bot.send_rich_message(ana.id, message)) == "Not Found: method not found"
        with pytest.raises(ptb_errors.EndPointNotFound):
            await other.do_api_request("sendRichMessage", {"chat_id": ana.id, "rich_message": {"html": "x"}})


# changing what was said


async def test_edits(fake: TelegramFake, bot: Bot) -> None:
    """An edit that changes nothing is refused; one without buttons takes them off; only the bot's own messages change."""
    ana = fake.user("Ana")
    hers = ana.types("hello")
    sent = await bot.send_message(ana.id, "<b>one</b>", parse_mode="HTML", reply_markup=buttons("Go"))
    post = (await ana.hears())[0]

    same = sent.edit_text("<b>one</b> ", parse_mode="HTML", reply_markup=buttons("Go"))
    assert (await refused(same)).startswith("Bad Request: message is not modified: specified new message content")
    await sent.edit_text("two")
    assert (post.text, post.buttons, [look.text for look in post.earlier]) == ("two", [], ["one"])
    assert "not modified" in await refused(sent.edit_reply_markup())
    edit = bot.edit_message_text("x", chat_id=ana.id, message_id=hers.id)
    assert await refused(edit) == "Bad Request: message can't be edited"
    await sent.delete()
    assert await refused(sent.edit_text("three")) == "Bad Request: message to edit not found"
    assert await refused(sent.delete()) == "Bad Request: message to delete not found"


async def test_a_press_is_answered_once_and_in_time(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana", started=True)
    await bot.send_message(ana.id, "ready?", reply_markup=buttons("Yes", "No"))
    press = ana.presses("Yes")
    query = (await bot.get_updates())[-1].callback_query
    assert query
    assert query.data == "Yes"
    assert await refused(bot.answer_callback_query(query.id, text="x" * 201)) == "Bad Request: MESSAGE_TOO_LONG"
    await bot.answer_callback_query(query.id, text="Noted", show_alert=True)
    assert press.answer
    assert (press.answer.text, press.answer.alert, ana.toasts) == ("Noted", True, ["Noted"])
    too_late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await refused(bot.answer_callback_query(query.id)) == too_late
    late = ana.presses("No")
    fake.later(61)
    assert await refused(bot.answer_callback_query(late.id)) == too_late


async def test_a_button_that_is_gone_is_pressed_only_by_an_app_that_lags(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana", started=True)
    sent = await bot.send_message(ana.id, "ready?", reply_markup=buttons("Yes"))
    await bot.edit_message_reply_markup(chat_id=ana.id, message_id=sent.message_id)
    with pytest.raises(LookupError, match="Ana sees no button 'Yes'"):
        ana.presses("Yes")
    assert ana.presses("Yes", late=True).data == "Yes"


async def test_reactions_and_typing(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana")
    hers = ana.types("done!")
    async with other_client(fake) as other:
        await other.set_message_reaction(ana.id, hers.id, "🎉")
        await other.send_chat_action(ana.id, "typing")
    assert (hers.reactions, ana.actions) == (["🎉"], ["typing"])
    assert await refused(bot.send_chat_action(ana.id, "thinking")) == "Bad Request: wrong parameter action in request"


# the bot's own page


async def test_commands_are_kept_by_scope_and_language(fake: TelegramFake, bot: Bot) -> None:
    ana = fake.user("Ana", started=True)
    hers = [BotCommand(command="menu", description="Menü")]
    await bot.set_my_commands(hers, scope=BotCommandScopeChat(chat_id=ana.id), language_code="de")
    kept = await bot.get_my_commands(scope=BotCommandScopeChat(chat_id=ana.id), language_code="de")
    assert [(command.command, command.description) for command in kept] == [("menu", "Menü")]
    assert await bot.get_my_commands() == []
    many = [BotCommand(command=f"c{n}", description="x") for n in range(101)]
    assert "BOT_COMMANDS_TOO_MUCH" in await refused(bot.set_my_commands(many))
    assert "BOT_COMMAND_INVALID" in await refused(bot.set_my_commands([BotCommand(command="Menu", description="x")]))
    assert "description must be non-empty" in await refused(
        bot.set_my_commands([BotCommand(command="menu", description="")])
    )


async def test_descriptions_and_the_menu_button(fake: TelegramFake) -> None:
    async with other_client(fake) as other:
        await other.set_my_description("Eine Hilfe beim Lernen.", language_code="de")
        assert (await other.get_my_description("de")).description == "Eine Hilfe beim Lernen."
        assert (await other.get_my_description()).description == ""
        await other.set_chat_menu_button(menu_button=ptb.MenuButtonCommands())
        assert (await other.get_chat_menu_button()).type == "commands"
        assert (await other.get_chat(fake.user("Ana").id)).first_name == "Ana"
