"""What the commands share: options, errors in one sentence, logs on stderr."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

Answer = TypeVar("Answer")

Data = Annotated[
    Path, typer.Option("--data", metavar="DIR", envvar="PLBOT_DATA", help="The data folder; made on first use.")
]
Content = Annotated[
    Path | None,
    typer.Option("--content", metavar="DIR", help="The content folder. Default: the one that comes with plbot."),
]
School = Annotated[
    str, typer.Option("--school", metavar="NAME", help="Which school; needed where the folder holds several.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, for programs.")]

DATA = Path("plbot-data")


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a command's work. An error becomes one sentence on stderr and exit code 1; Ctrl-C exits with 130."""
    with plainly():
        return asyncio.run(work)


@contextmanager
def plainly() -> Iterator[None]:
    """Turn whatever is raised into a sentence that says what to do."""
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:  # noqa: BLE001 # nobody at a prompt can use a traceback
        typer.echo(_sentence(error), err=True)
        raise typer.Exit(1) from None


def _sentence(error: Exception) -> str:
    from plbot.adapters import AdapterMissingError  # noqa: PLC0415 # only a failure needs these
    from plbot.content import ContentFaults, ContentMissing  # noqa: PLC0415 # see above
    from plbot.ledger import where  # noqa: PLC0415 # see above
    from plbot.readiness.files import FileError  # noqa: PLC0415 # see above
    from plbot.readiness.log import LogError  # noqa: PLC0415 # see above
    from plbot.receipts import Unavailable  # noqa: PLC0415 # see above
    from plbot.school import SetupError  # noqa: PLC0415 # see above
    from plbot.storage.store import StoreError  # noqa: PLC0415 # see above

    if isinstance(error, ContentFaults):
        return f"The content has to be put right first:\n{error}"
    if isinstance(
        error, AdapterMissingError | ContentMissing | FileError | LogError | SetupError | StoreError | Unavailable
    ):
        return str(error)
    return (
        f"plbot failed: {where(error)}. That is a mistake of ours; what was confirmed is kept. Please report this line."
    )
