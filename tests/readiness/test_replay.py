"""`plbot readiness replay`: what is predicted, exactly; and logs as people really save them."""

import random
from math import exp, log
from pathlib import Path

import pytest
from typer.testing import CliRunner

from plbot.cli import app

HEADER = "student,standard,item,kind,options,correct,hints,time"
Answer = tuple[str, str, int, int]  # student, standard, correct, hints
W = (0.4379, 0.2492, 0.0276, 0.3631, -0.4651, 0.3025, 0.3796, 0.2840, -0.5469)


@pytest.fixture
def replay(tmp_path: Path) -> "Replayed":
    return Replayed(tmp_path)


class Replayed:
    """Runs the command on a text."""

    def __init__(self, folder: Path) -> None:
        self.log, self.out = folder / "log.csv", folder / "out.csv"
        self.error = ""

    def __call__(self, text: str | bytes, *more: str) -> list[list[str]]:
        self.log.write_bytes(text.encode() if isinstance(text, str) else text)
        done = CliRunner().invoke(app, ["readiness", "replay", str(self.log), "--out", str(self.out), *more])
        self.error = done.stderr
        if done.exit_code:
            assert not self.out.exists()
            assert list(self.out.parent.iterdir()) == [self.log]
            return []
        return [line.split(",") for line in self.out.read_text().splitlines()]


def in_words(student: str, standard: str, history: list[Answer], *, gate: bool) -> float:
    """The model as its formula stands on paper, from the whole history: w.x of the next answer."""
    own = [c for s, k, c, hints in history if (s, k) == (student, standard) and not (hints and (c or gate))]
    other = [c for s, k, c, hints in history if s == student and k != standard and not (hints and c)]
    a = sum(0.8 ** (len(own) - 1 - place) * c for place, c in enumerate(own))
    b = sum(0.8**place for place in range(len(own)))
    five, counted = own[-5:], own[-12:] if gate else own
    g = log((sum(other) + 5.2) / (len(other) - sum(other) + 2.8)) - log(0.65 / 0.35)
    n = len(counted)
    x = (
        1,
        log((a + 1) / (b - a + 0.6)),
        log((sum(five) + 1) / (len(five) - sum(five) + 0.6)),
        log(1 + sum(counted)),
        log(1 + n - sum(counted)),
        own[-1] if own else 0.65,
        g,
        g / (1 + n),
        0 if own else 1,
    )
    return float(sum(w * value for w, value in zip(W, x, strict=True)))


def alone(history: list[Answer], student: str, standard: str) -> float:
    """4 of the next 5 right, from the last twelve unaided answers by themselves: the posterior, summed up."""
    own = [c for s, k, c, hints in history if (s, k) == (student, standard) and not hints][-12:]
    if sum(own) < 6:
        return 0.0
    a, b = 2.3 + sum(own), 1.8 + len(own) - sum(own)
    steps = [(step + 0.5) / 20_000 for step in range(20_000)]
    weights = [p ** (a - 1) * (1 - p) ** (b - 1) for p in steps]
    passes = [p**5 + 5 * p**4 * (1 - p) for p in steps]
    return float(sum(w * q for w, q in zip(weights, passes, strict=True)) / sum(weights))


def test_every_number_is_that_of_the_formula(replay: Replayed) -> None:
    """Interleaved students, hints, windows that slide: against the formula worked out anew from the whole history each time."""
    chance = random.Random(5)
    history: list[Answer] = []
    lines, expected = [HEADER], []
    skill = {"ana": 0.95, "ben": 0.5, "carl": 0.3}
    for place in range(150):
        student = chance.choice(list(skill))
        standard, hints = chance.choice(("k1", "k2")), int(chance.random() < 0.15)
        correct = int(chance.random() < skill[student])
        kind, options = ("choice", "4") if place % 7 == 0 else ("open", "")
        p = 1 / (1 + exp(-in_words(student, standard, history, gate=False)))
        history.append((student, standard, correct, hints))
        q_model = 1 / (1 + exp(1.0137 - 1.0972 * in_words(student, standard, history, gate=True)))
        own = [c for s, k, c, aided in history if (s, k) == (student, standard) and not aided]
        q = max(q_model, alone(history, student, standard))
        few = len(own) >= 5 and not own[-1] and sum(own[-3:]) <= 1 and q <= 0.4
        long = len(own) >= 8 and sum(own[-8:]) <= 4 and sum(own[-4:]) <= sum(own[-8:-4])
        state = "stuck" if few or long else "ready" if q >= 0.7 and len(own) >= 3 else "practising"
        lines.append(f"{student},{standard},i{place},{kind},{options},{correct},{hints},{place}")
        expected.append((0.25 + 0.72 * p if options else p, q, state))
    found = replay("\n".join(lines))
    assert found[0] == ["row", "p_correct", "p_pass", "state"]
    assert [int(row) for row, *_ in found[1:]] == list(range(1, 151))
    assert {state for *_, state in found[1:]} == {"practising", "ready", "stuck"}
    for (_, p_found, q_found, state_found), (p, q, state) in zip(found[1:], expected, strict=True):
        assert float(p_found) == pytest.approx(p, abs=2e-6)
        assert float(q_found) == pytest.approx(q, abs=2e-5)
        assert state_found == state


