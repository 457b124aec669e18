"""Ready, and why: the probability of passing the reassessment now, from counts alone.

The model and all its figures come from public student data (623 held-out students, 58,266 answers); every weight is
sign-constrained, so that one more right answer never lowers the estimate.
p(right) = sigmoid(w.x + offset of the level);
q = sigmoid(-1.0137 + 1.0972 logit(p)), with the form's mix of levels measured against an ordinary form.
"""

from collections.abc import Mapping
from math import exp, log
from typing import NamedTuple

import msgspec

from plbot.core.facts import Answered
from plbot.core.library import Standard
from plbot.core.standing import Standing, grown
from plbot.limits import Policy

WEIGHTS = (0.4379, 0.2492, 0.0276, 0.3631, -0.4651, 0.3025, 0.3796, 0.2840, -0.5469)
LEVEL_OFFSET: Mapping[int, float] = {1: 0.6, 2: 0.0, 3: -0.6, 4: -1.2}  # until a school's own answers say better
ORDINARY: Mapping[int, int] = {
    1: 1,
    2: 2,
    3: 2,
}  # the mix that the calibration stands for: a form of this mix has offset 0
CALIBRATION = (-1.0137, 1.0972)
FIRST_GUESS = 0.65  # share of right answers before anything is known
ELSEWHERE = (5.2, 2.8)  # eight imagined answers on other standards, 0.65 of them right
SLIP = 0.03  # a student who knows still slips on a list now and then


class Elsewhere(NamedTuple):
    """A student's unaided answers on all other standards, and how many were right."""

    answered: int
    right: int


def elsewhere(standings: Mapping[str, Standing], standard: str) -> Elsewhere:
    answered = sum(s.answered for code, s in standings.items() if code != standard)
    right = sum(s.right for code, s in standings.items() if code != standard)
    return Elsewhere(answered, right)


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


def logit(p: float) -> float:
    return log(p / (1 - p))


def score(standing: Standing, others: Elsewhere) -> float:
    """w.x of the model, without any offset: how likely the next answer is right, in log-odds."""
    right = sum([answer.right for answer in standing.window])
    missed = len(standing.window) - right
    recent = sum(standing.recent)
    general = log((others.right + ELSEWHERE[0]) / (others.answered - others.right + ELSEWHERE[1])) - logit(FIRST_GUESS)
    features = (
        1.0,
        log((standing.decayed_right + 1) / (standing.decayed - standing.decayed_right + 0.6)),
        log((recent + 1) / (len(standing.recent) - recent + 0.6)),
        log(1 + right),
        log(1 + missed),
        float(standing.recent[-1]) if standing.recent else FIRST_GUESS,
        general,
        general / (1 + standing.answered),
        0.0 if standing.answered else 1.0,
    )
    return sum([w * x for w, x in zip(WEIGHTS, features, strict=True)])


def chance_right(base: float, level: int, options: int = 0) -> float:
    """p: the probability that the next answer is right, from the `score`. `options`: of how many one is picked (0: typed)."""
    p = sigmoid(base + LEVEL_OFFSET.get(level, 0.0))
    return 1 / options + (1 - 1 / options - SLIP) * p if options > 1 else p


def promise(standing: Standing, others: Elsewhere, form: Mapping[int, int]) -> float:
    """q: the probability of passing the reassessment now, at the form's mix of levels (`form[level]` questions)."""
    p = sigmoid(score(standing, others) + mean_offset(form or ORDINARY) - mean_offset(ORDINARY))
    return sigmoid(CALIBRATION[0] + CALIBRATION[1] * logit(p))


def mean_offset(form: Mapping[int, int]) -> float:
    """The offset of a form: the mean over its questions."""
    return sum(n * LEVEL_OFFSET.get(level, 0.0) for level, n in form.items()) / sum(form.values())


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


def look(standing: Standing, others: Elsewhere, standard: Standard, policy: Policy) -> Reason:
    """Whether the gate is open, and what it still asks for. A gate once open stays so down to `policy.ready_until`."""
    window = standing.window
    q = promise(standing, others, standard.reassess.form)
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


def right_answers_owed(standing: Standing, others: Elsewhere, standard: Standard, policy: Policy) -> int:
    """How many right answers in a row would lift q over the bar: tried out, so that the words keep their promise."""
    for count in range(1, policy.ready_answers * 3 + 1):
        standing = grown(standing, Answered(right=True, level=2), 0)
        if promise(standing, others, standard.reassess.form) >= policy.ready_at:
            return count
    return policy.ready_answers * 3
