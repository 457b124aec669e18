"""The commands: what they print, where, and with which exit code."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.web.pigeon import install
from typer.testing import CliRunner, Result

from plbot.cli import app
from plbot.school import open_desk, open_school

COMMANDS = [
    [],
    ["init"],
    ["class"],
    ["class", "add"],
    ["class", "list"],
    ["class", "code"],
    ["class", "invite"],
    ["serve"],
    ["bridge"],
    ["chat"],
    ["doctor"],
    ["readiness"],
    ["readiness", "replay"],
    ["readiness", "fit"],
    ["readiness", "evaluate"],
    ["readiness", "undo"],
    ["readiness", "status"],
    ["simulate"],
    ["content"],
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def plbot(*words: object, env: dict[str, str] | None = None) -> Result:
    return CliRunner(env=env).invoke(app, [str(word) for word in words])


def add(data: Path, name: str = "6b", *more: str, path: str = "ratios-6") -> Result:
    return plbot("class", "add", name, "--path", path, "--teacher", "Ms Li", "--data", data, *more)


def refused(result: Result, *words: str) -> None:
    """It says what to do on stderr, in one piece, and the exit code is honest."""
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: list[str]) -> None:
    result = plbot(*command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout
    assert len(result.stdout) > 200


def test_the_version_is_told() -> None:
    assert plbot("--version").stdout.startswith("plbot 0.")


def test_a_school_is_made_once_with_its_time_zone(data: Path) -> None:
    first = plbot("init", "--data", data, "--school", "hill", "--timezone", "Europe/Berlin")
    again = plbot("init", "--data", data)
    assert first.exit_code == again.exit_code == 0
    assert "Europe/Berlin" in again.stdout
    refused(plbot("init", "--data", data, "--school", "hill", "--timezone", "UTC"), "Europe/Berlin")
    refused(plbot("init", "--data", data, "--school", "dale", "--timezone", "Mars/Olympus"), "Mars/Olympus", "UTC")


def test_the_data_folder_can_be_named_by_the_environment(data: Path) -> None:
    assert plbot("init", env={"PLBOT_DATA": str(data)}).exit_code == 0
    assert (data / "plbot.db").is_file()


def test_a_class_is_made_with_a_code_for_students_and_one_for_its_teacher(data: Path) -> None:
    """First use makes the folder; the printed codes are those that the class lists."""
    made = json.loads(add(data, "6b", "--json").stdout)
    assert list(made) == ["class", "code", "teacher_code"]
    [row] = json.loads(plbot("class", "list", "--data", data, "--json").stdout)
    assert row == {
        "class": "6b",
        "path": "ratios-6",
        "teacher": "Ms Li",
        "code": made["code"],
        "students": 0,
        "waiting": 0,
    }
    assert plbot("class", "code", "6B", "--data", data).stdout == made["code"] + "\n"
    assert made["code"] in plbot("class", "list", "--data", data).stdout
    plain = add(data, "7a")
    assert "Students type this code: " in plain.stdout


def test_a_second_teacher_code_can_be_made(data: Path) -> None:
    made = json.loads(add(data, "6b", "--json").stdout)
    more = json.loads(plbot("class", "code", "6b", "--teacher", "--data", data, "--json").stdout)
    assert more["teacher_code"] not in {made["teacher_code"], made["code"]}


def test_the_standard_a_class_works_on_is_set_however_it_is_spelled(data: Path) -> None:
    """It has to be on the class's own path; `none` takes it away."""
    add(data)
    assert plbot("class", "set", "6b", "--current", "6.rp.2", "--data", data).exit_code == 0
    refused(plbot("class", "set", "6b", "--current", "4.NF.A.1", "--data", data), "4.NF.A.1", "6.RP.A.2", "none")
    assert plbot("class", "set", "6b", "--current", "none", "--data", data).exit_code == 0


def test_mistakes_are_told_with_what_there_is(data: Path) -> None:
    add(data)
    refused(add(data), "6b")
    refused(add(data, "6B"), "6b")
    refused(add(data, "6c", path="latin"), "latin", "ratios-6", "fractions-4")
    refused(add(data, "\n"), "name")
    refused(plbot("class", "code", "9z", "--data", data), "9z", "6b")
    refused(plbot("class", "list", "--data", data, "--school", "dale"), "dale", "plbot init")


def test_several_schools_in_one_folder_must_be_told_apart(data: Path) -> None:
    for school in ("hill", "dale"):
        plbot("init", "--data", data, "--school", school)
    refused(plbot("class", "list", "--data", data), "dale, hill", "--school")
    refused(plbot("init", "--data", data), "--school")
    assert json.loads(plbot("class", "list", "--data", data, "--school", "hill", "--json").stdout) == []


