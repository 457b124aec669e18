"""`plbot serve`, as a process of its own: what it says, when it stops, and with which exit code."""

import json
import re
import signal
import socket
from pathlib import Path

import httpx
import pytest
from tests import reading
from tests.web.program import ENDS_WITHIN, Program
from typer.testing import CliRunner

from plbot.cli import app

TOKEN = "pigeon-canary-4711"  # noqa: S105 # made up
WRONG = "wrong-canary-0815"
OTHER = "owl-canary-1234"
WORDS = "canary words of a child"


def test_every_variable_is_explained_to_admins_and_no_other() -> None:
    """In one table, with what happens without it."""
    code = "\n".join(source.file.read_text() for source in reading.sources())
    page = (reading.ROOT / "docs" / "admins.md").read_text()
    told = re.findall(r"^\| `(PLBOT_[A-Z_]+)` \| .+ \| .+ \|$", page, re.MULTILINE)
    assert sorted(told) == sorted(set(told))
    assert set(told) == set(re.findall(r"PLBOT_[A-Z_]+[A-Z]\b", code))


def refused(folder: Path, *words: str, **environment: str) -> str:
    """It ended by itself with exit code 1; what it said on stderr."""
    with Program(folder, *words, **environment) as program:
        assert program.process.wait(timeout=60) == 1
        assert "Traceback" not in program.stderr
        return program.stderr


def test_without_any_platform_it_says_which_variables_to_set() -> None:
    result = CliRunner().invoke(app, ["serve"])
    assert result.exit_code == 1
    for word in ("PLBOT_TELEGRAM_TOKEN", "PLBOT_SLACK_BOT_TOKEN", "docs/admins.md", "plbot chat"):
        assert word in result.stderr


def test_a_platform_that_cannot_be_set_up_says_what_to_do(tmp_path: Path) -> None:
    """A package that is missing, a variable that is missing, a platform that nobody configured."""
    told = refused(tmp_path, PARROT_TOKEN=OTHER, OWL_MANNER="")
    assert "pip install 'plbot[parrot]'" in told
    assert "Set PLBOT_OWL_TOKEN" in told
    assert "not configured, only: owl" in refused(tmp_path, "--only", "pigeon", OWL_TOKEN=OTHER)


def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "--port" in refused(tmp_path, "--port", port, PIGEON_TOKEN=TOKEN)


def test_what_a_child_writes_is_answered_and_sigterm_ends_in_order(tmp_path: Path) -> None:
    with Program(tmp_path, PIGEON_TOKEN=TOKEN) as program:
        program.until("pigeon serves")
        assert program.greeting[0] == "pigeon: the platform calls plbot at /pigeon"
        assert program.get("/healthz").json() == {
            "status": "ok",
            "adapters": {"pigeon": {"state": "ready", "why": ""}},
        }
        assert program.get("/readyz").status_code == 200
        assert program.write("hello") == 200
        assert "says to pigeon:ana" in program.until("pigeon says")
        assert program.terminate() == 0
        assert program.until("pigeon is told to stop")


def test_the_admin_page_opens_once_and_says_how_plbot_is(tmp_path: Path) -> None:
    with Program(tmp_path, PIGEON_TOKEN=TOKEN, OWL_TOKEN=WRONG) as program:
        program.until("pigeon serves")
        data = next(tmp_path.rglob("plbot.db")).parent
        words = ["admin", "--data", str(data), "--url", f"{program.url}/", "--json"]
        link = json.loads(CliRunner().invoke(app, words).stdout)["link"]
        assert link.startswith(f"{program.url}/open/")
        assert "database" not in httpx.get(link).text
        page = httpx.post(link).text
        for told in ("pigeon", "database", "is whole", "Set PLBOT_OWL_TOKEN anew"):
            assert told in page
        assert WRONG not in page
        assert httpx.post(link).status_code == 410


def test_a_wrong_token_stops_that_platform_alone_and_health_says_so(tmp_path: Path) -> None:
    with Program(tmp_path, PIGEON_TOKEN=TOKEN, OWL_TOKEN=WRONG, PARROT_TOKEN=OTHER) as program:
        program.until("pigeon serves")
        health = program.get("/healthz")
        assert health.json()["status"] == "degraded"
        assert health.json()["adapters"]["owl"] == {
            "state": "stopped",
            "why": "Nobody knows the token ***. Set PLBOT_OWL_TOKEN anew.",
        }
        assert "pip install" in health.json()["adapters"]["parrot"]["why"]
        assert program.get("/readyz").status_code == 200
        assert program.write("hello") == 200
        assert program.write("hello", to="owl") == 503
        assert "owl: Nobody knows the token ***." in program.stderr
        assert program.terminate() == 0


