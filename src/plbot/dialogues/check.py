"""Check for understanding: a few fresh questions, no hints, no grade. It ends with `solid` or `almost`."""

from plbot.core import quiz
from plbot.core import scenes as s
from plbot.core.events import Move
from plbot.core.grading import Missed, Right
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues import question, readiness, recheck, stuck


def ask(talk: Talk, scene: s.Checking) -> None:
    talk.tell("check", "question", number=len(scene.done) + 1, of=talk.person.policy.check_questions)
    question.show(talk, scene.question, scene.picked)
    ways = [talk.choice("reassess"), talk.choice("menu")]
    if talk.person.standing(scene.standard).state in ("requested", "mastered", "refresh"):
        ways = ways[1:]
    talk.ask(question.buttons(talk, scene.question, scene.picked) + ways, numbered=False)


def hear(talk: Talk, scene: s.Checking, move: Move) -> None:
    verdict = question.take(talk, scene, move)
    if verdict is None:
        return
    right = isinstance(verdict, Right)
    talk.note(question.answered(talk, scene, "check", verdict))
    talk.tell("check", "right" if right else "not_yet")
    if right:
        stuck.eased(talk, scene.standard)
    if isinstance(verdict, Missed) and verdict.tell:
        talk.show(*blocks_of(verdict.tell))
    if recheck.is_warm_again(talk, scene.standard):
        talk.enter(s.AtMenu())
        return
    done = (*scene.done, right)
    items = (*scene.items, scene.question.item)
    standard = talk.world.library.standards[scene.standard]
    drawn = quiz.check(talk.person, talk.world, standard, items)
    if len(done) < talk.person.policy.check_questions and drawn:
        talk.enter(s.Checking(scene.standard, *drawn, done, items))
        return
    readiness.gate_opens(talk, scene.standard)
    solid = sum(done) >= talk.person.policy.check_solid
    talk.tell("check", "solid" if solid else "almost", title=standard.title)
    if not solid and stuck.noticed(talk, scene.standard):
        return
    talk.enter(s.SeeingReadiness(scene.standard))
