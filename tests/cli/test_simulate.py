"""`plbot simulate`: what it prints, and what it answers to numbers that make no sense."""

import json
from pathlib import Path

import msgspec
import pytest
from tests.cli.test_commands import plbot

from plbot.core.model import Parameters
from plbot.readiness.files import parameters_text, read_parameters
from plbot.simulation.report import Report


def test_figures_for_a_program_are_one_object_with_every_field() -> None:
    result = plbot("simulate", "--students", 2, "--days", 2, "--seed", 4, "--generated", "--json")
    assert result.exit_code == 0
    report = msgspec.json.decode(result.stdout, type=Report)
    assert (report.students, report.days, report.seed, report.classes) == (2, 2, 4, 1)
    assert report.deeds > 20
    assert list(json.loads(result.stdout)) == [field.name for field in msgspec.structs.fields(Report)]


def test_figures_for_a_person_say_what_they_are_about() -> None:
    result = plbot("simulate", "--students", 2, "--days", 2)
    assert result.exit_code == 0
    for words in ("2 simulated students", "promised minus kept", "3 in a row", "prior", "stuck", "minutes"):
        assert words in result.stdout


@pytest.mark.parametrize(
    "wrong", [("--students", 0), ("--days", -1), ("--days", "many"), ("--students", 1_000_000), ("--processes", -2)]
)
def test_numbers_that_make_no_sense_get_a_sentence(wrong: tuple[str, object]) -> None:
    result = plbot("simulate", *wrong)
    assert result.exit_code == 2
    assert wrong[0] in result.stderr
    assert "Traceback" not in result.stderr


def test_one_path_at_a_time(tmp_path: Path) -> None:
    result = plbot("simulate", "--generated", "--content", tmp_path)
    assert result.exit_code == 2
    assert "--content" in result.stderr


def test_a_folder_without_content_is_named(tmp_path: Path) -> None:
    result = plbot("simulate", "--content", tmp_path)
    assert result.exit_code == 1
    assert str(tmp_path) in result.stderr.replace("\n", "")


def test_a_kept_school_is_not_written_over(tmp_path: Path) -> None:
    words = ("simulate", "--students", 1, "--days", 1, "--generated", "--data", tmp_path)
    assert plbot(*words).exit_code == 0
    again = plbot(*words)
    assert again.exit_code == 1
    assert "holds a school already" in again.stderr


@pytest.mark.slow
def test_what_one_cohort_did_refits_the_model_for_the_next(tmp_path: Path) -> None:
    parameters = tmp_path / "P.json"
    words = ("simulate", "--students", 6, "--days", 3, "--seed", 4, "--generated", "--json")
    first = plbot(*words, "--fit", parameters)
    assert "answers of 6 students" in first.stderr
    assert read_parameters(parameters).levels
    changed = tmp_path / "Q.json"
    changed.write_text(parameters_text(Parameters(calibration=(-4.0, 1.0))))
    plain, other = (plbot(*words, "--cohort", 2, *more) for more in ((), ("--parameters", changed)))
    assert first.stdout != plain.stdout != other.stdout
    assert plbot(*words, "--parameters", tmp_path / "none.json").exit_code == 1


def test_it_explains_what_is_printed() -> None:
    text = " ".join(plbot("simulate", "--help").stdout.split())
    for words in ("promised", "3-in-a-row", "stuck", "--seed", "--data"):
        assert words in text
