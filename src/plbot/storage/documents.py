"""What is kept inside the documents of records and facts, field by field: read from `documents.txt`, beside this file."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, get_args

from plbot.storage.column import Column, DataClass

_PART = re.compile(r"\[(\w+)\] ([^;]+); (.+)")
CONTENT = frozenset(
    {"Question", "Option", "Unit", "Mistake", "Criterion"}
)  # a question as its author wrote it: nobody's data
NUMBERS = frozenset({"Policy"})  # the numbers of a class stand in docs/teachers.md
_BY_NAME = re.compile(r"(\w+) \| (\w+) \| ([^|]+?)(?: \| (.+))?")


class Part(NamedTuple):
    """One kind of thing inside a document: what it is, and its fields by name."""

    what: str
    fields: dict[str, Column]


class DocumentsError(ValueError):
    """A line of `documents.txt` that cannot be read."""


@lru_cache
def documents() -> dict[str, Part]:
    """Every part by the name of its struct; fields of all scenes and of all facts stand together, by name."""
    parts: dict[str, Part] = {}
    fields: dict[str, Column] = {}
    kept = ""
    for number, line in enumerate((Path(__file__).parent / "documents.txt").read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if head := _PART.fullmatch(line):
            fields, kept = {}, head[3]
            parts[head[1]] = Part(head[2], fields)
        else:
            name, column = _field(line, kept, number)
            fields[name] = column
    return parts


def _field(line: str, kept: str, number: int) -> tuple[str, Column]:
    found = _BY_NAME.fullmatch(line)
    kind = next((each for each in get_args(DataClass) if found and each == found[2]), None)
    if found is None or kind is None:
        raise DocumentsError(f"documents.txt:{number}: '{line}' is not: field | class | purpose [| how long]")
    return found[1], Column(kind, found[3], found[4] or kept)
