"""Reassess: ask, with what I did to get ready; a fresh form without hints; the result on a tap; and after a not yet, what leads back."""

import msgspec

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names, quiz
from plbot.core import scenes as s
from plbot.core.calendar import day
from plbot.core.events import Chose, Move, Wrote
from plbot.core.grading import Right
from plbot.core.library import Standard
from plbot.core.maths import plain
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues import practise, question, readiness, reflect
from plbot.limits import limits

RoomScene = s.Requesting | s.Reassessing | s.SeeingResult | s.Correcting


# doors


def open_room(talk: Talk, code: str) -> None:
    """`reassess`: begin what may begin, or ask for it. Asking is possible in every state but two: asked already, and mastered."""
    standing = talk.person.standing(code)
    standard = talk.world.library.standards[code]
    if standing.unseen:
        open_result(talk, code)
    elif standing.state in ("requested", "mastered"):
        talk.enter(s.SeeingReadiness(code))
    elif standing.state in ("scheduled", "reassessing"):
        _begin(talk, standard)
    elif standard.reassess.by == "teacher" and standard.reassess.item:
        open_question(talk, code, standard.reassess.item)
    elif _begins_by_itself(talk, standard):
        _begin(talk, standard)
    else:
        talk.enter(s.Requesting(code))


def _begins_by_itself(talk: Talk, standard: Standard) -> bool:
    """Whether the form starts without a teacher's tap: the class says so, the gate is open, and today's try is not used up."""
    policy = talk.person.policy
    standing = talk.person.standing(standard.code)
    zone = talk.person.learns_in.zone if talk.person.learns_in else "UTC"
    used = bool(standing.attempts) and day(standing.attempted_at, zone) == day(talk.world.now, zone)
    if policy.reassess_way != "auto" or not standard.reassess.form or used >= policy.attempts_a_day:
        return False
    return readiness.reason(talk, standard.code).ready


def open_question(talk: Talk, code: str, item: str = "") -> None:
    """`explain`: an open question, in one's own words; with `item`, the one that decides the reassessment."""
    drawn = quiz.open_question(talk.person, talk.world, talk.world.library.standards[code], item)
    if drawn is None:
        talk.tell("explain", "none")
        talk.enter(s.SeeingReadiness(code))
    else:
        talk.enter(s.AnsweringOpenly(code, drawn.question, bool(item)))


def open_result(talk: Talk, code: str) -> None:
    """`result`: look at it. A result that was seen before is shown again."""
    standing = talk.person.standing(code)
    if not standing.attempts:
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
        return
    if standing.unseen:
        talk.note(f.SawResult(code))
    talk.enter(s.SeeingResult(code))


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
        case s.SeeingResult(code):
            _show_result(talk, code)
        case s.Correcting():
            talk.tell("reassess", "correct_this", left=len(talk.person.standing(scene.standard).missed))
            question.show(talk, scene.question, scene.picked)
            hint = [talk.choice("hint")] if scene.hints < len(scene.question.hints) else []
            ways = [*hint, talk.choice("another_way"), talk.choice("menu")]
            talk.ask(question.buttons(talk, scene.question, scene.picked) + ways, numbered=False)


def _ask_for_it(talk: Talk, code: str) -> None:
    standard = talk.world.library.standards[code]
    standing = talk.person.standing(code)
    home = talk.person.learns_in
    talk.tell(
        "reassess",
        "request",
        title=standard.title,
        teacher=home.teacher if home else "",
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
        ]
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
            talk.note(f.Dropped(scene.standard, scene.question.item, scene.cursor))
            talk.tell("reassess", "paused", title=talk.world.library.standards[scene.standard].title)
            talk.enter(s.AtMenu())
        case s.Reassessing(), _:
            _answer(talk, scene, move)
        case s.SeeingResult(), Chose("correct"):
            _correct_next(talk, scene.standard)
        case s.Correcting(), Chose("hint"):
            _hint(talk, scene)
        case s.Correcting(), _:
            _answer_again(talk, scene, move)
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
    talk.note(f.FormEnded(standard.code, right, len(form)))
    passed = right >= standard.reassess.passing
    if passed:
        talk.note(f.Mastered(standard.code))
    else:
        missed = tuple(f.Missed(shown.item, shown.mistake) for shown in form if not shown.right)
        talk.note(f.NotYet(standard.code, missed=missed))
    if talk.person.learns_in:
        talk.send(talk.person.learns_in.classroom, n.HasResult(talk.person.id, standard.code, passed))
    talk.tell("reassess", "ended", title=standard.title)
    talk.enter(s.AtMenu())


# the result


