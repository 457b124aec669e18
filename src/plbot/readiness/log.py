"""A log of answers: CSV with a header, one row an answer, in time order within a student.

    student,standard,item,kind,options,correct,hints,time

The columns may stand in any order, and others beside them are ignored. `kind` is `open` or `choice`, `options` how many a
choice has (may be empty), `correct` 0 or 1, `hints` how many were seen before the answer, `time` is not looked at.
"""

import csv
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

from plbot.core.model import OPTIONS

COLUMNS = ("student", "standard", "item", "kind", "options", "correct", "hints", "time")
TELL_EVERY = 2_000  # rows between two looks at the progress: a bar that moves costs nothing then


class LogError(Exception):
    """The log cannot be read; the sentence names row and column, what stands there and what was expected."""


class Row(NamedTuple):
    """One answer. `options` is 0 where it was typed. `aided`: after a hint."""

    student: str
    standard: str
    item: str
    options: int
    right: bool
    aided: bool


Progress = Callable[[int, int], None]  # told the bytes read so far, and of how many (0: nobody knows)


def read(path: Path, progress: Progress = lambda _done, _of: None) -> Iterator[Row]:
    """The rows of a log; `-` reads from standard input. The whole is never held. Raises LogError."""
    try:
        with _opened(path) as file:
            size = 0 if str(path) == "-" else path.stat().st_size
            yield from _rows(_Counted(file), size, progress)
    except OSError as error:
        raise LogError(f"{path} cannot be read: {error.strerror or error}.") from error


def _opened(path: Path) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb")


class _Counted(io.RawIOBase):
    """A file that knows how much of it was read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants any buffer; this one is handed in
        got = self.file.read(len(buffer))
        buffer[: len(got)] = got
        self.done += len(got)
        return len(got)


def _rows(counted: _Counted, size: int, progress: Progress) -> Iterator[Row]:
    text = io.TextIOWrapper(io.BufferedReader(counted, 1 << 16), encoding="utf-8-sig", newline="")
    lines = csv.reader(text, strict=True)
    number = 0
    try:
        places = _places(next(lines, None))
        for number, fields in enumerate((fields for fields in lines if fields), 1):
            yield _row(number, fields, places)
            if number % TELL_EVERY == 0:
                progress(counted.done, size)
    except UnicodeDecodeError as error:
        raise LogError(f"After row {number} something is not UTF-8. Save the log as CSV in UTF-8.") from error
    except csv.Error as error:
        raise LogError(f"After row {number} the file is no CSV: {error}.") from error
    progress(counted.done, size)


def _places(header: list[str] | None) -> tuple[int, ...]:
    """Where each column stands."""
    wanted = ",".join(COLUMNS)
    if not header:
        raise LogError(f"The log is empty. Expected a header with these columns: {wanted}.")
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise LogError(f"The header lacks {', '.join(missing)}. Expected these columns, in any order: {wanted}.")
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise LogError(f"The header names {', '.join(twice)} more than once.")
    return tuple(names.index(name) for name in COLUMNS)


_RIGHT = {"1": True, "0": False}


def _row(number: int, fields: list[str], places: tuple[int, ...]) -> Row:
    try:
        student, standard, item, kind, options, correct, hints, _time = [fields[place] for place in places]
    except IndexError:
        short = next(name for name, place in zip(COLUMNS, places, strict=True) if place >= len(fields))
        _refuse(number, short, "", "a field: the row is shorter than the header")
    right = _RIGHT.get(correct)
    if right is None:
        right = _RIGHT.get(correct.strip())
    if right is None:
        _refuse(number, "correct", correct, "0 or 1")
    if not student or not standard or not item:
        empty = "student" if not student else "standard" if not standard else "item"
        _refuse(number, empty, "", "a name or number")
    return Row(
        student,
        standard,
        item,
        _options(number, kind, options),
        right,
        hints != "0" and _count(number, "hints", hints) > 0,
    )


def _options(number: int, kind: str, options: str) -> int:
    """Of how many one is picked; 0 for an open question, whatever stands there."""
    if kind == "open":
        return 0
    if kind != "choice":
        _refuse(number, "kind", kind, "open or choice")
    count = _count(number, "options", options)
    if count == 1:
        _refuse(number, "options", options, "how many there are to choose from (2 or more), or nothing")
    return count or OPTIONS


def _count(number: int, column: str, text: str) -> int:
    """A whole number; an empty field is 0. Whole numbers that a spreadsheet wrote as 2.0 are understood."""
    text = text.strip().removesuffix(".0")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 9):  # noqa: PLR2004 - nobody counts further
        _refuse(number, column, text, "a whole number, 0 or more")
    return int(text)


def _refuse(number: int, column: str, found: str, expected: str) -> NoReturn:
    raise LogError(f"Row {number}, column {column}: found {found[:40]!r}, expected {expected}.")
