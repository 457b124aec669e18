"""The whole of the benchmark: children that measure, several rounds in turn, medians, and a table with the aims beside."""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import as_json, child
from benchmarks.slow_sync import compiled, laid_under
from benchmarks.table import Aim, report

ENTRY = Path(__file__).with_name("turns.py")
CHILD_SECONDS = 600  # a child that takes longer hangs


@dataclass(frozen=True)
class Scale:
    """How much is measured. `students` and `answers` are what a school or a student grows to."""

    rounds: int = 5
    seconds: float = 1.0
    students: int = 100_000
    answers: int = 10_000


QUICK = Scale(rounds=1, seconds=0.05, students=300, answers=50)
FEW_STUDENTS, FEW_ANSWERS = 100, 10


def main() -> int:
    """Measure, and print the figures."""
    asked = argparse.ArgumentParser(prog="turns.py", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="tiny numbers: only to see that everything runs")
    asked.add_argument("--json", action="store_true", help="print all figures as JSON")
    asked.add_argument("--folder", type=Path, help="measure on the disk of this folder (default: the temporary one)")
    asked.add_argument("--child", metavar="JSON", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.child:
        print(as_json(options.child))
        return 0
    with TemporaryDirectory(dir=options.folder) as folder:
        found = measure(Path(folder), QUICK if options.quick else Scale())
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print(report(found, aims(found)))
    return 0


def measure(folder: Path, scale: Scale) -> dict[str, Any]:
    """Everything, as medians over the rounds."""
    library, why_not = compiled(folder)
    disks = {"disk": None, "disk + 1 ms": library} if library else {"disk": None}
    found: dict[str, Any] = {"rounds": scale.rounds, "note": why_not, "throughput": {}}
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in disks}
    for number in range(scale.rounds):
        for name, under in disks.items():
            _tell(f"round {number + 1} of {scale.rounds}: {name}")
            with TemporaryDirectory(dir=folder) as place:
                errand = {"what": "throughput", "path": place, "seconds": scale.seconds, "round": number}
                rounds[name].append(_child(errand, under))
    found["throughput"] = {name: _medians(each) for name, each in rounds.items()}
    found["students"] = _growth(folder, scale, "students", [(FEW_STUDENTS, 0), (scale.students, 0)])
    found["answers"] = _growth(folder, scale, "answers", [(32, FEW_ANSWERS), (32, scale.answers)])
    return found


def _growth(folder: Path, scale: Scale, name: str, sizes: list[tuple[int, int]]) -> dict[str, Any]:
    """The same turns in a small and in a large database, in turn."""
    paths = {size: folder / f"{name}-{size[0]}-{size[1]}.db" for size in sizes}
    for (students, answers), path in paths.items():
        _tell(f"filling: {students} students, {answers} more answers each")
        child({"what": "fill", "path": str(path), "students": students, "answers": answers})
    rounds: dict[tuple[int, int], list[dict[str, Any]]] = {size: [] for size in sizes}
    for number in range(scale.rounds):
        _tell(f"round {number + 1} of {scale.rounds}: growth of {name}")
        for size, path in paths.items():
            errand = {"what": "growth", "path": str(path), "students": size[0], "seconds": scale.seconds}
            rounds[size].append(_child(errand))
    small, large = (_medians(each) for each in rounds.values())
    for path in paths.values():
        path.unlink()
    return {"from": sizes[0], "to": sizes[1], "small": small, "large": large}


def _child(errand: dict[str, Any], library: Path | None = None) -> dict[str, Any]:
    """One errand in a process of its own, so that its memory and processor time are its own too."""
    words = [sys.executable, str(ENTRY), "--child", json.dumps(errand)]
    done = subprocess.run(  # noqa: S603 # ourselves
        words, env=laid_under(library), stdout=subprocess.PIPE, check=True, timeout=CHILD_SECONDS
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _medians(rounds: list[Any]) -> Any:
    """The same shape, each number the median of its rounds."""
    first = rounds[0]
    if isinstance(first, dict):
        return {key: _medians([each[key] for each in rounds]) for key in first}
    if isinstance(first, list):
        return [_medians([each[place] for each in rounds]) for place in range(len(first))]
    return median(rounds)


def aims(found: dict[str, Any]) -> list[Aim]:
    """What was aimed at, and what came of it."""
    slow = found["throughput"].get("disk + 1 ms")
    made: list[Aim] = []
    if slow:
        one, many = slow["trivial 32"][0] / slow["bare small 1"][0], slow["trivial 32"][0] / slow["bare small 64"][0]
        real, cpu = slow["real 32"][0] / slow["bare large 1"][0], slow["real 32"][1]
        made += [
            Aim("trivial turns, 32 at a time, 1 ms sync: times one commit a turn", one, 8, "x", more=True),
            Aim("the same: share of 64 turns a commit", many, 0.6, "x", more=True),
            Aim("real turns, 32 at a time, 1 ms sync: times one commit a turn", real, 4, "x", more=True),
            Aim("real turns, 32 at a time: processor time a turn", cpu, 400, "µs"),
            Aim("150 answers at once, 1 ms sync: all committed within", slow["lesson"]["median"], 100, "ms"),
        ]
    students, answers = found["students"], found["answers"]
    return [
        *made,
        Aim(f"cost of a turn from {students['from'][0]} to {students['to'][0]} students", _ratio(students), 1.35, "x"),
        Aim(f"cost of a turn from {answers['from'][1]} to {answers['to'][1]} answers", _ratio(answers), 1.2, "x"),
        Aim(f"memory with {students['to'][0]} students", students["large"]["mb"], 150, "MB"),
    ]


def _ratio(growth: dict[str, Any]) -> float:
    """How many times more time one turn takes in the large database: the worse of processor time and turns a second."""
    small, large = growth["small"]["rate"], growth["large"]["rate"]
    return float(max(large[1] / small[1], small[0] / large[0]))


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
