"""Peer help, as the class decides it: who is asked, who was first, who talks with whom, and when it is over."""

from typing import Literal

import msgspec

from plbot.core import letters as n
from plbot.core import matching, names
from plbot.core import peer_letters as p
from plbot.core.access import has_student, teaches
from plbot.core.helpdesk import Ask, Ending, HelpDesk, Hint, Session, Volunteer
from plbot.core.register import Register
from plbot.dialogues.classroom import board, help_reports
from plbot.limits import DAY, MINUTE, limits

HelpNote = (
    p.Volunteers | p.SeeksHelper | p.SeeksNoMore | p.AnswersOffer | p.OfferRunsOut | p.HelpSpan | p.LeavesHelp | p.HelpTimeUp
    | p.ShowsWorth | p.LeavesHint | p.DecidesHelp
)  # fmt: skip
_PASSES_ON: tuple[Ending, ...] = ("away", "gone", "form")  # a helper who leaves so is followed by another


def decide(register: Register, note: HelpNote) -> None:
    match note:
        case p.Volunteers():
            _volunteer(register, note)
        case p.SeeksHelper():
            _seek(register, note)
        case p.SeeksNoMore(person, ask):
            if ask in _desk(register).asks and _desk(register).asks[ask].person == person:
                _drop_ask(register, ask)
        case p.AnswersOffer():
            _answered(register, note)
        case p.OfferRunsOut(ask, number):
            found = _desk(register).asks.get(ask)
            if found and found.round == number:
                _withdraw(register, ask, found)
                _offer(register, ask)
        case p.HelpSpan():
            _span(register, note)
        case p.LeavesHelp(session, person, why):
            _left(register, session, person, why)
        case p.HelpTimeUp(session):
            _close(register, session, "time")
        case p.ShowsWorth():
            _worth(register, note)
        case p.LeavesHint(person, standard, said):
            _keep_hint(register, Hint(person, standard, said, register.world.now))
        case p.DecidesHelp(teacher) if teaches(register.classroom, teacher):
            _decides(register, note)
        case _:
            pass  # whoever asked teaches here no more


def gone(register: Register, person: str) -> None:
    """Somebody left the class or cannot be reached: nobody waits for them."""
    desk = _desk(register)
    _become(register, volunteers={pid: each for pid, each in desk.volunteers.items() if pid != person})
    if ask := desk.ask_of(person):
        standard = desk.asks[ask].standard
        _drop_ask(register, ask)
        register.send(person, p.NoHelper(ask, standard, "gone"))
    for ask, each in list(_desk(register).asks.items()):
        if person in each.offers:
            _refused(register, ask, person)
    if session := desk.session_of(person):
        _left(register, session, person, "gone")


def _desk(register: Register) -> HelpDesk:
    return register.classroom.help


def _become(register: Register, **changes: object) -> None:
    register.become(help=msgspec.structs.replace(_desk(register), **changes))


def _volunteer(register: Register, note: p.Volunteers) -> None:
    volunteers = {pid: each for pid, each in _desk(register).volunteers.items() if pid != note.person}
    if note.standards and has_student(register.classroom, note.person):
        volunteers[note.person] = Volunteer(note.standards, note.hours)
    _become(register, volunteers=volunteers)


# asking


def _seek(register: Register, note: p.SeeksHelper) -> None:
    desk = _desk(register)
    if not has_student(register.classroom, note.person) or desk.session_of(note.person) or desk.ask_of(note.person):
        register.send(note.person, p.NoHelper(note.ask, note.standard, "nobody"))
        return
    if desk.paused:
        _find_nobody(register, note.ask, Ask(note.person, note.standard, register.world.now), "paused")
        return
    for ask, each in list(desk.asks.items()):
        if note.person in each.offers:
            _refused(register, ask, note.person)  # whoever asks is not asked
    _put(register, note.ask, Ask(note.person, note.standard, register.world.now))
    _offer(register, note.ask)


def _put(register: Register, ask_id: str, ask: Ask | None) -> None:
    asks = {other: each for other, each in _desk(register).asks.items() if other != ask_id}
    _become(register, asks={**asks, ask_id: ask} if ask else asks)


