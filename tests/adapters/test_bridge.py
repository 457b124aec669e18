"""The bridge's contract, line by line."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plbot.adapters import Sending, find, installed
from plbot.core.cards import Card, Choice, Choices, Image, Paragraph
from plbot.core.events import Inbound
from plbot.limits import DAY, HOUR
from plbot.school import open_school
from plbot_bridge.hear import Advance, MalformedError, hear
from plbot_bridge.limits import LINE_BYTES
from plbot_bridge.say import say
from plbot_bridge.serve import Bridge

Line = dict[str, Any]
Talk = Callable[..., Awaitable[list[Line]]]


def u(number: int, text: str = "hello", who: str = "ana") -> Line:
    return {"id": f"u{number}", "from": who, "text": text}


def done(lines: list[Line]) -> list[str]:
    return [line["done"] for line in lines if "done" in line]


def messages(lines: list[Line], to: str = "ana") -> list[Line]:
    return [line for line in lines if line.get("to") == to]


async def test_an_answer_comes_before_its_done(talk: Talk) -> None:
    lines = await talk(u(1))
    assert [sorted(line) for line in lines] == [["attachments", "buttons", "key", "revises", "text", "to"], ["done"]]
    assert lines[0]["to"] == "ana"
    assert lines[0]["text"]


async def test_everybody_is_answered_and_nobody_out_of_order(talk: Talk) -> None:
    """Forty people, three lines each, none waited for: all are done, each person's in their order."""
    asked = [u(n * 100 + who, who=f"p{who}") for n in range(3) for who in range(40)]
    lines = await talk(*asked)
    assert sorted(done(lines)) == sorted(line["id"] for line in asked)
    for who in range(40):
        mine = [line for line in lines if line.get("to") == f"p{who}"]
        assert len(mine) == 3
        ends = [name for name in done(lines) if int(name[1:]) % 100 == who]
        assert ends == [f"u{n * 100 + who}" for n in range(3)]


async def test_the_same_id_twice_has_one_effect_and_two_dones(talk: Talk) -> None:
    lines = await talk(u(1), u(1))
    again = await talk(u(1))
    assert done(lines) == ["u1", "u1"]
    assert len(messages(lines)) == 1
    assert again == [{"done": "u1"}]


MALFORMED = [
    "nonsense", "", "[]", "7", '"text"', "{", '{"id": "u1"}', '{"from": "ana", "text": "x"}', '{"id": "", "from": "ana", "text": "x"}',
    '{"id": "u1", "from": "", "text": "x"}', '{"id": 1, "from": "ana", "text": "x"}', '{"id": "u1", "from": "ana"}',
    '{"id": "u1", "from": "ana", "text": 5}', '{"id": "u1", "from": "ana", "kind": "dance"}',
    '{"id": "u1", "from": "ana", "text": "x", "press": "y"}',
    '{"id": "u1", "from": "ana", "text": "\\ud800"}', '{"id": "u1", "advance": "soon"}', "[" * 50_000,
    json.dumps({"id": "u1", "from": "ana", "text": "x" * LINE_BYTES}),
]  # fmt: skip


async def test_malformed_lines_answer_with_their_number_and_change_nothing(talk: Talk) -> None:
    """Neither they nor what stands beside them is disturbed; a line longer than the limit may come in any pieces."""
    for piece in (1 << 16, 1 << 10):
        lines = await talk(*MALFORMED, u(2, who=f"p{piece}"), piece=piece)
        errors = [line for line in lines if "error" in line]
        assert [line["line"] for line in errors] == list(range(1, len(MALFORMED) + 1))
        assert all(line["error"].endswith(".") for line in errors)
        assert done(lines) == ["u2"]
    assert (await talk(u(1)))[-1] == {"done": "u1"}


@pytest.mark.parametrize(
    "press", ["garbage", "", "0:0", "a:b:c", "x" * 1000, "dkk4:-1", "½:²", "mid:99999999999999999999"]
)
async def test_a_press_that_is_no_button_is_answered_kindly(talk: Talk, press: str) -> None:
    lines = await talk(u(1), {"id": "p", "from": "ana", "press": press})
    assert done(lines) == ["u1", "p"]
    assert len(messages(lines)) == 2


@pytest.mark.parametrize("kind", ["photo", "join", "blocked", "unblocked"])
async def test_every_kind_is_taken_to_its_end(talk: Talk, kind: str) -> None:
    lines = await talk(u(1), {"id": "k", "from": "ana", "kind": kind})
    assert done(lines) == ["u1", "k"]
    assert bool(messages(lines)) == (kind != "blocked"), "who blocked us is not written to"


async def test_pieces_of_lines_are_put_together(talk: Talk) -> None:
    """However the pipe cuts them, and the last line needs no end."""
    lines = await talk(u(1, "grüße 😀"), u(2), piece=3)
    assert done(lines) == ["u1", "u2"]


async def test_the_clock_moves_only_when_it_is_virtual(talk: Talk) -> None:
    lines = await talk({"id": "a", "advance": "1h"}, virtual=False)
    assert [line["line"] for line in lines] == [1]
    assert "--virtual-clock" in lines[0]["error"]


