"""Show several: one form over up to four standards that a student seems to know. What is solid can be asked for with one tap."""

from plbot.core import facts as f
from plbot.core import letters as n
from plbot.core import names, quiz
from plbot.core import scenes as s
from plbot.core.events import Chose, Move
from plbot.core.grading import Right
from plbot.core.several import next_of, several, verdict
from plbot.core.talk import Talk
from plbot.dialogues import question, readiness

SeveralScene = s.ShowingSeveral | s.ShownSeveral


def open_room(talk: Talk) -> None:
    """`show_several`: begin, with those that seem known or are ready."""
    standards = several(talk.person, talk.world.library)
    if not standards:
        talk.tell("several", "none")
        talk.enter(s.Choosing())
        return
    talk.tell("several", "begins", titles=_titles(talk, standards))
    _next(talk, standards, ())


def _titles(talk: Talk, codes: tuple[str, ...]) -> list[str]:
    return [talk.world.library.standards[code].title for code in codes]


def _next(talk: Talk, standards: tuple[str, ...], done: tuple[tuple[str, bool], ...]) -> None:
    library = talk.world.library
    code = next_of(talk.person, library, standards, done)
    asked = sum(standard == code for standard, _ in done)
    drawn = quiz.showing(talk.person, talk.world, library.standards[code], asked) if code else None
    if drawn is None:
        solid = tuple(each for each in standards if verdict(talk.person, library, each, done) == "solid")
        talk.enter(s.ShownSeveral(standards, solid))
    else:
        talk.enter(s.ShowingSeveral(standards, code, *drawn, done=done))


def ask(talk: Talk, scene: SeveralScene) -> None:
    match scene:
        case s.ShowingSeveral(_, standard, asked, _, _, picked):
            talk.tell("several", "question", title=talk.world.library.standards[standard].title)
            question.show(talk, asked, picked)
            talk.ask([*question.buttons(talk, asked, picked), talk.choice("menu")], numbered=False)
        case s.ShownSeveral(standards, solid):
            almost = tuple(code for code in standards if code not in solid)
            talk.tell("several", "shown", solid=_titles(talk, solid), almost=_titles(talk, almost))
            wanted = [talk.choice("reassess_all")] if _askable(talk, solid) else []
            practise = [
                talk.choice("practise", f"practise:{code}", label=talk.words("labels", "practise_one", title=title))
                for code, title in zip(almost, _titles(talk, almost), strict=True)
            ]
            talk.ask([*wanted, *practise, talk.choice("next"), talk.choice("menu")])


def _askable(talk: Talk, solid: tuple[str, ...]) -> list[str]:
    """Those that are not asked for yet."""
    return [code for code in solid if talk.person.standing(code).state in ("learning", "practising", "ready")]


def hear(talk: Talk, scene: SeveralScene, move: Move) -> None:
    match scene, move:
        case s.ShownSeveral(_, solid), Chose("reassess_all"):
            _ask_for_all(talk, solid)
        case s.ShowingSeveral(), _:
            _answer(talk, scene, move)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _answer(talk: Talk, scene: s.ShowingSeveral, move: Move) -> None:
    found = question.take(talk, scene, move)
    if found is None:
        return
    right = isinstance(found, Right)
    talk.note(question.answered(talk, scene, "check", found))
    readiness.gate_opens(talk, scene.standard)
    talk.tell("check", "right" if right else "not_yet")
    _next(talk, scene.standards, (*scene.done, (scene.standard, right)))


def _ask_for_all(talk: Talk, solid: tuple[str, ...]) -> None:
    """One request a standard: the teacher sees each with its own number, and approves them as any others."""
    home = talk.person.learns_in
    codes = _askable(talk, solid)
    if home is None or not codes:
        talk.enter(s.Choosing())
        return
    for code in codes:
        standing, why = talk.person.standing(code), readiness.reason(talk, code)
        request = names.request_id(talk.world.chance)
        talk.note(f.AskedToReassess(code, request, home.classroom, round(why.promise, 4), why.ready))
        note = n.AsksToReassess(
            talk.person.id,
            request,
            code,
            why.promise,
            why.ready,
            standing.practised,
            standing.ways,
            standing.attempts,
        )
        talk.send(home.classroom, note)
    talk.tell("several", "sent", teacher=home.teacher, titles=_titles(talk, tuple(codes)))
    talk.enter(s.AtMenu())
