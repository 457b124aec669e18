"""The student's own path: what locks, and what is offered."""

from plbot.core import facts as f
from plbot.core.library import Item, Library, Path, PathUnit, Standard
from plbot.core.path import finished, missing, offers, state_of
from plbot.core.records import Membership, Person
from plbot.core.standing import fold


def standard(code: str, *needs: str) -> Standard:
    return Standard(
        code, "x", code.title(), "I can.", prerequisites=needs, items=(Item("i", "number", ("practice",), 1, "?"),)
    )


LIBRARY = Library(
    standards={
        s.code: s
        for s in [standard("a", "elsewhere"), standard("b", "a"), standard("c", "a"), standard("d", "not-shipped", "b")]
    },
    paths={"road": Path("road", "Road", (PathUnit("One", ("a", "b", "not-shipped", "c", "d")),))},
    themes={},
)


def ana(*told: f.AnyFact) -> Person:
    standings = fold([(fact, at) for at, fact in enumerate(told, 1)])
    return Person("p1", memberships=(Membership("c1", "Room", "road", "Ms Li"),), standings=standings)


def test_only_what_is_on_the_path_and_has_content_can_lock() -> None:
    assert missing(ana(), LIBRARY, "a") == ()
    assert missing(ana(), LIBRARY, "b") == ("a",)
    assert missing(ana(f.Mastered("b")), LIBRARY, "d") == ()


def test_mastering_one_opens_what_builds_on_it() -> None:
    assert state_of(ana(), LIBRARY, "b") == "locked"
    assert state_of(ana(f.Mastered("a")), LIBRARY, "b") == "open"


def test_there_are_always_two_choices_where_two_exist() -> None:
    assert offers(ana(), LIBRARY, 3) == ("a", "b", "c")
    assert offers(ana(f.Mastered("a")), LIBRARY, 3) == ("b", "c", "d")


def test_what_is_under_way_comes_first_and_what_is_mastered_is_not_offered() -> None:
    assert offers(ana(f.Mastered("a"), f.ChoseStandard("c")), LIBRARY, 2) == ("c", "b")


def test_a_path_that_is_all_mastered_is_finished() -> None:
    everything = [f.Mastered(code) for code in "abcd"]
    assert finished(ana(*everything), LIBRARY)
    assert offers(ana(*everything), LIBRARY, 3) == ()


def test_somebody_without_a_class_has_no_path() -> None:
    assert offers(Person("p2"), LIBRARY, 3) == ()
