"""`plbot content`: check, preview, begin and describe standards."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status

from plbot.content import ContentFaults, ContentMissing, find_content, load
from plbot.content import check as checking
from plbot.content.preview import preview as previewed
from plbot.content.schema import schema_text
from plbot.content.skeleton import new_standard
from plbot.core.drawing import DrawError
from plbot.core.library import Item, Library, Standard

app = typer.Typer(no_args_is_help=True, help="Standards and questions: check them, look at them, begin new ones.")

Folder = Annotated[
    Path | None,
    typer.Option("--content", metavar="DIR", help="The content folder. Default: the one that comes with plbot."),
]


def _stop(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="The content folder, as with --content.")] = None,
    content: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the findings as JSON.")] = False,
) -> None:
    """Draw every item 200 times and say everything that is the matter. Exit code 1 when anything must be put right."""
    try:
        root = find_content(folder or content)
    except ContentMissing as missing:
        raise _stop(str(missing)) from None
    with Status("reading", console=Console(stderr=True)) as status:
        report = checking.check(root, lambda code: status.update(f"checking {code}"))
    _show(report, as_json=as_json)
    if report.faults:
        raise typer.Exit(1)


def _show(report: checking.Report, *, as_json: bool) -> None:
    counts = {"standards": report.standards, "items": report.items, "drawn": report.drawn}
    if as_json:
        found = {name: [fault._asdict() for fault in getattr(report, name)] for name in ("faults", "warnings")}
        typer.echo(json.dumps({**found, **counts}, ensure_ascii=False))
        return
    for fault in report.faults:
        typer.echo(str(fault))
    for warning in report.warnings:
        typer.echo(f"{warning} (warning)")
    typer.echo(
        f"{report.standards} standards, {report.items} items, {report.drawn} questions drawn: "
        f"{len(report.faults)} faults, {len(report.warnings)} warnings"
    )


@app.command()
def preview(
    code: Annotated[str, typer.Argument(help="A standard, such as 6.RP.A.1 or 6.RP.1.")],
    *,
    item: Annotated[str | None, typer.Option(help="Only this item.")] = None,
    theme: Annotated[str, typer.Option(help="A theme, such as soccer.")] = "",
    language: Annotated[str, typer.Option(help="A language that the standard is translated into.")] = "en",
    draw: Annotated[
        int, typer.Option(min=0, max=999, help="Which questions of each item: 0 for the first, 1, 2 ...")
    ] = 0,
    content: Folder = None,
) -> None:
    """Show a standard as a student will see it, with its answers, hints and mistakes."""
    try:
        library = load(find_content(content)).in_language(language)
        standard = _standard(library, code)
        shown = list(previewed(standard, _items(standard, item), library.theme(theme), draw))
    except (ContentFaults, ContentMissing, DrawError) as fault:
        raise _stop(str(fault)) from None
    console = Console()
    for part in shown:
        console.print(part)


def _standard(library: Library, code: str) -> Standard:
    found = library.standards.get(library.spelled(code) or code)
    if found is None:
        raise ContentMissing(f"There is no standard {code} here. There are: {', '.join(library.standards)}")
    return found


def _items(standard: Standard, name: str | None) -> tuple[Item, ...]:
    items = tuple(item for item in standard.items if name in (None, item.id))
    if name and not items:
        there = ", ".join(item.id for item in standard.items)
        raise ContentMissing(f"{standard.code} has no item {name}. There are: {there}")
    return items


@app.command()
def new(
    code: Annotated[str, typer.Argument(help="The code of the standard, such as 4.NF.A.1.")],
    title: Annotated[str, typer.Option(help="A short name that a student understands.")],
    framework: Annotated[str | None, typer.Option(help="The folder under standards/, such as ccss-math.")] = None,
    content: Annotated[Path, typer.Option("--content", metavar="DIR", help="The content folder.")] = Path("content"),
) -> None:
    """Write a skeleton of a standard. Nothing is ever written over."""
    try:
        file = new_standard(content, code, title, framework)
    except (ValueError, OSError) as fault:
        raise _stop(str(fault)) from None
    typer.echo(f"Wrote {file}. Edit it, then run: plbot content check {content}")


@app.command()
def schema(
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Write it to this file.")] = None,
) -> None:
    """Write the JSON Schema (draft 07) of a standard, for editors that complete and check while one types."""
    if to is None:
        sys.stdout.write(schema_text())
        return
    to.write_text(schema_text(), encoding="utf-8")
    typer.echo(f"Wrote {to}. In an editor with YAML support, point standards/**/*.yaml to it.", err=True)
