"""Refitting: better for students never seen, refused where there is nothing to learn, and monotone whatever comes of it."""

import json
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from plbot.cli import app
from plbot.core import facts as f
from plbot.core.model import DEFAULTS, SIGNS, WEIGHTS, Ability, Parameters, ability, monotone
from plbot.core.readiness import Elsewhere, chance_right, promise, score
from plbot.core.standing import Standing, grown
from plbot.readiness import figures, simulated
from plbot.readiness.files import parameters_text, read_parameters
from plbot.readiness.fit import precision
from plbot.readiness.log import Row
from plbot.readiness.replay import Replay, replay
from plbot.readiness.trial import refit

FORM = {1: 1, 2: 2, 3: 2}


def log(students: int, seed: int) -> list[Row]:
    return [told.row for told in simulated.log(students, seed, simulated.world(1, standards=30, items=200))]


def judged(rows: list[Row], parameters: Parameters) -> tuple[float, float, float]:
    """AUC, log loss and calibration error of the next answer."""
    chances = [seen.p_correct for _, seen in replay(rows, parameters)]
    came = [row.right for row in rows]
    return figures.auc(chances, came), figures.log_loss(chances, came), figures.calibration_error(chances, came)


@pytest.fixture(scope="module")
def fitted() -> Parameters:
    parameters, verdict = refit(log(150, 1))
    assert verdict.better
    return parameters


@pytest.mark.slow
def test_a_refit_predicts_students_it_never_saw_much_better(fitted: Parameters) -> None:
    strangers = log(150, 2)
    cold, warm = judged(strangers, DEFAULTS), judged(strangers, fitted)
    assert warm[0] > cold[0] + 0.03
    assert warm[1] < cold[1] - 0.02
    assert warm[2] < 0.025


@pytest.mark.slow
def test_after_a_refit_promises_are_kept(fitted: Parameters) -> None:
    """Mean q at the moment of being told ready, against four of the next five."""
    told: dict[tuple[str, str], tuple[float, list[bool]]] = {}
    for row, seen in replay(log(500, 3), fitted):
        key = (row.student, row.standard)
        if key in told and not row.aided:
            told[key][1].append(row.right)
        elif seen.state == "ready" and key not in told:
            told[key] = (seen.p_pass, [])
    known = [(q, sum(after[:5]) >= 4) for q, after in told.values() if len(after) >= 5]
    assert len(known) > 500
    assert abs(sum(q for q, _ in known) - sum(kept for _, kept in known)) / len(known) < 0.04


def test_a_log_in_which_all_is_alike_is_refused() -> None:
    """Answers that come as plbot's own model says: there is nothing to refit."""
    chance, walk = random.Random(4), Replay(DEFAULTS)
    drawn: list[Row] = []
    for n in range(1_200):
        row = Row(f"s{n % 40}", f"k{n % 3}", f"i{n % 9}", 0, False, False)  # a row is a row
        drawn.append(row._replace(right=chance.random() < walk.chance(row)))
        walk.take(drawn[-1])
    parameters, verdict = refit(drawn)
    assert not verdict.better
    assert parameters == DEFAULTS
    assert "no better for certain" in verdict.why


def test_a_handful_of_students_is_too_few() -> None:
    parameters, verdict = refit(log(3, 5))
    assert parameters == DEFAULTS
    assert "5 students or more" in verdict.why


def test_offsets_of_a_class_are_held_more_strongly_than_those_of_a_large_school() -> None:
    assert precision(20) == precision(100) == 8
    assert 1 < precision(200) < 8
    assert precision(400) == pytest.approx(1)


def test_fit_writes_parameters_that_replay_reads(tmp_path: Path) -> None:
    source, out, seen = tmp_path / "log.csv", tmp_path / "p.json", tmp_path / "out.csv"
    lines = [f"{r.student},{r.standard},{r.item},open,,{int(r.right)},0,1" for r in log(40, 6)]
    source.write_text("student,standard,item,kind,options,correct,hints,time\n" + "\n".join(lines))
    done = CliRunner().invoke(app, ["readiness", "fit", str(source), "--out", str(out)])
    assert done.exit_code == 0
    assert "log loss of students not seen before" in done.stderr
    assert set(json.loads(out.read_text())) >= {"format", "weights", "calibration", "levels", "standards", "items"}
    again = CliRunner().invoke(app, ["readiness", "replay", str(source), "--out", str(seen), "--parameters", str(out)])
    assert again.exit_code == 0
    assert len(seen.read_text().splitlines()) == len(lines) + 1


