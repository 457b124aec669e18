"""A quick look back at something mastered, between other things. A miss asks for warming up; nothing is taken away."""

from plbot.core import facts as f
from plbot.core import quiz, recheck
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move
from plbot.core.grading import Missed, Right
from plbot.core.talk import Talk, blocks_of
from plbot.dialogues import question


def ways_back(talk: Talk) -> list[Choice]:
    """What may be looked back at or warmed up now, as a choice: one at most, however long somebody was away."""
    person, library = talk.person, talk.world.library
    if code := recheck.due(person, library, talk.world.now):
        label = talk.words("labels", "look_back", title=library.standards[code].title)
        return [talk.choice("look_back", f"look_back:{code}", label=label)]
    if code := recheck.to_warm_up(person, library):
        label = talk.words("labels", "warm_up", title=library.standards[code].title)
        return [talk.choice("warm_up", f"practise:{code}", label=label)]
    return []


def open_room(talk: Talk, code: str) -> None:
    """`look_back`: the one that is due. Pressed too late, it shows where one stands."""
    if code != recheck.due(talk.person, talk.world.library, talk.world.now) or not _begin(talk, code):
        talk.enter(s.SeeingReadiness(code))


def comes_between(talk: Talk, scene: s.Practising) -> bool:
    """Put a look back between two practice questions, if one is due. The sitting goes on behind it."""
    code = recheck.due(talk.person, talk.world.library, talk.world.now)
    return bool(code) and _begin(talk, code, scene.standard, scene.asked, scene.since)


def _begin(talk: Talk, code: str, back: str = "", asked: int = 1, since: int = 0) -> bool:
    standard = talk.world.library.standards[code]
    drawn = quiz.check(talk.person, talk.world, standard, ())
    if drawn is None:
        return False
    talk.become(looked_back=talk.world.now)
    talk.tell("recheck", "begins", title=standard.title, count=talk.person.policy.recheck_questions)
    talk.enter(s.Rechecking(code, *drawn, back=back, asked=asked, since=since))
    return True


def ask(talk: Talk, scene: s.Rechecking | s.WarmingUp) -> None:
    match scene:
        case s.Rechecking():
            question.show(talk, scene.question, scene.picked)
            skip = talk.choice("skip", label=talk.words("labels", "skip_for_now"))
            ways = [*question.buttons(talk, scene.question, scene.picked), skip, talk.choice("menu")]
            talk.ask(ways, numbered=False)
        case s.WarmingUp(code, back):
            talk.tell("recheck", "could_be_warmer", title=talk.world.library.standards[code].title)
            on = f"practise:{back}" if back else "menu"
            later = talk.choice("go_on" if back else "menu", on, label=talk.words("labels", "later"))
            warm = talk.choice("warm_up", f"practise:{code}", label=talk.words("labels", "warm_up_now"))
            talk.ask([warm, talk.choice("another_way"), later])


def hear(talk: Talk, scene: s.Rechecking | s.WarmingUp, move: Move) -> None:
    match scene, move:
        case s.WarmingUp(), _:
            talk.tell("common", "pick_one")
            talk.enter(scene)
        case s.Rechecking(), Chose("skip"):
            question.put_aside(talk, scene)
            talk.tell("recheck", "skipped")
            _go_back(talk, scene)
        case s.Rechecking(), _:
            _answer(talk, scene, move)


def _answer(talk: Talk, scene: s.Rechecking, move: Move) -> None:
    verdict = question.take(talk, scene, move)
    if verdict is None:
        return
    talk.note(question.answered(talk, scene, "recheck", verdict))
    if isinstance(verdict, Right):
        _right(talk, scene)
    else:
        _missed(talk, scene, verdict)


def _right(talk: Talk, scene: s.Rechecking) -> None:
    items = (*scene.items, scene.question.item)
    standard = talk.world.library.standards[scene.standard]
    drawn = quiz.check(talk.person, talk.world, standard, items)
    if len(items) < talk.person.policy.recheck_questions and drawn:
        talk.tell("recheck", "one_more")
        talk.enter(
            s.Rechecking(scene.standard, *drawn, items=items, back=scene.back, asked=scene.asked, since=scene.since)
        )
        return
    talk.note(f.Rechecked(scene.standard))
    talk.tell("recheck", "still_there", title=standard.title)
    _go_back(talk, scene)


def _missed(talk: Talk, scene: s.Rechecking, verdict: Missed) -> None:
    talk.note(f.NeedsWarmUp(scene.standard))
    talk.tell("recheck", "not_yet")
    if verdict.tell:
        talk.show(*blocks_of(verdict.tell))
    talk.enter(s.WarmingUp(scene.standard, scene.back))


def _go_back(talk: Talk, scene: s.Rechecking) -> None:
    """To what was practised before, as far as the sitting had come; else to the menu."""
    standard = talk.standard(scene.back)
    drawn = quiz.practice(talk.person, talk.world, standard) if standard else None
    if standard is None or drawn is None:
        talk.enter(s.AtMenu())
        return
    talk.tell("recheck", "back_to", title=standard.title)
    talk.enter(s.Practising(scene.back, *drawn, asked=scene.asked + 1, since=scene.since))


def is_warm_again(talk: Talk, code: str) -> bool:
    """After an answer on something to warm up: note and tell when it is there again."""
    standing = talk.person.standing(code)
    if standing.state != "refresh" or standing.warm < talk.person.policy.warm_right:
        return False
    talk.note(f.WarmedUp(code))
    talk.tell("recheck", "warm_again", title=talk.world.library.standards[code].title)
    return True
