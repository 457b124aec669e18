"""The benchmark runs, with tiny numbers: so it cannot rot between the times that somebody looks at its figures."""

import json
import subprocess
import sys

import pytest
from tests import reading


@pytest.mark.slow
def test_the_benchmark_runs_and_reports_every_figure() -> None:
    """A small run gives all figures as JSON, none of them nothing. How large they are is no test's business."""
    command = [sys.executable, str(reading.ROOT / "benchmarks" / "turns.py"), "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, timeout=300, check=True)  # noqa: S603 # our own program
    found = json.loads(done.stdout)
    rates = [rate for disk in found["throughput"].values() for case, rate in disk.items() if isinstance(rate, list)]
    grown = [found[name][size]["rate"] for name in ("students", "answers") for size in ("small", "large")]
    assert len(rates) == 11 * len(found["throughput"])
    assert all(figure > 0 for rate in [*rates, *grown] for figure in rate)


@pytest.mark.slow
def test_the_benchmark_of_readiness_runs_and_reports_every_figure() -> None:
    """Few students; the figures themselves stand in docs/readiness.md."""
    command = [sys.executable, str(reading.ROOT / "benchmarks" / "readiness.py"), "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, timeout=300, check=True)  # noqa: S603 # our own program
    found = json.loads(done.stdout)
    assert len(found["thirds, learning"]) == 3
    assert set(found["beside, learning"]) == {"streak of 3", "8 of 10"}
    assert found["microseconds a decision"] > 0


def test_the_week_of_help_keeps_its_caps_in_a_small_class() -> None:
    """A small run: everybody who asked heard something, and nobody was asked more often than is fair."""
    command = [sys.executable, str(reading.ROOT / "benchmarks" / "helping.py"), "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, timeout=300, check=True)  # noqa: S603 # our own program
    found = json.loads(done.stdout[done.stdout.index(b"{\n") :])
    assert found["answered"] > 0
    assert found["most_asks_a_day"] <= found["cap_a_day"]
    assert found["two_sessions_at_once"] == 0


@pytest.mark.slow
def test_placement_is_measured_for_each_kind_of_student() -> None:
    """A small run gives all figures as JSON."""
    command = [sys.executable, str(reading.ROOT / "benchmarks" / "placement.py"), "--quick", "--json"]
    done = subprocess.run(command, capture_output=True, timeout=300, check=True)  # noqa: S603 # our own program
    found = json.loads(done.stdout)
    assert set(found) == {"behind", "on level", "ahead"}
    assert all(0 < each["rightly"] <= 1 and each["questions"] > 0 for each in found.values())
