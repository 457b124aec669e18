"""Reassess: ask, with what I did to get ready; then a fresh form without hints. Asking again is an accomplishment."""

from plbot.core import attempts, names, quiz
from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import scenes as s
from plbot.core.events import Chose, Move, Wrote
from plbot.core.library import Standard
from plbot.core.talk import Talk
from plbot.dialogues import explain, explaining, question, readiness, reflect, result
from plbot.limits import limits

RoomScene = s.Requesting | s.Reassessing


# doors


def open_room(talk: Talk, code: str) -> None:
    """`reassess`: begin what may begin, or ask for it. Asking is possible wherever it was not asked already and is not mastered."""
    standing = talk.person.standing(code)
    standard = talk.world.library.standards[code]
    if standing.unseen:
        result.open_room(talk, code)
    elif standing.state in ("requested", "mastered", "refresh"):
        talk.enter(s.SeeingReadiness(code))
    elif standing.state in ("scheduled", "reassessing"):
        _begin(talk, standard)
    elif (stands_against := refusal(talk, code)) and stands_against.kind == "with_teacher":
        talk.enter(s.Requesting(code, with_teacher=True))
    elif standard.reassess.by == "teacher" and standard.reassess.item:
        explain.open_room(talk, code, standard.reassess.item)
    elif _begins_by_itself(talk, standard):
        _begin(talk, standard)
    else:
        talk.enter(s.Requesting(code))


def _begins_by_itself(talk: Talk, standard: Standard) -> bool:
    """Whether the form starts without a teacher's tap: the class says so, the gate is open, and today's try is not used up."""
    by_itself = talk.person.policy.reassess_way == "auto" and standard.reassess.form
    if not by_itself or refusal(talk, standard.code):
        return False
    return readiness.reason(talk, standard.code).ready


def ask_teacher(talk: Talk, code: str) -> None:
    """`with_teacher`: the next try is a conversation, wherever nothing is asked or under way already."""
    if _is_settled(talk, code):
        open_room(talk, code)
    else:
        talk.enter(s.Requesting(code, with_teacher=True))


def _is_settled(talk: Talk, code: str) -> bool:
    """Whether nothing is left to ask for: it was asked or granted, or there is a result."""
    standing = talk.person.standing(code)
    return standing.unseen or standing.state in ("requested", "scheduled", "reassessing", "mastered", "refresh")


def refusal(talk: Talk, code: str) -> attempts.Refusal | None:
    """What stands against a form now, by the rules of this student's class."""
    person = talk.person
    return attempts.refusal(person.standing(code), person.policy, talk.world.now, person.zone)


# asking


def ask(talk: Talk, scene: RoomScene) -> None:
    match scene:
        case s.Requesting(code, with_teacher):
            _ask_for_it(talk, code, with_teacher=with_teacher)
        case s.Reassessing(code, asked, _, picked):
            standing = talk.person.standing(code)
            of = sum(talk.world.library.standards[code].reassess.form.values())
            talk.tell("reassess", "question", number=len(standing.form) + 1, of=of)
            question.show(talk, asked, picked)
            stop = talk.choice("stop", "pause_form")
            talk.ask([*question.buttons(talk, asked, picked), stop], numbered=False)


def _ask_for_it(talk: Talk, code: str, *, with_teacher: bool) -> None:
    standard = talk.world.library.standards[code]
    if with_teacher:
        talk.tell("reassess", "together", title=standard.title, teacher=talk.person.teacher)
    else:
        _tell_what_it_says(talk, standard)
    talk.tell("reassess", "add_sentence", teacher=talk.person.teacher)
    park = [talk.choice("park", f"park:{code}")] if with_teacher and talk.person.standing(code).not_yets else []
    talk.ask(
        [
            talk.choice("yes", label=talk.words("labels", "send")),
            *park,
            talk.choice("no", label=talk.words("labels", "not_now")),
        ],
        writes="write_sentence",
        longest=limits.sentence_longest,
    )


def _tell_what_it_says(talk: Talk, standard: Standard) -> None:
    """What the teacher will see, and what might still come first; it may be sent all the same."""
    code = standard.code
    standing = talk.person.standing(code)
    talk.tell(
        "reassess",
        "request",
        title=standard.title,
        teacher=talk.person.teacher,
        practised=standing.practised,
        ways=[talk.words("labels", f"mode_{mode}") for mode in standing.ways],
        ready=readiness.reason(talk, code).ready,
        again=standing.attempts > 0,
        by_teacher=not standard.reassess.form,
    )
    owed = attempts.owed(standing, standard, talk.person.policy)
    if standard.reassess.form and (refused := refusal(talk, code)):
        explaining.tell_refusal(talk, standard, refused)
    if owed:
        more = talk.person.policy.relearn_right - standing.since_relearn
        talk.tell("reassess", "owed", steps=[talk.words("reassess", f"step_{todo}", more=more) for todo in owed])


def hear(talk: Talk, scene: RoomScene, move: Move) -> None:
    match scene, move:
        case s.Requesting(), Chose("yes"):
            _send(talk, scene, "")
        case s.Requesting(), Wrote(text):
            _send(talk, scene, names.tidy_words(text, limits.sentence_longest))
        case s.Requesting(), Chose("no"):
            talk.enter(s.SeeingReadiness(scene.standard))
        case s.Reassessing(), Chose("pause_form"):
            question.put_aside(talk, scene)
            talk.tell("reassess", "paused", title=talk.world.library.standards[scene.standard].title)
            talk.enter(s.AtMenu())
        case s.Reassessing(), _:
            _answer(talk, scene, move)
        case _:
            talk.enter(scene)


