"""A report for a person to read, or for a program."""

import msgspec
from rich.console import Console
from rich.table import Table

from plbot.simulation.report import KEPT, NEAR, REACHED, Report, Teaching


def as_json(report: Report) -> str:
    """The whole report, with the names of its fields."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode()


def show(report: Report, console: Console | None = None) -> None:
    console = console or Console()
    console.print(
        f"{report.students} simulated students in {report.classes} classes, {report.days} days, {report.content}, "
        f"seed {report.seed}, cohort {report.cohort}: {report.deeds:,} deeds through the real engine.",
        highlight=False,
    )
    tables = (_readiness, _tenths, _thirds, _rules, _work, _looking_back, _teaching)
    for table in (each(report) for each in tables):
        console.print(table)


def _table(title: str, *heads: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left")
    return table


def _readiness(report: Report) -> Table:
    ready = report.readiness
    table = _table("Ready: promised and kept", "", "found", "aim")
    table.add_row("told ready", str(ready.told), "")
    table.add_row("of these assessed to the end", str(ready.assessed), "")
    table.add_row("passed, of those assessed", _percent(ready.passed), f"at least {KEPT:.0%}")
    table.add_row("promised to them", _percent(ready.promised), "")
    table.add_row("promised minus kept", _signed(ready.gap), f"within {NEAR}")
    table.add_row("q when the form began, minus kept", _signed(ready.gap_at_start), "")
    table.add_row("in truth below 0.7 when told", _percent(ready.false), "")
    return table


def _tenths(report: Report) -> Table:
    table = _table("Reliability: all assessments by what was promised", "promise", "assessments", "promised", "kept")
    for tenth in report.readiness.tenths:
        table.add_row(tenth.of, str(tenth.attempts), _percent(tenth.promised), _percent(tenth.kept))
    return table


def _thirds(report: Report) -> Table:
    heads = (
        "prior achievement",
        "became sure (0.9)",
        f"told within 15 (aim {REACHED:.0%})",
        "assessed",
        f"passed (aim {KEPT:.0%})",
    )
    table = _table("In each third of prior achievement", *heads)
    for third in report.thirds:
        told = _percent(third.told_in_time)
        table.add_row(third.third, str(third.became_sure), told, str(third.assessed), _percent(third.passed))
    return table


def _rules(report: Report) -> Table:
    table = _table("Rules on the same answers", "rule", "told ready", "questions a told", "false ready")
    for rule in report.rules:
        table.add_row(rule.rule, _percent(rule.told), _number(rule.asked), _percent(rule.false))
    return table


def _work(report: Report) -> Table:
    work, stuck = report.work, report.stuck
    table = _table("Work, and stuck against the truth", "", "found")
    table.add_row("standards begun, mastered", f"{work.begun}, {work.mastered}")
    table.add_row("questions for a mastered standard: median", _number(work.median_questions))
    table.add_row("all questions, for each mastered standard", _number(work.questions_per_mastered))
    table.add_row("messages to a student on a day of work", _number(work.messages_a_day))
    table.add_row("called stuck", str(stuck.called))
    reasons = ", ".join(f"{why} {share:.1%}" for why, share in stuck.by_reason.items())
    table.add_row("truly so, by reason", reasons or "-")
    table.add_row(
        "precision, recall, F1", f"{_percent(stuck.precision)}, {_percent(stuck.recall)}, {_number(stuck.f1, 2)}"
    )
    place = report.placement
    table.add_row("students placed, questions each", f"{place.students}, {_number(place.questions)}")
    table.add_row("standards placed rightly", _percent(place.rightly))
    return table


def _looking_back(report: Report) -> Table:
    table = _table(
        "Looks back at what was mastered", "days since last shown", "looks", "still there", "in truth would pass"
    )
    for row in report.looking_back:
        table.add_row(row.days, str(row.looks), _percent(row.there), _percent(row.truly))
    return table


def _teaching(report: Report) -> Table:
    table = _table(
        "A teacher's school day: mean (nine of ten days at most)", "", "new messages", "revised", "taps", "minutes"
    )
    for name, day in (("of one class", report.teacher_of_a_class), ("of all classes", report.teacher_of_all)):
        if day:
            table.add_row(name, *_day(day))
    return table


def _day(day: Teaching) -> tuple[str, ...]:
    return (
        f"{day.messages:.1f} ({day.messages_p90:.0f})",
        f"{day.revised:.1f}",
        f"{day.taps:.1f} ({day.taps_p90:.0f})",
        f"{day.minutes:.1f} ({day.minutes_p90:.1f})",
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _signed(value: float | None) -> str:
    return "-" if value is None else f"{value:+.3f}"


def _number(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
