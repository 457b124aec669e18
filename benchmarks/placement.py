"""How well placement finds out what simulated students know, and with how many questions: run it, or see --help."""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from plbot.simulation.library import grade6
from plbot.simulation.placing import KINDS, Measured, measure

HEAD = "| students | know of 29 | questions | most | rightly | path order needs | saved |\n|---|---:|---:|---:|---:|---:|---:|"


def main() -> int:
    """Measure each kind of student, and print the figures."""
    asked = argparse.ArgumentParser(prog="placement.py", description=__doc__)
    asked.add_argument("--students", type=int, default=300, help="of each kind (default: 300)")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--scatter", type=float, default=1.0, help="how scattered knowledge is (default: 1)")
    asked.add_argument("--quick", action="store_true", help="five students: only to see that everything runs")
    asked.add_argument("--json", action="store_true", help="print all figures as JSON")
    wanted = asked.parse_args()
    students = 5 if wanted.quick else wanted.students
    found = {kind: measure(kind, students, wanted.seed, grade6(), wanted.scatter) for kind in KINDS}
    if wanted.json:
        print(json.dumps({kind: {**each._asdict(), "saved": each.saved} for kind, each in found.items()}))
    else:
        print("\n".join([HEAD, *(row(kind, each) for kind, each in found.items())]))
    return 0


def row(kind: str, each: Measured) -> str:
    """One row of the table."""
    needs = f"{each.path_order}" if each.path_order <= 29 else "more than 29"
    return (
        f"| {kind} | {each.knows:.1f} | {each.questions:.1f} | {each.most_questions} | {each.rightly:.3f} | {needs} "
        f"| {each.saved:.0%} |"
    )


if __name__ == "__main__":
    sys.exit(main())
