"""Old records open today."""

import msgspec
import pytest

from plbot.core.opening import open_person, open_record
from plbot.core.records import Asked, Classroom, Person
from plbot.core.scenes import AtMenu, Choosing, Learning
from plbot.core.standing import Standing

ANA = Person(
    "p1", "Ana", scene=Learning("4.NF.A.1"), asked=Asked("m", ()), standings={"4.NF.A.1": Standing(answered=3)}, facts=7
)


def test_a_record_opens_as_it_was_kept() -> None:
    assert open_person(msgspec.json.encode(ANA)) == ANA


def test_a_scene_that_is_gone_wakes_the_person_in_the_menu_with_everything_they_earned() -> None:
    """Neither name nor standings nor the count of facts are lost."""
    doc = msgspec.json.encode(ANA).replace(b'"scene":"learning"', b'"scene":"juggling"')
    assert open_person(doc) == msgspec.structs.replace(ANA, scene=AtMenu(), asked=None)


def test_a_field_that_is_gone_is_dropped_and_a_new_one_has_its_default() -> None:
    doc = b'{"id":"p1","scene":{"scene":"choosing","colour":"red"},"shoe_size":41}'
    assert open_person(doc) == Person("p1", scene=Choosing())


def test_more_than_a_scene_that_cannot_be_read_is_not_guessed_at() -> None:
    with pytest.raises(msgspec.DecodeError):
        open_person(b'{"id":"p1","facts":"many"}')


def test_the_first_letter_of_an_id_tells_people_from_classes() -> None:
    room = Classroom("c1", "6b", "grade-6", "Ms Li", "ABCDEFGH", 5)
    assert open_record("c1", msgspec.json.encode(room)) == room
    assert open_record("p1", msgspec.json.encode(ANA)) == ANA
