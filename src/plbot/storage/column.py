"""What the data map says of one thing that is stored."""

from typing import Literal, NamedTuple

DataClass = Literal["identity", "learning", "wellbeing", "operational"]


class Column(NamedTuple):
    """`purpose` says why it is needed, `kept` how long it stays; both in words for a parent."""

    kind: DataClass
    purpose: str
    kept: str
