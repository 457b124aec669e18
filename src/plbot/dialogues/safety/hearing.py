"""Every text of a student is looked at before anything else hears it: danger, worry, a word that should be said otherwise."""

from itertools import pairwise

import msgspec

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names, pages
from plbot.core import scenes as s
from plbot.core.cards import Literal
from plbot.core.duty import DUTY, Alarm, Duty, OnDuty, called
from plbot.core.events import Inbound
from plbot.core.peer_scenes import REACHES_PEERS
from plbot.core.records import Classroom
from plbot.core.redact import redact
from plbot.core.school_hours import is_staffed
from plbot.core.screen.look import Finding, Kind
from plbot.core.screen.normalise import plain
from plbot.core.talk import Talk
from plbot.limits import DAY, limits

_TEXTS = ("text", "join", "edited")
_READ_BY_TEACHERS = (s.Reflecting, s.SettingGoal, s.Requesting, s.ReadingBinder, s.AnsweringOpenly)
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "sr", "sra", "senor", "senora", "profe", "profesor", "profesora", "coach", "dr"}
)
_TEACHING = frozenset({"teacher", "teachers", "maestra", "maestro", "profe", "profesor", "profesora"})
_NAME_SURE = 4  # letters of a name that is known without a title before it; shorter ones are words, too


def heeded(talk: Talk, inbound: Inbound) -> bool:
    """Whether this text was answered here, so that nothing else hears it. What teachers and people on duty write is not looked at."""
    if inbound.kind not in _TEXTS or not inbound.text.strip() or talk.person.teaches or talk.person.on_duty:
        return False
    found = talk.world.screen.look(inbound.text)
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
    """A teacher should have a word. What a teacher reads anyway goes on its way; a question, or classmates, do not get it."""
    person, now = talk.person, talk.world.now
    passed = _taken_out(talk, found, inbound.text)
    said = talk.note(f.Flagged(kind=found.kind), names.tidy_words(passed or inbound.text, limits.text_longest))
    recent = tuple(at for at in person.worries if now - at < person.policy.worry_days * DAY)
    talk.become(worries=(*recent, now)[-limits.page_said :])
    membership = person.learns_in or person.waits_for
    if membership:
        at_once = len(recent) + 1 >= person.policy.worries_at_once
        talk.send(membership.classroom, n.MayNeedAWord(person.id, said, at_once))
    if inbound.kind == "edited" or passed:
        return False
    _answer_worry(talk, found.kind, membership.teacher if membership else "")
    if isinstance(person.scene, _READ_BY_TEACHERS):
        return False
    talk.enter(person.scene)
    return True


def _taken_out(talk: Talk, found: Finding, text: str) -> str:
    """What a teacher reads of a text that offers a classmate a way to meet elsewhere: the way is kept nowhere. '' for others."""
    if found.kind != "contacts" or not isinstance(talk.person.scene, REACHES_PEERS):
        return ""
    return redact(text, talk.words("relay", "gap")).text


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
    duty = talk.world.record(DUTY)
    desk = duty if isinstance(duty, Duty) else Duty()
    person = talk.person
    said = talk.note(f.Flagged(kind=kind, report=True), names.tidy_words(text, limits.text_longest))
    alarm_id = person.alarm or names.request_id(talk.world.chance)
    membership = person.learns_in or person.waits_for
    fallback = _teachers(talk, membership.classroom) if membership else {}
    avoid = _named(text, {**fallback, **desk.people}, frozenset(fallback)) if kind == "abuse" else ()
    classroom = membership.name if membership else ""
    note = pages.RaisesAlarm(alarm_id, person.id, person.name, classroom, kind, said, avoid, fallback)
    talk.hold(person.id, said, alarm_id)
    talk.become(alarm=alarm_id)
    talk.send(DUTY, note)
    open_alarm = desk.alarms.get(alarm_id)
    told = called(desk, open_alarm or Alarm(person.id, person.name, classroom, kind, 0, avoid=avoid, fallback=fallback))
    _say_care(talk, desk, [one.name for one in told.values()])
    talk.enter(s.InCare(alarm_id, kind))


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


def _teachers(talk: Talk, classroom: str) -> dict[str, OnDuty]:
    room = talk.world.record(classroom)
    if not isinstance(room, Classroom):
        return {}
    return {person: OnDuty(teacher.name, teacher.language) for person, teacher in room.teachers.items()}


def _named(text: str, people: dict[str, OnDuty], teachers: frozenset[str]) -> tuple[str, ...]:
    """Whom the text names: by name, or as "my teacher" those of the class. They may be part of it."""
    words = plain("".join(sign if sign.isalnum() else " " for sign in text)).split()
    about_teacher = not _TEACHING.isdisjoint(words)
    return tuple(
        person for person, one in people.items() if (about_teacher and person in teachers) or _is_named(words, one.name)
    )


def _is_named(words: list[str], name: str) -> bool:
    parts = [part for part in plain(name).replace(".", " ").split() if part not in _TITLES]
    after_title = {word for title, word in pairwise(words) if title in _TITLES}
    return any(part in after_title or (len(part) >= _NAME_SURE and part in words) for part in parts)


def closed(talk: Talk, note: pages.AlarmClosed) -> None:
    """The report about this student is closed: its words need not be held any longer."""
    talk.release(note.alarm)
    talk.become(alarm="")
    if isinstance(talk.person.scene, s.InCare):
        talk.stay(msgspec.structs.replace(talk.person.scene, choosing=False))


def known(talk: Talk, note: pages.SomebodyKnows) -> None:
    """Somebody acknowledged the page."""
    talk.tell("safety/student", "somebody_knows", name=note.name)
    talk.notice()
