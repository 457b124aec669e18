"""What must hold for one drawn question. Each proof yields what is wrong with it, and where in its item."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from plbot.content.positions import Where
from plbot.content.sense import Finding
from plbot.core import maths
from plbot.core.grading import Missed, OtherForm, Right, Unreadable, Verdict, grade
from plbot.core.questions import Question

QUESTION_BYTES = 4096  # a drawn question is stored whole in the scene, which is loaded and saved in every turn


def proofs(question: Question) -> Iterator[Finding]:
    """Everything that is wrong with a drawn question."""
    yield from key_grades_right(question)
    yield from misses_are_misses(question)
    yield from picks_differ(question)
    yield from maths_is_readable(question)
    size = len(msgspec.json.encode(question))
    if size > QUESTION_BYTES:
        yield (), f"this question takes {size} bytes when it is stored; expected at most {QUESTION_BYTES}"


def keys(question: Question) -> list[str]:
    """What a student could type to be right."""
    match question.kind:
        case "choice" | "choices":
            right = [str(number) for number, option in enumerate(question.options, 1) if option.correct]
            return [" ".join(right)]
        case "order":
            return [" ".join(map(str, question.key))]
        case "match":
            return [" ".join(f"{left}{_letter(right)}" for left, right in enumerate(question.key, 1))]
        case "open":
            return []
    return [_with_unit(question, answer) for answer in question.answers]


def _letter(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[number - 1]


def _with_unit(question: Question, answer: str) -> str:
    return f"{answer} {question.unit.symbol}" if question.unit and question.unit.required else answer


def key_grades_right(question: Question) -> Iterator[Finding]:
    for key in keys(question):
        verdict = grade(question, key, asked=True)
        if not isinstance(verdict, Right):
            yield _key_place(question), f"the key '{key}' is not marked right ({_named(verdict)})"


def _key_place(question: Question) -> Where:
    return (
        {"choice": "options", "choices": "options", "order": "sequence", "match": "pairs"}.get(question.kind, "answer"),
    )


def _named(verdict: Verdict) -> str:
    match verdict:
        case Missed():
            return "it is marked as a miss"
        case Unreadable():
            return "it cannot be read"
        case OtherForm(form):
            return f"it is asked for in another form: {form}"
    return "it is asked about once more"


def misses_are_misses(question: Question) -> Iterator[Finding]:
    """No named mistake and no wrong option may be marked right, and every mistake must be readable."""
    for number, mistake in enumerate(question.mistakes):
        where = ("mistakes", number, "answer")
        for answer in mistake.answers:
            verdict = grade(question, _with_unit(question, answer), asked=True)
            if isinstance(verdict, Right):
                yield where, f"the mistake '{mistake.id}' ({answer}) equals the key; keep such numbers out with 'where'"
            elif isinstance(verdict, Unreadable):
                yield where, f"the mistake '{mistake.id}' ({answer}) cannot be read as an answer"
    if question.kind == "choice":
        for number, option in enumerate(question.options, 1):
            if not option.correct and not isinstance(grade(question, str(number), asked=True), Missed):
                yield ("options",), f"the option '{option.text}' is not marked as a miss"


def picks_differ(question: Question) -> Iterator[Finding]:
    sides: list[tuple[str, Iterable[str]]] = [
        (
            "sequence" if question.kind == "order" else "pairs" if question.kind == "match" else "options",
            _options(question),
        ),
        ("pairs", question.matches),
    ]
    for field, texts in sides:
        seen: set[str] = set()
        for text in texts:
            shown = maths.plain(text).casefold().strip()
            if shown in seen:
                yield (field,), f"'{shown}' is shown twice; expected answers that differ"
            seen.add(shown)


def _options(question: Question) -> list[str]:
    return [option.text for option in question.options]


def maths_is_readable(question: Question) -> Iterator[Finding]:
    places: list[tuple[Where, str]] = [(("ask",), question.ask), (("solution",), question.solution)]
    places += [(("hints", number), hint) for number, hint in enumerate(question.hints)]
    places += [(("mistakes", number, "tell"), mistake.tell) for number, mistake in enumerate(question.mistakes)]
    places += [(_key_place(question), option.text) for option in question.options]
    places += [(("options",), option.tell) for option in question.options]
    places += [(("pairs",), text) for text in question.matches]
    places += [(("rubric", number, "look_for"), line.look_for) for number, line in enumerate(question.rubric)]
    for where, text in places:
        for problem in maths.problems(text):
            yield where, problem


def telling_hints(question: Question) -> Iterator[int]:
    """Count out the hints that hold the answer although the question does not."""
    asked = maths.plain(question.ask)
    shown = [asked, *(maths.plain(option.text) for option in question.options if not option.correct)]
    for number, hint in enumerate(question.hints):
        said = maths.plain(hint)
        if any(stands_in(key, said) and not any(stands_in(key, text) for text in shown) for key in _told(question)):
            yield number


def _told(question: Question) -> list[str]:
    if question.kind == "choice":
        return [maths.plain(option.text) for option in question.options if option.correct]
    return [maths.plain(answer) for answer in question.answers]


def stands_in(key: str, text: str) -> bool:
    """Whether the key stands in the text by itself: 12 in "about 12.", not in "112" or "12.5" or "3/12"."""
    pattern = rf"(?<![\w/])(?<!\d[.,:]){re.escape(key)}(?![\w/]|[.,:]\d)"
    return re.search(pattern, text, re.IGNORECASE) is not None
