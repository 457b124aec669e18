"""`plbot readiness`: replay a log of answers, refit the model, compare it with the usual rules."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plbot.cli.options import DATA, AsJson, Content, Data, School, plainly, run

if TYPE_CHECKING:
    from plbot.readiness.evaluate import Evaluation
    from plbot.readiness.verdict import Verdict

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
def fit(  # noqa: PLR0917 # each is an option of the command line
    log: Annotated[
        Path | None, typer.Argument(metavar="LOG.csv", help="One row an answer; see docs/readiness.md.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="P.json", help="Where to write; `-` for standard output.")
    ] = None,
    from_data: Annotated[
        bool, typer.Option("--from-data", help="Refit on the school's own data, and use it from the next start on.")
    ] = False,
    data: Data = DATA,
    school: School = "",
    content: Content = None,
) -> None:
    """Refit the model. New parameters count only if they predict students not seen before better; else those before stay."""
    if from_data == bool(log) or bool(log) != bool(out):
        raise typer.BadParameter("Name LOG.csv and --out P.json, or --from-data alone.")
    if log and out:
        _fit_log(log, out)
    else:
        run(_fit_data(data, school, content))


def _fit_log(log: Path, out: Path) -> None:
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
    typer.echo(told(verdict), err=True)


def told(verdict: "Verdict") -> str:
    kept = "The refitted parameters are better" if verdict.better else "The parameters stay as they were"
    return f"{kept}: {verdict.why} ({verdict.answers} answers of {verdict.students} students)."


async def _fit_data(data: Path, school: str, content: Path | None) -> None:
    from plbot.readiness.own import refit_own  # noqa: PLC0415 # start-up time
    from plbot.readiness.school import answers_of  # noqa: PLC0415 # see above
    from plbot.readiness.shelf import Refit, put  # noqa: PLC0415 # see above
    from plbot.school import open_desk  # noqa: PLC0415 # see above

    async with open_desk(data, name=school, content=content) as desk:
        answers = await answers_of(desk.store, desk.school, desk.office.library)
        with _bar("fitting") as tell:
            own = refit_own(answers, desk.office.parameters, tell)
        changed = own.parameters != desk.office.parameters
        if changed:
            await put(desk.store, desk.school, Refit(own.parameters, desk.clock.now(), own.verdict, own.reassessments))
    typer.echo(told(own.verdict))
    if changed:
        labels = f"{own.reassessments} reassessments" if own.reassessments else "the next five answers"
        typer.echo(f"The promise is calibrated by {labels}. A plbot that is running takes them at its next start.")
        typer.echo("Go back with: plbot readiness undo")


@app.command()
def undo(data: Data = DATA, school: School = "") -> None:
    """Go back to the parameters before the last refit."""
    typer.echo(run(_undo(data, school)))


async def _undo(data: Path, school: str) -> str:
    from plbot.readiness import shelf  # noqa: PLC0415 # start-up time
    from plbot.school import SetupError, chosen, open_store  # noqa: PLC0415 # see above

    async with open_store(data) as store:
        before = await shelf.undo(store, (await chosen(store, school))[0])
    if before is None:
        raise SetupError("Nothing was refitted here, so there is nothing to undo; plbot's own parameters are in force.")
    left = "those of the refit before it" if before.refits else "plbot's own"
    return f"The last refit is undone: the parameters are {left} from the next start on."


@app.command()
def status(data: Data = DATA, school: School = "", as_json: AsJson = False) -> None:
    """Show which parameters are in force, since when, and what they were measured to be worth."""
    typer.echo(run(_status(data, school, as_json=as_json)))


async def _status(data: Path, school: str, *, as_json: bool) -> str:
    from plbot.readiness import shelf  # noqa: PLC0415 # start-up time
    from plbot.school import chosen, open_store  # noqa: PLC0415 # see above

    async with open_store(data) as store:
        name, zone = await chosen(store, school)
        found = await shelf.shelf_of(store, name)
    return json.dumps(shelf.figures(found)) if as_json else shelf.sentence(found, zone)


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
