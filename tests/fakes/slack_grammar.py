"""Which fields Block Kit knows: every object is held against slack_sdk's models, so that a typo is found."""

import inspect
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from slack_sdk.models import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.basic_components import (
    ConfirmObject,
    DispatchActionConfig,
    FeedbackButtonObject,
    MarkdownTextObject,
    Option,
    OptionGroup,
    PlainTextObject,
    RawNumberObject,
    RawTextObject,
    SlackFile,
    TableBlockColumnSettings,
    Workflow,
    WorkflowTrigger,
)
from slack_sdk.models.blocks.block_elements import BlockElement, ConversationFilter, RichTextElementParts


class Wrong(NamedTuple):
    """What is the matter, and where in the payload (a JSON pointer)."""

    says: str
    at: str

    def __str__(self) -> str:
        return f"{self.says} [json-pointer:{self.at}]"


NO_FIELDS = {"self", "others", "kwargs", "subtype"}  # parameters of the models that are no fields of Slack's
UNTYPED: dict[str, type] = {  # objects without a `type`, by the field they stand in
    "options": Option,
    "initial_option": Option,
    "initial_options": Option,
    "option_groups": OptionGroup,
    "confirm": ConfirmObject,
    "dispatch_action_config": DispatchActionConfig,
    "slack_file": SlackFile,
    "filter": ConversationFilter,
    "workflow": Workflow,
    "trigger": WorkflowTrigger,
    "column_settings": TableBlockColumnSettings,
    "positive_button": FeedbackButtonObject,
    "negative_button": FeedbackButtonObject,
    "style": RichTextElementParts.TextStyle,
}


def _with_type(base: type[JsonObject]) -> dict[str, type]:
    """The base's descendants by their `type`, the eldest of each."""
    found: dict[str, type] = {}
    generation: list[type] = [base]
    while generation:
        for cls in generation:
            if isinstance(kind := getattr(cls, "type", None), str):
                found.setdefault(kind, cls)
        generation = list(chain.from_iterable(type.__subclasses__(cls) for cls in generation))
    return found


BLOCKS = _with_type(Block)
TEXTS: dict[str, type] = {
    cls.type: cls for cls in (PlainTextObject, MarkdownTextObject, RawTextObject, RawNumberObject)
}
ELEMENTS = _with_type(BlockElement) | TEXTS


@lru_cache
def fields_of(cls: type) -> frozenset[str]:
    """The fields that an object of this class may have."""
    names = set(inspect.signature(cls).parameters) - NO_FIELDS
    if cls is Option:
        names -= {"label"}  # of legacy menus
    return frozenset(names | ({"type"} if isinstance(getattr(cls, "type", None), str) else set()))


def unknown_fields(node: Any, at: str, *, key: str = "", block: bool = False) -> Iterator[Wrong]:
    """Every field and every type, however deep, that Block Kit does not know."""
    if isinstance(node, list):
        for place, item in enumerate(node):
            yield from unknown_fields(item, f"{at}/{place}", key=key, block=block)
    elif isinstance(node, dict):
        cls = _class_of(node, key, block=block)
        if cls is None:
            yield Wrong(f"unsupported type: {node.get('type')}", f"{at}/type")
            return
        for name in sorted(node.keys() - fields_of(cls)):
            yield Wrong(f"invalid additional property: {name}", at)
        for name, child in node.items():
            yield from unknown_fields(child, f"{at}/{name}", key=name, block=name in {"child_blocks", "fallback"})


def _class_of(node: dict[str, Any], key: str, *, block: bool) -> type | None:
    kind = node.get("type")
    if block:
        return BLOCKS.get(str(kind))
    if kind is None or (key in UNTYPED and key not in {"confirm", "style"}):
        return UNTYPED.get(key)
    return ELEMENTS.get(str(kind)) or BLOCKS.get(str(kind))
