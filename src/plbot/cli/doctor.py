"""`plbot doctor`: what is amiss, and what to do about it."""

import json

import typer

from plbot.cli.options import DATA, AsJson, Content, Data, run


def doctor(data: Data = DATA, content: Content = None, as_json: AsJson = False) -> None:
    """Look at content, platforms, database, key, disk, clock, troubles. Exit code 1 when something needs somebody now."""
    from plbot.doctor import examine  # noqa: PLC0415 # start-up time

    findings = run(examine(data, content))
    if as_json:
        typer.echo(json.dumps([{"what": f.what, "state": f.state, "text": f.text} for f in findings]))
    else:
        for finding in findings:
            colour = {"green": typer.colors.GREEN, "yellow": typer.colors.YELLOW, "red": typer.colors.RED}
            typer.echo(
                f"{typer.style(finding.state.ljust(6), fg=colour[finding.state])} {finding.what}: {finding.text}"
            )
    if any(finding.state == "red" for finding in findings):
        raise typer.Exit(1)
