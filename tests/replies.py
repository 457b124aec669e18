"""What a student could answer to a question: rightly, not rightly, or with a known mistake."""

from collections.abc import Iterator
from itertools import permutations

from plbot.core.grading import Missed, Right, grade
from plbot.core.questions import Question

_NUMBERS = tuple(map(str, range(7, 60)))
_TYPED = {"text": ("a stone", "nobody"), "ratio": ("1:7", "7:1", "2:9"), "fraction": ("1/7", "2/9", "9/2")}


def right(question: Question) -> str:
    """A right answer, as one types it."""
    match question.kind:
        case "choice" | "choices":
            return " ".join(str(place) for place, option in enumerate(question.options, 1) if option.correct)
        case "order":
            return " ".join(map(str, question.key))
        case "match":
            return _pairs(question.key)
        case "open":
            return "I would show it with a drawing."
        case _:
            return question.answers[0]


def missed(question: Question) -> str:
    """An answer that is not right, and no known mistake where there is such an answer."""
    verdicts = [(text, verdict) for text in _tries(question) if isinstance(verdict := grade(question, text), Missed)]
    known = verdicts[0][0] if verdicts else "no idea"  # an open question has no answer that is not right
    return next((text for text, verdict in verdicts if not verdict.mistake), known)


def mistaken(question: Question) -> str:
    """An answer that shows a known mistake; any that is not right where none is known."""
    known = [text for mistake in question.mistakes for text in mistake.answers]
    picks = [str(place) for place, option in enumerate(question.options, 1) if option.mistake]
    shown = (
        text for text in [*known, *picks] if isinstance(verdict := grade(question, text), Missed) and verdict.mistake
    )
    return next(shown, "") or missed(question)


def is_right(question: Question, text: str) -> bool:
    return isinstance(grade(question, text), Right)


def _tries(question: Question) -> Iterator[str]:
    many = len(question.options)
    match question.kind:
        case "choice":
            yield from map(str, range(1, many + 1))
        case "choices":
            yield from (f"{place}" for place in range(1, many + 1))
            yield " ".join(map(str, range(1, many + 1)))
        case "order":
            yield from (" ".join(map(str, order)) for order in permutations(range(1, many + 1)))
        case "match":
            yield from (_pairs(order) for order in permutations(range(1, len(question.matches) + 1), many))
        case _:
            yield from (*_TYPED.get(question.kind, ()), *_NUMBERS, "x + 1")


def _pairs(order: tuple[int, ...]) -> str:
    return " ".join(f"{left}{chr(ord('a') + right - 1)}" for left, right in enumerate(order, 1))
