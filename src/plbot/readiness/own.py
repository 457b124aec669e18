"""Refit on a school's own data: its answers as a log, its reassessments as the real label of q, its levels from its questions."""

from collections import defaultdict
from collections.abc import Callable

import msgspec
import numpy as np

from plbot.core import model
from plbot.core.model import LEVELS, Parameters
from plbot.core.readiness import elsewhere, seen
from plbot.readiness.figures import log_loss
from plbot.readiness.fit import HOLD_PROMISE, STRONG, posterior
from plbot.readiness.school import Answers, Form
from plbot.readiness.table import Floats
from plbot.readiness.trial import FOLDS, refit
from plbot.readiness.verdict import Verdict

REASSESSMENTS = 200  # from so many on they calibrate q; fewer would move it by luck


class Own(msgspec.Struct, frozen=True):
    """What a refit on a school's own data came to; q is calibrated by itself, whether or not the rest got better.

    `reassessments`: those that calibrate q; 0: too few, or no better.
    """

    parameters: Parameters
    verdict: Verdict
    reassessments: int = 0


def refit_own(answers: Answers, current: Parameters, told: Callable[[int, int], None]) -> Own:
    """Refit; what is not better for students not seen before stays as it is."""
    parameters, verdict = refit(answers.rows, current, told)
    if verdict.better:
        parameters = msgspec.structs.replace(parameters, levels=levels(parameters, answers.levels))
    calibrated = recalibrated(parameters, answers.forms)
    return Own(calibrated, verdict, len(answers.forms)) if calibrated else Own(parameters, verdict)


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


def recalibrated(parameters: Parameters, forms: list[Form]) -> Parameters | None:
    """The same with q calibrated on real reassessments, where there are enough and it predicts those of others better."""
    if len(forms) < REASSESSMENTS:
        return None
    x = np.array([_looks_at(parameters, form) for form in forms])
    passed = np.array([float(form.passed) for form in forms])
    students = {name: place for place, name in enumerate(dict.fromkeys(form.student for form in forms))}
    fold = np.array([students[form.student] % FOLDS for form in forms])
    q = np.zeros(len(forms))
    for each in range(FOLDS):
        out = fold == each
        q[out] = _promised(_calibrated(parameters, x[~out], passed[~out]), x[out])
    came = [p > 0 for p in passed]
    if log_loss(q.tolist(), came) >= log_loss(_promised(parameters, x).tolist(), came):
        return None
    return _calibrated(parameters, x, passed)


def _calibrated(parameters: Parameters, x: Floats, passed: Floats) -> Parameters:
    """Held at what it was; leaning less on results elsewhere than p does would make q fall with a right answer there."""
    given = (*parameters.calibration, parameters.elsewhere)
    base, slope, leans = posterior(x, passed, given, hold=HOLD_PROMISE)
    if leans < 0:
        (base, slope), leans = posterior(x[:, :2], passed, given[:2], hold=HOLD_PROMISE), 0.0
    calibration = (round(base, 4), round(max(slope, 0.1), 4))
    return msgspec.structs.replace(parameters, calibration=calibration, elsewhere=round(leans, 4))


def _promised(parameters: Parameters, x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(x @ np.array((*parameters.calibration, parameters.elsewhere))))))


def _looks_at(parameters: Parameters, form: Form) -> tuple[float, float, float]:
    """What the calibration sees as a form begins: 1, the log-odds of a right answer, and results elsewhere."""
    others = elsewhere(form.standings, form.standard, parameters)
    standing = form.standings.get(form.standard)
    counted = seen(standing) if standing else model.Seen()
    g = model.general(others.answered, others.right)
    known = model.score(counted, g, parameters, others.ability) + parameters.standards.get(form.standard, 0.0)
    return 1.0, known, g