@pytest.mark.parametrize(
    "text",
    [
        '{"weights":[0.4,-0.2,0,0.3,-0.4,0.3,0.3,0.2,-0.5]}',
        '{"weights":[0.4,0.2,0,0.3,-0.4,0.3,0.3,2.9,-0.5]}',
        '{"calibration":[0,-1]}',
        '{"format":2}',
        '{"ability":-1}',
        "[]",
    ],
)
def test_parameters_that_would_punish_a_right_answer_are_refused(tmp_path: Path, text: str) -> None:
    file, source = tmp_path / "p.json", tmp_path / "log.csv"
    file.write_text(text)
    source.write_text("student,standard,item,kind,options,correct,hints,time\n")
    done = CliRunner().invoke(app, ["readiness", "replay", str(source), "--out", "-", "--parameters", str(file)])
    assert done.exit_code == 1
    assert "holds no parameters" in done.stderr


# monotone, whatever the parameters

magnitudes = st.tuples(*[st.floats(0, 1.5) for _ in WEIGHTS])
allowed = magnitudes.map(lambda found: tuple(m * (sign or 1) for m, sign in zip(found, SIGNS, strict=True)))
parameter = st.builds(
    lambda weights, able, base, slope, b: Parameters(1, weights, able, (base, slope), standards={"X.1": b}),
    allowed.filter(monotone),
    st.floats(0, 1),
    st.floats(-2, 1),
    st.floats(0.2, 2),
    st.floats(-2, 2),
)
streak = st.lists(st.booleans(), max_size=30) | st.integers(0, 30).map(lambda n: [True] * n)
others = st.integers(0, 2_000).flatmap(lambda n: st.builds(Elsewhere, st.just(n), st.integers(0, n) | st.just(n)))


def answered(standing: Standing, *, right: bool) -> Standing:
    return grown(standing, f.Answered("X.1", "i", 2, right=right), 0)


@given(st.just(DEFAULTS) | parameter, streak, others)
def test_one_more_right_answer_never_lowers_p_or_q_and_a_miss_never_lifts_q(
    parameters: Parameters, before: list[bool], elsewhere: Elsewhere
) -> None:
    standing = Standing("practising")
    for right in before:
        standing = answered(standing, right=right)

    def q(of: Standing) -> float:
        return promise(of, elsewhere, FORM, parameters, "X.1")

    def p(of: Standing) -> float:
        return chance_right(score(of, elsewhere, parameters), 2, parameters=parameters)

    better = answered(standing, right=True)
    assert q(better) >= q(standing) - 1e-9
    assert p(better) >= p(standing) - 1e-9
    if standing.answered:
        assert q(answered(standing, right=False)) <= q(better) + 1e-9


@given(st.lists(st.tuples(st.booleans(), st.floats(-2, 2), st.sampled_from((0, 2, 4))), max_size=60), st.floats(-2, 2))
def test_ability_rises_with_every_right_answer_and_falls_with_every_miss(
    before: list[tuple[bool, float, int]], offset: float
) -> None:
    shown = Ability()
    for right, easier, options in before:
        shown = shown.after(right=right, offset=easier, options=options)
    assert shown.after(right=True, offset=offset).level > shown.level > shown.after(right=False, offset=offset).level


def test_ability_counts_how_hard_the_questions_were() -> None:
    hard, easy = [(40, 26, -1.0)], [(40, 26, 1.0)]
    assert ability(hard) > ability([(40, 26, 0.0)]) > ability(easy)
    followed = Ability()
    for n in range(400):
        followed = followed.after(right=n % 20 < 13, offset=-1.0)
    assert followed.level == pytest.approx(ability([(400, 260, -1.0)]), abs=0.1)


def test_parameters_survive_the_way_through_a_file(tmp_path: Path) -> None:
    fitted, _ = refit(log(20, 6))
    file = tmp_path / "p.json"
    file.write_text(parameters_text(fitted))
    assert msgspec.to_builtins(read_parameters(file).items) == msgspec.to_builtins(fitted.items)
    assert read_parameters(file).weights == fitted.weights