async def test_an_advance_answers_done_once_its_time_has_passed_and_counts_once(talk: Talk, tmp_path: Path) -> None:
    lines = await talk(u(1), {"id": "a", "advance": "2d 3h"}, {"id": "a", "advance": "2d 3h"}, u(2))
    assert done(lines) == ["u1", "a", "a", "u2"]
    async with open_school(tmp_path / "data", virtual=True) as school:
        start = 1_788_768_000_000  # Monday 2026-09-07 08:00 UTC
        assert school.desk.clock.now() == start + 2 * DAY + 3 * HOUR


async def test_a_reader_that_goes_away_ends_the_bridge_and_loses_nothing(talk: Talk, tmp_path: Path) -> None:
    """What could not be written out is owed still, and comes first the next time."""

    async def pieces() -> AsyncIterator[bytes]:
        yield json.dumps(u(1)).encode() + b"\n"
        await asyncio.Event().wait()

    def broken(line: bytes) -> None:
        raise BrokenPipeError(len(line))

    bridge = Bridge(pieces(), broken)
    async with open_school(tmp_path / "data", virtual=True, adapters=[bridge]) as school:
        assert await bridge.serve(school) == 0
    lines = await talk(u(2, who="ben"))
    assert [line.get("to") for line in lines if "to" in line] == ["ana", "ben"]


def test_a_card_becomes_text_buttons_and_attachments() -> None:
    card = Card(
        (
            Paragraph("Half is $\\frac{1}{2}$"),
            Image("pictures/a.svg", "a half"),
            Choices((Choice("**Yes**", "yes"),), "mid"),
        )
    )
    message = say(Sending("bridge:ana:1", "p1", "k", True, None, card, "own"))
    assert (message.to, message.key, message.revises) == ("ana:1", "k", False)
    assert message.text == card.to_text()
    assert [(b.label, b.value, b.intent) for b in message.buttons] == [("Yes", "mid:1", "yes")]
    assert [(a.kind, a.alt, a.path) for a in message.attachments] == [("image", "a half", "pictures/a.svg")]
    assert say(Sending("bridge:ana", "p1", "k", True, b"k", card, "own")).revises


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading_of_a_line(line: bytes) -> None:
    """Any bytes are a line of the contract or are refused in words."""
    with suppress(MalformedError):
        assert isinstance(hear(line), Inbound | Advance)


def test_the_adapters_are_found_by_name() -> None:
    assert {"bridge", "terminal"} <= set(installed())
    with pytest.raises(LookupError, match="bridge"):
        find("pigeon")


# as a program of its own


def start(data: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "plbot", "bridge", "--data", str(data), "--virtual-clock", *more]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 # our own program


def test_the_program_answers_and_ends_with_its_input(tmp_path: Path) -> None:
    """On stdout stands the contract and nothing else; at the end of the input all is answered and the exit code is 0."""
    wire = b"".join(json.dumps(line).encode() + b"\n" for line in [u(n, who=f"p{n}") for n in range(50)])
    with start(tmp_path / "data") as program:
        out, _ = program.communicate(wire + b"oops\n", timeout=60)
    lines = [json.loads(line) for line in out.splitlines()]
    assert program.returncode == 0
    assert len(done(lines)) == 50
    assert [line["line"] for line in lines if "error" in line] == [51]


def test_the_program_reads_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "lines").write_text(json.dumps(u(1)) + "\n")
    command = [sys.executable, "-m", "plbot", "bridge", "--data", str(tmp_path / "data")]
    with (tmp_path / "lines").open() as lines:
        ended = subprocess.run(command, stdin=lines, capture_output=True, timeout=60, check=True)  # noqa: S603 # our own program
    assert ended.stdout.splitlines()[-1] == b'{"done":"u1"}'


def test_a_killed_program_answers_after_its_restart_as_if_nothing_had_happened(tmp_path: Path) -> None:
    """The program is killed after the first `done`: the same line changes nothing, the next one goes on."""
    with start(tmp_path / "data") as program:
        assert program.stdin
        assert program.stdout
        program.stdin.write(json.dumps(u(1)).encode() + b"\n")
        program.stdin.flush()
        while b"done" not in program.stdout.readline():
            pass
        program.kill()
    with start(tmp_path / "data") as program:
        out, _ = program.communicate(b"".join(json.dumps(u(n)).encode() + b"\n" for n in (1, 2)), timeout=60)
    lines = [json.loads(line) for line in out.splitlines()]
    assert done(lines) == ["u1", "u2"]


def test_a_terminated_program_takes_what_it_read_to_its_end(tmp_path: Path) -> None:
    with start(tmp_path / "data") as program:
        assert program.stdin
        assert program.stdout
        program.stdin.write(json.dumps(u(1)).encode() + b"\n")
        program.stdin.flush()
        assert json.loads(program.stdout.readline())["to"] == "ana"
        os.kill(program.pid, signal.SIGTERM)
        assert program.stdout.readline() == b'{"done":"u1"}\n'
        assert program.wait(timeout=60) == 0
        program.stdin.close()


def test_a_folder_in_use_is_refused_with_the_process_that_has_it(tmp_path: Path) -> None:
    with start(tmp_path / "data") as program:
        assert program.stdin
        assert program.stdout
        program.stdin.write(json.dumps(u(1)).encode() + b"\n")
        program.stdin.flush()
        program.stdout.readline()
        with start(tmp_path / "data") as second:
            _, err = second.communicate(b"", timeout=60)
        assert second.returncode == 1
        assert str(program.pid) in err.decode()
        assert "Traceback" not in err.decode()
        program.communicate(b"", timeout=60)
