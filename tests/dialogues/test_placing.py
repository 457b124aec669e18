"""Placement over a whole grade, as a student meets it: rounds, days, and ways out."""

from tests import replies
from tests.stage import Stage

from plbot.core import letters as n
from plbot.core import scenes as s
from plbot.core.placement import heard
from plbot.core.questions import Question
from plbot.limits import DAY, HOUR
from plbot.simulation.library import PATH, grade6

WAYS_OUT = {"beginning", "show", "skip"}


def newcomer() -> Stage:
    stage = Stage(content=grade6())
    room = stage.found_class(path=PATH)
    for text in (f"join {room.code}", "Ana", "skip", "skip"):
        stage.write("ana", text)
    return stage


def intents(stage: Stage) -> list[str]:
    return [choice.intent for choice in stage.choices("ana")]


def answer(stage: Stage, *, right: bool) -> None:
    scene = stage.person("ana").scene
    question = getattr(scene, "question", None)
    assert isinstance(question, Question)
    text = replies.right(question) if right else replies.missed(question)
    if question.kind == "choice":
        stage.tap("ana", f"answer:{text}")
    else:
        stage.write("ana", text)


def play(stage: Stage, *, right: bool) -> int:
    """Answer until the round is over; gives how many questions it had."""
    count = 0
    while isinstance(stage.person("ana").scene, s.Placing):
        assert set(intents(stage)) >= WAYS_OUT | {"unlearned"}
        answer(stage, right=right)
        count += 1
    return count


def test_the_welcome_ends_with_the_offer_and_all_ways_out() -> None:
    stage = newcomer()
    assert isinstance(stage.person("ana").scene, s.OfferingPlacement)
    assert set(intents(stage)) == {"place", *WAYS_OUT}


def test_there_are_three_rounds_on_three_days_and_none_on_the_fourth() -> None:
    stage = newcomer()
    lengths: list[int] = []
    for _ in range(3):
        stage.write("ana", "place")
        lengths.append(play(stage, right=len(lengths) != 1))
        stage.write("ana", "place")
        assert isinstance(stage.person("ana").scene, s.Choosing), "one round a day"
        stage.advance(DAY)
    assert lengths[0] == 5
    assert lengths[1] == 2, "two misses running end a round"
    assert sum(lengths) <= 15
    stage.write("ana", "place")
    assert isinstance(stage.person("ana").scene, s.Choosing)


def test_a_round_that_was_left_goes_on_the_same_day() -> None:
    stage = newcomer()
    stage.tap("ana", "place")
    answer(stage, right=True)
    stage.write("ana", "menu")
    stage.advance(HOUR)
    assert "place" in intents(stage), "the menu remembers it"
    stage.tap("ana", "place")
    assert play(stage, right=True) == 4


def test_saying_that_it_was_not_learned_five_times_ends_kindly_and_counts_nothing() -> None:
    stage = newcomer()
    stage.tap("ana", "place")
    for _ in range(5):
        if isinstance(stage.person("ana").scene, s.Placing):
            stage.tap("ana", "unlearned")
    person = stage.person("ana")
    assert isinstance(person.scene, s.Choosing)
    assert all(answer.said == "unlearned" for _, answer in heard(person))
    assert all(not standing.answered and standing.untouched for standing in person.standings.values())
    assert "not yet" not in stage.last("ana").lower()


def test_only_a_teacher_of_the_class_says_what_it_works_on() -> None:
    stage = newcomer()
    [room] = [doc for doc in stage.docs if doc.startswith("c")]
    for teacher, works_on in (("p-somebody", ""), (stage.person("ana").id, "")):
        stage.letters.append((stage.now, 0, room, n.ChangeClass(current="6.EE.A.1", teacher=teacher)))
        stage.settle()
        assert stage.classroom(room).current == works_on
    stage.letters.append((stage.now, 0, room, n.ChangeClass(current="6.EE.A.1")))
    stage.settle()
    assert stage.classroom(room).current == "6.EE.A.1"
    stage.write("ana", "next")
    assert stage.choices("ana")[0].do == "choose:6.EE.A.1"


def test_who_knows_this_one_shows_it_in_a_check() -> None:
    stage = newcomer()
    stage.tap("ana", "place")
    scene = stage.person("ana").scene
    assert isinstance(scene, s.Placing)
    stage.tap("ana", "show")
    checking = stage.person("ana").scene
    assert isinstance(checking, s.Checking)
    assert checking.standard == scene.standard


def test_starting_from_the_beginning_is_possible_at_any_question() -> None:
    stage = newcomer()
    stage.tap("ana", "place")
    answer(stage, right=True)
    stage.tap("ana", "beginning")
    assert stage.person("ana").scene == s.Learning("6.RP.A.1")


def test_no_question_of_placement_comes_again_with_the_same_numbers() -> None:
    """Also not in the practice of the same standard, another day."""
    stage = newcomer()
    stage.tap("ana", "place")
    scene = stage.person("ana").scene
    assert isinstance(scene, s.Placing)
    answer(stage, right=False)
    stage.advance(DAY)
    seen = {scene.question.ask}
    stage.write("ana", f"practise {scene.standard}")
    for _ in range(12):
        now = stage.person("ana").scene
        if isinstance(now, s.Pausing | s.SeeingReadiness):
            stage.write("ana", f"practise {scene.standard}")
            now = stage.person("ana").scene
        assert isinstance(now, s.Practising)
        assert now.question.ask not in seen
        seen.add(now.question.ask)
        answer(stage, right=True)
