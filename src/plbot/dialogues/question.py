"""A question before a student: how it is shown, how an answer is picked or typed, and what costs nothing."""

from typing import NamedTuple

import msgspec

from plbot.core import maths, quiz
from plbot.core import scenes as s
from plbot.core.cards import Choice, Image, Options
from plbot.core.events import Chose, Move, Wrote
from plbot.core.facts import Answered, Dropped, Occasion
from plbot.core.grading import (
    Ambiguous,
    Missed,
    OtherForm,
    Right,
    UnitMissing,
    Unmarked,
    Unreadable,
    Verdict,
    grade,
)
from plbot.core.questions import PICKED, Question
from plbot.core.talk import Talk, blocks_of
from plbot.limits import limits

Asking = s.Practising | s.Checking | s.Reassessing | s.Correcting | s.Rechecking | s.Placing | s.ShowingSeveral


class Picking(NamedTuple):
    """Not an answer yet: some options are tapped."""

    picked: tuple[int, ...]


def show(talk: Talk, question: Question, picked: tuple[int, ...] = ()) -> None:
    """The question with its picture and options, and how to answer it where that is not plain."""
    talk.show(*blocks_of(question.ask))
    if question.image:
        talk.show(Image(question.image, question.alt))
    if question.options:
        talk.show(Options(tuple(option.text for option in question.options)))
    if question.matches:
        talk.show(Options(question.matches, letters=True))
    if question.kind in ("choices", "order", "match"):
        talk.tell("question", f"how_{question.kind}")
    if picked:
        talk.tell("question", "picked", picked=[_named(question, place, number) for place, number in enumerate(picked)])


def buttons(talk: Talk, question: Question, picked: tuple[int, ...] = ()) -> list[Choice]:
    """One button an option; where an answer takes several taps, those still to be tapped."""
    match question.kind:
        case "choice" | "choices":
            ticked = [
                Choice(f"✓ {c.label}", c.intent) if n in picked else c for n, c in enumerate(_options(question, ()), 1)
            ]
            return ticked + ([talk.choice("done")] if question.kind == "choices" and picked else [])
        case "order":
            return _options(question, picked)
        case "match":
            left = maths.plain(question.options[len(picked)].text) if len(picked) < len(question.options) else ""
            return [
                Choice(f"{left} → {maths.plain(text)}", f"answer:{place}")
                for place, text in enumerate(question.matches, 1)
                if place not in picked
            ]
        case _:
            return []


def _named(question: Question, place: int, number: int) -> str:
    """What was tapped, in words: an option, or a pair."""
    if question.kind == "match":
        return f"{maths.plain(question.options[place].text)} → {maths.plain(question.matches[number - 1])}"
    return maths.plain(question.options[number - 1].text)


def _options(question: Question, without: tuple[int, ...]) -> list[Choice]:
    plain = [maths.plain(option.text) for option in question.options]
    short = all(len(text) <= limits.button_longest for text in plain)
    return [
        Choice(text if short else str(place), f"answer:{place}")
        for place, text in enumerate(plain, 1)
        if place not in without
    ]


def put_aside(talk: Talk, scene: Asking) -> None:
    """Leave the question; it costs nothing, and its numbers do not come back."""
    talk.note(Dropped(scene.standard, scene.question.item, scene.cursor))


def give_hint(talk: Talk, scene: s.Practising | s.Correcting) -> None:
    """The next hint of the ladder, and the question again."""
    hints = scene.question.hints
    talk.tell("practise", "hint", number=scene.hints + 1, of=len(hints))
    talk.show(*blocks_of(hints[scene.hints]))
    talk.enter(msgspec.structs.replace(scene, hints=scene.hints + 1))


def take(talk: Talk, scene: Asking, move: Move) -> Right | Missed | None:
    """The verdict on a move. None: it was no answer, or cost nothing; then what to do is told and the question is asked again."""
    match _weigh(talk, scene, move):
        case Right() | Missed() as verdict:
            return verdict
        case Picking(picked):
            talk.tick(msgspec.structs.replace(scene, picked=picked))
        case Unreadable(guess):
            talk.tell("question", "unreadable", guess=guess)
            talk.enter(scene)
        case OtherForm(form):
            talk.tell("question", "other_form", form=form)
            talk.enter(scene)
        case UnitMissing(symbol):
            talk.tell("question", "unit_missing", symbol=symbol)
            talk.enter(scene)
        case Ambiguous(readings):
            talk.tell("question", "ambiguous", readings=readings)
            talk.enter(msgspec.structs.replace(scene, unclear=True))
        case Unmarked() | None:
            talk.enter(scene)
    return None


def _weigh(talk: Talk, scene: Asking, move: Move) -> Verdict | Picking | None:
    question, picked, salt = scene.question, scene.picked, talk.world.salt
    match move:
        case Wrote(text):
            return grade(question, text, language=talk.person.language, salt=salt, asked=scene.unclear)
        case Chose() if move.verb == "answer" and question.kind == "choice":
            return grade(question, str(move.number), salt=salt, asked=True)
        case Chose() if move.verb == "answer" and question.kind == "choices":
            left = tuple(place for place in picked if place != move.number)
            return Picking(left if len(left) < len(picked) else tuple(sorted((*picked, move.number))))
        case Chose() if move.verb == "answer" and question.kind in ("order", "match"):
            now = (*picked, move.number)
            whole = len(now) >= len(question.options)
            return grade(question, _written(question, now), salt=salt, asked=True) if whole else Picking(now)
        case Chose("done") if picked:
            return grade(question, _written(question, picked), salt=salt, asked=True)
    return None


def _written(question: Question, picked: tuple[int, ...]) -> str:
    """What was tapped, as one would type it: `1 3`, or `1b 2a`."""
    if question.kind == "match":
        return " ".join(f"{left}{chr(ord('a') + right - 1)}" for left, right in enumerate(picked, 1))
    return " ".join(str(place) for place in picked)


def answered(talk: Talk, scene: Asking, use: Occasion, verdict: Right | Missed, *, aided: bool = False) -> Answered:
    """The fact that an answer makes. What was expected of it is told before it counts."""
    asked = scene.question
    return Answered(
        scene.standard,
        asked.item,
        asked.level,
        use,
        isinstance(verdict, Right),
        picked=asked.kind in PICKED,
        aided=aided,
        mistake=verdict.mistake if isinstance(verdict, Missed) else "",
        cursor=scene.cursor,
        expected=0.0 if aided else quiz.expected(talk.person, asked),
    )