def _offer(register: Register, ask_id: str) -> None:
    """Ask the next ones, or say that there is nobody (left)."""
    room, now = register.classroom, register.world.now
    ask = room.help.asks[ask_id]
    moment = matching.Moment(now, room.zone, room.policy)
    many, minutes = matching.at_once(moment)
    found = matching.candidates(room.help, ask, moment, register.world.chance)
    offers = tuple(person for person in found if has_student(room, person))[:many]
    if not offers:
        _put(register, ask_id, None)
        _find_nobody(register, ask_id, ask, "passed" if ask.tried else "nobody")
        return
    number = ask.round + 1
    changed = msgspec.structs.replace(ask, offers=offers, tried=(*ask.tried, *offers), round=number)
    _put(register, ask_id, changed)
    if not ask.round:
        register.send(ask.person, p.HelperSought(ask_id, ask.standard, minutes))
    for person in offers:
        _count_ask(register, person)
        wanted = p.HelpWanted(ask_id, room.id, ask.standard, room.members[ask.person].name, minutes)
        register.send(person, wanted)
    register.send(room.id, p.OfferRunsOut(ask_id, number), now + minutes * MINUTE)


def _count_ask(register: Register, person: str) -> None:
    asked = _desk(register).asked
    lately = tuple(at for at in asked.get(person, ()) if at > register.world.now - DAY)
    _become(register, asked={**asked, person: (*lately, register.world.now)})


def _find_nobody(register: Register, ask_id: str, ask: Ask, why: Literal["nobody", "passed", "paused"]) -> None:
    hint, by = _hint_for(register, ask)
    register.send(ask.person, p.NoHelper(ask_id, ask.standard, why, hint, by))
    if why != "paused":
        register.tell_once("no_helper", ask.person)
        board.show(register)


def _drop_ask(register: Register, ask_id: str) -> None:
    _withdraw(register, ask_id, _desk(register).asks[ask_id])
    _put(register, ask_id, None)


def _withdraw(register: Register, ask_id: str, ask: Ask, *, taken: bool = False, but: str = "") -> None:
    """Take back what is still under way; nobody is told who else was asked."""
    for person in ask.offers:
        if person != but:
            register.send(person, p.OfferOver(ask_id, taken=taken))
    _put(register, ask_id, msgspec.structs.replace(ask, offers=()))


def _answered(register: Register, note: p.AnswersOffer) -> None:
    desk = _desk(register)
    ask = desk.asks.get(note.ask)
    if ask is None or note.person not in ask.offers:
        if note.yes:
            register.send(note.person, p.OfferOver(note.ask, late=True))
    elif note.yes and not desk.session_of(note.person):
        _withdraw(register, note.ask, ask, taken=True, but=note.person)
        _begin(register, note.ask, ask, note.person)
    else:
        if note.busy:
            _become(register, asked={**desk.asked, note.person: desk.asked.get(note.person, ())[:-1]})
        _refused(register, note.ask, note.person)


def _refused(register: Register, ask_id: str, person: str) -> None:
    """One offer less; after the last of them the next ones are asked at once."""
    ask = _desk(register).asks[ask_id]
    left = tuple(each for each in ask.offers if each != person)
    _put(register, ask_id, msgspec.structs.replace(ask, offers=left))
    if not left:
        _offer(register, ask_id)


# a session


def _begin(register: Register, ask_id: str, ask: Ask, helper: str) -> None:
    room, now = register.classroom, register.world.now
    _put(register, ask_id, None)
    session = names.request_id(register.world.chance)
    until = now + room.policy.help_session_minutes * MINUTE
    lately = tuple(at for at in room.help.helps.get(helper, ()) if at > now - limits.peer_counted_days * DAY)
    opened = Session(helper, ask.person, ask.standard, now)
    newest = dict(list(room.help.sessions.items())[-limits.peer_sessions + 1 :])
    still = {sid: each for sid, each in room.help.sessions.items() if not each.ended and sid not in newest}
    _become(
        register,
        sessions={**still, **newest, session: opened},
        helps={**room.help.helps, helper: (*lately, now)},
    )
    for person, role in ((helper, "helper"), (ask.person, "helped")):
        partner = opened.partner(person)
        name = room.members[partner].name
        begins = p.HelpBegins(session, room.id, ask.standard, partner, name, role, until)  # type: ignore[arg-type] # the two roles
        register.send(person, begins)
    register.send(room.id, p.HelpTimeUp(session), until)


