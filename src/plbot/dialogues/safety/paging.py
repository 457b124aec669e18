"""The duty desk: pages until somebody acknowledges, hands over, closes. A page holds a button to read, never the words."""

from collections.abc import Iterable

import msgspec

from plbot.core import letters as n
from plbot.core import pages
from plbot.core.cards import Choice
from plbot.core.duty import Alarm, OnDuty, called, may_answer
from plbot.core.talk import blocks_of
from plbot.core.watch import Watch
from plbot.limits import HOUR, MINUTE, limits

REASONS = ("safe", "help", "mistake")


def page(watch: Watch, note: pages.DutyNote) -> None:
    match note:
        case pages.InvitesToDuty(code, one):
            watch.become(invited={**watch.duty.invited, code: one})
            watch.codes.append((code, "duty"))
        case pages.JoinsDuty(person, code, language):
            _join(watch, person, code, language)
        case pages.LeavesDuty(name):
            _leave(watch, name)
        case pages.SetsCareText(language, text):
            others = {each: said for each, said in watch.duty.texts.items() if each != language}
            watch.become(texts={**others, language: text} if text else others)
        case pages.TestsDuty():
            _test(watch)
        case pages.RaisesAlarm():
            _raise(watch, note)
        case pages.PagesAgain(alarm_id):
            alarm = watch.duty.alarms.get(alarm_id)
            if alarm and not alarm.by and watch.world.now - alarm.paged_at >= _again(alarm):
                _page(watch, alarm_id, alarm)
        case pages.TellsInstead():
            _tell_instead(watch, note)
        case pages.AnswersPage():
            _answer(watch, note)


# who is on duty


def _join(watch: Watch, person: str, code: str, language: str) -> None:
    invited = dict(watch.duty.invited)
    one = invited.pop(code, None)
    if one is None:
        watch.send(person, n.NotAdmitted("", "code"))
        return
    on_duty = msgspec.structs.replace(one, language=language)
    watch.become(invited=invited, people={**watch.duty.people, person: on_duty})
    watch.send(person, pages.OnDutyNow(one.name))


def _leave(watch: Watch, name: str) -> None:
    duty = watch.duty
    for person, one in duty.people.items():
        if one.name == name:
            watch.send(person, pages.OnDutyNow(name, on=False))
    watch.become(
        people={person: one for person, one in duty.people.items() if one.name != name},
        invited={code: one for code, one in duty.invited.items() if one.name != name},
    )


# pages


def _raise(watch: Watch, note: pages.RaisesAlarm) -> None:
    """One alarm a student: what is written while it is open is added to it, and pages anew once it was acknowledged."""
    now = watch.world.now
    known = watch.duty.alarms.get(note.alarm)
    if known is None:
        new = Alarm(
            note.person,
            note.name,
            note.classroom,
            note.kind,
            now,
            (note.said,),
            avoid=note.avoid,
            fallback=note.fallback,
            worry=note.worry,
        )
        _page(watch, note.alarm, new)
        return
    avoid = tuple(dict.fromkeys((*known.avoid, *note.avoid)))
    more = msgspec.structs.replace(known, said=(*known.said, note.said), avoid=avoid)
    if more.by and now - more.paged_at >= _again(more):
        _page(watch, note.alarm, msgspec.structs.replace(more, by=""))
    else:
        _keep(watch, note.alarm, more)


def _page(watch: Watch, alarm_id: str, alarm: Alarm) -> None:
    """Page those whose turn it is, and again in five minutes."""
    people = called(watch.duty, alarm)
    for person, one in people.items():
        _owe_page(watch, person, one, alarm_id, alarm)
    _paged(watch, alarm_id, alarm, people)


def page_plainly(watch: Watch, note: pages.RaisesAlarm | pages.PagesAgain) -> None:
    """After a turn of the desk failed: the same people read who it is about, without a button, and are paged again as ever."""
    known = watch.duty.alarms.get(note.alarm)
    alarm = _plain(note, known, watch.world.now) if isinstance(note, pages.RaisesAlarm) else known
    if alarm is None or alarm.by:
        return
    people = called(watch.duty, alarm)
    for person, one in people.items():
        text = watch.words("safety/duty", "plain_page", one.language, name=alarm.name, classroom=alarm.classroom)
        watch.owe(person, blocks_of(text), [], f"alarm:{note.alarm}:{alarm.rounds}")
    _paged(watch, note.alarm, alarm, people)


def _paged(watch: Watch, alarm_id: str, alarm: Alarm, people: Iterable[str]) -> None:
    """One round more went out to these people; the next one comes by itself."""
    now = watch.world.now
    told = tuple(dict.fromkeys((*alarm.told, *people)))
    _keep(watch, alarm_id, msgspec.structs.replace(alarm, told=told, rounds=alarm.rounds + 1, paged_at=now))
    watch.send(watch.duty.id, pages.PagesAgain(alarm_id), now + _again(alarm))


def _plain(note: pages.RaisesAlarm, known: Alarm | None, now: int) -> Alarm:
    """The alarm of this letter, open again where somebody had acknowledged it."""
    alarm = known or Alarm(note.person, note.name, note.classroom, note.kind, now, worry=note.worry)
    said, avoid = (*alarm.said, note.said), (*alarm.avoid, *note.avoid)
    return msgspec.structs.replace(alarm, said=said, avoid=avoid, fallback=note.fallback, by="")


