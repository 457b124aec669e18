"""Check for understanding: a few fresh questions, no hints, no grade. It ends with `solid` or `almost`."""

import msgspec

from plbot.core import facts as f
from plbot.core import quiz
from plbot.core import scenes as s
from plbot.core.events import Move
from plbot.core.grading import Missed, Right, Verdict
from plbot.core.questions import PICKED
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues import question, readiness


def ask(talk: Talk, scene: s.Checking) -> None:
    talk.tell("check", "question", number=len(scene.done) + 1, of=talk.person.policy.check_questions)
    question.show(talk, scene.question, scene.picked)
    ways = [talk.choice("reassess"), talk.choice("menu")]
    if talk.person.standing(scene.standard).state in ("requested", "mastered"):
        ways = ways[1:]
    talk.ask(question.buttons(talk, scene.question, scene.picked) + ways, numbered=False, revising=bool(scene.picked))


def hear(talk: Talk, scene: s.Checking, move: Move) -> None:
    verdict = question.weigh(talk, scene.question, scene.picked, move)
    match verdict:
        case None:
            talk.enter(scene)
        case question.Picking(picked):
            talk.enter(msgspec.structs.replace(scene, picked=picked))
        case _ if question.tell_free(talk, verdict):
            talk.enter(scene)
        case _:
            _take(talk, scene, verdict)


def _take(talk: Talk, scene: s.Checking, verdict: Verdict) -> None:
    asked = scene.question
    right = isinstance(verdict, Right)
    mistake = question.mistake_of(verdict)
    picked = asked.kind in PICKED
    talk.note(f.Answered(scene.standard, asked.item, asked.level, "check", right, picked, False, mistake, scene.cursor))
    talk.tell("check", "right" if right else "not_yet")
    if isinstance(verdict, Missed) and verdict.tell:
        talk.show(*blocks_of(verdict.tell))
    done = (*scene.done, right)
    items = (*scene.items, asked.item)
    standard = talk.world.library.standards[scene.standard]
    drawn = quiz.check(talk.person, talk.world, standard, items)
    if len(done) < talk.person.policy.check_questions and drawn:
        talk.enter(s.Checking(scene.standard, *drawn, done, items))
        return
    readiness.gate_opens(talk, scene.standard)
    solid = sum(done) >= talk.person.policy.check_solid
    talk.tell("check", "solid" if solid else "almost", title=standard.title)
    talk.enter(s.SeeingReadiness(scene.standard))
