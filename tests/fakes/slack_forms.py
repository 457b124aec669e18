"""Writing into a form: finding the field, and what it holds, as a submission tells it."""

from collections.abc import Iterator
from typing import Any

from tests.fakes.slack_sight import pressable, unescape
from tests.fakes.slack_views import Shown
from tests.fakes.slack_workspace import Json

TEXT_INPUTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
ONE_OF = {"static_select": "selected_option", "radio_buttons": "selected_option"}
SOME_OF = {"multi_static_select": "selected_options", "checkboxes": "selected_options"}
PICKED = {"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time"}


class CannotError(AssertionError):
    """A person cannot do that on their screen; the sentence says what there is."""


def inputs(blocks: list[Json]) -> Iterator[Json]:
    return (block for block in blocks if block.get("type") == "input")


def find_input(blocks: list[Json], named: str) -> Json:
    """The field of that label, block_id or action_id; the first one where no name is given."""
    for block in inputs(blocks):
        names = {unescape(block["label"]["text"]), block["block_id"], block["element"]["action_id"]}
        if not named or named in names:
            return block
    raise CannotError(f"There is no field {named!r}; there are: {[b['label']['text'] for b in inputs(blocks)]}")


def write(shown: Shown, block: Json, said: Any) -> None:
    """Put into this field what the person types or picks."""
    element = block["element"]
    shown.values.setdefault(block["block_id"], {})[element["action_id"]] = _held(element, said)


def _held(element: Json, said: Any) -> Json:
    kind = element["type"]
    if kind in TEXT_INPUTS:
        return {"type": kind, "value": _typed(element, str(said)) or None}
    if kind in ONE_OF:
        return {"type": kind, ONE_OF[kind]: option(element, str(said))}
    if kind in SOME_OF:
        return {"type": kind, SOME_OF[kind]: [option(element, str(each)) for each in said]}
    if kind in PICKED:
        return {"type": kind, PICKED[kind]: said}
    raise CannotError(f"This fake has no hands for a {kind} yet.")


def _typed(element: Json, text: str) -> str:
    if len(text) > int(element.get("max_length", 3000)):
        raise CannotError(f"The field takes {element.get('max_length', 3000)} characters, not {len(text)}.")
    if "\n" in text and element["type"] == "plain_text_input" and not element.get("multiline"):
        raise CannotError("The field has one line.")
    return text


def option(element: Json, said: str) -> Json:
    """The option of that label or value."""
    groups = [element.get("options", []), *(group["options"] for group in element.get("option_groups", []))]
    for each in (each for group in groups for each in group):
        if said in {unescape(each["text"]["text"]), each["value"]}:
            return dict(each)
    raise CannotError(f"There is no option {said!r}.")


def state(shown: Shown) -> dict[str, dict[str, Json]]:
    """What all fields hold: what was written, and what stood there from the start."""
    held: dict[str, dict[str, Json]] = {}
    for block in inputs(shown.given["blocks"]):
        element, name = block["element"], block["block_id"]
        written = shown.values.get(name, {}).get(element["action_id"])
        held[name] = {element["action_id"]: written or _at_first(element)}
    return held | {name: values for name, values in shown.values.items() if name not in held}


def _at_first(element: Json) -> Json:
    kind = element["type"]
    if kind in ONE_OF:
        return {"type": kind, ONE_OF[kind]: element.get("initial_option")}
    if kind in SOME_OF:
        return {"type": kind, SOME_OF[kind]: element.get("initial_options", [])}
    if kind in PICKED:
        return {"type": kind, PICKED[kind]: element.get(f"initial_{PICKED[kind].removeprefix('selected_')}")}
    return {"type": kind, "value": element.get("initial_value")}


def asks_for(shown: Shown) -> list[str]:
    """Labels of the fields that must be filled and are not: Slack does not let the form go before."""
    held = state(shown)
    return [
        block["label"]["text"]
        for block in inputs(shown.given["blocks"])
        if not block.get("optional") and not _is_filled(held[block["block_id"]][block["element"]["action_id"]])
    ]


def _is_filled(held: Json) -> bool:
    return any(value for name, value in held.items() if name != "type")


def find_button(blocks: list[Json], named: str) -> Json | None:
    """The action of the element with that label, value or action_id; of a menu: of the option."""
    for element, block in pressable(blocks):
        mine = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"]}
        if "options" in element:
            for each in element["options"]:
                if named in {unescape(each["text"]["text"]), each.get("value")}:
                    name = "selected_options" if element["type"] in SOME_OF else "selected_option"
                    return mine | {name: [each] if name == "selected_options" else each}
        elif named in {unescape(element["text"]["text"]), element.get("value"), element["action_id"]}:
            told = {name: element[name] for name in ("value", "style") if name in element}
            return mine | told | {"text": {"emoji": True} | element["text"]}
    return None
