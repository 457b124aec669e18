"""A school refits the model on its own answers: used from the next start on, shown, and undone."""

import asyncio
import json
from pathlib import Path
from random import Random

import msgspec
from typer.testing import CliRunner, Result

from plbot.cli import app
from plbot.core import facts as f
from plbot.core.model import DEFAULTS, Parameters
from plbot.core.records import Person
from plbot.core.standing import Standing
from plbot.readiness import simulated
from plbot.readiness.own import REASSESSMENTS, recalibrated, refit_own
from plbot.readiness.school import Answers, Form, answers_of
from plbot.school import open_desk
from plbot.storage.store import Changes, NewFact


def plbot(*words: object) -> Result:
    return CliRunner().invoke(app, ["readiness", *(str(word) for word in words)])


async def keep(data: Path, students: int) -> None:
    """A school whose students answered, and took a form each."""
    people: dict[str, bytes] = {}
    facts: list[NewFact] = []
    for told in simulated.log(students, 1, simulated.world(1, standards=20, items=90), answers=70):
        row, person = told.row, f"p{told.row.student}"
        seq = int(msgspec.json.decode(people[person], type=Person).facts) + 1 if person in people else 1
        fact = f.Answered(row.standard, row.item, 2, right=row.right, aided=row.aided)
        facts.append(NewFact(person, seq, seq, msgspec.json.encode(fact)))
        people[person] = msgspec.json.encode(Person(person, facts=seq))
    for person, doc in people.items():
        seq = msgspec.json.decode(doc, type=Person).facts
        for more, ended in enumerate((f.FormStarted("k0"), f.FormEnded("k0", 4, 5), f.Mastered("k0")), 1):
            facts.append(NewFact(person, seq + more, seq + more, msgspec.json.encode(ended)))
    async with open_desk(data, name="school") as desk, desk.store.batch(desk.school) as batch:
        await batch.keep(Changes(records=people, facts=facts))


async def in_use(data: Path) -> Parameters:
    async with open_desk(data) as desk:
        return desk.office.parameters


def test_a_refit_on_the_schools_own_answers_is_used_shown_and_undone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    asyncio.run(keep(data, 120))
    done = plbot("fit", "--from-data", "--data", data)
    assert done.exit_code == 0, done.stderr
    assert "The refitted parameters are better" in done.stdout
    assert "plbot readiness undo" in done.stdout
    used = asyncio.run(in_use(data))
    assert used.standards
    assert used.levels[2] != 0
    shown = json.loads(plbot("status", "--data", data, "--json").stdout)
    assert shown["parameters"] == "refitted"
    assert shown["after"] < shown["before"]
    assert shown["students"] == 120
    doctor = json.loads(CliRunner().invoke(app, ["doctor", "--data", str(data), "--json"]).stdout)
    assert any(each["what"] == "readiness" and "refitted on" in each["text"] for each in doctor)
    assert "plbot's own" in plbot("undo", "--data", data).stdout
    assert asyncio.run(in_use(data)) == DEFAULTS
    assert plbot("undo", "--data", data).exit_code == 1


def test_a_new_school_keeps_plbots_own_parameters_and_says_why(tmp_path: Path) -> None:
    data = tmp_path / "data"
    asyncio.run(keep(data, 2))
    done = plbot("fit", "--from-data", "--data", data)
    assert done.exit_code == 0
    assert "stay as they were: a refit needs answers of 5 students or more" in done.stdout
    assert "plbot's own parameters are in force" in plbot("status", "--data", data).stdout


def test_what_to_refit_is_named_one_way_or_the_other(tmp_path: Path) -> None:
    assert plbot("fit").exit_code == 2
    assert plbot("fit", tmp_path / "log.csv").exit_code == 2


def test_reassessments_are_found_with_what_was_known_as_they_began(tmp_path: Path) -> None:
    data = tmp_path / "data"
    asyncio.run(keep(data, 8))

    async def look() -> list[Form]:
        async with open_desk(data) as desk:
            return (await answers_of(desk.store, desk.school, desk.office.library)).forms

    forms = asyncio.run(look())
    assert len(forms) == 8
    assert all(form.passed and form.standard == "k0" for form in forms)
    assert all(sum(standing.answered for standing in form.standings.values()) > 0 for form in forms)


def test_from_two_hundred_reassessments_on_they_calibrate_the_promise() -> None:
    """Real forms are passed less often than promised: the calibration comes down, and not on fewer forms."""
    chance = Random(3)
    forms = [Form(f"s{n}", {}, "k0", chance.random() < 0.2) for n in range(REASSESSMENTS)]
    found = recalibrated(DEFAULTS, forms)
    assert found is not None
    assert found.calibration[0] < DEFAULTS.calibration[0]
    assert recalibrated(DEFAULTS, forms[1:]) is None


def test_the_promise_leans_on_results_elsewhere_where_forms_do() -> None:
    """At the same answers here, those who do well elsewhere pass more often; where they pass less often, q does not lean."""
    chance = Random(4)
    strong, weak = ({"k1": Standing(answered=40, right=right)} for right in (38, 16))

    def forms(*, passes: tuple[float, float]) -> list[Form]:
        return [
            Form(f"s{n}", (strong, weak)[n % 2], "k0", chance.random() < passes[n % 2])
            for n in range(4 * REASSESSMENTS)
        ]

    found = recalibrated(DEFAULTS, forms(passes=(0.9, 0.4)))
    assert found is not None
    assert found.elsewhere > 0
    other = recalibrated(DEFAULTS, forms(passes=(0.4, 0.9)))
    assert other is not None
    assert other.elsewhere == 0


def test_the_promise_is_calibrated_also_where_the_rest_stays() -> None:
    answers = Answers([], [Form(f"s{n}", {}, "k0", passed=False) for n in range(REASSESSMENTS)], {})
    own = refit_own(answers, DEFAULTS, lambda _done, _of: None)
    assert not own.verdict.better
    assert own.reassessments == REASSESSMENTS
    assert own.parameters.weights == DEFAULTS.weights
    assert own.parameters.calibration != DEFAULTS.calibration
