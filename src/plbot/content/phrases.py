"""What the validator found, in an author's words: what stands there, and what was expected."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from plbot.content.fields import ADDRESS, CODE, NAME, VARIABLE

SHOWN = 40  # characters of the author's text that a sentence repeats: enough to recognise it

_PATTERNS: Mapping[str, str] = {
    CODE: "a code of letters, digits, points and dashes, such as 4.NF.A.1",
    NAME: "a name of small letters, digits and dashes, such as added-same",
    VARIABLE: "a parameter's name such as n or width",
    ADDRESS: "an address that begins with https://",
}
_EXPECTED: Mapping[str, str] = {
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "a mapping of names to values",
    "model_type": "a mapping of names to values",
    "model_attributes_type": "a mapping of names to values",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
}


def sentence(detail: ErrorDetails, name: str, fields: list[str]) -> str:
    """One fault in words. `name` is the field at fault, `fields` are the names that may stand in its place."""
    kind = detail["type"]
    if kind in _EXPECTED:
        return f"a {_shape(detail['input'])} stands here; expected {_EXPECTED[kind]}"
    if kind == "missing":
        return f"'{name}' is missing"
    if kind == "extra_forbidden":
        return _unknown(name, fields)
    phrase = _PHRASES.get(kind)
    if phrase:
        return phrase(detail, detail.get("ctx", {}))
    return detail["msg"].replace("Input should", "this should")


def _unknown(name: str, fields: list[str]) -> str:
    near = get_close_matches(name, fields, n=1)
    expected = f"'{near[0]}'?" if near else ", ".join(f"'{field}'" for field in fields)
    return f"'{name}' is not known here; expected {expected}"


def _shape(value: object) -> str:
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"


def _shown(detail: ErrorDetails) -> str:
    return f"'{str(detail['input'])[:SHOWN]}' stands here"


Phrase = Callable[[ErrorDetails, Mapping[str, Any]], str]
_PHRASES: Mapping[str, Phrase] = {
    "value_error": lambda _, context: str(context["error"]),
    "literal_error": lambda detail, context: f"{_shown(detail)}; expected {context['expected']}",
    "union_tag_invalid": lambda _, context: (
        f"'{context['tag']}' is no kind of item; expected {context['expected_tags']}"
    ),
    "union_tag_not_found": lambda _, __: "'kind' is missing; expected number, choice, text or another kind of item",
    "string_pattern_mismatch": lambda detail, context: f"{_shown(detail)}; expected {_PATTERNS[context['pattern']]}",
    "string_too_short": lambda _, __: "this is empty; expected some text",
    "string_too_long": lambda _, context: f"this text is too long; expected at most {context['max_length']} characters",
    "too_short": lambda _, context: f"too few stand here; expected at least {context['min_length']}",
    "too_long": lambda _, context: f"too many stand here; expected at most {context['max_length']}",
    "greater_than_equal": lambda detail, context: f"{_shown(detail)}; expected at least {context['ge']}",
    "less_than_equal": lambda detail, context: f"{_shown(detail)}; expected at most {context['le']}",
}
