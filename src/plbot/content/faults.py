"""What is the matter with content, said so that its author can put it right."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing to put right: where (line and column from 1; line 0 is the whole file), what, and what was expected."""

    file: str
    line: int
    column: int
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.what}"


class ContentFaults(ValueError):  # noqa: N818 # it carries faults, in the plural
    """Content that cannot be used as it is. `faults` holds every one that was found, in reading order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class ContentMissing(ValueError):  # noqa: N818 # reads as what it says
    """A folder or a code that is not there. The sentence says where it was looked for."""
