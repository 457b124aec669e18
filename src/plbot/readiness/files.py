"""Files of readiness: parameters as JSON, and results that appear whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from plbot.core.model import Parameters


class FileError(Exception):
    """A file cannot be read or written; the sentence says which and why."""


def read_parameters(path: Path | None) -> Parameters:
    """The parameters in a file; without one, those that come with plbot. Raises FileError."""
    if path is None:
        return Parameters()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Parameters)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise FileError(f"{path} holds no parameters: {error}. Write them with: plbot readiness fit LOG.csv") from error


def parameters_text(parameters: Parameters) -> str:
    """Parameters as JSON, all of them, also those that are as plbot comes with."""
    return msgspec.json.format(msgspec.json.encode(parameters_fields(parameters)), indent=2).decode() + "\n"


def parameters_fields(parameters: Parameters) -> dict[str, object]:
    """All fields of parameters, ready to be written: what plbot comes with may differ tomorrow."""
    fields = {name: getattr(parameters, name) for name in parameters.__struct_fields__}
    return {**fields, "levels": dict(parameters.levels)}


@contextmanager
def written(path: Path) -> Iterator[IO[str]]:
    """A text file to write to, put in its place once it is whole; `-` is standard output. Raises FileError."""
    if str(path) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)
