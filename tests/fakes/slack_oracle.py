"""Is this what Slack would take? slack_sdk's own models decide, and our rules where they say nothing."""

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block, BlockElement
from slack_sdk.models.views import View
from tests.fakes import slack_rules as rules
from tests.fakes.slack_grammar import Wrong, unknown_fields
from tests.fakes.slack_workspace import Json

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
VIEW_LARGEST = 250_000  # bytes: view_too_large
TO_SEND = {  # https://docs.slack.dev/reference/views; the other fields of the model are Slack's to fill in
    "type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close",
    "notify_on_close", "external_id", "submit_disabled",
}  # fmt: skip
CONTROL = re.compile(r"<(?:@[UW]\w+|#C\w+|!\w+|https?://|mailto:|tel:)[^<>\n]*>")
BARE = re.compile(r"<|&(?!amp;|lt;|gt;)")

# slack_sdk walks the tree of its classes for every element that it reads: here it is walked once.
_ELEMENTS = [*BlockElement._get_sub_block_elements()]
BlockElement._get_sub_block_elements = classmethod(  # type: ignore[method-assign, assignment] # the same classes
    lambda cls: (each for each in _ELEMENTS if issubclass(each, cls) and each is not cls)
)


def wrong_blocks(blocks: Any, surface: Surface, find: rules.FindFile, at: str = "/blocks") -> list[Wrong]:
    """Everything that Slack would refuse these blocks for."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return [Wrong("must provide an array of objects", at)]
    return [*_wrong_together(blocks, surface, at), *_wrong_each(blocks, find, at)]


def _wrong_together(blocks: list[Json], surface: Surface, at: str) -> Iterator[Wrong]:
    if len(blocks) > MOST_BLOCKS[surface]:
        yield Wrong(f"no more than {MOST_BLOCKS[surface]} items allowed", at)
    yield from rules.repeated_block_ids(blocks, at)
    yield from rules.repeated_action_ids(blocks, at)
    yield from rules.wrong_surface(blocks, surface, at)


def _wrong_each(blocks: list[Json], find: rules.FindFile, at: str) -> Iterator[Wrong]:
    for place, block in enumerate(blocks):
        here = f"{at}/{place}"
        if unknown := list(unknown_fields(block, here, block=True)):
            yield from unknown
        elif refused := _refused_by_model(block, here):
            yield refused
        else:
            yield from rules.wrong_texts(block, here)
            yield from rules.wrong_images(block, here, find)
            yield from rules.wrong_elements(block, here)
            yield from rules.wrong_options(block, here)
            yield from rules.wrong_inputs(block, here)
            yield from rules.wrong_tables(block, here)


def _refused_by_model(block: Json, at: str) -> Wrong | None:
    """What slack_sdk's model of this block says, all it holds included."""
    try:
        parsed = Block.parse(block)
        if parsed is None:
            return Wrong(f"unsupported type: {block.get('type')}", at)
        parsed.to_dict()
    except (SlackObjectFormationError, TypeError, ValueError, KeyError, AttributeError) as error:
        return Wrong(f"{type(error).__name__}: {error}", at)
    return None


def wrong_view(view: Any, surface: Surface, find: rules.FindFile) -> list[Wrong]:
    """Everything that Slack would refuse this modal or home for."""
    if not isinstance(view, dict):
        return [Wrong("must provide an object", "/view")]
    return [*_wrong_frame(view, surface), *wrong_blocks(view.get("blocks"), surface, find, "/view/blocks")]


def _wrong_frame(view: Json, surface: Surface) -> Iterator[Wrong]:
    for name in sorted(view.keys() - TO_SEND):
        yield Wrong(f"invalid additional property: {name}", "/view")
    if view.get("type") != surface:
        yield Wrong(f"must be a {surface} view", "/view/type")
    for name in ("title", "submit", "close"):
        yield from _wrong_plain(view.get(name), f"/view/{name}")
    if surface == "modal" and "title" not in view:
        yield Wrong("missing required field: title", "/view")
    holds_input = any(isinstance(b, dict) and b.get("type") == "input" for b in view.get("blocks") or [])
    if surface == "modal" and holds_input and "submit" not in view:
        yield Wrong("a modal with an input needs a submit", "/view/submit")
    if not view.get("blocks"):
        yield Wrong("no less than 1 items allowed", "/view/blocks")
    if len(json.dumps(view)) > VIEW_LARGEST:
        yield Wrong("view_too_large", "/view")
    yield from _refused_frame(view | {"blocks": [{"type": "divider"}]})  # its blocks are looked at one by one


def _wrong_plain(text: Any, at: str) -> Iterator[Wrong]:
    if text is None:
        return
    if not isinstance(text, dict) or text.get("type") != "plain_text" or not text.get("text"):
        yield Wrong("must provide a plain_text object", at)
    else:
        yield from unknown_fields(text, at)


def _refused_frame(frame: Json) -> Iterator[Wrong]:
    try:
        View(**frame).validate_json()
    except (SlackObjectFormationError, TypeError, ValueError, KeyError, AttributeError) as error:
        yield Wrong(str(error), "/view")


def marked_up(text: str, blocks: Any) -> Iterator[str]:
    """Every text in which Slack reads marks: of the blocks, and the message's own."""
    yield text
    for node, _ in rules.objects(blocks, ""):
        if node.get("type") in {"mrkdwn", "markdown"} and isinstance(node.get("text"), str):
            yield node["text"]


def is_escaped(text: str) -> bool:
    """Whether every < and & that is not a mark of Slack's is written as &lt; and &amp;."""
    return BARE.search(CONTROL.sub("", text)) is None
