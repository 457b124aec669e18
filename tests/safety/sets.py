"""The written sets: `tune` is learned from, `settle` settles the bars, `report` is counted and never read."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from plbot.core.screen.normalise import plain, rough
from plbot.safety import LANGUAGES, lists

SETS = Path(__file__).parent
SHORT = 60  # characters of an ordinary message that another is put together with

Row = tuple[str, str]  # severity, "-" for an ordinary one, and text


def by_file(part: str, name: str) -> list[tuple[str, str, str]]:
    """The name of the file, a file a writer, before each row."""
    files = sorted((SETS / part).glob(f"{name}*.tsv"))
    lines = [(file.stem, line.partition("\t")) for file in files for line in file.read_text().splitlines()]
    return [(file, severity, text) for file, (severity, _, text) in lines]


def rows(part: str, name: str) -> list[Row]:
    """Each once."""
    return list(dict.fromkeys((severity, text) for _, severity, text in by_file(part, name)))


def both(part: str, name: str) -> list[Row]:
    return [row for language in LANGUAGES for row in rows(part, f"{name}-{language}")]


def readings(text: str) -> list[Sequence[str]]:
    """A text's words as typed, and as each list undisguises them, each way once."""
    tokens = rough(plain(text))
    return [*{tuple(each): None for each in (tokens, *(one.lexicon.tokens(tokens) for one in lists()))}]


def put_together(dangers: list[Row], ordinary: list[Row], chance: Random) -> tuple[list[Row], list[Row]]:
    """Each danger also beside something ordinary, and ordinary messages in twos: a long text is not dangerous for being long."""
    short = [text for _, text in ordinary if len(text) < SHORT]
    join = (". ", " ", " and ", ", ")

    def pair(text: str) -> str:
        other, between = chance.choice(short), chance.choice(join)
        return f"{other}{between}{text}" if chance.random() < 0.5 else f"{text}{between}{other}"

    return (
        dangers + [(severity, pair(text)) for severity, text in dangers],
        ordinary + [(severity, pair(text)) for severity, text in chance.sample(ordinary, len(ordinary) // 2)],
    )
