"""Consent, export, forget, audit, backup and restore, as an admin types them."""

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.test_commands import add, plbot, refused

from plbot.core.events import Inbound
from plbot.limits import DAY
from plbot.school import open_school
from plbot.storage.vault import DATABASE_FILE, KEY_FILE

NAME = "Zoë <b>&Canary"
SHOWN = "Zoë b&Canary"  # a name holds no marks
WORDS = "canary <script>alert(1)</script> words"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A school in which Zoë learned, wrote, and reflected."""
    folder = tmp_path / "data"
    add(folder, "6b", "--admit", "open")
    [room] = json.loads(plbot("class", "list", "--json", "--data", folder).stdout)
    say(
        folder,
        room["code"],
        NAME,
        "skip",
        WORDS,
        "practise 6.RP.A.1",
        "1:2",
        "reassess",
        "send it",
        "very sure",
        f"feeling {WORDS}",
    )
    return folder


def say(folder: Path, *texts: str) -> None:
    async def talk() -> None:
        async with open_school(folder) as school:
            for text in texts:
                say.count += 1  # type: ignore[attr-defined] # each update has a number of its own
                inbound = Inbound(f"u{say.count}", "stage:zoe", "text", school.desk.clock.now(), text)  # type: ignore[attr-defined] # see above
                await school.desk.hear(inbound).settled

    asyncio.run(talk())


say.count = 0  # type: ignore[attr-defined] # see above


def audit(data: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(plbot("audit", "list", "--json", "--data", data).stdout)
    return rows


# consent


def test_consent_of_a_class_is_shown_withdrawn_and_given(data: Path) -> None:
    assert "6b: given by school" in plbot("consent", "show", "--data", data).stdout
    assert plbot("consent", "withdraw", "6b", "--data", data).exit_code == 0
    assert "6b: none: nothing is kept" in plbot("consent", "show", "--data", data).stdout
    assert plbot("consent", "give", "6b", "--by", "parent", "--data", data).exit_code == 0
    [row] = json.loads(plbot("consent", "show", "6b", "--json", "--data", data).stdout)
    assert (row["by"], row["students"], row["paused"]) == ("parent", 1, 0)
    assert [row["deed"] for row in audit(data)][-2:] == ["consent_withdrawn", "consent_given"]


def test_consent_of_one_student_stops_and_goes_on_within_one_turn(data: Path) -> None:
    plbot("consent", "withdraw", "--student", SHOWN, "--by", "parent", "--data", data)
    [row] = json.loads(plbot("consent", "show", "--json", "--data", data).stdout)
    assert row["paused"] == 1
    before = counts(data)
    say(data, "practise 6.RP.A.1", "1:2", "goal", "a secret goal")
    assert counts(data) == before
    plbot("consent", "give", "--student", SHOWN, "--by", "parent", "--data", data)
    say(data, "goal", "a goal again")
    assert counts(data) > before


def counts(data: Path) -> tuple[int, int]:
    """How many facts and texts there are."""
    with closing(sqlite3.connect(data / DATABASE_FILE)) as database:
        return tuple(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("fact", "text"))  # noqa: S608 # two tables, written out


def test_consent_asks_for_one_thing(data: Path) -> None:
    refused(plbot("consent", "give", "--data", data), "--student NAME")
    refused(plbot("consent", "withdraw", "--student", "nobody", "--data", data), "nobody", "plbot class list")


# export


def test_an_export_holds_everything_and_is_noted(data: Path, tmp_path: Path) -> None:
    """The page is safe to open whatever a name or a sentence holds, and needs nothing from anywhere."""
    out = tmp_path / "out"
    result = plbot("export", "--student", SHOWN, "--out", out, "--data", data)
    assert result.exit_code == 0
    [as_html, as_json] = sorted(out.iterdir())
    told = json.loads(as_json.read_text())
    assert (told["name"], told["accounts"]) == (SHOWN, ["stage:zoe"])
    assert [event["words"] for event in told["events"] if "words" in event] == [WORDS, f"feeling {WORDS}"]
    assert told["standards"]["6.RP.A.1"]["state"] == "requested"
    page = as_html.read_text()
    assert "Zoë b&amp;Canary" in page
    assert "<script" not in page
    assert "://" not in page
    assert all(path.stat().st_mode & 0o077 == 0 for path in (as_html, as_json, out))
    assert (audit(data)[-1]["deed"], audit(data)[-1]["why"]) == ("exported", "for student")


def test_words_about_feelings_wait_for_the_safeguarding_lead(data: Path, tmp_path: Path) -> None:
    result = plbot("export", "--student", SHOWN, "--for", "family", "--out", tmp_path / "a", "--data", data)
    assert "withheld" in result.stderr
    [told] = [json.loads(path.read_text()) for path in (tmp_path / "a").glob("*.json")]
    assert [event["words"] for event in told["events"] if "words" in event][1:] == [
        "withheld until the safeguarding lead has looked"
    ]
    plbot(
        "export",
        "--student",
        SHOWN,
        "--for",
        "family",
        "--reviewed-by",
        "Ms Ortiz",
        "--out",
        tmp_path / "b",
        "--data",
        data,
    )
    [told] = [json.loads(path.read_text()) for path in (tmp_path / "b").glob("*.json")]
    assert f"feeling {WORDS}" in json.dumps(told)
    assert audit(data)[-1]["why"] == "for family, reviewed by Ms Ortiz"


def test_two_of_a_name_are_told_apart(data: Path, tmp_path: Path) -> None:
    add(data, "7a", "--admit", "open")
    rows = {row["class"]: row["code"] for row in json.loads(plbot("class", "list", "--json", "--data", data).stdout)}

    async def another() -> None:
        async with open_school(data) as school:
            for number, text in enumerate((rows["7a"], NAME)):
                await school.desk.hear(Inbound(f"o{number}", "stage:other", "text", 0, text)).settled

    asyncio.run(another())
    refused(
        plbot("export", "--student", SHOWN, "--out", tmp_path / "x", "--data", data), "Several", "6b", "7a", "--class"
    )
    assert plbot("export", "--student", SHOWN, "--class", "7a", "--out", tmp_path / "x", "--data", data).exit_code == 0


# forget


def test_forgetting_asks_for_the_name_and_then_leaves_nothing(data: Path, tmp_path: Path) -> None:
    runner = plbot("forget", "--student", SHOWN, "--data", data)
    assert runner.exit_code == 1
    assert plbot("forget", "--student", SHOWN, "--yes", "--data", data).exit_code == 0
    plbot("backup", tmp_path / "backups", "--data", data)
    everything = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert "canary" not in everything.decode("utf-8", "replace")
    assert b"Canary" not in everything
    refused(plbot("forget", "--student", SHOWN, "--yes", "--data", data), "nobody like that")
    assert plbot("audit", "verify", "--data", data).exit_code == 0


def test_who_asked_in_chat_is_listed_and_doctor_is_red_after_a_week(data: Path) -> None:
    assert "Nobody" in plbot("forget", "--list", "--data", data).stdout
    say(data, "forget me", "yes")
    assert SHOWN in plbot("forget", "--list", "--data", data).stdout
    assert state(data, "forgetting") == "yellow"
    with closing(sqlite3.connect(data / DATABASE_FILE)) as database:
        moment = int(time.time() * 1000) + 8 * DAY
        database.execute("INSERT INTO note SELECT school, 'clock', ? FROM school", (str(moment),))
        database.commit()
    assert state(data, "forgetting") == "red"


def state(data: Path, what: str) -> str:
    found = json.loads(plbot("doctor", "--json", "--data", data).stdout)
    return next((each["state"] for each in found if each["what"] == what), "")


def test_doctor_tells_of_a_class_without_consent(data: Path) -> None:
    assert state(data, "consent") == ""
    plbot("consent", "withdraw", "6b", "--data", data)
    assert state(data, "consent") == "yellow"


# audit


def test_meddling_with_the_audit_is_found(data: Path) -> None:
    plbot("consent", "withdraw", "6b", "--data", data)
    plbot("consent", "give", "6b", "--data", data)
    assert "whole" in plbot("audit", "verify", "--data", data).stdout
    with closing(sqlite3.connect(data / DATABASE_FILE)) as database:
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            database.execute("UPDATE audit SET who = 'somebody'")
        database.execute("DELETE FROM audit WHERE seq = 1")
        database.commit()
    refused(plbot("audit", "verify", "--data", data), "Entry 1 is missing")
    assert json.loads(plbot("audit", "verify", "--json", "--data", data).stdout) == {
        "whole": False, "entries": 1, "entry": 1, "why": "missing",
    }  # fmt: skip


# backup and restore


def test_a_backup_is_private_whole_and_can_be_put_back(data: Path, tmp_path: Path) -> None:
    result = plbot("backup", tmp_path / "backups", "--data", data)
    [made] = (tmp_path / "backups").iterdir()
    assert str(made) in result.stdout
    assert "holds the key" in result.stderr
    assert {file.name for file in made.iterdir()} == {DATABASE_FILE, KEY_FILE}
    assert all(file.stat().st_mode & 0o077 == 0 for file in (made, *made.iterdir()))
    plbot("class", "add", "later", "--path", "ratios-6", "--teacher", "T", "--data", data)
    assert plbot("restore", made, "--yes", "--data", data).exit_code == 0
    assert [row["class"] for row in json.loads(plbot("class", "list", "--json", "--data", data).stdout)] == ["6b"]
    assert (data / f"{DATABASE_FILE}.before-restore").is_file()
    assert plbot("restore", made, "--yes", "--data", tmp_path / "other").exit_code == 0


def test_whoever_was_forgotten_since_is_forgotten_again_after_a_restore(data: Path, tmp_path: Path) -> None:
    plbot("backup", tmp_path / "backups", "--data", data)
    [made] = (tmp_path / "backups").iterdir()
    plbot("forget", "--student", SHOWN, "--yes", "--data", data)
    assert "Forgotten again: 1" in plbot("restore", made, "--yes", "--data", data).stdout
    refused(plbot("forget", "--student", SHOWN, "--yes", "--data", data), "nobody like that")


def test_what_is_no_backup_is_refused_and_nothing_is_changed(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(plbot("restore", tmp_path / "empty", "--yes", "--data", data), "holds no plbot.db")
    (tmp_path / "empty" / DATABASE_FILE).write_text("no database at all " * 50)
    refused(plbot("restore", tmp_path / "empty", "--yes", "--data", data), "cannot be read")
    plbot("backup", tmp_path / "backups", "--without-key", "--data", data)
    [made] = (tmp_path / "backups").iterdir()
    refused(plbot("restore", made, "--yes", "--data", tmp_path / "new"), "secret.key")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / KEY_FILE).write_text("0" * 64)
    refused(plbot("restore", made, "--yes", "--data", tmp_path / "other"), "another key")
    assert "6b" in plbot("class", "list", "--data", data).stdout
