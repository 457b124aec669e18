"""Parking: a standard rests for a week and comes back by itself. Taking it up again is always one tap away."""

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import scenes as s
from plbot.core.calendar import awake, next_school_morning
from plbot.core.talk import Talk
from plbot.limits import DAY

RESTS = ("learning", "practising", "ready")  # states in which nothing is under way that others wait for


def park(talk: Talk, code: str) -> None:
    """`park`: until the school morning a week from now, as a letter to oneself."""
    if talk.person.standing(code).state not in RESTS:
        talk.enter(s.SeeingReadiness(code))
        return
    person, now = talk.person, talk.world.now
    morning = next_school_morning(now + (person.policy.park_days - 1) * DAY, person.zone)
    until = awake(morning, person.zone, person.policy)
    talk.note(f.Parked(code, until))
    talk.send(person.id, n.ComesBack(code, until), until)
    talk.tell("parking", "parked", title=talk.world.library.standards[code].title)
    talk.enter(s.Choosing())


def take_up(talk: Talk, code: str) -> None:
    """`take_up`: go on with what was parked, now."""
    if talk.person.standing(code).parked_until:
        talk.note(f.TookUp(code))
        talk.tell("parking", "taken_up")
    talk.enter(s.Learning(code))


def open_mail(talk: Talk, note: n.ComesBack) -> None:
    """The week is over. It never breaks into a question: it is a message of its own."""
    standard = talk.standard(note.standard)
    if talk.person.standing(note.standard).parked_until != note.until:
        return  # taken up by hand, or parked anew
    talk.note(f.TookUp(note.standard, by_itself=True))
    if standard is None or talk.person.learns_in is None:
        return
    talk.tell("parking", "is_back", title=standard.title)
    code = note.standard
    talk.notice(
        [
            talk.choice("learn", f"learn:{code}", label=talk.words("labels", "another_way")),
            talk.choice("with_teacher", f"with_teacher:{code}", label=with_teacher(talk)),
            talk.choice("park", f"park:{code}"),
        ]
    )


def with_teacher(talk: Talk) -> str:
    """The label of the way to the teacher."""
    return talk.words("labels", "with_teacher", teacher=talk.person.teacher)
