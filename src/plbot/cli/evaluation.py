"""How an evaluation is shown at the prompt."""

from rich.console import Console
from rich.table import Table

from plbot.readiness.evaluate import MEANINGS, Evaluation
from plbot.readiness.figures import BINS


def show(found: Evaluation) -> None:
    """Print the figures of all rules, and the reliability table."""
    console = Console()
    console.print(figures(found))
    console.print(reliability(found))


def figures(found: Evaluation) -> Table:
    table = Table(f"{found.answers} answers, {found.students} students", *(each.rule for each in found.rules))
    for name, meaning in MEANINGS.items():
        values = [getattr(each, name) for each in found.rules]
        table.add_row(meaning, *("-" if value is None else f"{value:.3g}" for value in values))
    return table


def reliability(found: Evaluation) -> Table:
    table = Table(
        "promised", "mean promised", "kept", "times", title="plbot: promised chance of passing, and what was kept"
    )
    for place, each in enumerate(found.reliability):
        if each.times:
            tenth = f"{place / BINS:.1f}-{(place + 1) / BINS:.1f}"
            table.add_row(tenth, f"{each.promised:.3f}", f"{each.kept:.3f}", str(each.times))
    return table
