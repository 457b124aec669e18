"""Messages of the bot: posted, changed, deleted; and whom each of them would wake up."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.fakes.slack_files import Files
from tests.fakes.slack_oracle import is_escaped, marked_up, wrong_blocks
from tests.fakes.slack_rules import objects, shared_action_ids
from tests.fakes.slack_views import RefusedError, with_ids
from tests.fakes.slack_workspace import BOT_USER, Channel, Json, Message, Workspace

TEXT_LONGEST = 40_000  # https://docs.slack.dev/reference/methods/chat.postMessage: msg_too_long
BLOCKS_LONGEST = 13_200  # of all blocks as JSON: undocumented; people measured msg_blocks_too_long from there on
MARKED = re.compile(r"<!(here|channel|everyone|subteam\^\w+)[^>]*>|<@(\w+)[^>]*>")
BARE = re.compile(r"(?<![\w<!])@(here|channel|everyone)\b")


class Ping(NamedTuple):
    """A message that would notify: `here`, `channel`, `everyone`, or a person's id."""

    channel: str
    ts: str
    whom: str


class Posts:
    """`announce` tells the app what it hears of its own messages: Slack sends those back as events, too."""

    def __init__(
        self,
        workspace: Workspace,
        files: Files,
        object_to: Callable[[str, str], None],
        announce: Callable[[Json, Channel], object],
    ) -> None:
        self.pings: list[Ping] = []
        self._workspace = workspace
        self._files = files
        self._object = object_to
        self._announce = announce

    # the methods

    def post(self, args: Json) -> Json:
        message = self._compose("chat.postMessage", args, self._channel(args.get("channel"), direct=True))
        self._workspace.keep(message)
        self.pings.extend(_pings(message, args))
        self._announce(message.payload(), message.channel)
        return {"channel": message.channel.id, "ts": message.ts, "message": message.payload()}

    def post_ephemeral(self, args: Json) -> Json:
        channel = self._channel(args.get("channel"), direct=False)
        if args.get("user") not in channel.members:
            raise RefusedError("user_not_in_channel")
        message = self._compose("chat.postEphemeral", args, channel)
        message.only_for = str(args["user"])
        self._workspace.keep(message)
        return {"message_ts": message.ts}

    def update(self, args: Json) -> Json:
        channel = self._channel(args.get("channel"), direct=False)
        message = self._own(channel, args, "cant_update_message")
        changed = self._compose("chat.update", args, channel)
        before = message.payload()
        if "blocks" not in args and message.blocks:
            self._object("chat.update", "blocks are neither sent nor emptied ([]): Slack goes on showing the old ones")
        else:
            message.blocks = changed.blocks
        message.text, message.edits = changed.text, message.edits + 1
        self._workspace.changed()
        self._announce(self._changed(message, before), channel)
        return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.payload()}

    def _changed(self, message: Message, before: Json) -> Json:
        told = {"message": message.payload(), "previous_message": before}
        return told | {"type": "message", "subtype": "message_changed", "hidden": True, "ts": self._workspace.new_ts()}

    def delete(self, args: Json) -> Json:
        channel = self._channel(args.get("channel"), direct=False)
        message = self._own(channel, args, "cant_delete_message")
        message.deleted = True
        self._workspace.changed()
        told = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts}
        self._announce(told | {"previous_message": message.payload(), "ts": self._workspace.new_ts()}, channel)
        return {"channel": channel.id, "ts": message.ts}

    def respond(self, args: Json, channel: Channel, user: str, original: Message | None) -> None:
        """What was sent to a response_url. Raises RefusedError like a method."""
        if original and args.get("delete_original"):
            original.deleted = True
            self._workspace.changed()
            return
        message = self._compose("response_url", args, channel)
        if original and args.get("replace_original"):
            original.text, original.blocks, original.edits = message.text, message.blocks, original.edits + 1
            self._workspace.changed()
            return
        message.only_for = "" if args.get("response_type") == "in_channel" else user
        self._workspace.keep(message)

    # what they share

    def _channel(self, named: Any, *, direct: bool) -> Channel:
        """The conversation; a person's id will do where a message is posted."""
        if direct and named in self._workspace.members and named != BOT_USER:
            return self._workspace.direct(named)  # of somebody who has left, too: Slack posts it, and nobody reads it
        channel = self._workspace.channels.get(str(named))
        if channel is None:
            raise RefusedError("channel_not_found")
        if channel.archived:
            raise RefusedError("is_archived")
        if BOT_USER not in channel.members:
            raise RefusedError("not_in_channel" if channel.kind == "channel" else "channel_not_found")
        return channel

    def _own(self, channel: Channel, args: Json, forbidden: str) -> Message:
        message = self._workspace.message(channel.id, str(args.get("ts")))
        if message is None:
            raise RefusedError("message_not_found")
        if not message.by_app:
            raise RefusedError(forbidden)
        return message

    def _compose(self, method: str, args: Json, channel: Channel) -> Message:
        """The message these arguments make. Raises RefusedError where Slack would not take it."""
        text, blocks = str(args.get("text") or args.get("markdown_text") or ""), args.get("blocks") or []
        if not text and not blocks and not args.get("attachments"):
            raise RefusedError("no_text")
        if len(text) > TEXT_LONGEST:
            self._object(method, "msg_too_long")
            raise RefusedError("msg_too_long")
        self._check(method, text, blocks)
        thread = self._thread(method, channel, str(args.get("thread_ts") or ""))
        kept = with_ids(blocks, self._workspace)
        return Message(channel, self._workspace.new_ts(), BOT_USER, text, kept, by_app=True, thread_ts=thread)

    def _thread(self, method: str, channel: Channel, ts: str) -> str:
        """The message that is answered; Slack wants the first one of a thread named."""
        if not ts:
            return ""
        parent = self._workspace.message(channel.id, ts)
        if parent is None:
            raise RefusedError("thread_not_found")
        if parent.thread_ts not in {"", parent.ts}:
            self._object(method, "thread_ts is that of a reply; use its parent's")
        return ts

    def _check(self, method: str, text: str, blocks: Any) -> None:
        wrong = wrong_blocks(blocks, "message", self._files.find) if blocks else []
        for each in wrong:
            self._object(method, str(each))
        if not isinstance(blocks, list):
            raise RefusedError("invalid_blocks_format")
        if wrong:
            messages = {"messages": [f"[ERROR] {each}" for each in wrong]}
            raise RefusedError("invalid_blocks", errors=[str(each) for each in wrong], response_metadata=messages)
        if len(json.dumps(blocks, separators=(",", ":"), ensure_ascii=False)) > BLOCKS_LONGEST:
            self._object(method, "msg_blocks_too_long")
            raise RefusedError("msg_blocks_too_long")
        for says in _careless(text, blocks):
            self._object(method, says)


