"""Telegram's numbers, each with its source, and the adapter's own, each with its reason.

API: https://core.telegram.org/bots/api. FAQ: https://core.telegram.org/bots/faq. PTB: `telegram.constants`.
"""

SECOND = 1_000  # all times in windows and events are in ms

# pace (FAQ, "My bot is hitting limits"; PTB FloodLimit)
A_BOT = 30  # messages in a second, to all chats together
A_CHAT = 1  # message in a second; short bursts pass, and are paid for later with a 429
A_GROUP = 20  # messages in a minute
GROUP_MS = 60 * SECOND

# messages
TEXT_UNITS = 4096  # of UTF-16, after the marks are read (API sendMessage)
CAPTION_UNITS = 1024  # of UTF-16, after the marks are read (API sendPhoto)
ENTITIES = 100  # marks; Telegram silently drops those beyond (PTB MessageLimit.MESSAGE_ENTITIES)
PHOTO_BYTES = 10_000_000  # (API sendPhoto)
PHOTO_SIDES = 10_000  # width and height together, in pixels (API sendPhoto)
PHOTO_RATIO = 20  # the longer side over the shorter one (API sendPhoto)
RICH_CHARACTERS = 32_768  # with the source of formulas (API "Rich Message Limits")
RICH_BLOCKS = 500  # with the rows of tables (API "Rich Message Limits")
RICH_HEADING = 3  # of 1 (largest) to 6: a chat's heading is no headline
PICTURES = 2  # in one card: each further one would be a message more, and a second's wait more

# buttons
DATA_BYTES = 64  # (API InlineKeyboardButton.callback_data)
BUTTONS = 100  # under one message; Telegram refuses more (PTB InlineKeyboardMarkupLimit, undocumented)
IN_A_ROW = 3  # a fourth is narrower than a thumb on a 320-point phone
ROW_LETTERS = 36  # a message's width on a 360-point phone: three buttons of 12, two of 18, one of 36
LABEL_LETTERS = 64  # a longer label is cut by every app: it stands in the text, and its beginning on the button
TOAST = 200  # characters (API answerCallbackQuery)

# commands
COMMANDS = 100  # (API setMyCommands)
COMMAND_LETTERS = 32  # (API BotCommand.command)
DESCRIPTION = 512  # characters (API setMyDescription)
ABOUT = 120  # characters (API setMyShortDescription)
COMMAND_DOES = 256  # characters (API BotCommand.description)

# hearing
POLL_SECONDS = 50  # a long poll waits so long for news: Telegram cuts it at 50
POLL_GRACE = 15.0  # seconds more until the line is called dead: a slow phone network's worth
BATCH = 100  # updates at once (API getUpdates)
BODY_BYTES = 1_048_576  # of one webhook call: updates are a few KB, the largest (a long forwarded text) under 64
TYPING_AFTER = 0.7  # seconds: a wait that is noticed; most answers need a hundredth of it
TYPING_TIMES = 4  # shown again while it lasts: after twenty seconds more dots would only promise too much
TYPING_LASTS = 5.0  # seconds (API sendChatAction)

# connections
CONNECTIONS = 100  # 64 messages at once (delivery), the long poll, and answers to presses
CONNECT_SECONDS = 10.0  # to reach Telegram from a slow school
READ_SECONDS = 20.0  # for an answer; Telegram's own are under a second
UPLOAD_SECONDS = 60.0  # for an answer to a picture: 10 MB at 2 Mbit/s
CLOSE_SECONDS = 1.5  # for each of three farewells (the offset, messages on their way, answers to presses): five seconds in all are ours

# trying again
FIRST_WAIT = 1.0  # seconds; doubled each time, times 0.5 to 1.5, so that many bots do not come back together
LONGEST_WAIT = 60.0  # a Telegram that is back is used again within a minute or so
CONFLICT_WAIT = 15.0  # where another program polls: each of our tries takes its poll away
PAUSE = 0.5  # seconds after the database could not keep what was heard
RICH_REFUSALS = 3  # in a row, before the server is taken to know only an older kind of rich messages

# memory
FILE_IDS = 1_024  # pictures that need not be uploaded again: all of one school's formulas; about 200 KB
BEGUN = 256  # messages of several parts that stopped half-way: the next try says only the rest

# checks
PENDING_MANY = 200  # updates that wait at Telegram: two full batches, so we do not keep up or do not run
RECENT_SECONDS = 3_600  # an error of the webhook within the last hour is still news
SKEW_SECONDS = 30.0  # a clock further off than the network explains makes quiet hours and deadlines wrong
