"""Ready, and why: the model asked about one student and one standard, and the gate of the policy.

The gate's one number is q, `promise`: the probability of passing the reassessment now, at the form's mix of levels. What the
model counts, its weights and what can be refitted stand in `core/model.py`.
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from plbot.core import model
from plbot.core.facts import Answered
from plbot.core.library import Standard
from plbot.core.model import DEFAULTS, ORDINARY, Parameters, Seen
from plbot.core.standing import Standing, grown
from plbot.limits import Policy, limits


class Elsewhere(NamedTuple):
    """A student's unaided answers on all other standards, how many were right, and the ability that all answers show."""

    answered: int
    right: int
    ability: float = 0.0


def elsewhere(standings: Mapping[str, Standing], standard: str, parameters: Parameters = DEFAULTS) -> Elsewhere:
    answered = sum([s.answered for code, s in standings.items() if code != standard])
    right = sum([s.right for code, s in standings.items() if code != standard])
    if not parameters.ability:
        return Elsewhere(answered, right)
    counts = [(s.answered, s.right, parameters.standards.get(code, 0.0)) for code, s in standings.items() if s.answered]
    return Elsewhere(answered, right, model.ability(counts))


def seen(standing: Standing) -> Seen:
    """What the model counts: right and missed over the evidence window, the rest as it was answered."""
    right = sum([answer.right for answer in standing.window])
    return Seen(
        min(standing.answered, limits.window),
        right,
        len(standing.window) - right,
        standing.decayed_right,
        standing.decayed,
        sum(standing.recent),
        len(standing.recent),
        float(standing.recent[-1]) if standing.recent else model.FIRST_GUESS,
    )


def score(standing: Standing, others: Elsewhere, parameters: Parameters = DEFAULTS) -> float:
    """w.x of the model, without any offset: how likely the next answer is right, in log-odds."""
    return model.score(seen(standing), model.general(others.answered, others.right), parameters, others.ability)


def chance_right(
    base: float, level: int, options: int = 0, parameters: Parameters = DEFAULTS, *, standard: str = "", item: str = ""
) -> float:
    """p: the probability that the next answer is right, from the `score`. `options`: of how many one is picked (0: typed)."""
    return model.chance(base + parameters.offset_at(standard, item, level), options)


def promise(
    standing: Standing,
    others: Elsewhere,
    form: Mapping[int, int],
    parameters: Parameters = DEFAULTS,
    standard: str = "",
) -> float:
    """q: the probability of passing the reassessment now, at the form's mix of levels (`form[level]` questions)."""
    easier = 0.0
    if form and form != ORDINARY:
        easier = mean_offset(form, parameters) - mean_offset(ORDINARY, parameters)
    g = model.general(others.answered, others.right)
    return model.promise(seen(standing), g, parameters, standard, easier=easier, ability=others.ability)


def mean_offset(form: Mapping[int, int], parameters: Parameters = DEFAULTS) -> float:
    """The offset of a form: the mean over its questions."""
    return sum([n * parameters.levels.get(level, 0.0) for level, n in form.items()]) / sum(form.values())


class Reason(msgspec.Struct, frozen=True):
    """Why a student is, or is not yet, ready: numbers for words, never a percentage for the student."""

    ready: bool
    promise: float
    right: int  # of the answers in the window
    answers: int
    hard: int  # right answers of level 3 and up in the window
    more_answers: int = 0  # unaided answers still owed to the gate
    more_kinds: int = 0  # kinds of question still owed
    more_typed: int = 0  # answers not picked from a list still owed


def look(
    standing: Standing, others: Elsewhere, standard: Standard, policy: Policy, parameters: Parameters = DEFAULTS
) -> Reason:
    """Whether the gate is open, and what it still asks for. A gate once open stays so down to `policy.ready_until`."""
    window = standing.window
    q = promise(standing, others, standard.reassess.form, parameters, standard.code)
    kinds = min(policy.ready_families, standard.kinds)
    typed = min(policy.ready_typed, standard.typed)
    owed = (
        max(0, policy.ready_answers - len(window)),
        max(0, kinds - len({answer.item for answer in window})),
        max(0, typed - sum([not answer.picked for answer in window])),
    )
    bar = policy.ready_until if standing.state == "ready" else policy.ready_at
    ready = not any(owed) and q >= bar
    return Reason(
        ready=ready,
        promise=q,
        right=sum([answer.right for answer in window]),
        answers=len(window),
        hard=sum([answer.right for answer in window if answer.level > 2]),  # noqa: PLR2004 - levels 1 and 2 are the ordinary ones
        more_answers=owed[0],
        more_kinds=owed[1],
        more_typed=owed[2],
    )


def right_answers_owed(
    standing: Standing, others: Elsewhere, standard: Standard, policy: Policy, parameters: Parameters = DEFAULTS
) -> int:
    """How many right answers in a row would lift q over the bar: tried out, so that the words keep their promise."""
    for count in range(1, policy.ready_answers * 3 + 1):
        standing = grown(standing, Answered(right=True, level=2), 0)
        if promise(standing, others, standard.reassess.form, parameters, standard.code) >= policy.ready_at:
            return count
    return policy.ready_answers * 3
