"""The kinds of value in a content file. Every scalar arrives as text; here it becomes a number, a yes or a template."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from plbot.core.expressions import ExpressionError, compiled, template

LONGEST_TEXT = 2_000  # characters of one text: more would not fit on a phone, nor a question into 4 KB
MANY = 40  # entries in any one list: the largest standard has 20 items

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
NAME = r"^[a-z0-9][a-z0-9-]{0,39}$"
VARIABLE = r"^[A-Za-z][A-Za-z0-9_]{0,19}$"
ADDRESS = r"^https://[^\s<>\"']+$"

_WHOLE = re.compile(r"-?[0-9]{1,7}")
_DECIMAL = re.compile(r"[0-9]{1,7}(\.[0-9]{1,9})?")

Read = TypeVar("Read")


class Model(BaseModel):
    """A part of a content file. What is not in the format is a fault, not ignored: it is most often a typing slip."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, hide_input_in_errors=True)


def _from_text(read: Callable[[str], Read | None], expected: str) -> BeforeValidator:
    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = read(value.strip())
        if found is None:
            raise ValueError(f"'{value[:40]}' stands here; expected {expected}")
        return found

    return BeforeValidator(validate)


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def _decimal(text: str) -> float | None:
    return float(Decimal(text)) if _DECIMAL.fullmatch(text) else None


def _template(text: str) -> str:
    try:
        template(text)
    except ExpressionError as fault:
        raise ValueError(f"{fault.message} (character {fault.position + 1} of this text)") from None
    return text


def _condition(text: str) -> str:
    try:
        compiled(text)
    except ExpressionError as fault:
        raise ValueError(f"{fault.message} (character {fault.position + 1} of '{text[:60]}')") from None
    return text


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


# An editor reads `answer: 12` as a number where we read the text "12", so the schema allows both.
_SCALAR = WithJsonSchema({"type": ["string", "number", "boolean"]})

Whole = Annotated[int, _from_text(_whole, "a whole number such as 3")]
Measure = Annotated[float, _from_text(_decimal, "a number such as 0.01")]
YesNo = Annotated[bool, _from_text({"true": True, "false": False}.get, "true or false")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
Code = Annotated[str, StringConstraints(pattern=CODE), _SCALAR]
Name = Annotated[str, StringConstraints(pattern=NAME), _SCALAR]
Variable = Annotated[str, StringConstraints(pattern=VARIABLE)]
Template = Annotated[Text, AfterValidator(_template)]
Short = Annotated[Line, AfterValidator(_template), _SCALAR]
Shorts = Annotated[
    Annotated[list[Short], Field(min_length=1, max_length=MANY)],
    BeforeValidator(_one_or_more),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number", "boolean"]},
                {"type": "array", "minItems": 1, "items": {"type": ["string", "number", "boolean"]}},
            ]
        }
    ),
]
Condition = Annotated[Line, AfterValidator(_condition)]
