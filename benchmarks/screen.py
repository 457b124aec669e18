"""Measure the safety screen on a phrase set: recall by severity, false alarms, time of a usual and of the slowest text.

Usage: benchmarks/screen.py [report|settle|tune] [--lists] [-v]. `--lists`: the phrase lists by themselves.
"""

import sys
import time
from collections import Counter
from pathlib import Path

from plbot.core.screen.look import Screen
from plbot.safety import LANGUAGES, lists, screen

SETS = Path(__file__).parents[1] / "tests" / "safety"
HOSTILE = [
    "kill ", "i ", "a", "want to ", "1l|!", "k*ll ", "f*** ", "'", "die kill ", "\u202eeid ", "((((", "\0", "\u00f1",
    "my dad hit me ", "i want to kill ", "k i l l ", "quiero matar a todos ", "aab1|! ", "i me my he she you not to be ",
]  # fmt: skip
LONGEST = 2_000  # characters of a hostile text
ROUNDS = 3  # the best of these counts: the machine does other things, too


def rows(part: str, name: str) -> list[tuple[str, str]]:
    lines = [line for file in sorted((SETS / part).glob(f"{name}*.tsv")) for line in file.read_text().splitlines()]
    return [(severity, text) for line in lines for severity, _, text in [line.partition("\t")]]


def slowest() -> tuple[float, str]:
    """Seconds for the hostile text that takes longest, and what it repeats."""
    look = screen().look
    times = []
    for piece in HOSTILE:
        text = (piece * LONGEST)[:LONGEST]
        rounds = []
        for _ in range(ROUNDS):
            start = time.process_time()
            look(text)
            rounds.append(time.process_time() - start)
        times.append((min(rounds), piece))
    return max(times)


def main() -> None:
    part = next((each for each in sys.argv[1:] if not each.startswith("-")), "report")
    look = (Screen(lists()) if "--lists" in sys.argv else screen()).look
    for language in LANGUAGES:
        dangers = rows(part, f"danger-{language}")
        found = [(severity, text, look(text)) for severity, text in dangers]
        of: Counter[str] = Counter(severity for severity, _ in dangers)
        flagged: Counter[str] = Counter(severity for severity, _, finding in found if finding)
        exact: Counter[str] = Counter(
            severity for severity, _, finding in found if finding and finding.severity == severity
        )
        at_least: Counter[str] = Counter(
            severity for severity, _, finding in found if finding and finding.severity <= severity
        )
        print(f"{language}: {len(dangers)} phrases, found {sum(flagged.values()) / len(dangers):.1%}")
        for severity in sorted(of):
            total = of[severity]
            print(
                f"  {severity}: {flagged[severity]}/{total} found ({flagged[severity] / total:.1%}), "
                f"{at_least[severity] / total:.1%} as serious or more, {exact[severity] / total:.1%} as written"
            )
        ordinary = rows(part, f"ordinary-{language}")
        start = time.process_time()
        alarms = [(text, finding) for _, text in ordinary if (finding := look(text))]
        each = (time.process_time() - start) / len(ordinary)
        print(
            f"  ordinary: {len(alarms)} alarms in {len(ordinary)} "
            f"({1000 * len(alarms) / len(ordinary):.1f} per 1,000), {each * 1e6:.0f} µs each"
        )
        if "-v" in sys.argv:
            for severity, text, finding in found:
                line = finding.line[:80] if finding else ""
                if finding is None or finding.severity != severity:
                    print(f"    {severity} -> {finding.severity if finding else '-'}: {text}   [{line}]")
            for text, finding in alarms:
                print(f"    alarm {finding.severity} {finding.kind}: {text}   [{finding.line[:100]}]")
    seconds, piece = slowest()
    print(
        f"slowest of {len(HOSTILE)} hostile texts of {LONGEST:,} characters: {seconds * 1e3:.1f} ms ({piece!r} repeated)"
    )


if __name__ == "__main__":
    main()
