"""Reassess: ask, with what I did to get ready; then a fresh form without hints. Asking again is an accomplishment."""

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names, quiz
from plbot.core import scenes as s
from plbot.core.calendar import day
from plbot.core.events import Chose, Move, Wrote
from plbot.core.library import Standard
from plbot.core.talk import Talk
from plbot.dialogues import explain, question, readiness, reflect, result
from plbot.limits import limits

RoomScene = s.Requesting | s.Reassessing


# doors


def open_room(talk: Talk, code: str) -> None:
    """`reassess`: begin what may begin, or ask for it. Asking is possible in every state but two: asked already, and mastered."""
    standing = talk.person.standing(code)
    standard = talk.world.library.standards[code]
    if standing.unseen:
        result.open_room(talk, code)
    elif standing.state in ("requested", "mastered"):
        talk.enter(s.SeeingReadiness(code))
    elif standing.state in ("scheduled", "reassessing"):
        _begin(talk, standard)
    elif standard.reassess.by == "teacher" and standard.reassess.item:
        explain.open_room(talk, code, standard.reassess.item)
    elif _begins_by_itself(talk, standard):
        _begin(talk, standard)
    else:
        talk.enter(s.Requesting(code))


def _begins_by_itself(talk: Talk, standard: Standard) -> bool:
    """Whether the form starts without a teacher's tap: the class says so, the gate is open, and today's try is not used up."""
    policy = talk.person.policy
    standing = talk.person.standing(standard.code)
    zone = talk.person.zone
    used = bool(standing.attempts) and day(standing.attempted_at, zone) == day(talk.world.now, zone)
    if policy.reassess_way != "auto" or not standard.reassess.form or used >= policy.attempts_a_day:
        return False
    return readiness.reason(talk, standard.code).ready


# asking


def ask(talk: Talk, scene: RoomScene) -> None:
    match scene:
        case s.Requesting(code):
            _ask_for_it(talk, code)
        case s.Reassessing(code, asked, _, picked):
            standing = talk.person.standing(code)
            of = sum(talk.world.library.standards[code].reassess.form.values())
            talk.tell("reassess", "question", number=len(standing.form) + 1, of=of)
            question.show(talk, asked, picked)
            stop = talk.choice("stop", "pause_form")
            talk.ask([*question.buttons(talk, asked, picked), stop], numbered=False)


def _ask_for_it(talk: Talk, code: str) -> None:
    standard = talk.world.library.standards[code]
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
    talk.ask(
        [
            talk.choice("yes", label=talk.words("labels", "send")),
            talk.choice("no", label=talk.words("labels", "not_now")),
        ],
        writes="write_sentence",
        longest=limits.sentence_longest,
    )


def hear(talk: Talk, scene: RoomScene, move: Move) -> None:
    match scene, move:
        case s.Requesting(code), Chose("yes"):
            _send(talk, code, "")
        case s.Requesting(code), Wrote(text):
            _send(talk, code, names.tidy_words(text, limits.sentence_longest))
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


def _send(talk: Talk, code: str, said: str) -> None:
    home = talk.person.learns_in
    if home is None:
        return
    standing = talk.person.standing(code)
    why = readiness.reason(talk, code)
    by_teacher = not talk.world.library.standards[code].reassess.form
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
        ),
    )
    talk.tell("reassess", "sent", teacher=home.teacher, again=standing.attempts > 0, by_teacher=by_teacher)
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
    talk.note(question.answered(scene, "reassess", verdict))
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
        talk.send(talk.person.learns_in.classroom, n.HasResult(talk.person.id, standard.code, passed, again))
    talk.tell("reassess", "ended", title=standard.title)
    talk.enter(s.AtMenu())


# mail


def open_mail(talk: Talk, note: n.YouMayReassess | n.YouWait | n.PleasePractise) -> None:
    """What the class or the teacher decided. It never breaks into a question: it is a message of its own."""
    standard = talk.standard(note.standard)
    standing = talk.person.standing(note.standard)
    if standard is None:
        return
    match note:
        case n.YouMayReassess() if standing.state == "requested":
            talk.note(f.Approved(note.standard, note.request, note.by))
            talk.tell("reassess", "approved", title=standard.title)
            start = talk.choice("reassess", f"reassess:{note.standard}", label=talk.words("labels", "start"))
            talk.notice([start, talk.choice("practise", f"practise:{note.standard}")])
        case n.YouWait(ahead=ahead) if ahead:
            talk.tell("reassess", "in_line", title=standard.title, ahead=ahead)
            talk.notice()
        case n.PleasePractise() if standing.state in ("requested", "scheduled"):
            talk.note(f.SentBack(note.standard, note.by))
            talk.tell("reassess", "sent_back", title=standard.title, teacher=talk.person.teacher)
            talk.notice([talk.choice("learn", f"learn:{note.standard}", label=talk.words("labels", "another_way"))])
        case _:
            pass  # the request was taken back, or is settled: nothing is left to say
