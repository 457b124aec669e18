"""Measure the safety screen on a phrase set: recall by severity, false alarms, and time. Usage: benchmarks/screen.py [report|tune] [-v]."""

import sys
import time
from collections import Counter
from pathlib import Path

from plbot.safety import LANGUAGES, screen

SETS = Path(__file__).parents[1] / "tests" / "safety"


def rows(part: str, name: str) -> list[tuple[str, str]]:
    lines = [line for file in sorted((SETS / part).glob(f"{name}*.tsv")) for line in file.read_text().splitlines()]
    return [(severity, text) for line in lines for severity, _, text in [line.partition("\t")]]


def main() -> None:
    part = next((each for each in sys.argv[1:] if not each.startswith("-")), "report")
    look = screen().look
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


if __name__ == "__main__":
    main()
