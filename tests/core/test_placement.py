"""What a student seems to know, and which question tells most next."""

import msgspec

from plbot.core import facts as f
from plbot.core import path, placement
from plbot.core.library import Library
from plbot.core.records import Membership, Person
from plbot.core.several import several, verdict
from plbot.core.standing import fold
from plbot.limits import DAY
from plbot.simulation.library import PATH, grade6

LIBRARY = grade6()
FIRST, SECOND, THIRD = "6.RP.A.1", "6.RP.A.2", "6.RP.A.3"


def ana(*told: f.AnyFact, current: str = "", day: int = 0) -> Person:
    room = Membership("c1", "Room", PATH, "Ms Li", current=current)
    return Person(
        "p1", memberships=(room,), standings=fold([(fact, at + day * DAY) for at, fact in enumerate(told, 1)])
    )


def placed(code: str, said: f.Sound, number: int = 1, *, level: int = 2, options: int = 0) -> f.Placed:
    return f.Placed(code, "x", level, said, options, number)


def known(person: Person, code: str, library: Library = LIBRARY) -> float:
    return placement.believe(person, library).known[code]


def test_a_right_answer_on_a_hard_standard_lends_belief_to_what_it_builds_on() -> None:
    before, after = ana(), ana(placed(THIRD, "right"))
    assert known(after, SECOND) > known(before, SECOND)
    assert known(after, FIRST) > known(before, FIRST)


def test_a_miss_lowers_belief_in_what_builds_on_it_more_than_in_others() -> None:
    before, after = ana(), ana(placed(FIRST, "missed"))
    fell = known(before, SECOND) - known(after, SECOND)
    assert fell > 0
    assert known(after, SECOND) < known(before, SECOND) * known(after, "6.NS.B.2") / known(before, "6.NS.B.2")


def test_belief_travels_along_the_graph_also_through_parts() -> None:
    """Inequalities build on parts of the number line, not on the whole: a right answer lends belief to the whole all the same."""
    ground = LIBRARY.foundations[PATH]
    assert "6.NS.C.6" in ground["6.EE.B.8"]
    assert known(ana(placed("6.EE.B.8", "right")), "6.NS.C.6") > known(ana(), "6.NS.C.6")


def test_a_pick_that_may_be_guessed_says_less_than_a_typed_answer() -> None:
    assert known(ana(placed(FIRST, "right", options=4)), FIRST) < known(ana(placed(FIRST, "right")), FIRST)


def test_not_learned_yet_says_more_than_a_miss_and_is_none() -> None:
    """It tells placement that the standard is not known; at the gate it is nothing, and it ends no round."""
    person = ana(*[placed(code, "unlearned", number) for number, code in enumerate((FIRST, SECOND, THIRD), 1)])
    assert known(ana(placed(FIRST, "unlearned")), FIRST) < known(ana(placed(FIRST, "missed")), FIRST)
    assert (person.standing(FIRST).answered, person.standing(FIRST).window, person.standing(FIRST).state) == (
        0,
        (),
        "open",
    )
    here = placement.round_now(person, 10)
    assert here is not None
    assert (here.asked, here.misses) == (3, 0)


def test_two_misses_running_end_the_round_of_the_day() -> None:
    person = ana(placed(FIRST, "right", 1), placed(SECOND, "missed", 2), placed(THIRD, "missed", 3))
    assert placement.round_now(person, 10) is None
    tomorrow = placement.round_now(person, DAY + 10)
    assert tomorrow is not None
    assert (tomorrow.number, tomorrow.asked) == (2, 0)


def test_five_questions_are_a_round_and_three_days_have_one() -> None:
    codes = LIBRARY.paths[PATH].standards
    person = ana(*[placed(codes[place], "right", place + 1) for place in range(5)])
    assert placement.round_now(person, 10) is None
    told = [placed(codes[day], "right", day + 1) for day in range(3)]
    standings = fold([(fact, day * DAY + 1) for day, fact in enumerate(told)])
    assert placement.round_now(msgspec.structs.replace(ana(), standings=standings), 3 * DAY) is None
    assert placement.round_now(msgspec.structs.replace(ana(), standings=standings), 2 * DAY + 9) is not None


def test_it_begins_with_an_easy_one_and_a_miss_is_followed_by_an_easier_one() -> None:
    codes = LIBRARY.paths[PATH].standards
    first = placement.next_standard(ana(), LIBRARY, 0)
    assert codes.index(first) < len(codes) / 3
    assert placement.level_now(ana(), 0) == 1
    right, missed = (ana(placed(first, "right", level=1)), ana(placed(first, "missed", level=1)))
    harder, easier = (placement.next_standard(person, LIBRARY, 10) for person in (right, missed))
    assert known(ana(), harder) < known(ana(), easier)
    assert placement.level_now(missed, 10) == 1
    assert placement.level_now(right, 10) == 2


