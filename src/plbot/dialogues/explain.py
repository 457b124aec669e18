"""Explain: an open question in one's own words. The teacher marks it by rubric; until then the student knows that it waits."""

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names, quiz
from plbot.core import scenes as s
from plbot.core.events import Move, Wrote
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues import readiness
from plbot.limits import limits


def open_room(talk: Talk, code: str, item: str = "") -> None:
    """`explain`: an open question, in one's own words; with `item`, the one that decides the reassessment."""
    drawn = quiz.open_question(talk.person, talk.world, talk.world.library.standards[code], item)
    if drawn is None:
        talk.tell("explain", "none")
        talk.enter(s.SeeingReadiness(code))
    else:
        talk.enter(s.AnsweringOpenly(code, drawn.question, bool(item)))


def ask(talk: Talk, scene: s.AnsweringOpenly) -> None:
    talk.tell("explain", "decides" if scene.for_verdict else "asks")
    talk.show(*blocks_of(scene.question.ask))
    ways = [*readiness.ways_to_work(talk, scene.standard), talk.choice("menu")]
    talk.ask(ways, numbered=False, writes="write", longest=limits.text_longest)


def hear(talk: Talk, scene: s.AnsweringOpenly, move: Move) -> None:
    home = talk.person.learns_in
    words = names.tidy_words(move.text, limits.text_longest) if isinstance(move, Wrote) else ""
    if not words or home is None:
        talk.enter(scene)
        return
    code = scene.standard
    request = names.request_id(talk.world.chance)
    number = talk.note(f.WroteOpenly(code, scene.question.item, "reassess" if scene.for_verdict else "talk"), words)
    if scene.for_verdict:
        talk.note(f.AskedToReassess(code, request, home.classroom))
    talk.send(
        home.classroom, n.OpenAnswer(talk.person.id, request, code, scene.question.item, number, scene.for_verdict)
    )
    talk.tell("explain", "waits", teacher=home.teacher)
    standard = talk.world.library.standards[code]
    talk.enter(
        s.SeeingReadiness(code)
        if not scene.for_verdict and quiz.practice(talk.person, talk.world, standard)
        else s.AtMenu()
    )
