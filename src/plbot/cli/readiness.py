"""`plbot readiness`: replay a log of answers, refit the model, compare it with the usual rules."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plbot.cli.options import AsJson, plainly

if TYPE_CHECKING:
    from plbot.readiness.evaluate import Evaluation

app = typer.Typer(no_args_is_help=True, help="Readiness: replay a log of answers, refit the model, compare it.")

Log = Annotated[
    Path,
    typer.Argument(metavar="LOG.csv", help="One row an answer; `-` reads from standard input. See docs/readiness.md."),
]
ParametersFile = Annotated[
    Path | None, typer.Option("--parameters", metavar="P.json", help="Refitted parameters. Default: those of plbot.")
]


@app.command()
def replay(
    log: Log,
    out: Annotated[Path, typer.Option("--out", metavar="OUT.csv", help="Where to write; `-` for standard output.")],
    parameters: ParametersFile = None,
) -> None:
    """Write for each row of a log: p of a right answer before it, q of passing and the state after it. Rows count from 1."""
    from plbot.readiness.files import read_parameters, written  # noqa: PLC0415 # start-up time
    from plbot.readiness.log import read  # noqa: PLC0415 # see above
    from plbot.readiness.replay import Replay  # noqa: PLC0415 # see above

    with plainly(), _bar("replaying") as tell:
        walk = Replay(read_parameters(parameters))
        with written(out) as file:
            file.write("row,p_correct,p_pass,state\n")
            for number, row in enumerate(read(log, tell), 1):
                p, q, state = walk.take(row)
                file.write(f"{number},{p:.6f},{q:.6f},{state}\n")


@app.command()
def fit(
    log: Log,
    out: Annotated[Path, typer.Option("--out", metavar="P.json", help="Where to write; `-` for standard output.")],
) -> None:
    """Refit the model on a log. Written are the new parameters if they predict students not seen before better, else plbot's own."""
    from plbot.readiness.files import parameters_text, written  # noqa: PLC0415 # start-up time
    from plbot.readiness.log import read  # noqa: PLC0415 # see above
    from plbot.readiness.trial import refit  # noqa: PLC0415 # see above

    with plainly():
        with _bar("reading") as tell:
            rows = list(read(log, tell))
        with _bar("fitting") as tell:
            parameters, verdict = refit(rows, told=tell)
        with written(out) as file:
            file.write(parameters_text(parameters))
    kept = "The refitted parameters are better" if verdict.better else "plbot's own parameters are written"
    typer.echo(f"{kept}: {verdict.why} ({verdict.answers} answers of {verdict.students} students).", err=True)


@app.command()
def evaluate(
    log: Log,
    parameters: ParametersFile = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw the reliability curve: SVG, or PNG if it ends in .png."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare plbot with the usual rules on a log, and show how often it kept what it promised."""
    from plbot.readiness.evaluate import evaluate as compare  # noqa: PLC0415 # start-up time
    from plbot.readiness.files import read_parameters  # noqa: PLC0415 # see above
    from plbot.readiness.log import read  # noqa: PLC0415 # see above
    from plbot.readiness.plot import draw  # noqa: PLC0415 # see above

    with plainly():
        with _bar("evaluating") as tell:
            found = compare(read(log, tell), read_parameters(parameters))
        if plot:
            draw(plot, found.reliability)
        _show(found, as_json=as_json)


def _show(found: "Evaluation", *, as_json: bool) -> None:
    if as_json:
        import msgspec  # noqa: PLC0415 # start-up time

        typer.echo(msgspec.json.encode(msgspec.to_builtins(found)).decode())
        return
    from plbot.cli.evaluation import show  # noqa: PLC0415 # start-up time

    show(found)


@contextmanager
def _bar(doing: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, where somebody looks at it."""
    from rich.console import Console  # noqa: PLC0415 # start-up time
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415 # see above

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(doing, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of or None)
