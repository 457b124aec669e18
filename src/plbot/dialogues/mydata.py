"""My data: what is kept of somebody, who has seen it, a copy, stopping it, being forgotten. Open to everybody, always."""

from plbot.core import consent_letters as c
from plbot.core import names
from plbot.core import scenes as s
from plbot.core.calendar import local
from plbot.core.cards import Choice
from plbot.core.duty import DUTY, Duty
from plbot.core.events import Chose, Move, Wrote
from plbot.core.records import Classroom
from plbot.core.talk import Talk
from plbot.core.traces import ADMIN
from plbot.dialogues import consent, welcome
from plbot.limits import limits


def ask(talk: Talk, scene: s.SeeingData) -> None:
    match scene.page:
        case "who":
            _who_saw(talk)
        case "withdraw":
            talk.tell("mydata", "sure_to_withdraw", teacher=talk.person.teacher)
            talk.ask([talk.choice("yes"), talk.choice("no")])
        case "forget":
            talk.tell("mydata", "sure_to_forget", days=limits.forget_days, school=bool(_classes(talk)))
            talk.ask([talk.choice("yes"), talk.choice("no")])
        case _:
            _all(talk)


def _all(talk: Talk) -> None:
    person = talk.person
    talk.tell(
        "mydata",
        "kept",
        name=person.name,
        classes=[m.name for m in person.memberships if not m.waiting],
        facts=person.facts,
        standards=len(person.standings),
        apps=len(person.places),
        text_days=limits.text_days,
        outbox_days=limits.outbox_days,
    )
    copy = [talk.choice("copy")] if _classes(talk) else []
    talk.ask([talk.choice("who_saw"), *copy, *_stops(talk), _way_out(talk)])


def _stops(talk: Talk) -> list[Choice]:
    """What ends it; whoever teaches leaves the class first, because a class cannot lose its teacher like this."""
    person = talk.person
    if person.teaches or person.leaving:
        return []
    stop = [talk.choice("withdraw")] if person.learns_in and not person.withdrawn else []
    return [*stop, talk.choice("forget_me")]


def _way_out(talk: Talk) -> Choice:
    return talk.choice("back") if talk.person.silenced else talk.choice("menu")


def _classes(talk: Talk) -> list[str]:
    return [m.classroom for m in talk.person.memberships if m.role == "student" and not m.waiting]


def _who_saw(talk: Talk) -> None:
    seen = talk.world.audit(talk.person.id, limits.seen_shown)
    called = _called(talk)
    lines = [
        talk.words(
            "mydata",
            "seen",
            day=local(each.at, talk.person.zone),
            who=called.get(each.who, ""),
            deed=_deed(talk, each.deed),
        )
        for each in seen
    ]
    talk.tell("mydata", "who_saw", lines=lines, days=limits.audit_days)
    talk.ask([talk.choice("my_data"), _way_out(talk)])


def _deed(talk: Talk, did: str) -> str:
    return talk.words("mydata", f"deed_{did}")


def _called(talk: Talk) -> dict[str, str]:
    """How those are called who may have done something: whoever is on duty, one's teachers, oneself, the school."""
    duty = talk.world.record(DUTY)
    names = {person: one.name for person, one in duty.people.items()} if isinstance(duty, Duty) else {}
    names |= {talk.person.id: talk.words("mydata", "yourself"), ADMIN: talk.words("mydata", "the_school")}
    for classroom in _classes(talk):
        room = talk.world.record(classroom)
        if isinstance(room, Classroom):
            names |= {person: teacher.name for person, teacher in room.teachers.items()}
    return names


def hear(talk: Talk, scene: s.SeeingData, move: Move) -> None:
    match scene.page, move:
        case "withdraw", Chose("yes"):
            consent.withdraw(talk, "student")
        case "forget", Chose("yes"):
            consent.ask_to_go(talk)
        case _, Chose("back"):
            talk.enter(s.Silenced())
        case "" | "who", Chose("who_saw"):
            talk.enter(s.SeeingData("who"))
        case "", Chose("copy"):
            _ask_for_copy(talk)
        case "", Chose("withdraw") if talk.person.learns_in and not talk.person.teaches:
            talk.enter(s.SeeingData("withdraw"))
        case _, Wrote(text) if names.as_code(text):
            welcome.try_code(talk, text)
        case _, Chose("no"):
            talk.enter(s.SeeingData())
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _ask_for_copy(talk: Talk) -> None:
    """The class joined last hears of it; a copy is made by the school, at the command line."""
    for classroom in _classes(talk)[-1:]:
        talk.send(classroom, c.AsksForCopy(talk.person.id))
    talk.tell("mydata", "copy_asked", teacher=talk.person.teacher)
    talk.enter(s.SeeingData())
