"""Every transcript in `conversations` holds word for word, in memory and on SQLite; `--rewrite` writes what the bot says."""

from collections.abc import Awaitable, Callable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from tests.player import Player
from tests.schoolhouse import Schoolhouse
from tests.transcript import read

from plbot.storage.memory import MemoryStore
from plbot.storage.sqlite import SqliteStore
from plbot.storage.store import Store

FILES = sorted((Path(__file__).parent / "conversations").glob("*.md"))


def opener(kind: str, folder: Path) -> Callable[[], Awaitable[Store]]:
    """Opens the store anew each time; the one in memory outlives a restart, as a file would."""
    memory = MemoryStore()

    async def reopen() -> Store:
        store: Store = memory if kind == "memory" else SqliteStore(folder / "plbot.db")
        await store.open()
        return store

    return reopen


def performances() -> Iterator[Any]:
    """Each transcript in memory; on SQLite every third, and the others where there is time for them."""
    for number, path in enumerate(FILES):
        yield pytest.param(path, "memory", id=f"{path.stem}-memory")
        yield pytest.param(path, "sqlite", marks=pytest.mark.slow if number % 3 else (), id=f"{path.stem}-sqlite")


@pytest.mark.parametrize(("path", "kind"), list(performances()))
async def test_the_bot_says_what_the_transcript_says(path: Path, kind: str, tmp_path: Path, *, rewrite: bool) -> None:
    """The whole text of every message, every button and every fact is as a reader approved it."""
    said = await Player(Schoolhouse(opener(kind, tmp_path)), read(path)).play()
    compare(path, said, rewrite=rewrite)


def compare(path: Path, said: str, *, rewrite: bool) -> None:
    written = path.read_text(encoding="utf-8")
    if rewrite and said != written:
        path.write_text(said, encoding="utf-8")
        return
    if said != written:
        diff = unified_diff(written.splitlines(), said.splitlines(), path.name, "the bot", lineterm="", n=4)
        pytest.fail("\n".join(["the bot says something else (pytest --rewrite writes it down):", *diff]), pytrace=False)


async def test_a_newcomer_reads_at_most_six_messages_before_the_first_question(tmp_path: Path) -> None:
    """A child who has come to learn is not held up by a welcome."""
    player = Player(
        Schoolhouse(opener("memory", tmp_path)), read(Path(__file__).parent / "conversations" / "first-question.md")
    )
    await player.play()
    *before, question = player.heard["ben"]
    assert len(before) <= 6
    assert question.card.choices
    assert "hint" in [choice.intent for choice in question.card.choices.choices]
