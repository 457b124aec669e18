"""Measure the safety screen on a phrase set: recall by severity, false alarms, time of a usual and of the slowest text.

Usage: benchmarks/screen.py [report|settle|tune] [--lists] [-v]. `--lists`: the phrase lists by themselves.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.safety.sets import by_file

from plbot.core.screen.look import Finding, Screen
from plbot.safety import LANGUAGES, lists, screen

Look = Callable[[str], Finding | None]
Seen = tuple[str, str, str, Finding | None]  # the file, the severity, the text, what was found
HOSTILE = [
    "kill ", "i ", "a", "want to ", "1l|!", "k*ll ", "f*** ", "'", "die kill ", "\u202eeid ", "((((", "\0", "\u00f1",
    "my dad hit me ", "i want to kill ", "k i l l ", "quiero matar a todos ", "aab1|! ", "i me my he she you not to be ",
]  # fmt: skip
LONGEST = 2_000  # characters of a hostile text
ROUNDS = 3  # the best of these counts: the machine does other things, too


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


def measure(look: Look, part: str, language: str) -> None:
    """What is found of all dangers of a language, by severity and by writer; what rings falsely, and how long a text takes."""
    dangers = [(file, severity, text, look(text)) for file, severity, text in by_file(part, f"danger-{language}")]
    print(f"{language}: {told(dangers)}")
    for severity in sorted({severity for _, severity, _, _ in dangers}):
        mine = [each for each in dangers if each[1] == severity]
        graver = sum(found is not None and found.severity <= severity for *_, found in mine)
        exact = sum(found is not None and found.severity == severity for *_, found in mine)
        print(
            f"  {severity}: {told(mine)}, {graver / len(mine):.1%} as serious or more, {exact / len(mine):.1%} as written"
        )
    for file in dict.fromkeys(file for file, *_ in dangers):
        print(f"  {file}: {told([each for each in dangers if each[0] == file])}")
    start = time.process_time()
    ordinary = [(file, severity, text, look(text)) for file, severity, text in by_file(part, f"ordinary-{language}")]
    each = (time.process_time() - start) / len(ordinary)
    alarms = Counter(file for file, _, _, found in ordinary if found)
    print(f"  ordinary: {falsely(alarms.total(), len(ordinary))}, {each * 1e6:.0f} µs each")
    for file, many in Counter(file for file, *_ in ordinary).items():
        print(f"  {file}: {falsely(alarms[file], many)}")
    if "-v" in sys.argv:
        for _, severity, text, found in dangers + ordinary:
            if (found.severity if found else "-") != severity:
                print(
                    f"    {severity} -> {found.severity if found else '-'}: {text}   [{found.line[:80] if found else ''}]"
                )


def told(dangers: list[Seen]) -> str:
    found = sum(finding is not None for *_, finding in dangers)
    return f"{found} of {len(dangers)} found ({found / len(dangers):.1%})"


def falsely(alarms: int, many: int) -> str:
    return f"{alarms} alarms in {many} ({1000 * alarms / many:.1f} per 1,000)"


def main() -> None:
    part = next((each for each in sys.argv[1:] if not each.startswith("-")), "report")
    look = (Screen(lists()) if "--lists" in sys.argv else screen()).look
    for language in LANGUAGES:
        measure(look, part, language)
    seconds, piece = slowest()
    print(
        f"slowest of {len(HOSTILE)} hostile texts of {LONGEST:,} characters: {seconds * 1e3:.1f} ms ({piece!r} repeated)"
    )


if __name__ == "__main__":
    main()