def test_what_has_no_questions_is_never_asked_but_belief_flows_through_it() -> None:
    bare = msgspec.structs.replace(LIBRARY.standards[SECOND], items=())
    library = msgspec.structs.replace(LIBRARY, standards={**LIBRARY.standards, SECOND: bare})
    person = ana()
    for number in range(1, 16):
        code = placement.next_standard(person, library, number * DAY)
        assert code != SECOND
        person = ana(placed(code or FIRST, "right", number))
    assert known(ana(placed(THIRD, "right")), SECOND, library) > known(ana(), SECOND, library)


def test_what_seems_known_locks_nothing_and_is_offered_to_be_shown() -> None:
    """It is not mastered; and a check that goes badly takes the belief back."""
    person = ana(placed(FIRST, "right"), placed(SECOND, "right", 2))
    assert {FIRST, SECOND} <= placement.seems_known(person, LIBRARY)
    assert path.missing(person, LIBRARY, THIRD) == ()
    assert path.state_of(person, LIBRARY, SECOND) == "open"
    misses = [f.Answered(FIRST, f"i{n}", 2, "check", False) for n in range(3)]
    assert FIRST not in placement.seems_known(ana(placed(FIRST, "right"), *misses), LIBRARY)


def test_without_placement_nothing_seems_known() -> None:
    answers = [f.Answered(THIRD, f"i{n}", 2, "practice", True) for n in range(8)]
    assert placement.seems_known(ana(*answers), LIBRARY) == frozenset()


def test_one_of_three_offers_can_be_shown_and_two_can_be_worked_on() -> None:
    person = ana(placed(FIRST, "right"), placed(SECOND, "right", 2))
    offered = path.offers(person, LIBRARY, 3)
    shown = set(offered) & placement.seems_known(person, LIBRARY)
    assert len(offered) == 3
    assert len(shown) == 1


def test_the_current_standard_comes_first_whatever_placement_says() -> None:
    """Also for somebody who is far behind; with two warm-ups at most, the nearest it builds on."""
    behind = ana(placed(FIRST, "missed"), placed("6.NS.B.2", "missed", 2), current="6.SP.B.5")
    assert path.offers(behind, LIBRARY, 3)[0] == "6.SP.B.5"
    assert path.state_of(behind, LIBRARY, "6.SP.B.5") == "open"
    warm = path.warm_ups(behind, LIBRARY)
    assert warm == ("6.SP.A.2", "6.SP.A.3")
    assert set(path.offers(behind, LIBRARY, 3)) == {"6.SP.B.5", *warm}


def test_what_may_begin_goes_before_the_current_standard_and_a_mastered_one_is_current_no_more() -> None:
    asked = (f.AskedToReassess(FIRST, "r1", "c1"), f.Approved(FIRST, "r1", "t"))
    assert path.offers(ana(*asked, current=THIRD), LIBRARY, 2) == (FIRST, THIRD)
    assert path.current_of(ana(f.Mastered(THIRD), current=THIRD), LIBRARY) == ""
    assert path.current_of(ana(current="7.RP.A.1"), LIBRARY) == ""


def test_several_are_related_and_at_most_four() -> None:
    codes = ("6.SP.A.1", "6.SP.A.2", "6.SP.A.3", "6.SP.B.4", "6.SP.B.5", FIRST)
    person = ana(*[placed(code, "right", number) for number, code in enumerate(codes, 1)])
    found = several(person, LIBRARY)
    assert 2 <= len(found) <= 4
    assert len({code.split(".")[1] for code in found}) == 1
    assert several(ana(), LIBRARY) == ()


def test_one_right_answer_makes_nothing_solid_and_a_miss_ends_it() -> None:
    answer = f.Answered(FIRST, "i1", 3, "check", True)
    once = ana(placed(FIRST, "right"), answer)
    assert verdict(once, LIBRARY, FIRST, [(FIRST, True)]) == ""
    assert verdict(once, LIBRARY, FIRST, [(FIRST, True), (FIRST, False)]) == "almost"
    thrice = ana(answer, msgspec.structs.replace(answer, item="i2"), msgspec.structs.replace(answer, item="i3"))
    assert verdict(thrice, LIBRARY, FIRST, [(FIRST, True)] * 3) == "solid"
