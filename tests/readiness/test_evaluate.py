"""Comparing with the usual rules on one's own log: figures, reliability table, curve."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from plbot.cli import app
from plbot.readiness import figures, simulated

HEADER = "student,standard,item,kind,options,correct,hints,time\n"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [told.row for told in simulated.log(60, 1)]
    lines = [
        f"{r.student},{r.standard},{r.item},{'choice' if r.options else 'open'},{r.options},{int(r.right)},0,0"
        for r in rows
    ]
    path = tmp_path_factory.mktemp("log") / "log.csv"
    path.write_text(HEADER + "\n".join(lines), encoding="utf-8")
    return path


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["readiness", "evaluate", *words])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_all_rules_stand_side_by_side(log: Path) -> None:
    found = json.loads(run(str(log), "--json"))
    ours = found["rules"][-1]
    assert [rule["rule"] for rule in found["rules"]] == ["streak of 3", "8 of 10", "BKT .95", "plbot"]
    assert ours["auc"] == max(rule["auc"] for rule in found["rules"])
    assert abs(ours["promised"] - ours["kept"]) < abs(found["rules"][0]["promised"] - found["rules"][0]["kept"])
    assert sum(tenth["times"] for tenth in found["reliability"]) > 500
    table = run(str(log))
    assert "streak of 3" in table
    assert "mean promised" in table


def test_the_curve_is_drawn_with_words_for_those_who_do_not_see_it(log: Path, tmp_path: Path) -> None:
    svg, png = tmp_path / "curve.svg", tmp_path / "curve.png"
    run(str(log), "--plot", str(svg))
    run(str(log), "--plot", str(png))
    root = ET.fromstring(svg.read_text(encoding="utf-8"))  # noqa: S314 # our own drawing
    said = [text.text or "" for text in root if text.tag.endswith(("title", "desc"))]
    assert said[0] == "Reliability of plbot's readiness"
    assert "promised 0." in said[1]
    assert png.read_bytes().startswith(b"\x89PNG")


def test_a_log_without_answers_shows_what_it_cannot_say(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(HEADER, encoding="utf-8")
    found = json.loads(run(str(path), "--json"))
    assert {rule["under"] for rule in found["rules"]} == {None}
    assert "0 answers" in run(str(path))


def test_the_figures_are_those_of_their_definitions() -> None:
    chances, came = [0.1, 0.4, 0.4, 0.8], [False, False, True, True]
    assert figures.auc(chances, came) == pytest.approx(3.5 / 4)
    assert figures.log_loss([0.5, 0.5], [True, False]) == pytest.approx(0.6931, abs=1e-4)
    assert figures.calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert figures.calibration_error([0.95] * 2, [True, False]) == pytest.approx(0.45)
    assert figures.f1(said=4, true=6, both=3) == pytest.approx(0.6)
