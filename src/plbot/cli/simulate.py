"""`plbot simulate`: simulated students walk the real engine and dialogues, and what comes of it is told in figures."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plbot.cli.options import AsJson, plainly
from plbot.logs import to_stderr

if TYPE_CHECKING:
    from plbot.simulation.run import ClassOutcome

MOST_STUDENTS = 5_000  # a district's grade; beyond it more students say nothing new
MOST_DAYS = 366  # a year


def simulate(  # noqa: PLR0917 - one parameter an option
    students: Annotated[int, typer.Option("--students", min=1, max=MOST_STUDENTS, help="How many students.")] = 30,
    days: Annotated[
        int, typer.Option("--days", min=1, max=MOST_DAYS, help="Calendar days; nobody works on weekends.")
    ] = 30,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same figures.")] = 1,
    content: Annotated[
        Path | None,
        typer.Option("--content", metavar="DIR", help="Walk a path of this folder. Default: the shipped one."),
    ] = None,
    path: Annotated[str, typer.Option("--path", metavar="NAME", help="Which path. Default: the longest.")] = "",
    generated: Annotated[
        bool,
        typer.Option("--generated", help="Walk a generated path: the 29 standards of Grade 6 with plain questions."),
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DIR", help="Keep each class as a data folder in here. Default: in memory, gone after."
        ),
    ] = None,
    cohort: Annotated[
        int, typer.Option("--cohort", min=1, help="Other students of the same school: as hard, and nobody seen before.")
    ] = 1,
    parameters: Annotated[
        Path | None,
        typer.Option("--parameters", metavar="P.json", help="Refitted parameters of the readiness model."),
    ] = None,
    fit: Annotated[
        Path | None,
        typer.Option(
            "--fit", metavar="P.json", help="Refit the readiness model on what these students did, and keep it here."
        ),
    ] = None,
    processes: Annotated[
        int, typer.Option("--processes", min=0, help="How many at once; 0: as many as there are processors.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Let simulated students with known ability learn for days: real engine, real dialogues, virtual clock.

    Printed is: of those told ready, what share passed, against what was promised, by tenths of the promise; the same for
    each third of prior achievement, and who was told in time; ours against 3-in-a-row and 8-of-10 on the same answers;
    questions for each mastered standard; stuck against the truth; what each school day asks of a teacher.
    docs/simulation.md says what is simulated, and what such figures cannot tell.
    """
    if generated and content:
        typer.echo("Choose one: --content DIR walks a path of that folder, --generated the generated one.", err=True)
        raise typer.Exit(2)
    with plainly():
        from plbot.content import find_content  # noqa: PLC0415 - start-up time
        from plbot.simulation import page  # noqa: PLC0415 - see above
        from plbot.simulation.run import Order, counted_days, live, summed  # noqa: PLC0415 - see above

        to_stderr(os.environ, "warning")
        folder = None if generated else find_content(content)
        order = Order(students, days, seed, folder, path, data, cohort, parameters, collect=fit is not None)
        with _progress(counted_days(order)) as told:
            outcomes = live(order, told, processes)
        report = summed(order, outcomes)
        if fit:
            _refit(outcomes, parameters, fit)
        typer.echo(page.as_json(report)) if as_json else page.show(report)
    if report.troubles:
        typer.echo(
            f"{report.troubles} events could not be taken to their end: a mistake of ours. Please report it.", err=True
        )
        raise typer.Exit(1)


def _refit(outcomes: "Sequence[ClassOutcome]", before: Path | None, out: Path) -> None:
    """What `plbot readiness fit --from-data` would come to on all these classes as one school."""
    from plbot.cli.readiness import told  # noqa: PLC0415 - start-up time
    from plbot.readiness.files import parameters_text, read_parameters, written  # noqa: PLC0415 - see above
    from plbot.readiness.own import refit_own  # noqa: PLC0415 - see above
    from plbot.simulation.run import answers_in  # noqa: PLC0415 - see above

    own = refit_own(answers_in(outcomes), read_parameters(before), lambda _done, _of: None)
    with written(out) as file:
        file.write(parameters_text(own.parameters))
    typer.echo(f"{told(own.verdict)} Reassessments that calibrate it: {own.reassessments}.", err=True)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 - start-up time
    from rich.progress import Progress  # noqa: PLC0415 - see above

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("School days", total=total)
        yield lambda: progress.advance(task)
