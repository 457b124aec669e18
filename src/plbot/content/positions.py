"""YAML read as plain text with the place of everything: no types are guessed, nothing is shared, nothing is built.

`3:4`, `no` and `1_000` stay what the author wrote. Anchors, aliases, tags, double keys, deep nesting and second
documents are refused, so that a file cannot grow in memory beyond its own size.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from plbot.content.faults import Fault

DEEPEST = 20  # levels of nesting: our own files have 6
PARSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where it is there: 20 times as fast

START = (1, 1)

# what YAML forbids (control signs, lone surrogates), and what turns the direction of a line and so hides text
_HIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")

Tree = str | list["Tree"] | dict[str, "Tree"]
Where = tuple[str | int, ...]


class Page(NamedTuple):
    """One file as read. `keys` and `values` give the line and column (from 1) of each key and each value."""

    file: str
    tree: Tree
    keys: dict[Where, tuple[int, int]]
    values: dict[Where, tuple[int, int]]

    def fault(self, where: Where, what: str, *, at_key: bool = False) -> Fault:
        """A fault at that place, or at the nearest place around it that exists."""
        marks = self.keys if at_key and where in self.keys else self.values
        while where and where not in marks:
            where = where[:-1]
        line, column = marks.get(where, START)
        return Fault(self.file, line, column, what)


class _Refused(Exception):  # noqa: N818 # it never leaves this file
    def __init__(self, place: tuple[int, int], what: str) -> None:
        self.place = place
        self.what = what


def read_page(file: str, text: str) -> tuple[Page, list[Fault]]:
    """Read one YAML document. A text that is not one gives an empty page and the fault that says why."""
    composer = _Composer(file, text)
    try:
        tree = composer.document()
    except _Refused as refused:
        fault = Fault(file, *refused.place, refused.what)
        return Page(file, {}, {}, {}), [*composer.faults, fault]
    return Page(file, tree, composer.keys, composer.values), composer.faults


class _Composer:
    """Builds the tree from the parser's events, and stops at the first thing that must not be there."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.events = _events(text)
        self.keys: dict[Where, tuple[int, int]] = {}
        self.values: dict[Where, tuple[int, int]] = {}
        self.faults: list[Fault] = []

    def document(self) -> Tree:
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise _Refused(START, "the file is empty; expected the fields of a standard, a path or themes")
        tree = self.value(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Refused(_place(after.start_mark), "a second document begins here; expected one document a file")
        return tree

    def value(self, event: yaml.Event, where: Where) -> Tree:
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(
                _place(event.start_mark), f"the alias '*{event.anchor}' stands here; write the text out instead"
            )
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            raise _Refused(
                _place(event.start_mark), f"the anchor '&{event.anchor}' stands here; anchors are not used here"
            )
        if tag := getattr(event, "tag", None):
            raise _Refused(_place(event.start_mark), f"the tag '{tag}' stands here; every value is plain text here")
        if len(where) > DEEPEST:
            raise _Refused(_place(event.start_mark), f"nested more than {DEEPEST} levels deep")
        self.values[where] = _place(event.start_mark)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(where)
        return event.value if isinstance(event, yaml.ScalarEvent) else ""

    def mapping(self, where: Where) -> Tree:
        found: dict[str, Tree] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.value(event, (*where, ""))
            if not isinstance(key, str):
                raise _Refused(_place(event.start_mark), "a list or mapping stands as a key; expected a word")
            place = _place(event.start_mark)
            value = self.value(next(self.events), (*where, key))
            if key in found:
                first = self.keys[*where, key][0]
                self.faults.append(Fault(self.file, *place, f"'{key}' was already given on line {first}"))
                continue
            self.keys[*where, key] = place
            found[key] = value
        self.values.pop((*where, ""), None)
        return found

    def sequence(self, where: Where) -> Tree:
        found: list[Tree] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, (*where, len(found))))
        return found


def _place(mark: object) -> tuple[int, int]:
    """Line and column from 1, as editors count. (Two parsers, two kinds of mark.)"""
    return getattr(mark, "line", 0) + 1, getattr(mark, "column", 0) + 1


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events without the start of the stream; its own complaints become ours."""
    if hidden := _HIDDEN.search(text):
        before = text[: hidden.start()]
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise _Refused(place, f"a hidden sign stands here, U+{ord(hidden[0]):04X}; expected only signs one can see")
    try:
        events = yaml.parse(text, Loader=PARSER)
        next(events)
        yield from events
    except yaml.MarkedYAMLError as error:
        raise _Refused(_place(error.problem_mark or error.context_mark), f"this is not YAML: {error.problem}") from None