def test_a_class_can_be_made_beside_a_running_school(data: Path) -> None:
    async def work() -> None:
        async with open_school(data) as school:
            async with open_desk(data) as desk:
                assert desk.school == school.desk.school
            program = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "plbot",
                "class",
                "add",
                "6b",
                "--path",
                "ratios-6",
                "--teacher",
                "Li",
                "--data",
                data,
            )
            assert await program.wait() == 0
            assert len(await school.desk.store.records_like(school.desk.school, "c")) == 1

    asyncio.run(work())


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(plbot("init", "--data", tmp_path / "file"), "a file is in its place", "--data")
    refused(plbot("class", "list", "--data", tmp_path / "file" / "deeper"), "--data")


def test_a_database_of_a_newer_plbot_is_refused(data: Path) -> None:
    plbot("init", "--data", data)
    with sqlite3.connect(data / "plbot.db") as db:
        db.execute("PRAGMA user_version = 9999")
    db.close()
    refused(plbot("class", "list", "--data", data), "newer")
    assert plbot("doctor", "--data", data).exit_code == 1


def test_a_key_that_is_gone_is_not_replaced(data: Path) -> None:
    plbot("init", "--data", data)
    (data / "secret.key").unlink()
    refused(plbot("class", "list", "--data", data), "secret.key", "backup")
    assert plbot("doctor", "--data", data).exit_code == 1


