"""Place: what do you know already? Five questions at most, on up to three days; and three ways out that are always there."""

from plbot.core import facts as f
from plbot.core import path, placement, quiz
from plbot.core import scenes as s
from plbot.core.cards import Choice
from plbot.core.events import Chose, Move, Wrote
from plbot.core.grading import Right
from plbot.core.talk import Talk
from plbot.dialogues import question
from plbot.limits import DAY

PlaceScene = s.OfferingPlacement | s.Placing
NAMED = 3  # titles that are named after a round: a list of ten is no praise


def can_begin(talk: Talk) -> bool:
    """Whether a round may be played today, and would tell something."""
    return bool(placement.next_standard(talk.person, talk.world.library, talk.world.now))


def goes_on(talk: Talk) -> bool:
    """Whether this person played before, and another round waits."""
    return bool(placement.heard(talk.person)) and can_begin(talk)


def offer(talk: Talk) -> None:
    """After the welcome: where to begin. Where nothing can be asked, straight to what is there."""
    talk.enter(s.OfferingPlacement() if can_begin(talk) else s.Choosing())


def open_room(talk: Talk) -> None:
    """`place`: the round of today, or what there is instead."""
    here = placement.round_now(talk.person, talk.world.now)
    if here is None or not _ask_next(talk):
        talk.tell("place", "no_more", again=_rounds_left(talk))
        talk.enter(s.Choosing())


def begin_at_the_beginning(talk: Talk) -> None:
    """`beginning`: the first standard of the path that is not mastered; what the class works on stays in sight."""
    library = talk.world.library
    states = path.outlook(talk.person, library).states
    first = next((code for code, state in states.items() if state not in ("mastered", "refresh", "requested")), "")
    if not first:
        talk.enter(s.Choosing())
        return
    if talk.person.standing(first).untouched:
        talk.note(f.ChoseStandard(first))
    talk.enter(s.Learning(first))


def ask(talk: Talk, scene: PlaceScene) -> None:
    match scene:
        case s.OfferingPlacement():
            talk.tell("place", "offer", most=talk.person.policy.place_questions)
            talk.ask([talk.choice("place"), *_ways_out(talk, "")])
        case s.Placing(standard, asked, _, picked):
            here = placement.round_now(talk.person, talk.world.now)
            title = talk.world.library.standards[standard].title
            talk.tell("place", "question", number=here.asked + 1 if here else 1, title=title)
            question.show(talk, asked, picked)
            ways = [talk.choice("unlearned"), *_ways_out(talk, standard)]
            talk.ask([*question.buttons(talk, asked, picked), *ways], numbered=False)


def _ways_out(talk: Talk, standard: str) -> list[Choice]:
    """Always the same three."""
    show = f"check:{standard}" if standard else "show"
    return [talk.choice("beginning"), talk.choice("show", show), talk.choice("skip")]


def hear(talk: Talk, scene: PlaceScene, move: Move) -> None:
    match scene, move:
        case _, Chose("skip"):
            talk.enter(s.Choosing())
        case s.Placing(), Chose("unlearned"):
            _note(talk, scene, "unlearned")
            talk.tell("place", "unlearned")
            _go_on(talk)
        case s.Placing(), Wrote(text) if _says_unlearned(talk, text):
            hear(talk, scene, Chose("unlearned"))
        case s.Placing(), _:
            _answer(talk, scene, move)
        case _:
            talk.tell("common", "pick_one")
            talk.enter(scene)


def _says_unlearned(talk: Talk, text: str) -> bool:
    """Whether these words say that it was not learned yet, as children write it."""
    said = " ".join(text.casefold().split()).rstrip(".!")
    return said in talk.words("place", "says_unlearned").split(", ")


def _answer(talk: Talk, scene: s.Placing, move: Move) -> None:
    verdict = question.take(talk, scene, move)
    if verdict is None:
        return
    right = isinstance(verdict, Right)
    _note(talk, scene, "right" if right else "missed")
    talk.tell("place", f"right_{talk.world.chance.randint(1, 2)}" if right else "missed")
    _go_on(talk)


def _note(talk: Talk, scene: s.Placing, said: f.Sound) -> None:
    asked = scene.question
    number = len(placement.heard(talk.person)) + 1
    options = len(asked.options) if asked.kind == "choice" else 0
    talk.note(f.Placed(scene.standard, asked.item, asked.level, said, options, number, scene.cursor))


def _go_on(talk: Talk) -> None:
    if not _ask_next(talk):
        _end(talk)


def _ask_next(talk: Talk) -> bool:
    person, world = talk.person, talk.world
    code = placement.next_standard(person, world.library, world.now)
    level = placement.level_now(person, world.now)
    drawn = quiz.placing(person, world, world.library.standards[code], level) if code else None
    if drawn is None:
        return False
    talk.enter(s.Placing(code, *drawn))
    return True


def _end(talk: Talk) -> None:
    """The round is over: what seems known is named, and that it may be shown; the rest is what will be learned."""
    library = talk.world.library
    known = placement.seems_known(talk.person, library)
    titles = [standard.title for standard in path.on_path(talk.person, library) if standard.code in known]
    talk.tell("place", "ended", known=titles[:NAMED], more=len(titles[NAMED:]), again=_rounds_left(talk))
    talk.enter(s.Choosing())


def _rounds_left(talk: Talk) -> bool:
    """Whether another day has another round, and it would tell something."""
    tomorrow = talk.world.now + DAY
    return bool(placement.next_standard(talk.person, talk.world.library, tomorrow))
