"""The result: opened on a tap. Mastered, or not yet and exactly what; then what was missed is put right, with fresh numbers."""

import msgspec

from plbot.core import attempts, quiz
from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move
from plbot.core.grading import Right
from plbot.core.library import Standard
from plbot.core.maths import plain
from plbot.core.names import shortened
from plbot.core.talk import Talk
from plbot.dialogues import cheer, explaining, parking, practise, question, quiet, readiness, reflect, wall
from plbot.limits import limits


def open_room(talk: Talk, code: str) -> None:
    """`result`: look at it. A result that was seen before is shown again."""
    standing = talk.person.standing(code)
    if not standing.attempts:
        talk.tell("common", "settled")
        talk.enter(talk.person.scene)
        return
    if standing.unseen:
        talk.note(f.SawResult(code))
        if standing.state in ("mastered", "refresh"):
            wall.let_know(talk, code)
    talk.enter(s.SeeingResult(code))


def ask(talk: Talk, scene: s.SeeingResult | s.Correcting) -> None:
    match scene:
        case s.SeeingResult(code):
            _show_result(talk, code)
        case s.Correcting():
            talk.tell("result", "correct_this", left=len(talk.person.standing(scene.standard).missed))
            question.show(talk, scene.question, scene.picked)
            hint = [talk.choice("hint")] if scene.hints < len(scene.question.hints) else []
            ways = [*hint, talk.choice("another_way"), talk.choice("menu")]
            talk.ask(question.buttons(talk, scene.question, scene.picked) + ways, numbered=False)


def hear(talk: Talk, scene: s.SeeingResult | s.Correcting, move: Move) -> None:
    match scene, move:
        case s.SeeingResult(), Chose("correct"):
            _correct_next(talk, scene.standard)
        case s.Correcting(), Chose("hint") if scene.hints < len(scene.question.hints):
            question.give_hint(talk, scene)
        case s.Correcting(), _:
            _answer_again(talk, scene, move)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _show_result(talk: Talk, code: str) -> None:
    standard = talk.world.library.standards[code]
    standing = talk.person.standing(code)
    if standing.state in ("mastered", "refresh"):
        talk.tell("result", "mastered", title=standard.title, again=standing.not_yets > 0)
        if cheer.is_due(talk, code):
            talk.enter(s.OfferingCheer(code))
            return
        if reflect.is_due(talk):
            talk.enter(s.Reflecting(code, "after"))
            return
        talk.ask([talk.choice("next"), talk.choice("binder"), talk.choice("menu")])
        return
    right = sum(shown.right for shown in standing.form)
    like = [plain(text) for text in _samples(talk, standard)] or _not_found(standard, standing.not_found)
    missed = bool(standing.missed)
    talk.tell("result", "not_yet", title=standard.title, right=right, of=len(standing.form), like=like, together=missed)
    first = [talk.choice("correct")] if standing.missed else []
    together = _with_teacher(talk, code)
    again = [] if together or standard.items_for("practice") else [talk.choice("reassess")]
    talk.ask([*first, *together, *readiness.ways_to_work(talk, code), *again, talk.choice("menu")])


def _with_teacher(talk: Talk, code: str) -> list[Choice]:
    """After the second not yet: do it together, or let it rest for a week. More of the same would not help."""
    person = talk.person
    standing = person.standing(code)
    against = attempts.refusal(standing, person.policy, talk.world.now, person.zone)
    if against is None or against.kind != "with_teacher" or standing.state not in parking.RESTS:
        return []
    explaining.tell_refusal(talk, talk.world.library.standards[code], against)
    together = talk.choice("with_teacher", f"with_teacher:{code}", label=parking.with_teacher(talk))
    return [together, talk.choice("park", f"park:{code}")]


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
    return shortened(" ".join(plain(text).split()), limits.sample_longest)


def _correct_next(talk: Talk, code: str) -> None:
    standard = talk.world.library.standards[code]
    missed = talk.person.standing(code).missed
    drawn = quiz.sister(talk.person, talk.world, standard, missed[0].item) if missed else None
    if drawn is None:
        talk.tell("result", "corrected")
        talk.enter(s.Learning(code))
    else:
        talk.enter(s.Correcting(code, *drawn))


def _answer_again(talk: Talk, scene: s.Correcting, move: Move) -> None:
    verdict = question.take(talk, scene, move)
    if verdict is None:
        return
    talk.note(question.answered(talk, scene, "practice", verdict, aided=bool(scene.hints or scene.misses)))
    if isinstance(verdict, Right):
        talk.note(f.Corrected(scene.standard, scene.question.item))
        talk.tell("result", "put_right")
        _correct_next(talk, scene.standard)
    elif not scene.misses:
        practise.tell_miss(talk, verdict)
        talk.enter(msgspec.structs.replace(scene, misses=1, picked=(), unclear=False))
    else:
        practise.tell_solution(talk, scene.question.solution)
        talk.tell("practise", "sister")
        _correct_next(talk, scene.standard)


def open_mail(talk: Talk, note: n.YourResult | n.ResultIsHere) -> None:
    """A result that the teacher gave. It never breaks into a question: it is a message of its own, and waits out quiet hours."""
    if isinstance(note, n.ResultIsHere):
        if talk.person.standing(note.standard).unseen:
            _tell_it_is_here(talk, note.standard)
    elif note.final or not quiet.put_off(talk, note):
        _take(talk, note)


def _take(talk: Talk, note: n.YourResult) -> None:
    title = talk.world.library.standards[note.standard].title if note.standard in talk.world.library.standards else ""
    teacher = talk.person.teacher
    if note.item:
        talk.note(f.Marked(note.standard, note.item, note.points, note.of, note.by, note.missing))
    if not note.final:
        talk.tell("explain", "marked", title=title, teacher=teacher, points=note.points, of=note.of)
        talk.notice()
        return
    how: f.How = "rubric" if note.item else note.how
    talk.note(f.Mastered(note.standard, how, note.by) if note.mastered else f.NotYet(note.standard, how, note.by))
    scene = talk.person.scene
    if isinstance(scene, s.Reassessing) and scene.standard == note.standard:
        question.put_aside(talk, scene)
        talk.tell("result", "result_here", title=title, teacher=teacher)
        talk.enter(s.AtMenu())  # the form has become needless
    elif not quiet.put_off(talk, n.ResultIsHere(note.standard)):
        _tell_it_is_here(talk, note.standard)


def _tell_it_is_here(talk: Talk, code: str) -> None:
    standard = talk.standard(code)
    talk.tell("result", "result_here", title=standard.title if standard else "", teacher=talk.person.teacher)
    talk.notice([talk.choice("result", f"result:{code}")])
