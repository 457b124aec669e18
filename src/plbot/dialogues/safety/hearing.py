"""Every text of a student is looked at before anything else hears it: danger, worry, a word that should be said otherwise."""

from typing import NamedTuple

import msgspec

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names, pages
from plbot.core import scenes as s
from plbot.core.calendar import awake
from plbot.core.cards import Literal
from plbot.core.duty import DUTY, Alarm, Duty, OnDuty, called
from plbot.core.events import Inbound
from plbot.core.heed import met
from plbot.core.named import named, names_teacher
from plbot.core.peer_scenes import REACHES_PEERS
from plbot.core.records import Classroom
from plbot.core.redact import redact
from plbot.core.school_hours import is_staffed
from plbot.core.screen.look import Finding, Kind
from plbot.core.talk import Talk
from plbot.limits import DAY, limits

_READ_BY_TEACHERS = (s.Reflecting, s.SettingGoal, s.Requesting, s.ReadingBinder, s.AnsweringOpenly)


def heeded(talk: Talk, inbound: Inbound) -> bool:
    """Whether this text was answered here, so that nothing else hears it."""
    found = met(talk.person, inbound, talk.world.screen)
    if found is None:
        return False
    match found.severity:
        case "S1":
            _alarm(talk, found.kind, inbound.text)
            return True
        case "S2":
            return _worry(talk, found, inbound)
        case "S3":
            return _rephrase(talk, inbound)


def _rephrase(talk: Talk, inbound: Inbound) -> bool:
    """The text goes nowhere. One that was edited afterwards was not going anywhere anyway."""
    if inbound.kind == "edited":
        return False
    talk.tell("safety/student", "rephrase")
    talk.enter(talk.person.scene)
    return True


def _worry(talk: Talk, found: Finding, inbound: Inbound) -> bool:
    """A teacher should have a word. What a teacher reads anyway goes on its way; a question, or classmates, do not get it.

    What is about a teacher goes nowhere but to somebody else.
    """
    person, now = talk.person, talk.world.now
    passed = _taken_out(talk, found, inbound.text)
    about_teacher = names_teacher(inbound.text, _teachers(talk))
    words = names.tidy_words(passed or inbound.text, limits.text_longest)
    kind = "contacts" if passed else found.kind
    said = talk.note(f.Flagged(kind=kind, report=about_teacher), words)
    recent = tuple(at for at in person.worries if now - at < person.policy.worry_days * DAY)
    talk.become(worries=(*recent, now)[-limits.page_said :])
    membership = person.learns_in or person.waits_for
    told = _tell_another(talk, found.kind, inbound.text, said) if about_teacher else []
    if membership and not about_teacher:
        at_once = len(recent) + 1 >= person.policy.worries_at_once
        talk.send(membership.classroom, n.MayNeedAWord(person.id, said, at_once))
    if inbound.kind == "edited" or passed:
        return False
    if about_teacher:
        talk.tell("safety/student", "worry_elsewhere", names=told)
    else:
        _answer_worry(talk, found.kind, membership.teacher if membership else "")
        if isinstance(person.scene, _READ_BY_TEACHERS):
            return False
    talk.enter(person.scene)
    return True


def _tell_another(talk: Talk, kind: Kind, text: str, said: int) -> list[str]:
    """Have somebody read it whom it is not about, when the quiet hours are over. Returns their names."""
    person = talk.person
    desk = _desk(talk)
    alarm_id = f"w{person.id}"  # one report a student: what comes while it is open is added to it
    talk.hold(person.id, said, alarm_id)
    note = _report(talk, desk, alarm_id, _Said(kind, text, said), worry=True)
    talk.send(DUTY, note, awake(talk.world.now, person.zone, person.policy))
    return _called(desk, note)


def _taken_out(talk: Talk, found: Finding, text: str) -> str:
    """What a teacher reads of a text that offers a classmate a way to meet elsewhere: the way is kept nowhere. '' for others."""
    if found.kind not in ("contacts", "unclear") or not isinstance(talk.person.scene, REACHES_PEERS):
        return ""
    left = redact(text, talk.words("relay", "gap"))
    rings_without = found.kind == "unclear" and (not left.taken or talk.world.screen.look(left.text) is not None)
    return "" if rings_without else left.text


def _answer_worry(talk: Talk, kind: Kind, teacher: str) -> None:
    tone = "worry"
    if kind in ("contacts", "sexual"):
        tone = "keep_private"
    elif kind == "hate":
        tone = "keep_kind"
    talk.tell("safety/student", tone, teacher=teacher)


# danger


def _alarm(talk: Talk, kind: Kind, text: str) -> None:
    """The lesson stops; people are paged by the letter that this turn writes; the student is told what is true."""
    desk = _desk(talk)
    person = talk.person
    said = talk.note(f.Flagged(kind=kind, report=True), names.tidy_words(text, limits.text_longest))
    alarm_id = person.alarm or names.request_id(talk.world.chance)
    note = _report(talk, desk, alarm_id, _Said(kind, text, said))
    talk.hold(person.id, said, alarm_id)
    talk.become(alarm=alarm_id)
    talk.send(DUTY, note)
    _say_care(talk, desk, _called(desk, note))
    talk.enter(s.InCare(alarm_id, kind))