def _careless(text: str, blocks: list[Json]) -> Iterator[str]:
    """What Slack takes, and somebody misses: a notification without words, a text that was not escaped."""
    if blocks and not text.strip():
        yield "blocks without a fallback text: a notification or a screen reader has nothing to say"
    for name in sorted(shared_action_ids(blocks)):
        yield f"action_id {name!r} is used in two blocks"
    if not all(is_escaped(part) for part in marked_up(text, blocks)):
        yield "a < or & is not escaped"


def _pings(message: Message, args: Json) -> Iterator[Ping]:
    for whom in _whom(message, args):
        yield Ping(message.channel.id, message.ts, whom)


def _whom(message: Message, args: Json) -> Iterator[str]:
    """Everyone whom a mark of the message calls. A bare @here calls, too, where Slack is asked to parse names."""
    for text in marked_up(message.text, message.blocks):
        yield from (broadcast or person for broadcast, person in MARKED.findall(text))
    if args.get("link_names") or args.get("parse") == "full":
        yield from BARE.findall(message.text)
    for node, _ in objects(message.blocks, ""):
        if node.get("type") == "mrkdwn" and not node.get("verbatim"):
            yield from BARE.findall(str(node["text"]))
        if node.get("type") in {"user", "broadcast"}:  # of rich text
            yield str(node.get("user_id") or node.get("range"))
