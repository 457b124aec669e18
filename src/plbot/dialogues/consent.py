"""Consent: without it nothing is kept. Taken back it holds at once, given again all goes on; and the wish to be forgotten."""

from typing import Literal

from plbot.core import consent_letters as c
from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import scenes as s
from plbot.core.events import Chose, Move
from plbot.core.forgetting import without
from plbot.core.records import Person, Withdrawal
from plbot.core.talk import Talk
from plbot.core.traces import ADMIN, Did, Forgets
from plbot.dialogues import home
from plbot.limits import MINUTE, limits

ConsentNote = c.ConsentChanged | c.BeForgotten | c.TalkFirst | c.WentAway | c.CopyGiven

# What a silenced person's mail may be; all else is dropped, because it would be kept.
ALWAYS = (
    c.ConsentChanged,
    c.BeForgotten,
    c.TalkFirst,
    c.WentAway,
    c.CopyGiven,
    n.ClassChanged,
    n.HomeAgain,
    n.NotAdmitted,
)
DURING_CLASS = (*ALWAYS, n.Admitted, n.MustWait, n.WantsLink, n.NotLinked)


def may_arrive(person: Person, note: n.AnyNote) -> bool:
    """Whether a letter may be read: to a silenced person only what is about just that."""
    if not person.silenced:
        return True
    return isinstance(note, DURING_CLASS if person.silenced == "class" else ALWAYS)


def ask(talk: Talk, _: s.Silenced) -> None:
    """Say that nothing is kept, why, and what remains."""
    person = talk.person
    if not person.silenced:
        talk.enter(s.AtMenu())
        return
    by = person.withdrawn.by if person.withdrawn else ""
    talk.tell("consent", person.silenced, by=by, teacher=_teacher(person), days=limits.forget_days)
    again = [talk.choice("give_again")] if person.silenced == "withdrawn" and by == "student" else []
    stay = [talk.choice("stay")] if person.silenced == "leaving" else []
    go = [talk.choice("forget_me")] if not person.leaving else []
    talk.ask([*again, *stay, talk.choice("my_data"), *go])


def _teacher(person: Person) -> str:
    return next((m.teacher for m in reversed(person.memberships) if m.role == "student"), "")


def hear(talk: Talk, scene: s.Silenced, move: Move) -> None:
    person = talk.person
    match move:
        case Chose("give_again") if person.withdrawn and person.withdrawn.by == "student":
            give(talk)
        case Chose("stay") if person.leaving:
            _stay(talk)
        case _:
            talk.enter(scene)


def withdraw(talk: Talk, by: Literal["student", "school", "parent"]) -> None:
    """From this very turn on nothing more is kept."""
    if not talk.person.withdrawn:
        talk.become(withdrawn=Withdrawal(by, talk.world.now))
        talk.traces.append(Did(_actor(talk, by), "consent_withdrawn", talk.person.id, by))
    _tell_classes(talk, paused=True)
    talk.enter(s.Silenced())


def give(talk: Talk, by: Literal["student", "school", "parent"] = "student") -> None:
    """Collection goes on where it stopped."""
    if talk.person.withdrawn:
        talk.become(withdrawn=None)
        talk.traces.append(Did(_actor(talk, by), "consent_given", talk.person.id, by))
        if not talk.person.silenced:
            _go_on(talk)


def _actor(talk: Talk, by: str) -> str:
    return talk.person.id if by == "student" else ADMIN


def _tell_classes(talk: Talk, *, paused: bool) -> None:
    for membership in talk.person.memberships:
        if membership.role == "student":
            talk.send(membership.classroom, c.Pauses(talk.person.id, paused))


def _go_on(talk: Talk) -> None:
    """Requests were taken off the board when collection stopped, so they are taken back here, too."""
    for code, standing in talk.person.standings.items():
        if standing.state == "requested":
            talk.note(f.Withdrew(code))
    _tell_classes(talk, paused=False)
    talk.tell("consent", "goes_on")
    talk.enter(s.AtMenu())


def ask_to_go(talk: Talk) -> None:
    """Collection stops at once. The school confirms; where there is no school, there is nothing to confirm."""
    classes = [m.classroom for m in talk.person.memberships if m.role == "student"]
    if not classes:
        goodbye = talk.world.now + MINUTE  # what is said here must have been sent before nobody knows where to
        talk.send(talk.person.id, c.BeForgotten(talk.person.id), goodbye)
        talk.tell("consent", "gone_at_once")
        talk.stay(s.Silenced())
        talk.ask([])
        return
    talk.become(leaving=talk.world.now)
    talk.audit("asked_to_go", talk.person.id, "student")
    for classroom in classes:
        talk.send(classroom, c.AsksToGo(talk.person.id))
    talk.enter(s.Silenced())


def _stay(talk: Talk) -> None:
    talk.become(leaving=0)
    talk.audit("stays", talk.person.id, "student")
    for membership in talk.person.memberships:
        if membership.role == "student":
            talk.send(membership.classroom, c.AsksToGo(talk.person.id, stays=True))
    if talk.person.silenced:
        talk.enter(s.Silenced())
    else:
        _go_on(talk)


def open_mail(talk: Talk, note: ConsentNote) -> None:
    match note:
        case c.ConsentChanged(given=True, by=by):
            give(talk, by)
        case c.ConsentChanged(by=by):
            withdraw(talk, by)
        case c.BeForgotten(by):
            _be_forgotten(talk, by)
        case c.TalkFirst():
            talk.tell("consent", "talk_first", teacher=_teacher(talk.person))
            talk.enter(talk.person.scene)
        case c.WentAway(person):
            _let_go(talk, person)
        case c.CopyGiven(by, audience):
            talk.traces.append(Did(by, "exported", talk.person.id, audience))
            for membership in talk.person.memberships:
                talk.send(membership.classroom, c.AsksForCopy(talk.person.id, given=True))


def react(talk: Talk, before: Person) -> None:
    """A class lost or got its consent: whoever is silenced by that is told at once, and so is whoever may go on."""
    if talk.person.silenced == "class" and before.silenced != "class":
        talk.enter(s.Silenced())
    elif before.silenced == "class" and not talk.person.silenced and isinstance(talk.person.scene, s.Silenced):
        _go_on(talk)


def _be_forgotten(talk: Talk, by: str) -> None:
    """All that is stored of this person goes in this transaction, unless an open report still holds words of theirs."""
    person = talk.person
    if talk.world.held(person.id) or person.teaches:
        talk.traces.append(Did(by, "held_back", person.id))
        for membership in person.memberships:
            talk.send(membership.classroom, c.HeldBack(person.id))
        return
    mastered = sum(bool(standing.mastered_at) for standing in person.standings.values())
    for membership in person.memberships:
        talk.send(membership.classroom, c.HasGone(person.id, person.name, mastered))
    talk.traces += [Did(by, "forgotten", person.id), Forgets(person.id)]


def _let_go(talk: Talk, person: str) -> None:
    talk.person = without(talk.person, person)
    if talk.person.home:
        home.show(talk)
