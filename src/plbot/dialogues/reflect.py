"""Reflect: one prompt a day at most; a tap, and a sentence for those who like."""

import msgspec

from plbot.core import facts as f
from plbot.core import names
from plbot.core import scenes as s
from plbot.core.calendar import day
from plbot.core.events import Chose, Move, Wrote
from plbot.core.talk import Talk
from plbot.limits import limits

TAPS = {
    "before": ("very_sure", "quite_sure", "not_sure"),
    "after": ("helped_questions", "helped_hints", "helped_ways", "helped_someone"),
}


def is_due(talk: Talk) -> bool:
    """Whether no prompt was put today (by the calendar of the student's class), and the class wants prompts at all."""
    if not talk.person.policy.prompts_a_day:
        return False
    zone = talk.person.zone
    return day(talk.person.reflected, zone) != day(talk.world.now, zone)


def ask(talk: Talk, scene: s.Reflecting) -> None:
    standard = talk.world.library.standards[scene.standard]
    talk.become(reflected=talk.world.now)
    if scene.tap:
        talk.tell("reflect", f"sentence_{scene.when}")
        talk.ask(
            [talk.choice("no", label=talk.words("labels", "no_sentence"))],
            writes="write_sentence",
            longest=limits.sentence_longest,
        )
        return
    own = standard.reflect_before if scene.when == "before" else " ".join(standard.reflect_after[:1])
    talk.tell("reflect", scene.when, prompt=own.strip())
    talk.ask(
        [
            *(talk.choice(tap, f"tap:{tap}") for tap in TAPS[scene.when]),
            talk.choice("no", label=talk.words("labels", "skip")),
        ]
    )


def hear(talk: Talk, scene: s.Reflecting, move: Move) -> None:
    match move:
        case Chose("no"):
            if scene.tap:
                talk.note(f.Reflected(scene.standard, scene.when, scene.tap))
            _done(talk, thanks=bool(scene.tap))
        case Chose() if move.verb == "tap":
            talk.enter(msgspec.structs.replace(scene, tap=move.rest))
        case Wrote(text):
            talk.note(
                f.Reflected(scene.standard, scene.when, scene.tap), names.tidy_words(text, limits.sentence_longest)
            )
            _done(talk, thanks=True)
        case _:
            talk.enter(scene)


def _done(talk: Talk, *, thanks: bool) -> None:
    if thanks:
        talk.tell("reflect", "thanks")
    talk.enter(s.AtMenu())
