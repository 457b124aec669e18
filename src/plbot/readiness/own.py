"""Refit on a school's own data: its answers as a log, its reassessments as the real label of q, its levels from its questions."""

from collections import defaultdict
from collections.abc import Callable

import msgspec
import numpy as np

from plbot.core import model
from plbot.core.model import LEVELS, Parameters
from plbot.core.readiness import elsewhere, seen
from plbot.readiness.figures import log_loss
from plbot.readiness.fit import HOLD_PROMISE, STRONG, calibrated
from plbot.readiness.school import Answers, Form
from plbot.readiness.table import Floats
from plbot.readiness.trial import FOLDS, refit
from plbot.readiness.verdict import Verdict

REASSESSMENTS = 200  # from so many on they calibrate q; fewer would move it by luck


class Own(msgspec.Struct, frozen=True):
    """What a refit on a school's own data came to. `reassessments`: those that calibrate q; 0: too few, or no better."""

    parameters: Parameters
    verdict: Verdict
    reassessments: int = 0


def refit_own(answers: Answers, current: Parameters, told: Callable[[int, int], None]) -> Own:
    """Refit; what is not better for students not seen before stays as it is."""
    parameters, verdict = refit(answers.rows, current, told)
    if not verdict.better:
        return Own(current, verdict)
    parameters = msgspec.structs.replace(parameters, levels=levels(parameters, answers.levels))
    calibration = recalibrated(parameters, answers.forms)
    if calibration is None:
        return Own(parameters, verdict)
    return Own(msgspec.structs.replace(parameters, calibration=calibration), verdict, len(answers.forms))


def levels(parameters: Parameters, of: dict[tuple[str, str], int]) -> dict[int, float]:
    """The offset of each level from its questions' offsets, held at what plbot comes with: for questions nobody met yet."""
    found: dict[int, list[float]] = defaultdict(list)
    for (standard, item), level in of.items():
        known = parameters.items.get(standard, {}).get(item)
        if known is not None:
            found[level].append(known)
    return {
        level: round((sum(found[level]) + STRONG * given) / (len(found[level]) + STRONG), 4)
        for level, given in LEVELS.items()
    }


def recalibrated(parameters: Parameters, forms: list[Form]) -> tuple[float, float] | None:
    """A calibration from real reassessments, where there are enough and it predicts those of others better."""
    if len(forms) < REASSESSMENTS:
        return None
    log_odds = np.array([_log_odds(parameters, form) for form in forms])
    passed = np.array([float(form.passed) for form in forms])
    students = {name: place for place, name in enumerate(dict.fromkeys(form.student for form in forms))}
    fold = np.array([students[form.student] % FOLDS for form in forms])
    q = np.zeros(len(forms))
    for each in range(FOLDS):
        out = fold == each
        q[out] = _promised(
            calibrated(log_odds[~out], passed[~out], parameters.calibration, hold=HOLD_PROMISE), log_odds[out]
        )
    came = [p > 0 for p in passed]
    before = _promised(parameters.calibration, log_odds)
    better = log_loss(q.tolist(), came) < log_loss(before.tolist(), came)
    return calibrated(log_odds, passed, parameters.calibration, hold=HOLD_PROMISE) if better else None


def _promised(calibration: tuple[float, float], log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(calibration[0] + calibration[1] * log_odds))))


def _log_odds(parameters: Parameters, form: Form) -> float:
    """What the calibration sees as a form begins."""
    others = elsewhere(form.standings, form.standard, parameters)
    standing = form.standings.get(form.standard)
    counted = seen(standing) if standing else model.Seen()
    g = model.general(others.answered, others.right)
    return model.score(counted, g, parameters, others.ability) + parameters.standards.get(form.standard, 0.0)
