"""Stuck: this could use another way. Told to the student first and in private; then a classmate, then the teacher, with the reason."""

from collections.abc import Callable

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names
from plbot.core import scenes as s
from plbot.core import stuck as rule
from plbot.core.calendar import next_school_morning, school_days_on
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.snag import Snag
from plbot.core.standing import Standing
from plbot.core.talk import Talk
from plbot.dialogues import explaining, find_helper, learn, readiness
from plbot.limits import MINUTE, limits

BEFORE_SCHOOL = 15 * MINUTE  # the teacher's board of the morning is written after the news for it has come
_BUSY = ("mastered", "reassessing")  # nothing is to be learned there before what comes next


# noticed


def noticed(talk: Talk, code: str) -> bool:
    """After a question that did not work out: whether the student was just found stuck, and so led to other ways."""
    standing = talk.person.standing(code)
    if standing.snag:
        _still(talk, code, standing.snag)
        return False
    found = rule.look(standing, readiness.reason(talk, code).promise, talk.person.policy)
    if found is None or standing.state in _BUSY or not _is_new(standing):
        return False
    _note(talk, code, found.why, found.right, found.recent)
    talk.enter(s.GettingUnstuck(code))
    return True


def _is_new(standing: Standing) -> bool:
    """Whether enough was answered since it last cleared, so that the same misses are not held against anyone twice."""
    return not standing.unstuck_at or standing.answered - standing.unstuck_at >= limits.stuck_again


def _note(talk: Talk, code: str, why: f.WhyStuck, right: int = 0, of: int = 0) -> None:
    now, zone = talk.world.now, talk.person.zone
    mistake = rule.common_mistake(talk.person.standing(code))
    talk.note(f.GotStuck(code, why, right, of, mistake))
    talk.send(talk.person.id, n.StillStuck(code, now), next_school_morning(now, zone) - BEFORE_SCHOOL)
    talk.send(talk.person.id, n.StuckFades(code, now), school_days_on(now, talk.person.policy.stuck_fades, zone))


def eased(talk: Talk, code: str) -> None:
    """After a right answer: say so where it moves again."""
    standing = talk.person.standing(code)
    snag = standing.snag
    if snag and (snag.moves_again or standing.told_ready):
        _clear(talk, code, snag, "another_way" if snag.ways else "success")
        talk.tell("stuck", "eased")


def _clear(talk: Talk, code: str, snag: Snag, how: f.HowUnstuck) -> None:
    talk.note(f.Unstuck(code, how))
    if snag.told_in:
        talk.send(snag.told_in, n.NoLongerStuck(talk.person.id, code))


def _still(talk: Talk, code: str, snag: Snag) -> None:
    if snag.missed >= talk.person.policy.stuck_misses:
        _tell_teacher(talk, code, snag)


def _tell_teacher(talk: Talk, code: str, snag: Snag) -> None:
    """The student was told first, and is still stuck: the teacher hears it, with the reason."""
    home = talk.person.learns_in
    if home is None or snag.told_in:
        return
    standing = talk.person.standing(code)
    mistake = rule.common_mistake(standing) or snag.mistake
    promise = readiness.reason(talk, code).promise
    talk.note(f.ToldTeacher(code, home.classroom))
    talk.send(home.classroom, n.IsStuck(talk.person.id, code, snag.why, snag.right, snag.of, mistake, promise))


# said, and what helps


def open_room(talk: Talk, code: str) -> None:
    """`stuck`: the student says so, and is believed."""
    if not talk.person.standing(code).snag:
        _note(talk, code, "said")
    talk.enter(s.GettingUnstuck(code))


def ask_teacher(talk: Talk, code: str) -> None:
    """`ask_teacher`: with a sentence, or without."""
    if find_helper.in_form(talk.person):
        talk.tell("stuck", "in_form")
        talk.enter(talk.person.scene)
    else:
        talk.enter(s.GettingUnstuck(code, asking=True))


def other_ways(talk: Talk, code: str) -> list[Choice]:
    """Other ways of learning it, one of each: those not tried first, ordered by what worked."""
    standard = talk.world.library.standards[code]
    first: dict[str, int] = {}
    for place in learn.in_order(talk, standard):
        first.setdefault(standard.resources[place].mode, place)
    return [learn.way_choice(talk, standard, place) for place in first.values()][: limits.ways_offered]


