"""The one gate: who may do what to whom."""

from itertools import product
from typing import get_args

import pytest

from plbot.core.access import Deed, may
from plbot.core.records import Classroom, Member, Membership, Person, Teacher

ROOM = Classroom(
    "c1", "Room 12", "ratios-6", "Ms Li", "CODE", 9,
    teachers={"p-teacher": Teacher("Ms Li")},
    members={"p-ana": Member("Ana"), "p-new": Member("New", waiting=True)},
)  # fmt: skip
OTHER_ROOM = Classroom("c2", "Room 13", "ratios-6", "Mr Ode", "CODE", 9, teachers={"p-other": Teacher("Mr Ode")})


def person(pid: str, classroom: str, role: str) -> Person:
    return Person(pid, memberships=(Membership(classroom, "", "", "", role),))  # type: ignore[arg-type] # two roles, written out


TEACHER = person("p-teacher", "c1", "teacher")
STRANGERS = [
    person("p-other", "c2", "teacher"),
    person("p-ana", "c1", "student"),
    person("p-ben", "c1", "student"),
    person("p-liar", "c1", "teacher"),  # carries a membership that the class does not know
    Person("p-nobody"),
]


@pytest.mark.parametrize(("deed", "asker"), list(product(get_args(Deed), STRANGERS)))
def test_nobody_but_the_class_s_teacher_may_do_anything_to_a_student(deed: Deed, asker: Person) -> None:
    for about in ("p-ana", "p-new", "p-foreign", ""):
        if about != asker.id:
            assert not may(asker, deed, about, ROOM)
            assert not may(asker, deed, about, None)


@pytest.mark.parametrize("deed", get_args(Deed))
def test_a_teacher_may_see_and_decide_in_the_own_class_only(deed: Deed) -> None:
    assert may(TEACHER, deed, "p-ana", ROOM)
    assert not may(TEACHER, deed, "p-ana", OTHER_ROOM)


def test_a_teacher_may_not_read_the_binder_of_somebody_outside_the_class_or_at_the_door() -> None:
    assert not may(TEACHER, "see binder", "p-foreign", ROOM)
    assert not may(TEACHER, "see binder", "p-new", ROOM)


def test_everybody_may_read_the_own_binder() -> None:
    assert all(may(one, "see binder", one.id, None) for one in [TEACHER, *STRANGERS])