def _span(register: Register, note: p.HelpSpan) -> None:
    session = _desk(register).sessions.get(note.session)
    if session and note.person in (session.helper, session.helped):
        spans = {**session.spans, note.person: (note.first, note.last)}
        _store(register, note.session, msgspec.structs.replace(session, spans=spans))


def _store(register: Register, session_id: str, session: Session) -> None:
    _become(register, sessions={**_desk(register).sessions, session_id: session})


def _left(register: Register, session_id: str, person: str, why: Ending) -> None:
    session = _desk(register).sessions.get(session_id)
    if session is None or person not in (session.helper, session.helped):
        return
    if why == "report":  # also just after the end: a rude last word is reported all the same
        help_reports.take(register, session_id, person)
    if why in ("report", "block"):
        pair = (min(session.helper, session.helped), max(session.helper, session.helped))
        _become(register, blocked=tuple(dict.fromkeys((*_desk(register).blocked, pair))))
    if not session.ended:
        _close(register, session_id, why, person)


def _close(register: Register, session_id: str, why: Ending, by: str = "") -> None:
    """Close a session, once. Who was helped by somebody that had to go looks for another one."""
    session = _desk(register).sessions.get(session_id)
    if session is None or session.ended:
        return
    ended = msgspec.structs.replace(session, ended=register.world.now, why=why)
    _store(register, session_id, ended)
    passed_on = by == session.helper and why in _PASSES_ON and has_student(register.classroom, session.helped)
    again = names.request_id(register.world.chance) if passed_on and not _desk(register).paused else ""
    for person in (session.helper, session.helped):
        mine = person == by
        register.send(person, p.HelpOver(session_id, why, mine, again if person == session.helped else ""))
    if again:
        _put(register, again, Ask(session.helped, session.standard, register.world.now, tried=(session.helper,)))
        _offer(register, again)


def _worth(register: Register, note: p.ShowsWorth) -> None:
    """What came of it: the good is told to the helper, the rest only moves them a little among equals."""
    desk = _desk(register)
    session = desk.sessions.get(note.session)
    if session is None:
        return
    worth = desk.worth.get(session.helper, 0) + (1 if note.good else -1)
    _become(register, worth={**desk.worth, session.helper: worth})
    if note.better and note.good:
        register.send(session.helper, p.Thanked(note.session, session.standard, better=True), register.when_awake())


# hints left for later


def _keep_hint(register: Register, hint: Hint) -> None:
    if has_student(register.classroom, hint.person):
        kept = {**_living_hints(register), names.request_id(register.world.chance): hint}
        _become(register, hints=dict(list(kept.items())[-limits.peer_hints :]))


def _living_hints(register: Register) -> dict[str, Hint]:
    """Those whose words are still kept."""
    since = register.world.now - limits.text_days * DAY
    return {hid: hint for hid, hint in _desk(register).hints.items() if hint.at > since}


def _hint_for(register: Register, ask: Ask) -> tuple[str, str]:
    """The newest hint that a classmate left for this standard, and whose it is."""
    desk, room = _desk(register), register.classroom
    fitting = [hint for hint in _living_hints(register).values() if hint.standard == ask.standard]
    for hint in reversed(fitting):
        if hint.person == ask.person or matching.is_blocked(desk, hint.person, ask.person):
            continue
        found = register.world.facts(hint.person, hint.said + 1, 1)
        text = next((kept.text for kept in found if kept.seq == hint.said), "")
        if text and has_student(room, hint.person):
            return text, room.members[hint.person].name
    return "", ""


# the teacher


def _decides(register: Register, note: p.DecidesHelp) -> None:
    desk = _desk(register)
    match note.verb:
        case "pause":
            _become(register, paused=True)
            for session in desk.sessions:
                _close(register, session, "teacher")
            for ask, each in list(desk.asks.items()):
                _withdraw(register, ask, each)
                _put(register, ask, None)
                _find_nobody(register, ask, each, "paused")
        case "resume":
            _become(register, paused=False)
        case "end":
            _close(register, note.what, "teacher")
        case "close":
            help_reports.close(register, note.what)
        case "remove":
            _become(register, hints={hid: hint for hid, hint in desk.hints.items() if hid != note.what})
        case "face_to_face":
            policy = msgspec.structs.replace(register.classroom.policy, help_face_to_face=note.what == "yes")
            register.send(register.classroom.id, n.ChangeClass(policy=policy))
        case _:
            pass  # an old button's verb
