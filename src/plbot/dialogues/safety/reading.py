"""Reading what a student wrote: somebody on duty a report, a teacher what worried the screen.

Every look goes through the gate and is noted.
"""

from collections.abc import Iterable

from plbot.core import letters as n
from plbot.core import pages
from plbot.core import scenes as s
from plbot.core.access import may
from plbot.core.calendar import local
from plbot.core.cards import Literal
from plbot.core.duty import DUTY, Alarm, Duty, may_answer
from plbot.core.events import Chose, Move
from plbot.core.facts import Looked
from plbot.core.records import Classroom, Person
from plbot.core.talk import Talk
from plbot.dialogues import doors
from plbot.dialogues.safety.paging import REASONS
from plbot.limits import limits


def ask(talk: Talk, scene: s.ReadingReport | s.ReadingWorry) -> None:
    match scene:
        case s.ReadingReport(alarm):
            _report(talk, alarm)
        case s.ReadingWorry(classroom, person):
            _worry(talk, classroom, person)


def _report(talk: Talk, alarm_id: str) -> None:
    alarm = _alarm(talk, alarm_id)
    if alarm is None:
        talk.tell("common", "settled")
        doors.go_home(talk)
        return
    talk.note(Looked(at=alarm.person, what="report"))
    talk.audit("saw_report", alarm.person)
    talk.tell("safety/duty", "report", name=alarm.name, classroom=alarm.classroom, kind=alarm.kind)
    _show(talk, alarm.person, alarm.said)
    talk.tell("safety/duty", "then")
    acknowledge = [] if alarm.by else [talk.choice("acknowledge", f"acknowledge:{alarm_id}")]
    talk.ask([*acknowledge, *(talk.choice(f"close_{reason}") for reason in REASONS), talk.choice("menu")])


def _alarm(talk: Talk, alarm_id: str) -> Alarm | None:
    """The open report, if this person may read it."""
    duty = talk.world.record(DUTY)
    desk = duty if isinstance(duty, Duty) else None
    return desk.alarms[alarm_id] if desk and may_answer(desk, talk.person.id, alarm_id) else None


def _worry(talk: Talk, classroom: str, person: str) -> None:
    room = talk.world.record(classroom)
    home = room if isinstance(room, Classroom) else None
    if home is None or person not in home.worries or not may(talk.person, "see binder", person, home):
        talk.tell("common", "settled")
        doors.go_home(talk)
        return
    talk.note(Looked(at=person, what="worry"))
    talk.audit("saw_worry", person)
    talk.tell("safety/duty", "worry", name=home.members[person].name)
    _show(talk, person, home.worries[person])
    talk.ask([talk.choice("looked"), talk.choice("back_to_class", f"class:{classroom}"), talk.choice("menu")])


def _show(talk: Talk, person: str, said: Iterable[int]) -> None:
    """The words with their time, as far as they are still kept."""
    owner = talk.world.record(person)
    zone = owner.zone if isinstance(owner, Person) else "UTC"
    for number in tuple(said)[-limits.page_said :]:
        kept = next((each for each in talk.world.facts(person, number + 1, 1) if each.seq == number), None)
        if kept:
            talk.tell("safety/duty", "when", at=local(kept.at, zone))
            talk.show(Literal(f"“{kept.text}”") if kept.text else Literal("…"))


def hear(talk: Talk, scene: s.ReadingReport | s.ReadingWorry, move: Move) -> None:
    match scene, move:
        case s.ReadingReport(alarm), Chose() if move.verb == "acknowledge":
            talk.send(DUTY, pages.AnswersPage(talk.person.id, "acknowledge", alarm))
            doors.go_home(talk)
        case s.ReadingReport(alarm), Chose() if move.verb.startswith("close_"):
            if open_alarm := _alarm(talk, alarm):
                talk.audit("closed_report", open_alarm.person)
            talk.send(DUTY, pages.AnswersPage(talk.person.id, "close", alarm, move.verb.removeprefix("close_")))
            doors.go_home(talk)
        case s.ReadingWorry(classroom, person), Chose("looked"):
            talk.send(classroom, n.Decides(talk.person.id, "looked", person))
            talk.enter(s.LookingAtClass(classroom))
        case s.ReadingWorry(), Chose() if move.verb == "class":
            talk.enter(s.LookingAtClass(move.rest))
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


# the list of those on duty


def on_duty(talk: Talk, note: pages.OnDutyNow) -> None:
    """The desk has put this person on the list, or taken them off it."""
    talk.become(on_duty=note.on, name=talk.person.name or note.name)
    talk.tell("safety/duty", "on_duty" if note.on else "off_duty", name=note.name)
    if talk.person.learns_in or talk.person.teaches:
        talk.notice()
    else:
        talk.stay(s.AskingCode(greeted=True))
        talk.ask([])