def _send(talk: Talk, scene: s.Requesting, said: str) -> None:
    home, code = talk.person.learns_in, scene.standard
    if home is None:
        return
    if _is_settled(talk, code):
        open_room(talk, code)  # the teacher was quicker
        return
    standard = talk.world.library.standards[code]
    standing = talk.person.standing(code)
    why = readiness.reason(talk, code)
    by_teacher = scene.with_teacher or not standard.reassess.form
    against = None if by_teacher else refusal(talk, code)
    request = names.request_id(talk.world.chance)
    number = talk.note(f.AskedToReassess(code, request, home.classroom, round(why.promise, 4), why.ready), said)
    talk.send(
        home.classroom,
        n.AsksToReassess(
            talk.person.id,
            request,
            code,
            why.promise,
            why.ready,
            standing.practised,
            standing.ways,
            standing.attempts,
            number if said else 0,
            by_teacher=by_teacher,
            earliest=against.until if against else 0,
            owed=attempts.owed(standing, standard, talk.person.policy),
            mistakes=attempts.mistakes(standing),
            right=why.right,
            answers=why.answers,
            hard=why.hard,
        ),
    )
    again = standing.attempts > 0
    block = "sent_for_tomorrow" if against else "sent"
    talk.tell("reassess", block, teacher=home.teacher, again=again, by_teacher=by_teacher)
    if reflect.is_due(talk):
        talk.enter(s.Reflecting(code, "before"))
    else:
        talk.enter(s.AtMenu())


# the form


def _begin(talk: Talk, standard: Standard) -> None:
    resumed = talk.person.standing(standard.code).state == "reassessing"
    if not resumed:
        talk.note(f.FormStarted(standard.code))
    drawn = quiz.form(talk.person, talk.world, standard)
    if drawn is None:
        _end(talk, standard)
        return
    of = sum(standard.reassess.form.values())
    talk.tell("reassess", "resumes" if resumed else "begins", title=standard.title, of=of)
    talk.enter(s.Reassessing(standard.code, *drawn))


def _answer(talk: Talk, scene: s.Reassessing, move: Move) -> None:
    if talk.person.standing(scene.standard).state != "reassessing":
        talk.tell("common", "settled")
        talk.enter(s.AtMenu())
        return
    verdict = question.take(talk, scene, move)
    if verdict is None:
        return
    talk.note(question.answered(talk, scene, "reassess", verdict))
    standard = talk.world.library.standards[scene.standard]
    drawn = quiz.form(talk.person, talk.world, standard)
    if drawn is None:
        _end(talk, standard)
    else:
        talk.tell("reassess", "taken")
        talk.enter(s.Reassessing(scene.standard, *drawn))


def _end(talk: Talk, standard: Standard) -> None:
    form = talk.person.standing(standard.code).form
    right = sum(shown.right for shown in form)
    again = talk.person.standing(standard.code).attempts > 0
    talk.note(f.FormEnded(standard.code, right, len(form)))
    passed = right >= standard.reassess.passing
    if passed:
        talk.note(f.Mastered(standard.code))
    else:
        missed = tuple(f.Missed(shown.item, shown.mistake) for shown in form if not shown.right)
        talk.note(f.NotYet(standard.code, missed=missed))
    if talk.person.learns_in:
        provisional = passed and talk.person.standing(standard.code).provisional
        to_talk_about = _to_talk_about(talk, standard.code)
        result_is = n.HasResult(talk.person.id, standard.code, passed, again, to_talk_about, provisional)
        talk.send(talk.person.learns_in.classroom, result_is)
    talk.tell("reassess", "ended", title=standard.title)
    talk.enter(s.AtMenu())


def _to_talk_about(talk: Talk, code: str) -> tuple[str, ...]:
    """What the teacher should know by name: the mistakes of a student whose next try is a conversation."""
    standing = talk.person.standing(code)
    alone = standing.not_yets < talk.person.policy.tries_alone
    return () if alone else attempts.mistakes(standing)


# mail


def open_mail(talk: Talk, note: n.YouMayReassess | n.YouWait | n.PleasePractise | n.YourResultHolds) -> None:
    """What the class or the teacher decided. It never breaks into a question: it is a message of its own."""
    standard = talk.standard(note.standard)
    standing = talk.person.standing(note.standard)
    if standard is None:
        return
    match note:
        case n.YouMayReassess() if standing.state == "requested" and standing.asked == note.request:
            talk.note(f.Approved(note.standard, note.request, note.by, note.provisional))
            block = "may_begin_alone" if note.provisional else "approved"
            talk.tell("reassess", block, title=standard.title, teacher=talk.person.teacher)
            start = talk.choice("reassess", f"reassess:{note.standard}", label=talk.words("labels", "start"))
            talk.notice([start, talk.choice("practise", f"practise:{note.standard}")])
        case n.YourResultHolds() if standing.provisional:
            talk.note(f.Confirmed(note.standard, note.by))
        case n.YouWait(ahead=ahead) if ahead:
            talk.tell("reassess", "in_line", title=standard.title, ahead=ahead)
            talk.notice()
        case n.PleasePractise() if standing.state in ("requested", "scheduled"):
            talk.note(f.SentBack(note.standard, note.by))
            talk.tell("reassess", "sent_back", title=standard.title, teacher=talk.person.teacher)
            talk.notice([talk.choice("learn", f"learn:{note.standard}", label=talk.words("labels", "another_way"))])
        case _:
            pass  # the request was taken back, or is settled: nothing is left to say