def _show_result(talk: Talk, code: str) -> None:
    standard = talk.world.library.standards[code]
    standing = talk.person.standing(code)
    if standing.mastered_at:
        talk.tell("reassess", "mastered", title=standard.title, again=standing.not_yets > 0)
        if reflect.is_due(talk):
            talk.enter(s.Reflecting(code, "after"))
            return
        talk.ask([talk.choice("next"), talk.choice("binder"), talk.choice("menu")])
        return
    right = sum(shown.right for shown in standing.form)
    like = [plain(text) for text in _samples(talk, standard)] or _not_found(standard, standing.not_found)
    together = bool(standing.missed)
    talk.tell(
        "reassess", "not_yet", title=standard.title, right=right, of=len(standing.form), like=like, together=together
    )
    first = [talk.choice("correct")] if standing.missed else []
    again = [] if standard.items_for("practice") else [talk.choice("reassess")]
    talk.ask([*first, *readiness.ways_to_work(talk, code), *again, talk.choice("menu")])


def _not_found(standard: Standard, places: tuple[int, ...]) -> list[str]:
    """The lines of the rubric that the marked answer did not show yet."""
    rubric = next((item.rubric for item in standard.items if item.id == standard.reassess.item), ())
    return [rubric[place].look_for for place in places if place < len(rubric)]


def _samples(talk: Talk, standard: Standard) -> list[str]:
    """What exactly is not there yet: each missed kind of question once, with fresh numbers, cut short."""
    items = dict.fromkeys(missed.item for missed in talk.person.standing(standard.code).missed)
    drawn = (quiz.sister(talk.person, talk.world, standard, item) for item in items)
    return [_short(each.question.ask) for each in drawn if each]


def _short(text: str) -> str:
    words = " ".join(plain(text).split())
    return words if len(words) <= limits.sample_longest else words[: limits.sample_longest].rsplit(" ", 1)[0] + " ..."


def _correct_next(talk: Talk, code: str) -> None:
    standard = talk.world.library.standards[code]
    missed = talk.person.standing(code).missed
    drawn = quiz.sister(talk.person, talk.world, standard, missed[0].item) if missed else None
    if drawn is None:
        talk.tell("reassess", "corrected")
        talk.enter(s.Learning(code))
    else:
        talk.enter(s.Correcting(code, *drawn))


def _hint(talk: Talk, scene: s.Correcting) -> None:
    left = scene.question.hints[scene.hints :]
    if left:
        talk.tell("practise", "hint", number=scene.hints + 1, of=len(scene.question.hints))
        talk.show(*blocks_of(left[0]))
        talk.enter(msgspec.structs.replace(scene, hints=scene.hints + 1))
    else:
        talk.enter(scene)


def _answer_again(talk: Talk, scene: s.Correcting, move: Move) -> None:
    verdict = question.take(talk, scene, move)
    if verdict is None:
        return
    talk.note(question.answered(scene, "practice", verdict, aided=bool(scene.hints or scene.misses)))
    if isinstance(verdict, Right):
        talk.note(f.Corrected(scene.standard, scene.question.item))
        talk.tell("reassess", "put_right")
        _correct_next(talk, scene.standard)
    elif not scene.misses:
        practise.tell_miss(talk, verdict)
        talk.enter(msgspec.structs.replace(scene, misses=1, picked=(), unclear=False))
    else:
        practise.tell_solution(talk, scene.question.solution)
        _correct_next(talk, scene.standard)


# mail


def open_mail(talk: Talk, note: n.YouMayReassess | n.YouWait | n.PleasePractise | n.YourResult) -> None:
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
            talk.tell("reassess", "sent_back", title=standard.title, teacher=_teacher(talk))
            talk.notice([talk.choice("learn", f"learn:{note.standard}", label=talk.words("labels", "another_way"))])
        case n.YourResult():
            _given(talk, note, standard.title)
        case _:
            pass  # the request was taken back, or is settled: nothing is left to say


def _given(talk: Talk, note: n.YourResult, title: str) -> None:
    if note.item:
        talk.note(f.Marked(note.standard, note.item, note.points, note.of, note.by, note.missing))
    if not note.final:
        talk.tell("explain", "marked", title=title, teacher=_teacher(talk), points=note.points, of=note.of)
        talk.notice()
        return
    how: f.How = "rubric" if note.item else note.how
    talk.note(f.Mastered(note.standard, how, note.by) if note.mastered else f.NotYet(note.standard, how, note.by))
    talk.tell("reassess", "result_here", title=title, teacher=_teacher(talk))
    scene = talk.person.scene
    if isinstance(scene, s.Reassessing) and scene.standard == note.standard:
        talk.note(f.Dropped(scene.standard, scene.question.item, scene.cursor))
        talk.enter(s.AtMenu())  # the form has become needless
        return
    talk.notice([talk.choice("result", f"result:{note.standard}")])


def _teacher(talk: Talk) -> str:
    return talk.person.learns_in.teacher if talk.person.learns_in else ""
