"""Practise: fresh questions, a ladder of hints, a reply to each known mistake, the worked solution after the second miss."""

import msgspec

from plbot.core import quiz
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move
from plbot.core.grading import Missed, Right
from plbot.core.standing import Standing
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues import question, readiness, recheck, stuck
from plbot.limits import MINUTE, limits


def ask(talk: Talk, scene: s.Practising | s.Pausing) -> None:
    """The question again, or whether to go on."""
    match scene:
        case s.Pausing(standard):
            talk.tell("practise", "pause", title=talk.world.library.standards[standard].title)
            ways = [talk.choice("practise", label=talk.words("labels", "go_on")), talk.choice("check")]
            talk.ask([*ways, talk.choice("ready"), talk.choice("menu")])
        case s.Practising():
            question.show(talk, scene.question, scene.picked)
            talk.ask(question.buttons(talk, scene.question, scene.picked) + _ways_out(talk, scene), numbered=False)


def _ways_out(talk: Talk, scene: s.Practising) -> list[Choice]:
    hint = [talk.choice("hint")] if scene.hints < len(scene.question.hints) else []
    state = talk.person.standing(scene.standard).state
    door = [] if state in ("requested", "mastered", "refresh") else [talk.choice("reassess")]
    stuck = [talk.choice("stuck")] if scene.why == "sister" else []
    return [
        *hint,
        *stuck,
        talk.choice("drop"),
        talk.choice("another_way"),
        talk.choice("check"),
        *door,
        talk.choice("ready"),
        talk.choice("menu"),
    ]


def hear(talk: Talk, scene: s.Practising | s.Pausing, move: Move) -> None:
    if isinstance(scene, s.Pausing):
        talk.tell("common", "pick_one")
        talk.enter(scene)
        return
    match move:
        case Chose("hint") if scene.hints < len(scene.question.hints):
            question.give_hint(talk, scene)
        case Chose("drop"):
            question.put_aside(talk, scene)
            if not (scene.misses and stuck.noticed(talk, scene.standard)):
                talk.tell("practise", "dropped")
                _next(talk, scene)
        case _:
            _answer(talk, scene, move)


def _answer(talk: Talk, scene: s.Practising, move: Move) -> None:
    verdict = question.take(talk, scene, move)
    if verdict is None:
        return
    before = talk.person.standing(scene.standard)
    talk.note(question.answered(talk, scene, "practice", verdict, aided=bool(scene.hints or scene.misses)))
    if isinstance(verdict, Right):
        _right(talk, scene, before)
    else:
        _missed(talk, scene, verdict)


def _right(talk: Talk, scene: s.Practising, before: Standing) -> None:
    talk.tell("practise", "right_again" if scene.misses else f"right_{talk.world.chance.randint(1, 4)}")
    if recheck.is_warm_again(talk, scene.standard):
        talk.enter(s.AtMenu())
        return
    opens = readiness.gate_opens(talk, scene.standard)
    stuck.eased(talk, scene.standard)
    if opens:
        talk.enter(s.SeeingReadiness(scene.standard))
        return
    since = talk.person.standing(scene.standard).since_relearn
    if before.relearning and before.since_relearn < since == talk.person.policy.relearn_right:
        talk.tell("practise", "relearned", count=since)
    _next(talk, scene)


def _missed(talk: Talk, scene: s.Practising, verdict: Missed) -> None:
    readiness.gate_opens(talk, scene.standard)
    if not scene.misses:
        tell_miss(talk, verdict)
        talk.enter(msgspec.structs.replace(scene, misses=1, picked=(), unclear=False))
        return
    tell_solution(talk, scene.question.solution)
    if stuck.noticed(talk, scene.standard):
        return
    talk.tell("practise", "sister")
    drawn = quiz.sister(talk.person, talk.world, talk.world.library.standards[scene.standard], scene.question.item)
    _go_on(talk, scene, quiz.Next(drawn, "sister") if drawn else None)


def tell_miss(talk: Talk, verdict: Missed) -> None:
    """`Not yet`, and what this very mistake tells."""
    if verdict.tell:
        talk.tell("practise", "not_yet")
        talk.show(*blocks_of(verdict.tell))
    else:
        talk.tell("practise", f"not_yet_plain_{talk.world.chance.randint(1, 2)}")


def tell_solution(talk: Talk, solution: str) -> None:
    """The worked solution."""
    talk.tell("practise", "solution")
    talk.show(*blocks_of(solution))


def _next(talk: Talk, scene: s.Practising) -> None:
    policy = talk.person.policy
    long = talk.world.now - scene.since >= policy.pause_minutes * MINUTE
    if scene.asked >= policy.pause_after or long:
        talk.enter(s.Pausing(scene.standard))
        return
    if scene.asked >= limits.recheck_after and recheck.comes_between(talk, scene):
        return
    _go_on(talk, scene, quiz.next_question(talk.person, talk.world, talk.world.library.standards[scene.standard]))


def _go_on(talk: Talk, scene: s.Practising, following: quiz.Next | None) -> None:
    if following is None:
        talk.enter(s.Learning(scene.standard))
        return
    drawn, why = following
    talk.enter(s.Practising(scene.standard, *drawn, asked=scene.asked + 1, since=scene.since, why=why))
