"""Whatever two classmates and a teacher do while they help each other, in any order: nobody is stranded, and nobody stays behind."""

from hypothesis import HealthCheck, given, settings
from tests.dialogues.test_never_stranded import check_answered, check_message, check_person
from tests.stage import Stage
from tests.wander import Act, acts, perform, room_of, started

from plbot.core.records import Classroom
from plbot.limits import Policy

KNOWN = "6.RP.A.1"


def helping(*, talking: bool) -> Stage:
    """Ben, who may help, and Ana, who asks; `talking`: he said yes."""
    stage = started(admit="open", joined=True)
    for text in ("menu", "Room 12", "record a result", "ben", KNOWN, "mastered"):
        stage.write("ms-li", text)
    for text in (
        "result",
        "be a helper",
        "let's do it",
        "go on",
        "which colour comes first?",
        "skip",
        "i'd like to help",
    ):
        stage.write("ben", text)
    for text in (KNOWN, "find a helper", "yes"):
        stage.write("ana", text)
    if talking:
        stage.tap("ben", "accept")
    return stage


def check_class(room: Classroom, stage: Stage) -> None:
    """What the class holds for open is open for both of the two, and for nobody else."""
    by_id = {person.id: person for person in stage.everybody()}
    talking = {
        (person, sid)
        for sid, each in room.help.sessions.items()
        if not each.ended
        for person in (each.helper, each.helped)
    }
    held = {(person.id, person.helping.session) for person in by_id.values() if person.helping}
    assert talking == held
    asking = {(each.person, ask) for ask, each in room.help.asks.items()}
    assert asking == {(person.id, person.seeking.ask) for person in by_id.values() if person.seeking}
    for asked in room.help.asked.values():
        assert len(asked) <= 2 * Policy().help_asks_a_day  # of today and yesterday


def wander(stage: Stage, doings: list[Act]) -> None:
    for act in doings:
        before = len(stage.said)
        done = perform(stage, act)
        if done:
            check_answered(stage, act, *done)
        for owed in stage.said[before:]:
            check_message(owed)
        for person in stage.everybody():
            check_person(stage, person)
        check_class(room_of(stage), stage)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts)
def test_nobody_is_stranded_in_the_middle_of_help(doings: list[Act]) -> None:
    """Also with old buttons, leaving the class, blocking the bot, forms and days gone by."""
    wander(helping(talking=True), doings)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts)
def test_nobody_is_stranded_while_a_helper_is_sought(doings: list[Act]) -> None:
    wander(helping(talking=False), doings)