def test_it_ends_with_1_when_no_platform_is_left(tmp_path: Path) -> None:
    told = refused(tmp_path, PIGEON_TOKEN=WRONG, OWL_TOKEN=WRONG)
    assert "pigeon: Nobody knows the token" in told
    assert "owl: Nobody knows the token" in told


def test_a_crash_of_one_platform_is_mended_and_the_other_hears_nothing_of_it(tmp_path: Path) -> None:
    with Program(tmp_path, PIGEON_TOKEN=TOKEN, OWL_TOKEN=OTHER, PIGEON_MANNER="crash") as program:
        assert {program.until("")[:3], program.until("")[:3]} == {"pig", "owl"}
        assert program.write("hello", to="owl") == 200
        program.until("pigeon serves")
        assert program.health("pigeon")["state"] == "ready"
        assert "adapter-crashed" in program.stderr
        assert "RuntimeError at pigeon.py" in program.stderr


def test_what_hangs_delays_the_end_by_no_more_than_is_given(tmp_path: Path) -> None:
    """A pigeon deaf to stopping and an owl that never finishes a sentence: the sentence is said after the next start."""
    with Program(tmp_path, PIGEON_TOKEN=TOKEN, PIGEON_MANNER="hang", OWL_TOKEN=OTHER, OWL_MANNER="mute") as program:
        program.until("owl serves")
        assert program.write("hello", to="owl") == 200
        program.until("owl is asked to say")
        program.process.send_signal(signal.SIGTERM)
        program.until("owl is told to stop")
        assert program.get("/readyz").status_code == 503
        assert "It is stopping." in program.get("/readyz").json()["reasons"]
        assert program.get("/healthz").status_code == 200
        assert program.process.wait(timeout=ENDS_WITHIN) == 0
        assert "adapter-hangs" in program.stderr
        assert "not-all-sent" in program.stderr
    with Program(tmp_path, OWL_TOKEN=OTHER) as program:
        assert "says to owl:ana" in program.until("owl says")


@pytest.mark.slow
def test_it_ends_even_when_nothing_can_be_cancelled(tmp_path: Path) -> None:
    """One adapter swallows the cancelling, one blocks its whole process: two programs, so that the test waits once."""
    manners = ("stubborn", "asleep")
    folders = [tmp_path / manner for manner in manners]
    for folder in folders:
        folder.mkdir()
    with (
        Program(folders[0], PIGEON_TOKEN=TOKEN, PIGEON_MANNER=manners[0]) as stubborn,
        Program(folders[1], PIGEON_TOKEN=TOKEN, PIGEON_MANNER=manners[1]) as asleep,
    ):
        for program in (stubborn, asleep):
            program.until("pigeon serves")
            program.process.send_signal(signal.SIGTERM)
        for program in (stubborn, asleep):
            assert program.process.wait(timeout=ENDS_WITHIN) == 0
            assert "Something hung" in program.stderr


def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    with Program(tmp_path, PIGEON_TOKEN=TOKEN, PIGEON_MANNER="hang") as program:
        program.until("pigeon serves")
        program.process.send_signal(signal.SIGINT)
        program.until("pigeon is told to stop")
        assert program.terminate() == 128 + signal.SIGTERM


def test_neither_tokens_nor_words_are_logged(tmp_path: Path) -> None:
    """Not even those that a library's warning, a crash or a sentence of an adapter quotes."""
    with Program(tmp_path, PIGEON_TOKEN=TOKEN, OWL_TOKEN=WRONG, PIGEON_MANNER="crash") as program:
        program.until("pigeon serves")
        program.until("pigeon serves")
        assert program.write(WORDS) == 200
        program.until("pigeon says")
        assert program.terminate() == 0
        assert "library-warns" in program.stderr
        for canary in (TOKEN, WRONG, "canary", "ana", "fell from the sky"):
            assert canary not in program.stderr
