"""How fast messages leave: transports beside the libraries' own, and a lesson over a Telegram that keeps its limits. See --help."""

import argparse
import asyncio
import json
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import structlog
from benchmarks import lesson, transports  # found from the root of the checkout
from benchmarks.table import Aim

ROUNDS, SECONDS = 5, 1.0


def main() -> int:
    """Measure, and print the figures."""
    asked = argparse.ArgumentParser(prog="adapters.py", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="tiny numbers: only to see that everything runs")
    asked.add_argument("--json", action="store_true", help="print all figures as JSON")
    asked.add_argument("--only", choices=("transports", "lesson"), help="measure only this")
    asked.add_argument("--server", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    if options.server:
        asyncio.run(transports.serve())
        return 0
    found = measure(options.only, quick=options.quick)
    print(json.dumps(found, indent=2) if options.json else report(found))
    return 0


def measure(only: str | None, *, quick: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if only != "lesson":
        found["transports"] = asyncio.run(transports.measure(1 if quick else ROUNDS, 0.1 if quick else SECONDS))
    if only != "transports":
        with TemporaryDirectory() as folder:
            found["lesson"] = asyncio.run(lesson.measure(Path(folder), lesson.QUICK if quick else lesson.Size()))
    return found


def report(found: dict[str, Any]) -> str:
    """All that was measured, as Markdown."""
    lines = []
    if rates := found.get("transports"):
        lines += ["| replies, 32 at a time | a second | µs CPU a reply |", "|---|---:|---:|"]
        lines += [f"| {name} | {rate:,.0f} | {cpu:,.0f} |" for name, (rate, cpu) in rates.items()]
    if spent := found.get("lesson"):
        lines += ["", "| replies of a lesson | replies | p50 s | p95 s | latest s |", "|---|---:|---:|---:|---:|"]
        for name in ("lesson", "beside_broadcast"):
            row = spent[name]
            lines.append(
                f"| {name.replace('_', ' a ')} | {row['replies']} | {row['p50']:.2f} | {row['p95']:.2f} | {row['max']:.2f} |"
            )
        lines += ["", f"The broadcast reached {spent['news']} people. Lost: {spent['lost']}; refused by Telegram as"]
        lines[-1] += f" too fast: {spent['too_fast']}, as not of its API: {spent['not_of_the_api']}."
    lines += ["", "| aim | found | aimed at | |", "|---|---:|---:|---|"]
    for aim in aims(found):
        bound = f"at {'least' if aim.more else 'most'} {aim.aim:g} {aim.unit}"
        lines.append(f"| {aim.what} | {aim.found:,.2f} {aim.unit} | {bound} | {'met' if aim.met else '**not met**'} |")
    return "\n".join(lines)


def aims(found: dict[str, Any]) -> list[Aim]:
    """What was aimed at, and what came of it."""
    made: list[Aim] = []
    if rates := found.get("transports"):
        telegram = rates["telegram ours"][0] / rates["telegram stock"][0]
        slack = rates["slack ours"][0] / rates["slack stock"][0]
        made += [
            Aim("telegram: replies a second, times the library's own transport", telegram, 4, "x", more=True),
            Aim("slack: replies a second, times the library's own client", slack, 2, "x", more=True),
        ]
    if spent := found.get("lesson"):
        made += [
            Aim("150 students, an answer every 12 s: p95 until the reply is there", spent["lesson"]["p95"], 1, "s"),
            Aim("150 answers in one instant: the last reply is there after", spent["instant_last"], 5.5, "s"),
            Aim("a broadcast to 300 meanwhile: the latest reply comes later by", spent["later"], 1, "s"),
        ]
    return made


if __name__ == "__main__":
    sys.exit(main())
