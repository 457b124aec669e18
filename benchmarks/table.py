"""The figures as tables for people."""

from typing import Any, NamedTuple

from benchmarks.measure import AT_ONCE


class Aim(NamedTuple):
    """Something aimed at. `more`: more is better; else it is a limit."""

    what: str
    found: float
    aim: float
    unit: str
    more: bool = False

    @property
    def met(self) -> bool:
        return self.found >= self.aim if self.more else self.found <= self.aim


ROWS = (
    ("bare SQLite, small rows, 1 turn a commit", "bare small 1"),
    ("bare SQLite, small rows, 64 turns a commit", "bare small 64"),
    *((f"trivial dialogue, {n} at a time", f"trivial {n}") for n in AT_ONCE),
    ("bare SQLite, rows of real turns, 1 turn a commit", "bare large 1"),
    ("bare SQLite, rows of real turns, 64 turns a commit", "bare large 64"),
    *((f"practice answers, {n} at a time", f"real {n}") for n in AT_ONCE),
    ("the same, 32 at a time, and every message sent", "said 32"),
)


def report(found: dict[str, Any], aims: list[Aim]) -> str:
    """All that was measured, as Markdown."""
    disks = found["throughput"]
    head = " | ".join(f"{name}: turns/s | µs CPU a turn" for name in disks)
    lines = [f"Medians of {found['rounds']} rounds. {found['note']}".strip(), ""]
    lines += [f"| | {head} |", "|---|" + "---:|---:|" * len(disks)]
    for words, key in ROWS:
        cells = " | ".join(f"{each[key][0]:,.0f} | {each[key][1]:,.0f}" for each in disks.values())
        lines.append(f"| {words} | {cells} |")
    for name, each in disks.items():
        lesson = each["lesson"]
        lines += ["", f"{name}: a sync takes {each['sync_ms']:.2f} ms; 150 answers at once are all committed after "]
        lines[-1] += f"{lesson['median']:.0f} ms (worst {lesson['worst']:.0f} ms)."
    lines += ["", *_growth(found["students"], "students", 0), *_growth(found["answers"], "answers of each student", 1)]
    lines += ["", "| aim | found | aimed at | |", "|---|---:|---:|---|"]
    for aim in aims:
        sign = "at least" if aim.more else "at most"
        lines.append(
            f"| {aim.what} | {aim.found:,.2f} {aim.unit} | {sign} {aim.aim:g} {aim.unit} | {'met' if aim.met else 'not met'} |"
        )
    return "\n".join(lines)


def _growth(growth: dict[str, Any], what: str, place: int) -> list[str]:
    rows = [(growth["from"], growth["small"]), (growth["to"], growth["large"])]
    return [
        f"{size[place]:,} {what}: {each['rate'][0]:,.0f} turns/s, {each['rate'][1]:,.0f} µs CPU a turn, {each['mb']:.0f} MB."
        for size, each in rows
    ]