def _again(alarm: Alarm) -> int:
    """How long after a page the next one comes (ms)."""
    return limits.worry_again_hours * HOUR if alarm.worry else limits.page_again_minutes * MINUTE


def _owe_page(watch: Watch, person: str, one: OnDuty, alarm_id: str, alarm: Alarm) -> None:
    if alarm.test:
        text = watch.words("safety/duty", "test_page", one.language)
    else:
        text = watch.words(
            "safety/duty",
            "worry_page" if alarm.worry else "page",
            one.language,
            name=alarm.name,
            classroom=alarm.classroom,
            again=person in alarm.told,
            abuse=alarm.kind == "abuse",
        )
    choices = [Choice(watch.words("labels", "acknowledge", one.language), "acknowledge", f"acknowledge:{alarm_id}")]
    if not alarm.test:
        read = watch.words("labels", "read_report", one.language)
        choices.append(Choice(read, "read_report", f"read_report:{alarm_id}"))
    watch.owe(person, blocks_of(text), choices, f"alarm:{alarm_id}:{alarm.rounds}")


def _keep(watch: Watch, alarm_id: str, alarm: Alarm) -> None:
    watch.become(alarms={**watch.duty.alarms, alarm_id: alarm})


def _test(watch: Watch) -> None:
    for person, one in watch.duty.people.items():
        alarm_id = f"test-{person}"
        alarm = Alarm("", "", "", "self-harm", watch.world.now, told=(person,), test=True)
        _keep(watch, alarm_id, alarm)
        _owe_page(watch, person, one, alarm_id, alarm)


def _tell_instead(watch: Watch, note: pages.TellsInstead) -> None:
    """The child asks for somebody else: those who were told read nothing from now on, and are not paged again."""
    alarm = watch.duty.alarms.get(note.alarm)
    if alarm is None or alarm.person != note.person:
        return
    for person in alarm.told:
        _owe_settled(watch, person, alarm, note.alarm, "taken_over")
    avoid = tuple(dict.fromkeys((*alarm.avoid, *alarm.told)))
    changed = msgspec.structs.replace(alarm, avoid=avoid, chosen=note.to, by="")
    if note.to:
        _page(watch, note.alarm, changed)
    else:
        _page(watch, note.alarm, msgspec.structs.replace(changed, rounds=limits.page_last_after))


def _owe_settled(watch: Watch, person: str, alarm: Alarm, alarm_id: str, outcome: str, **names: object) -> None:
    """The page that this person had says from now on that it is taken care of."""
    one = _one(watch, alarm, person)
    text = watch.words("safety/duty", outcome, one.language, **names)
    watch.owe(person, blocks_of(text), [], f"alarm:{alarm_id}:{alarm.rounds - 1}", revises=True)


# answers


def _answer(watch: Watch, note: pages.AnswersPage) -> None:
    alarm = watch.duty.alarms.get(note.alarm)
    if alarm is None or not may_answer(watch.duty, note.person, note.alarm):
        return
    if note.verb == "close":
        _close(watch, note, alarm)
    elif alarm.test:
        _drop(watch, note.alarm)
        watch.become(tested_at=watch.world.now)
        _thank(watch, note.person, alarm, "test_done")
    elif not alarm.by:
        _acknowledge(watch, note, alarm)
    elif alarm.by == note.person:
        _thank(watch, note.person, alarm, "yours_now")
    else:
        name = _one(watch, alarm, alarm.by).name
        _tell(watch, note.person, alarm, "acknowledged", name=name, student=alarm.name)


def _acknowledge(watch: Watch, note: pages.AnswersPage, alarm: Alarm) -> None:
    name = _one(watch, alarm, note.person).name
    _keep(watch, note.alarm, msgspec.structs.replace(alarm, by=note.person))
    watch.send(alarm.person, pages.SomebodyKnows(name))
    for person in alarm.told:
        if person != note.person and person not in alarm.avoid:
            _owe_settled(watch, person, alarm, note.alarm, "acknowledged", name=name, student=alarm.name)
    _thank(watch, note.person, alarm, "yours_now")


def _thank(watch: Watch, person: str, alarm: Alarm, outcome: str) -> None:
    _tell(watch, person, alarm, outcome, name=alarm.name)


def _tell(watch: Watch, person: str, alarm: Alarm, outcome: str, **names: object) -> None:
    language = _one(watch, alarm, person).language
    watch.owe(person, blocks_of(watch.words("safety/duty", outcome, language, **names)), [])


def _one(watch: Watch, alarm: Alarm, person: str) -> OnDuty:
    return watch.duty.people.get(person) or alarm.fallback.get(person) or OnDuty("")


def _close(watch: Watch, note: pages.AnswersPage, alarm: Alarm) -> None:
    if note.why not in REASONS:
        return
    _drop(watch, note.alarm)
    watch.send(alarm.person, pages.AlarmClosed(note.alarm))
    _thank(watch, note.person, alarm, "closed")


def _drop(watch: Watch, alarm_id: str) -> None:
    watch.become(alarms={each: alarm for each, alarm in watch.duty.alarms.items() if each != alarm_id})
