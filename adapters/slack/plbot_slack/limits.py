"""Slack's numbers and our own about it, each with its source. docs.slack.dev is the manual; `slack_sdk.models` checks most of them."""

# What Slack takes (reference/block-kit, reference/methods). Counted in UTF-16 units: never fewer than Slack counts.
HEADER = 150  # block-kit/blocks/header-block
TEXT_BLOCK = 3_000  # block-kit/blocks/section-block; for rich text none is written down, so the same
ALT_TEXT = 2_000  # block-kit/blocks/image-block
LABEL = 75  # block-kit/block-elements/button-element: the label, and what a screen reader says instead
VALUE = 2_000  # block-kit/block-elements/button-element
ELEMENTS = 25  # block-kit/blocks/actions-block: buttons in one block
MESSAGE_BLOCKS = 50  # block-kit/blocks: in one message
VIEW_BLOCKS = 100  # block-kit/blocks: in a form and on the Home tab
VIEW_BYTES = 120_000  # methods/views.publish: 250 KB (`view_too_large`); each letter may be sent as two or three
MESSAGE_JSON = (
    12_000  # characters of all blocks: `msg_blocks_too_long` was met from about 13,200, and is not written down
)
FALLBACK = 4_000  # methods/chat.postMessage: "we recommend limiting the length of the text field to 4,000 characters"
FORM_TITLE = 24  # surfaces/modals: title, submit and close
FORM_INPUT = 3_000  # block-kit/block-elements/plain-text-input-element: max_length
FORM_LABEL = 2_000  # block-kit/blocks/input-block

# What the adapter asks of Slack
SCOPES = (
    "app_mentions:read",  # hear when it is mentioned in a channel
    "chat:write",  # say
    "commands",  # the slash command and both shortcuts
    "files:write",  # pictures and formulas
    "im:history",  # hear what is typed to it in private
)
APP_SCOPE = "connections:write"  # of the app-level token: open a Socket Mode line

# Pace and patience
CHANNEL_MS = 1_000  # apis/web-api/rate-limits: one message a second and channel
TIDIES_A_MINUTE = 20  # old buttons taken off: chat.update is Tier 3, about 50 a minute for all; boards keep 30 of them
A_MINUTE = 60.0
CALL_SECONDS = 10  # one call of the Web API; Slack itself gives up on most after about this long
OPEN_SECONDS = 15  # opening a line: two calls' worth, then a new address is asked for
PING_SECONDS = 3  # a line that is silent four times as long is dead, and its messages would wait meanwhile
SETTLED_SECONDS = 1  # a line lost sooner counts as a failed try: a loop of quick losses must slow down
FIRST_WAIT = 0.5  # seconds before the second try; doubled each time, with jitter so that many bots do not come at once
LONGEST_WAIT = 60.0  # apps.connections.open is Tier 1: once a minute is always allowed
DRAIN_SECONDS = 1.5  # for what was heard, and again for what is being said: of the five that stopping may take
LAST_WORDS_SECONDS = 1.0  # between them: what was just decided is said
HANG_UP_SECONDS = 0.5  # a peer that is still there says goodbye at once
THROTTLE_SECONDS = 30  # where Slack throttles without saying for how long
PICTURE_TRIES = 3  # a file is still being processed for a second or two after its upload; then the words must do
PICTURES_KEPT = 1_024  # pictures whose file is remembered: those of all standards a school works on
BEGUN_KEPT = 256  # messages in several parts of which some are said: four times what leaves at once

# Over HTTP
BODY_BYTES = 1_048_576  # a request of Slack's is a few KB; a form with 3,000 letters 40 KB
SIGNED_SECONDS = 300  # authentication/verifying-requests-from-slack: older is a replay
SKEW_SECONDS = 60  # a clock that is off by this much is on its way to SIGNED_SECONDS
