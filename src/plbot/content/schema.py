"""The format of a standard as JSON Schema (draft 07), so that editors complete and check while one types."""

import json
from typing import Any

from plbot.content.files import StandardFile

DRAFT = "http://json-schema.org/draft-07/schema#"
_ABOUT = (
    "A standard of plbot: what there is to learn, ways to learn it, and questions. Check it with: plbot content check"
)


def schema_text() -> str:
    """The schema as it is written to `content/standard.schema.json`."""
    return json.dumps(standard_schema(), indent=2, ensure_ascii=False) + "\n"


def standard_schema() -> dict[str, Any]:
    """The schema of one standard's file."""
    made: dict[str, Any] = _in_draft_7(StandardFile.model_json_schema(by_alias=True, mode="validation"))
    # `$schema` may stand in no other place, and editors look for it first
    return {"$schema": DRAFT, **made, "title": "plbot standard", "description": _ABOUT}


_RENAMED = {"$defs": "definitions", "ge": "minimum", "le": "maximum"}


def _in_draft_7(value: Any) -> Any:
    """Rewrite what newer drafts call differently, and leave out what says nothing to an author."""
    if isinstance(value, list):
        return [_in_draft_7(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return {"$ref": value["$ref"].replace("#/$defs/", "#/definitions/")}  # draft 07 ignores what stands beside it
    kept = {_RENAMED.get(key, key): _in_draft_7(inner) for key, inner in value.items() if not _is_noise(key, inner)}
    given = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if len(given) == 1:
        del kept["anyOf"]
        kept |= given[0]
    return kept


def _is_noise(key: str, value: Any) -> bool:
    """Titles made from names, defaults of nothing, and `discriminator`, which is OpenAPI's and no draft's."""
    if key == "discriminator":
        return isinstance(value, dict) and "mapping" in value
    return (key == "title" and isinstance(value, str)) or (key == "default" and not value)