def heeded_after_all(talk: Talk, inbound: Inbound, *, plainly: bool) -> bool:
    """Whether these are words of danger, whose turn failed: the alarm alone, or `plainly` the least of one."""
    found = met(talk.person, inbound, talk.world.screen)
    if found is None or found.severity != "S1":
        return False
    if plainly:
        _alarm_plainly(talk, found.kind)
    else:
        _alarm(talk, found.kind, inbound.text)
    return True


def _alarm_plainly(talk: Talk, kind: Kind) -> None:
    """A page and care, by what the student's own record says: the words are not kept, and whom they name is not known.

    So for abuse, the teachers of the class are never paged in place of an empty list.
    """
    person = talk.person
    membership = person.learns_in or person.waits_for
    alarm_id = person.alarm or names.request_id(talk.world.chance)
    fallback = _class_teachers(talk, membership.classroom) if membership and kind != "abuse" else {}
    classroom = membership.name if membership else ""
    talk.become(alarm=alarm_id)
    talk.send(DUTY, pages.RaisesAlarm(alarm_id, person.id, person.name, classroom, kind, 0, fallback=fallback))
    talk.tell("safety/student", "care")
    talk.tell("safety/student", "trying")
    talk.stay(s.InCare(alarm_id, kind))
    talk.ask([talk.choice("menu", label=talk.words("labels", "go_on_when_ready"))])


def _desk(talk: Talk) -> Duty:
    duty = talk.world.record(DUTY)
    return duty if isinstance(duty, Duty) else Duty()


class _Said(NamedTuple):
    """Words that the screen met; `number` is that of the fact that holds them."""

    kind: Kind
    text: str
    number: int


def _report(talk: Talk, desk: Duty, alarm_id: str, said: _Said, *, worry: bool = False) -> pages.RaisesAlarm:
    """Who may be in danger, and who is never told: whomever the words name, unless in danger of one's own nobody else is left."""
    person = talk.person
    membership = person.learns_in or person.waits_for
    fallback = _class_teachers(talk, membership.classroom) if membership else {}
    classroom = membership.name if membership else ""
    avoid = named(said.text, {**fallback, **desk.people}, _teachers(talk))
    note = pages.RaisesAlarm(
        alarm_id, person.id, person.name, classroom, said.kind, said.number, avoid, fallback, worry
    )
    if worry or said.kind == "abuse" or _called(desk, note):
        return note
    return msgspec.structs.replace(note, avoid=())


def _called(desk: Duty, note: pages.RaisesAlarm) -> list[str]:
    """The names of those whom this report goes to, so that the student hears what is true."""
    known = desk.alarms.get(note.alarm)
    alarm = known or Alarm(
        note.person, note.name, note.classroom, note.kind, 0, fallback=note.fallback, worry=note.worry
    )
    avoid = tuple(dict.fromkeys((*alarm.avoid, *note.avoid)))
    return [one.name for one in called(desk, msgspec.structs.replace(alarm, avoid=avoid)).values()]


def _say_care(talk: Talk, desk: Duty, told: list[str]) -> None:
    own = desk.texts.get(talk.person.language)
    if own:
        talk.show(Literal(own))
    else:
        talk.tell("safety/student", "care")
    if told:
        talk.tell("safety/student", "told", names=told)
    else:
        talk.tell("safety/student", "nobody_told")
    if told and not is_staffed(talk.world.now, talk.person.zone, talk.person.policy):
        talk.tell("safety/student", "out_of_hours")


def _class_teachers(talk: Talk, classroom: str) -> dict[str, OnDuty]:
    room = talk.world.record(classroom)
    if not isinstance(room, Classroom):
        return {}
    return {person: OnDuty(teacher.name, teacher.language) for person, teacher in room.teachers.items()}


def _teachers(talk: Talk) -> set[str]:
    """How the teachers of all of the student's classes are called."""
    learning = [m for m in talk.person.memberships if m.role == "student"]
    everybody = (one.name for m in learning for one in _class_teachers(talk, m.classroom).values())
    return {*(m.teacher for m in learning), *everybody}


def closed(talk: Talk, note: pages.AlarmClosed) -> None:
    """The report about this student is closed: its words need not be held any longer."""
    talk.release(note.alarm)
    if talk.person.alarm != note.alarm:
        return
    talk.become(alarm="")
    if isinstance(talk.person.scene, s.InCare):
        talk.stay(msgspec.structs.replace(talk.person.scene, choosing=False))


def known(talk: Talk, note: pages.SomebodyKnows) -> None:
    """Somebody acknowledged the page."""
    talk.tell("safety/student", "somebody_knows", name=note.name)
    talk.notice()
