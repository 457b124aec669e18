"""Slack's rules that slack_sdk's models do not check, each as a small function over one block or one object.

Limits are those of https://docs.slack.dev/reference/block-kit; where it differs, of the errors that Slack answers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks.block_elements import InputInteractiveElement, InteractiveElement
from tests.fakes.slack_grammar import ELEMENTS, TEXTS, Wrong
from tests.fakes.slack_workspace import File, Json

FindFile = Callable[[str], File | None]

TEXT_LONGEST = 3000  # any text object
FIELD_LONGEST = 2000  # a text in a section's fields
MARKDOWN_LONGEST = 12_000  # all markdown blocks of a message together
TABLE_ROWS, TABLE_COLUMNS = 100, 20
FEW_OPTIONS = 10  # checkboxes and radio buttons; menus take 100
INPUT_LONGEST = 3000  # max_length of a plain_text_input
WRITTEN_IN = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"}
PLAIN_ONLY = {"label", "hint", "placeholder", "submit", "close", "title"}
ONLY_IN_MESSAGES = {"markdown", "table"}


def objects(node: Any, at: str) -> Iterator[tuple[Json, str]]:
    """Every object in the payload with its place, outermost first."""
    to_see = [(node, at)]
    while to_see:
        here, at = to_see.pop()
        if isinstance(here, dict):
            yield here, at
            inside: Iterable[tuple[Any, Any]] = here.items()
        else:
            inside = enumerate(here) if isinstance(here, list) else ()
        to_see += [(child, f"{at}/{name}") for name, child in inside if isinstance(child, dict | list)][::-1]


def wrong_texts(block: Json, at: str) -> Iterator[Wrong]:
    """Text objects: between 1 and 3000 characters, objects rather than strings, plain where Slack wants plain."""
    for node, place in objects(block, at):
        kind, key = node.get("type"), place.rpartition("/")[2]
        if kind in {"plain_text", "mrkdwn"}:
            yield from _wrong_length(str(node.get("text", "")), place)
        if kind == "mrkdwn" and key in PLAIN_ONLY and block.get("type") not in {"card", "alert", "plan"}:
            yield Wrong("must be plain_text", place)
        if kind in {"button", "header", "workflow_button"} and _kind(node.get("text")) != "plain_text":
            yield Wrong("must provide a plain_text object", f"{place}/text")
        if kind in {"section", "input"}:
            wanted = [name for name in ("text", "label", "hint") if isinstance(node.get(name), str)]
            yield from (Wrong("must provide an object", f"{place}/{name}") for name in wanted)


def _wrong_length(text: str, at: str) -> Iterator[Wrong]:
    longest = FIELD_LONGEST if "/fields/" in at else TEXT_LONGEST
    if not text:
        yield Wrong("must be more than 0 characters", f"{at}/text")
    elif len(text) > longest:
        yield Wrong(f"must be less than {longest + 1} characters", f"{at}/text")


def wrong_images(block: Json, at: str, find: FindFile) -> Iterator[Wrong]:
    """An image says in words what it shows, and its source exists."""
    for node, place in objects(block, at):
        if node.get("type") != "image":
            continue
        if not node.get("alt_text"):
            yield Wrong("missing required field: alt_text", place)
        if ("image_url" in node) == ("slack_file" in node):
            yield Wrong("must define either image_url or slack_file", place)
        if "slack_file" in node and not _is_picture(node["slack_file"], find):
            yield Wrong("invalid slack file", f"{place}/slack_file")
        if not str(node.get("image_url", "https://")).startswith(("https://", "http://")):
            yield Wrong("invalid url", f"{place}/image_url")


def _is_picture(told: Any, find: FindFile) -> bool:
    file = find(str(told.get("id") or told.get("url"))) if isinstance(told, dict) else None
    return file is not None and file.complete and file.mimetype.startswith("image/")


def wrong_elements(block: Json, at: str) -> Iterator[Wrong]:
    """Which elements a block may hold, and at least how many."""
    kind = block.get("type")
    inside = block.get("elements")
    if kind in {"actions", "context"}:
        if not isinstance(inside, list) or not inside:
            yield Wrong("no less than 1 items allowed", f"{at}/elements")
            return
        for place, element in enumerate(inside):
            if not (_may_act(element) if kind == "actions" else _kind(element) in {"image", "plain_text", "mrkdwn"}):
                yield Wrong(f"unsupported type: {_kind(element)}", f"{at}/elements/{place}")
    accessory = block.get("accessory")
    if accessory is not None and not (_may_act(accessory) or _kind(accessory) == "image"):
        yield Wrong(f"unsupported type: {_kind(accessory)}", f"{at}/accessory")
    if kind == "input" and not _is(block.get("element"), InputInteractiveElement):
        yield Wrong(f"unsupported type: {_kind(block.get('element'))}", f"{at}/element")


def wrong_options(block: Json, at: str) -> Iterator[Wrong]:
    """Something to choose from, and what is chosen from the start is among it."""
    for node, place in objects(block, at):
        options = node.get("options")
        if options is None or "type" not in node:
            continue
        if not options:
            yield Wrong("no less than 1 items allowed", f"{place}/options")
        if node["type"] in {"checkboxes", "radio_buttons"} and len(options) > FEW_OPTIONS:
            yield Wrong(f"no more than {FEW_OPTIONS} items allowed", f"{place}/options")
        chosen = [*node.get("initial_options", []), *([node["initial_option"]] if "initial_option" in node else [])]
        if any(option not in options for option in chosen):
            yield Wrong("initial option is not among the options", place)


def wrong_inputs(block: Json, at: str) -> Iterator[Wrong]:
    element = block.get("element")
    if isinstance(element, dict) and int(element.get("max_length", 1)) not in range(1, INPUT_LONGEST + 1):
        yield Wrong(f"must be between 1 and {INPUT_LONGEST}", f"{at}/element/max_length")


def wrong_tables(block: Json, at: str) -> Iterator[Wrong]:
    if block.get("type") != "table":
        return
    rows = block.get("rows", [])
    if len(rows) > TABLE_ROWS:
        yield Wrong(f"no more than {TABLE_ROWS} items allowed", f"{at}/rows")
    if any(len(row) > TABLE_COLUMNS for row in rows):
        yield Wrong(f"no more than {TABLE_COLUMNS} items allowed", f"{at}/rows/0")


def repeated_block_ids(blocks: Sequence[Json], at: str) -> Iterator[Wrong]:
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        if (name := block.get("block_id")) in seen:
            yield Wrong(f"block_id {name} is used twice", f"{at}/{place}/block_id")
        seen |= {name} if name else set()


def repeated_action_ids(blocks: Sequence[Json], at: str) -> Iterator[Wrong]:
    """Two elements of one name in one block: Slack refuses that."""
    for place, block in enumerate(blocks):
        seen: set[str] = set()
        for node, where in objects(block, f"{at}/{place}"):
            name = node.get("action_id")
            if name is not None and (name in seen or not name):
                yield Wrong(f"action_id {name!r} already exists for another element", f"{where}/action_id")
            seen |= {str(name)} if name is not None else set()


def shared_action_ids(blocks: Sequence[Json]) -> set[str]:
    """Names that elements of different blocks share: Slack takes it, but a press no longer says by its name what it was."""
    names = [{str(node["action_id"]) for node, _ in objects(block, "") if "action_id" in node} for block in blocks]
    return {name for place, mine in enumerate(names) for other in names[:place] for name in mine & other}


def wrong_surface(blocks: Sequence[Json], surface: str, at: str) -> Iterator[Wrong]:
    """What is only allowed in messages, and how much of it."""
    for place, block in enumerate(blocks):
        if surface != "message" and block.get("type") in ONLY_IN_MESSAGES:
            yield Wrong(f"unsupported type: {block['type']}", f"{at}/{place}/type")
    if sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown") > MARKDOWN_LONGEST:
        yield Wrong(f"markdown blocks must be less than {MARKDOWN_LONGEST + 1} characters together", at)
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield Wrong("only one table allowed", at)


def _kind(node: Any) -> str:
    return str(node.get("type")) if isinstance(node, dict) else type(node).__name__


def _is(node: Any, base: type) -> bool:
    cls = ELEMENTS.get(_kind(node))
    return cls is not None and issubclass(cls, base)


def _may_act(node: Any) -> bool:
    return _is(node, InteractiveElement) and _kind(node) not in WRITTEN_IN | TEXTS.keys()
