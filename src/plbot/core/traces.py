"""What a turn leaves behind besides its record: who did what to whose record, words on hold, and people to forget."""

from typing import Literal

import msgspec

ADMIN = "admin"  # who acts at the command line


Deed = Literal[
    "saw_binder", "saw_answer", "saw_request", "saw_talk", "saw_worry", "saw_report", "closed_report",
    "admitted", "turned_away", "approved", "sent_back", "recorded", "marked",
    "exported", "consent_given", "consent_withdrawn", "asked_to_go", "stays", "asked_for_copy", "forgotten", "held_back",
]  # fmt: skip


class Did(msgspec.Struct, frozen=True):
    """`who` (a person, or `admin`) did `deed` to the person `about`. `why`: for whom, on whose word; never a student's."""

    who: str
    deed: Deed
    about: str
    why: str = ""


class Holds(msgspec.Struct, frozen=True):
    """The words under fact `seq` of a person stay until `report` is closed, however old they are."""

    person: str
    seq: int
    report: str


class Releases(msgspec.Struct, frozen=True):
    """The report is closed: what it held is kept no longer than other words."""

    report: str


class Forgets(msgspec.Struct, frozen=True):
    """All that is stored of this person goes."""

    person: str


class Scrubs(msgspec.Struct, frozen=True):
    """A person, called `name`, goes out of what is stored of the people `near`."""

    person: str
    name: str
    near: tuple[str, ...]


Trace = Did | Holds | Releases | Forgets | Scrubs
