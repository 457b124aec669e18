"""The commands, one file a group. Modules are read when they are needed: `plbot --help` should not wait for a database."""

from typing import Annotated

import typer

from plbot.cli.admin import admin
from plbot.cli.audit import app as audit
from plbot.cli.backup import backup, restore
from plbot.cli.bridge import bridge
from plbot.cli.chat import chat
from plbot.cli.classes import app as classes
from plbot.cli.consent import app as consent
from plbot.cli.demo import demo
from plbot.cli.doctor import doctor
from plbot.cli.export import export
from plbot.cli.forget import forget
from plbot.cli.init import init
from plbot.cli.invite import invite
from plbot.cli.readiness import app as readiness
from plbot.cli.safety import app as safety
from plbot.cli.serve import serve
from plbot.cli.simulate import simulate

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

_PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 # start-up time

        typer.echo(f"plbot {version('plbot')}")
        raise typer.Exit


@app.callback()
def plbot(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """A tutoring and reflection bot for competency-based learning. Begin with: plbot demo."""
    del version  # the option's callback has done it all


def content(context: typer.Context) -> None:
    """Check, preview and begin standards and questions."""
    from plbot.cli.content import app as group  # noqa: PLC0415 # reads pydantic and YAML: a second that nobody else needs

    code = group(args=context.args, prog_name="plbot content", standalone_mode=False)
    raise typer.Exit(code if isinstance(code, int) else 0)


app.command()(demo)
app.command()(init)
app.command()(chat)
app.command()(serve)
app.command()(bridge)
app.command()(doctor)
app.command()(export)
app.command()(forget)
app.command()(backup)
app.command()(restore)
app.command()(admin)
app.command()(simulate)
classes.command()(invite)
app.add_typer(classes, name="class")
app.add_typer(readiness, name="readiness")
app.add_typer(consent, name="consent")
app.add_typer(audit, name="audit")
app.add_typer(safety, name="safety")
app.command(context_settings=_PASS_ON, add_help_option=False)(content)


def main() -> None:
    """Run plbot from the command line."""
    app()
