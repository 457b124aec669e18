"""How a simulated student answers: rightly, or with a miss that real students make."""

from random import Random

from plbot.content.proofs import keys
from plbot.core.questions import Question

LAST_RESORT = "41"  # a number that is no key of a shipped item


def right(question: Question) -> str:
    """What a student who knows it types."""
    return keys(question)[0]


def missed(question: Question, chance: Random) -> str:
    """What a student who does not know it yet types: a known mistake where the author named one."""
    known = [answer for mistake in question.mistakes for answer in mistake.answers]
    if known:
        return chance.choice(known)
    key = right(question).split()
    match question.kind:
        case "choice":
            return chance.choice([str(n) for n, option in enumerate(question.options, 1) if not option.correct])
        case "choices":
            return str(next(n for n, option in enumerate(question.options, 1) if not option.correct))
        case "order":
            return " ".join([*key[1:], key[0]])
        case "match":
            letters = [pair[-1] for pair in key]
            return " ".join(f"{n}{letter}" for n, letter in enumerate([*letters[1:], letters[0]], 1))
        case "text":
            return "no idea"
        case _:
            return LAST_RESORT