WAYS: tuple[Callable[[Talk, str], list[Choice]], ...] = (
    other_ways,
    find_helper.classmate,
    find_helper.teacher,
)  # in this order: another way, people


def ways(talk: Talk, code: str) -> list[Choice]:
    """All that helps on from here."""
    return [choice for way in WAYS for choice in way(talk, code)]


def ask(talk: Talk, scene: s.GettingUnstuck) -> None:
    code = scene.standard
    standard = talk.world.library.standards[code]
    snag = talk.person.standing(code).snag
    if scene.asking:
        _ask_for_a_sentence(talk)
        return
    if snag:
        explaining.tell_stuck(talk, snag)
        if snag.asked:
            talk.tell("stuck", "teacher_knows", teacher=talk.person.teacher)
        talk.tell("stuck", "what_next")
    else:
        talk.tell("stuck", "not_any_more", title=standard.title)
    drill = (
        [talk.choice("practise", label=talk.words("labels", "keep_going"))] if standard.items_for("practice") else []
    )
    other = talk.choice("next", label=talk.words("labels", "something_else"))
    talk.ask([*ways(talk, code), other, *drill, talk.choice("menu")])


def _ask_for_a_sentence(talk: Talk) -> None:
    talk.tell("stuck", "ask_teacher", teacher=talk.person.teacher)
    send = talk.choice("yes", label=talk.words("labels", "send"))
    back = talk.choice("no", label=talk.words("labels", "not_now"))
    talk.ask([send, back], writes="write_sentence", longest=limits.sentence_longest)


def hear(talk: Talk, scene: s.GettingUnstuck, move: Move) -> None:
    code = scene.standard
    standard = talk.world.library.standards[code]
    match move:
        case Chose() if move.verb == "way" and move.number < len(standard.resources):
            learn.open_way(talk, standard, move.number)
        case Chose("yes") if scene.asking:
            _ask_teacher(talk, code, "")
        case Wrote(text) if scene.asking:
            _ask_teacher(talk, code, names.tidy_words(text, limits.sentence_longest))
        case Chose("no") if scene.asking:
            talk.enter(s.GettingUnstuck(code) if talk.person.standing(code).snag else s.Learning(code))
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _ask_teacher(talk: Talk, code: str, said: str) -> None:
    home, standing = talk.person.learns_in, talk.person.standing(code)
    if home is None:
        return
    snag = standing.snag or Snag(talk.world.now, "said")
    number = talk.note(f.AskedTeacher(code, home.classroom), said)
    mistake = rule.common_mistake(standing) or snag.mistake
    promise = readiness.reason(talk, code).promise
    note = n.AsksForHelp(talk.person.id, code, snag.why, snag.right, snag.of, mistake, promise, number if said else 0)
    talk.send(home.classroom, note)
    talk.tell("stuck", "asked", teacher=home.teacher)
    talk.enter(s.Choosing())


# mail


def open_mail(talk: Talk, note: n.StillStuck | n.StuckFades | n.TeacherTalked) -> None:
    """Time passed, or the teacher talked. Nothing is said: nobody likes to be reminded of it."""
    code = note.standard
    snag = talk.person.standing(code).snag
    if snag is None or talk.standard(code) is None:
        return
    match note:
        case n.TeacherTalked():
            talk.note(f.Unstuck(code, "talked"))
        case n.StillStuck(since=since) if since == snag.since and not snag.ways:
            _tell_teacher(talk, code, snag)
        case n.StuckFades(since=since) if since == snag.since:
            _fade(talk, code, snag)
        case _:
            pass  # it cleared and came again, or another way is being tried: other letters are about that


def _fade(talk: Talk, code: str, snag: Snag) -> None:
    due = school_days_on(snag.felt, talk.person.policy.stuck_fades, talk.person.zone)
    if talk.world.now >= due:
        _clear(talk, code, snag, "faded")
    else:
        talk.send(talk.person.id, n.StuckFades(code, snag.since), due)