def test_all_faults_of_the_content_are_told_at_once(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "standards" / "own"
    folder.mkdir(parents=True)
    for number in range(10):
        (folder / f"A.{number}.yaml").write_text("code: x\nno_such_field: 1\n")
    result = plbot(
        "class", "add", "6b", "--path", "p", "--teacher", "Li", "--data", data, "--content", tmp_path / "content"
    )
    refused(result, *(f"A.{number}.yaml" for number in range(10)))
    refused(plbot("bridge", "--data", data, "--content", tmp_path / "nowhere"), "nowhere")
    assert plbot("doctor", "--data", data, "--content", tmp_path / "content").exit_code == 1


def test_the_doctor_misses_nothing_in_a_new_school_but_people_on_duty(data: Path) -> None:
    nothing = plbot("doctor", "--data", data, "--json")
    assert nothing.exit_code == 1
    assert not data.exists()
    add(data)
    unguarded = plbot("doctor", "--data", data, "--json")
    assert unguarded.exit_code == 1
    assert {each["what"] for each in json.loads(unguarded.stdout) if each["state"] != "green"} == {"duty"}
    assert "database" in plbot("doctor", "--data", data).stdout


def test_the_doctor_is_red_where_somebody_in_danger_may_have_been_missed(data: Path) -> None:
    """An ordinary trouble is yellow, and does not hide the other."""
    add(data)
    now = int(time.time() * 1000)
    said = [
        _troubled(data, row) for row in (("e1", "KeyError at x.py:1", now), ("e2", "danger: KeyError at y.py:2", now))
    ]
    assert [state for state, _ in said] == ["yellow", "red"]
    assert "a student may be in danger and nobody was told" in said[1][1]
    assert "e2: danger: KeyError at y.py:2" in said[1][1]


def _troubled(data: Path, row: tuple[str, str, int]) -> tuple[str, str]:
    """What the doctor says of troubles, with this one more."""
    with closing(sqlite3.connect(data / "plbot.db")) as database:
        database.execute(
            "INSERT INTO trouble (school, seq, event, exception, at) "
            "SELECT 'school', count(*) + 1, ?, ?, ? FROM trouble",
            row,
        )
        database.commit()
    doctor = json.loads(plbot("doctor", "--data", data, "--json").stdout)
    [found] = [each for each in doctor if each["what"] == "troubles"]
    return found["state"], found["text"]


def test_the_doctor_warns_of_open_doors_and_readable_keys(data: Path) -> None:
    """Both are yellow: somebody should look, nothing has to stop."""
    add(data, "6b", "--admit", "open")
    (data / "secret.key").chmod(0o644)
    result = plbot("doctor", "--data", data, "--json")
    yellow = {finding["what"] for finding in json.loads(result.stdout) if finding["state"] == "yellow"}
    assert yellow == {"doors", "key"}


def platforms(data: Path, **environment: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """Whether the doctor finds something red, and what he says of each platform."""
    result = plbot(
        "doctor", "--data", data, "--json", env={f"PLBOT_{name}": text for name, text in environment.items()}
    )
    told = {each["what"]: (each["state"], each["text"]) for each in json.loads(result.stdout)}
    red = any(state == "red" for what, (state, _) in told.items() if what != "duty")  # nobody is on duty here
    return int(red), {name: each for name, each in told.items() if name in ("pigeon", "owl", "parrot")}


def test_the_doctor_asks_each_platform_and_says_how_to_mend_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot that is known, a token that is not (and is not repeated), a variable and a package that are missing."""
    monkeypatch.syspath_prepend(str(install(tmp_path / "birds")))
    add(data)
    known, wrong = "pigeon-canary-4711", "wrong-canary-0815"
    assert platforms(data) == (0, {})
    assert platforms(data, PIGEON_TOKEN=known) == (0, {"pigeon": ("green", "knows this bot")})
    code, told = platforms(data, PIGEON_TOKEN=known, OWL_TOKEN=wrong, PARROT_TOKEN=known)
    assert code == 1
    assert told["pigeon"][0] == "green"
    assert told["owl"] == ("red", "The token *** is not known. Set it anew.")
    assert told["parrot"][0] == "red"
    assert "pip install 'plbot[parrot]'" in told["parrot"][1]
    assert platforms(data, PIGEON_MANNER="")[1]["pigeon"] == (
        "red",
        "The pigeon needs a token. Set PLBOT_PIGEON_TOKEN.",
    )


def test_the_doctor_is_not_held_up_by_a_platform_that_does_not_answer(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does he repeat what a network failure says, which may hold a token."""
    monkeypatch.syspath_prepend(str(install(tmp_path / "birds")))
    monkeypatch.setattr("plbot.doctor.CHECK_SECONDS", 0.01)
    add(data)
    silent = platforms(data, PIGEON_TOKEN="pigeon-canary-4711", PIGEON_MANNER="hang")  # noqa: S106 # made up
    assert silent[0] == 1
    assert "did not answer" in silent[1]["pigeon"][1]
    failing = platforms(data, PIGEON_TOKEN="pigeon-canary-4711", PIGEON_MANNER="crash")[1]["pigeon"]  # noqa: S106 # made up
    assert failing[0] == "red"
    assert "OSError at pigeon.py" in failing[1]
    assert "canary" not in failing[1]


def test_the_doctor_warns_of_serving_a_school_whose_clock_stands_still(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was made for tests with the bridge: its commands live on another day than its students would."""
    monkeypatch.syspath_prepend(str(install(tmp_path / "birds")))

    async def work() -> None:
        async with open_school(data, virtual=True):
            pass

    asyncio.run(work())
    told = json.loads(plbot("doctor", "--data", data, "--json", env={"PLBOT_OWL_TOKEN": "owl-canary-4711"}).stdout)
    [clock] = [finding for finding in told if finding["what"] == "clock"]
    assert clock["state"] == "yellow"
    assert "plbot init" in clock["text"]


def test_chat_reads_lines_from_another_program(data: Path) -> None:
    """And leaves kindly at their end; what was typed is shown, so that the talk can be read."""
    command = [sys.executable, "-m", "plbot", "chat", "--as", "ana", "--data", str(data)]
    ended = subprocess.run(  # noqa: S603 # our own program
        command,
        input="hello\n/quit\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    assert "ana> hello" in ended.stdout
    assert "Bye!" in ended.stdout
    assert max(map(len, ended.stdout.splitlines())) <= 80


def test_chat_needs_a_name_that_can_be_one(data: Path) -> None:
    refused(plbot("chat", "--as", "<>", "--data", data), "--as ana")


def test_people_are_put_on_duty_and_taken_off_again(data: Path) -> None:
    """The code is theirs to type; a name is there once."""
    added = json.loads(plbot("safety", "duty", "add", "Mr Bell", "--lead", "--data", data, "--json").stdout)
    assert (added["name"], len(added["code"]), added["lead"]) == ("Mr Bell", 8, True)
    assert plbot("safety", "duty", "add", "Mr Bell", "--data", data).exit_code != 0
    listed = json.loads(plbot("safety", "duty", "list", "--data", data, "--json").stdout)
    assert [(each["name"], each["joined"]) for each in listed["people"]] == [("Mr Bell", False)]
    assert plbot("safety", "duty", "test", "--data", data).exit_code == 1
    assert plbot("safety", "duty", "remove", "Mr Bell", "--data", data).exit_code == 0
    assert json.loads(plbot("safety", "duty", "list", "--data", data, "--json").stdout)["people"] == []


def test_the_school_words_its_care_itself(data: Path, tmp_path: Path) -> None:
    words = tmp_path / "care.txt"
    words.write_text("Call 0800 000 at any time.")
    assert plbot("safety", "text", "set", "--file", words, "--data", data).exit_code == 0
    assert plbot("safety", "text", "show", "--data", data).stdout == "Call 0800 000 at any time.\n"
    assert "emergencias" in plbot("safety", "text", "show", "--language", "es", "--data", data).stdout


def test_the_screen_reads_lines_of_any_bytes() -> None:
    """One line out for one line in, the line itself unchanged."""
    lines = b"i want to die\n3:4\n\xff\xfe\x00\n\ndamn\r\nlast"
    ended = subprocess.run(
        [sys.executable, "-m", "plbot", "safety", "screen"], input=lines, capture_output=True, timeout=120, check=True
    )
    assert ended.stdout == b"S1\ti want to die\n-\t3:4\n-\t\xff\xfe\x00\n-\t\nS3\tdamn\n-\tlast\n"
