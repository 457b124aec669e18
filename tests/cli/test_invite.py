"""`plbot class invite`: what a teacher prints, and a picture that a phone can read."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.web.pigeon import install
from tests.web.qr import read_png
from typer.testing import CliRunner, Result

from plbot.cli import app

TOKEN = "pigeon-canary-4711"  # noqa: S105 # made up
Invite = Callable[..., Result]


def plbot(*words: object, env: dict[str, str] | None = None) -> Result:
    return CliRunner(env=env).invoke(app, [str(word) for word in words])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    plbot("class", "add", "Room 12", "--path", "ratios-6", "--teacher", "Ms Li", "--data", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def code(data: Path) -> str:
    return plbot("class", "code", "Room 12", "--data", data).stdout.strip()


@pytest.fixture
def invite(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invite:
    monkeypatch.syspath_prepend(str(install(tmp_path / "birds")))

    def run(*words: object, **environment: str) -> Result:
        return plbot("class", "invite", "room 12", "--data", data, *words, env=environment)

    return run


def test_without_any_platform_the_code_is_enough(invite: Invite, code: str) -> None:
    """For a terminal or a program of the school's own: the code, its end, and how newcomers come in."""
    shown = invite()
    assert shown.exit_code == 0
    assert f"Your code: {code}, valid until " in shown.stdout
    assert "Write the code to the bot." in shown.stdout
    assert "you let each one in" in shown.stdout


def test_a_class_with_open_doors_says_so_to_the_teacher(data: Path, invite: Invite) -> None:
    plbot("class", "set", "Room 12", "--admit", "open", "--data", data)
    assert "in at once" in invite().stdout


def test_each_platform_is_told_as_it_is_joined(invite: Invite, code: str) -> None:
    shown = invite(PLBOT_PIGEON_TOKEN=TOKEN, PLBOT_OWL_TOKEN=TOKEN)
    assert f"On Pigeon: open https://loft.example/pigeon?start={code} and press Start." in shown.stdout
    assert "On Owl: write the code to the bot." in shown.stdout
    told = json.loads(invite("--json", PLBOT_PIGEON_TOKEN=TOKEN).stdout)
    assert list(told) == ["class", "code", "valid_until", "links", "qr"]
    assert (told["class"], told["code"], told["qr"]) == ("Room 12", code, None)
    assert told["links"] == {"pigeon": f"https://loft.example/pigeon?start={code}"}


def test_a_platform_that_gives_no_link_does_not_keep_the_code_back(invite: Invite, code: str, tmp_path: Path) -> None:
    shown = invite(PLBOT_PIGEON_TOKEN="wrong-canary-0815")  # noqa: S106 # made up
    assert shown.exit_code == 0
    assert code in shown.stdout
    assert shown.stderr == "pigeon: Nobody knows the token ***. Set it anew.\n"
    drawn = invite("--qr", tmp_path / "class.png", PLBOT_PIGEON_TOKEN="wrong-canary-0815")  # noqa: S106 # made up
    assert drawn.exit_code == 1
    assert "Set it anew" in drawn.stderr
    assert not (tmp_path / "class.png").exists()


def test_the_picture_holds_the_link_and_can_be_read_by_a_phone(invite: Invite, code: str, tmp_path: Path) -> None:
    """Level M, four modules of white around, at least 600 pixels: read back by a decoder of our own."""
    file = tmp_path / "class.png"
    shown = invite("--qr", file, PLBOT_PIGEON_TOKEN=TOKEN)
    assert shown.exit_code == 0
    assert str(file) in shown.stdout
    picture = read_png(file)
    assert picture.text == f"https://loft.example/pigeon?start={code}"
    assert (picture.level, picture.quiet_zone) == ("M", 4)
    assert picture.pixels >= 600


def test_the_picture_can_be_drawn_for_any_size_of_wall(invite: Invite, tmp_path: Path) -> None:
    file = tmp_path / "class.svg"
    told = json.loads(invite("--qr", file, "--json", PLBOT_PIGEON_TOKEN=TOKEN).stdout)
    assert told["qr"] == str(file)
    assert "<svg" in file.read_text()


def test_a_picture_that_cannot_be_drawn_says_what_is_needed(invite: Invite, tmp_path: Path) -> None:
    """Nothing was asked of anybody: a mistake on the command line, exit code 2."""
    without = invite("--qr", tmp_path / "class.png")
    assert without.exit_code == 2
    assert "PLBOT_TELEGRAM_TOKEN" in without.stderr
    amiss = invite("--qr", tmp_path / "class.png", PLBOT_PIGEON_MANNER="")
    assert amiss.exit_code == 2
    assert "PLBOT_PIGEON_TOKEN" in amiss.stderr
    kind = invite("--qr", tmp_path / "class.pdf", PLBOT_PIGEON_TOKEN=TOKEN)
    assert kind.exit_code == 2
    assert ".svg" in kind.stderr
    nowhere = invite("--qr", tmp_path / "no" / "class.png", PLBOT_PIGEON_TOKEN=TOKEN)
    assert nowhere.exit_code == 1
    assert "cannot be written" in nowhere.stderr


def test_a_code_that_is_over_is_not_handed_out(data: Path, invite: Invite) -> None:
    with sqlite3.connect(data / "plbot.db") as db:
        [(record_id, doc)] = db.execute("SELECT id, doc FROM record WHERE id LIKE 'c%'").fetchall()
        classroom = {**json.loads(doc), "code_until": 1_700_000_000_000}
        db.execute("UPDATE record SET doc = ? WHERE id = ?", (json.dumps(classroom).encode(), record_id))
    db.close()
    refused = invite()
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert 'plbot class code "Room 12" --renew' in refused.stderr


def test_a_class_that_does_not_exist_is_told_with_those_there_are(data: Path) -> None:
    result = plbot("class", "invite", "Room 13", "--data", data)
    assert result.exit_code == 1
    assert "Room 12" in result.stderr
