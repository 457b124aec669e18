"""The one gate: every look at, or deed upon, another person's data asks here first. It answers yes or no and gives no reason away."""

from typing import Literal

from plbot.core.records import Classroom, Person

Deed = Literal["see binder", "see class", "decide", "record result", "mark answer", "see board"]


def may_in_class(asker: Person, classroom: str) -> bool:
    """Whether `asker` teaches this class."""
    return any(m.classroom == classroom for m in asker.teaches)


def may(asker: Person, deed: Deed, about: str, classroom: Classroom | None) -> bool:
    """Whether `asker` may do `deed` to the person `about` as a teacher of `classroom`. One's own binder is always open."""
    if deed == "see binder" and about == asker.id:
        return True
    if classroom is None or asker.id not in classroom.teachers or not may_in_class(asker, classroom.id):
        return False
    if deed in ("see class", "decide", "see board"):
        return True
    member = classroom.members.get(about)
    return member is not None and not member.waiting