def test_columns_may_stand_in_any_order_with_others_beside_them(replay: Replayed) -> None:
    plain = replay(f"{HEADER}\ns,k,i,choice,4,1,0,1\ns,k,i,open,,0,1,2")
    mixed = (
        "time,teacher,correct,kind,options,hints,item,student,standard\n1,x,1,choice,4,0,i,s,k\n2,y,0,open,,1,i,s,k\n"
    )
    assert replay(mixed) == plain


def test_a_log_saved_by_a_spreadsheet_is_understood(replay: Replayed) -> None:
    """A byte order mark, Windows line ends, quoted fields with commas and line breaks, whole numbers written as 4.0."""
    plain = replay(f"{HEADER}\ns,k,i,choice,4,1,0,1\ns,k,i,open,,0,0,2")
    saved = f'\ufeff{HEADER}\r\n"s","k","i",choice,4.0,1,0.0,"1"\r\n"s","k","i",open,,0,,"at\r\nnoon, or so"\r\n\r\n'
    assert replay(saved) == plain


def test_an_answer_after_a_hint_changes_nothing_at_the_gate(replay: Replayed) -> None:
    start = "".join(f"s,k,i,open,,1,0,{n}\n" for n in range(5))
    rows = replay(f"{HEADER}\n{start}s,k,i,open,,0,2,6\ns,k,i,open,,1,1,7\n")
    assert rows[5][2:] == rows[6][2:] == rows[7][2:]
    assert rows[5][3] == "ready"
    assert float(rows[7][1]) < float(rows[6][1])


def test_a_log_without_answers_gives_a_header_alone(replay: Replayed) -> None:
    assert replay(HEADER + "\n") == [["row", "p_correct", "p_pass", "state"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The log is empty. Expected a header"),
        ("student,standard\na,b\n", "The header lacks item, kind, options, correct, hints, time."),
        (f"{HEADER},correct\n", "The header names correct more than once."),
        (f"{HEADER}\ns,k,i,open,,1,0,1\ns,k,i,open,,2,0,1\n", "Row 2, column correct: found '2', expected 0 or 1."),
        (f"{HEADER}\ns,k,i,essay,,1,0,1\n", "Row 1, column kind: found 'essay', expected open or choice."),
        (f"{HEADER}\ns,k,i,choice,four,1,0,1\n", "Row 1, column options: found 'four', expected a whole number"),
        (f"{HEADER}\ns,k,i,choice,1,1,0,1\n", "Row 1, column options: found '1'"),
        (f"{HEADER}\ns,k,i,open,,1,-1,1\n", "Row 1, column hints: found '-1', expected a whole number, 0 or more."),
        (f"{HEADER}\n,k,i,open,,1,0,1\n", "Row 1, column student: found '', expected a name or number."),
        (f"{HEADER}\ns,k,i,open,,1\n", "Row 1, column hints: found '', expected a field"),
        (f'{HEADER}\ns,k,"i,open,,1,0,1\n', "After row 0 the file is no CSV"),
        (b"\xff\xfe\x00s", "something is not UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(replay: Replayed, text: str | bytes, said: str) -> None:
    assert replay(text) == []
    assert said in replay.error
    assert "Traceback" not in replay.error


def test_a_log_or_parameters_that_are_not_there_are_named(replay: Replayed, tmp_path: Path) -> None:
    assert replay(HEADER, "--parameters", str(tmp_path / "none.json")) == []
    assert "none.json cannot be read" in replay.error
    done = CliRunner().invoke(app, ["readiness", "replay", str(tmp_path / "no.csv"), "--out", "-"])
    assert done.exit_code == 1
    assert "no.csv cannot be read" in done.stderr


def test_it_reads_from_one_pipe_and_writes_to_the_next() -> None:
    done = CliRunner().invoke(app, ["readiness", "replay", "-", "--out", "-"], input=f"{HEADER}\ns,k,i,open,,1,0,1\n")
    assert done.stdout.splitlines()[0] == "row,p_correct,p_pass,state"
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_that_is_written_can_be_taken_for_a_formula(replay: "Replayed", sign: str) -> None:
    """What people wrote into the log does not come out again: whoever opens OUT.csv in a spreadsheet runs nothing."""
    evil = f'{sign}HYPERLINK("http://x","y")'.replace('"', '""')
    rows = replay(f'{HEADER}\n"{evil}","{evil}","{evil}",choice,4,1,0,1\n"{evil}","{evil}","{evil}",choice,4,1,0,2\n')
    assert rows or replay.error
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "HYPERLINK" not in (replay.out.read_text() if rows else "")
