"""The one gate: every look at, or deed upon, another person's data asks here first. It answers yes or no and gives no reason away."""

from typing import Literal

from plbot.core.records import Classroom, Person

Deed = Literal["see binder", "see class", "mark answer"]


def may_in_class(asker: Person, classroom: str) -> bool:
    """Whether `asker` teaches this class."""
    return any(m.classroom == classroom for m in asker.teaches)


def belongs(asker: Person, classroom: str) -> bool:
    """Whether `asker` is in this class, as a student who was let in or as a teacher."""
    return any(m.classroom == classroom and not m.waiting for m in asker.memberships)


def teaches(classroom: Classroom, person: str) -> bool:
    """Whether the class knows this person as its teacher: what a class asks before it does as it is told."""
    return person in classroom.teachers


def has_student(classroom: Classroom, person: str) -> bool:
    """Whether this person is in the class; who still waits at the door is not."""
    member = classroom.members.get(person)
    return member is not None and not member.waiting


def may(asker: Person, deed: Deed, about: str, classroom: Classroom | None) -> bool:
    """Whether `asker` may do `deed` to the person `about` as a teacher of `classroom`. One's own binder is always open."""
    if deed == "see binder" and about == asker.id:
        return True
    if classroom is None or not teaches(classroom, asker.id) or not may_in_class(asker, classroom.id):
        return False
    return deed == "see class" or has_student(classroom, about)
